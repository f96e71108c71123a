"use strict";
// The page that belongs to this address comes as data; without this script there is nothing.
const root = document.getElementById("root");
fetch("/api/trang?duong-dan=" + encodeURIComponent(location.pathname))
  .then((answer) => answer.text())
  .then((text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    document.title = page.title;
    root.replaceChildren(...page.body.childNodes);
  });
