"use strict";
document.querySelectorAll("select[data-di-den]").forEach((list) => {
  list.addEventListener("change", () => { if (list.value) { window.location.href = list.value; } });
});
document.querySelectorAll("button[data-in]").forEach((button) => {
  button.addEventListener("click", () => window.print());
});
document.querySelectorAll("button[data-co-chu]").forEach((button) => {
  button.addEventListener("click", () => { document.body.style.setProperty("font-size", "1.25rem"); });
});
