// Search, filters and sorting of the ranking. Without it everything is on the page all the same.
(() => {
  "use strict";
  const box = document.getElementById("controls");
  if (!box) return;
  const rows = [...document.querySelectorAll("[data-l]")];
  const groups = [...document.querySelectorAll("[data-group]")].map((group) =>
    [group, [...group.querySelectorAll("[data-l]")]]);
  const few = 200; // more rows than these are not unfolded at once: that would take seconds
  const search = box.querySelector("input");
  const choices = [...box.querySelectorAll("select")];
  const hits = document.getElementById("hits");
  const folded = new Map();

  // Vietnamese without its marks: "ha noi" finds "Hà Nội".
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  const words = (row) => {
    if (!folded.has(row)) folded.set(row, fold(row.textContent));
    return folded.get(row);
  };
  // Faults stand in a row as pairs of characters, so that 3,400 rows stay small.
  const holds = (code, all) => {
    for (let at = 0; at < all.length; at += 2) if (all.startsWith(code, at)) return true;
    return false;
  };
  const tests = {
    l: (row, value) => row.dataset.l === value,
    k: (row, value) => row.dataset.k === value,
    o: (row, value) => row.dataset.o === value,
    f: (row, value) => holds(value, row.dataset.f || ""),
    t: (row, value) => (row.dataset.t || "").split(" ").includes(value),
  };

  const filter = () => {
    const wanted = fold(search.value).split(/\s+/).filter(Boolean);
    const chosen = choices.filter((one) => one.value);
    const idle = !wanted.length && !chosen.length;
    let shown = 0;
    for (const row of rows) {
      const fits = chosen.every((one) => tests[one.name](row, one.value)) &&
        wanted.every((word) => words(row).includes(word));
      row.hidden = !fits;
      shown += fits;
    }
    for (const [group, members] of groups) {
      const some = members.some((row) => !row.hidden);
      group.hidden = !some && !idle;
      if (group.tagName === "DETAILS") group.open = !idle && some && shown <= few;
    }
    hits.textContent = idle ? "" : hits.dataset.words.replace("{n}", shown).replace("{all}", rows.length);
  };

  const value = (row, column) => {
    const cell = row.cells[column];
    const text = (cell.dataset.v || cell.textContent).trim();
    const number = parseFloat(text.replace(",", "."));
    return text === "–" || text === "" ? -1 : Number.isNaN(number) ? text : number;
  };
  const compare = (one, other) =>
    typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other), document.documentElement.lang);
  const sort = (head) => {
    const table = head.closest("table");
    const down = head.getAttribute("aria-sort") === "ascending" ||
      (!head.hasAttribute("aria-sort") && head.dataset.s === "down");
    for (const other of table.tHead.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0];
    const keyed = [...body.rows].map((row) => [value(row, head.cellIndex), row]);
    keyed.sort(([one], [other]) => (down ? compare(other, one) : compare(one, other)));
    body.append(...keyed.map(([, row]) => row));
  };

  for (const head of document.querySelectorAll("th[data-s]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head));
  }
  // index.html#fault=tls.cert_trust shows who has that fault.
  const fromAddress = () => {
    const [, name, wanted] = /^#(fault|level|kind)=(.+)$/.exec(decodeURIComponent(location.hash)) || [];
    const choice = choices.find((one) => one.id === `by-${name}`);
    const option = choice && [...choice.options].find((one) => one.dataset.id === wanted);
    if (!option) return;
    choice.value = option.value;
    filter();
    box.scrollIntoView();
  };
  box.addEventListener("input", filter);
  box.querySelector("button").addEventListener("click", () => {
    search.value = "";
    for (const one of choices) one.value = "";
    filter();
    search.focus();
  });
  box.hidden = false;
  addEventListener("hashchange", fromAddress);
  fromAddress();
})();
