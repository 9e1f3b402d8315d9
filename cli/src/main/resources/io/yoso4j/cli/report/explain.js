"use strict";
(() => {
  const all = (selector, within) => [...(within || document).querySelectorAll(selector)];
  const radios = (name) => all(`.pickers input[name=${name}]`);
  const chosen = (name) => radios(name).find((each) => each.checked);
  const tip = () => document.getElementById("tip");
  const choose = (name, value) => {
    const radio = radios(name).find((each) => each.value === String(value));
    if (radio) radio.checked = true;
    return Boolean(radio);
  };

  function show() {
    const object = chosen("object");
    const stage = chosen("stage");
    for (const part of all("[data-of-stage]")) {
      const otherObject = part.dataset.ofObject !== undefined && object && part.dataset.ofObject !== object.value;
      part.hidden = part.dataset.ofStage !== stage.value || Boolean(otherObject);
    }
    for (const each of all("path.area, .costs td")) {
      each.classList.toggle("picked", Boolean(object) && (each.dataset.object || each.dataset.o) === object.value);
    }
  }
  function remember() {
    const object = chosen("object");
    const name = (object ? "o" + object.dataset.number + "." : "") + chosen("stage").dataset.name;
    history.replaceState(null, "", "#" + name);
  }
  function recall() {
    let hash = "";
    try {
      hash = decodeURIComponent(location.hash.slice(1));
    } catch {
      /* A lone % in the address names nothing here. */
    }
    for (const part of hash.split(".")) {
      const object = radios("object").find((each) => "o" + each.dataset.number === part);
      const stage = radios("stage").find((each) => each.dataset.name === part);
      if (object) object.checked = true;
      if (stage) stage.checked = true;
    }
    show();
  }
  function follow(object, stage, jump) {
    const said = document.getElementById("said");
    if (object !== undefined && !choose("object", object)) {
      said.textContent = document.querySelector(`path.area[data-object="${object}"]`).dataset.without;
      return;
    }
    said.textContent = "";
    if (stage !== undefined) choose("stage", stage);
    show();
    remember();
    if (jump) document.querySelector(".pickers").scrollIntoView({block: "start"});
  }
  for (const radio of all(".pickers input")) radio.addEventListener("change", () => follow());
  for (const each of all("a[data-object], button[data-object], path.area")) {
    const act = (event) => { event.preventDefault(); follow(each.dataset.object, each.dataset.stage, true); };
    each.addEventListener("click", act);
    if (each.matches("path")) each.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") act(event);
    });
  }

  function say(text, x, y) {
    const box = tip();
    box.textContent = text;
    box.style.display = "block";
    box.style.left = Math.max(8, Math.min(x + 14, window.innerWidth - box.offsetWidth - 8)) + "px";
    box.style.top = Math.max(8, y - box.offsetHeight - 12) + "px";
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.getElementById("said").textContent = "";
  });
  const hush = () => { tip().style.display = "none"; };

  /* Cost tables: one cell of each is in the order of the tab key, arrows move on from there. */
  const names = ["sum", "class", "mask", "dice"];
  const partOf = (cell, part) => cell.dataset.v.split(" ")[part];
  function explainCell(cell) {
    const box = cell.getBoundingClientRect();
    const row = cell.closest("tr").cells[0].textContent;
    const label = radios("object").find((each) => each.value === cell.dataset.o);
    const head = cell.closest("section").querySelector(`.costs th button[data-object="${cell.dataset.o}"]`);
    const object = head ? head.textContent : label ? label.nextSibling.textContent : "";
    say("query " + row + ", object " + object + "\n" + names.map((name, i) => name + "  " + partOf(cell, i)).join("\n")
      + (cell.classList.contains("matched") ? "\nmatched" : ""), box.left + box.width / 2, box.top);
  }
  for (const table of all("table.costs")) {
    const rows = [...table.tBodies[0].rows];
    if (rows.length === 0) continue;
    let current = rows[0].cells[1];
    current.tabIndex = 0;
    const move = (cell) => {
      current.tabIndex = -1;
      current = cell;
      current.tabIndex = 0;
      current.focus();
    };
    table.addEventListener("keydown", (event) => {
      const cell = event.target.closest("td");
      if (!cell) return;
      const column = cell.cellIndex;
      const row = rows.indexOf(cell.parentNode);
      const to = {ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1], ArrowUp: [row - 1, column], ArrowDown: [row + 1, column]}[event.key];
      if (to) {
        event.preventDefault();
        const next = rows[to[0]] && rows[to[0]].cells[to[1]];
        if (next && next.matches("td")) move(next);
      } else if (event.key === "Enter") {
        follow(cell.dataset.o, undefined, true);
      } else if (event.key === "Escape") {
        hush();
      }
    });
    table.addEventListener("focusin", (event) => { if (event.target.matches("td")) explainCell(event.target); });
    table.addEventListener("focusout", hush);
    table.addEventListener("pointerover", (event) => {
      const cell = event.target.closest("td");
      if (cell) explainCell(cell); else hush();
    });
    table.addEventListener("pointerleave", hush);
    table.addEventListener("click", (event) => {
      const cell = event.target.closest("td");
      if (cell) follow(cell.dataset.o);
    });
  }
  for (const button of all(".parts button")) button.addEventListener("click", () => {
    const part = Number(button.dataset.part);
    for (const each of all(".parts button")) each.setAttribute("aria-pressed", String(Number(each.dataset.part) === part));
    for (const stage of all("section.stage")) {
      const cells = all(".costs td", stage);
      const values = cells.map((cell) => Number(partOf(cell, part).replace("−", "-")));
      const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
      const low = sorted[0];
      const high = sorted[Math.floor(0.9 * (sorted.length - 1))];
      cells.forEach((cell, i) => {
        const share = high > low && Number.isFinite(values[i]) ? (high - values[i]) / (high - low) : 0;
        cell.style.setProperty("--s", Math.round(60 * Math.min(1, Math.max(0, share))));
        cell.firstChild.nodeValue = partOf(cell, part) + (cell.classList.contains("matched") ? " " : "");
      });
    }
  });

  /* Maps: greys of the pictures are numbers. */
  const number = (value) => value === 0 ? "0" : Math.abs(value) < 0.001 ? value.toExponential(1) : value.toFixed(3);
  const scales = {
    signed_root: (grey, limit) => Math.sign(grey / 127.5 - 1) * (grey / 127.5 - 1) ** 2 * limit,
    root: (grey, limit) => (grey / 255) ** 2 * limit,
    sparse_root: (grey, limit) => grey === 0 ? null : ((grey - 1) / 254) ** 2 * limit,
  };
  function greys(image) {
    if (!image.greys) {
      const canvas = document.createElement("canvas");
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0);
      image.greys = context.getImageData(0, 0, canvas.width, canvas.height).data;
    }
    return image.greys;
  }
  for (const map of all(".map")) {
    const image = map.querySelector("img");
    let x = Math.floor(image.getAttribute("width") / 2);
    let y = Math.floor(image.getAttribute("height") / 2);
    const cross = document.createElement("div");
    cross.className = "cross";
    const read = () => {
      const box = image.getBoundingClientRect();
      const width = image.naturalWidth;
      const height = image.naturalHeight;
      if (!width) return;
      x = Math.min(width - 1, Math.max(0, x));
      y = Math.min(height - 1, Math.max(0, y));
      const value = scales[map.dataset.scale](greys(image)[4 * (y * width + x)], Number(map.dataset.limit));
      if (!cross.parentNode) map.append(cross);
      Object.assign(cross.style, {left: 100 * x / width + "%", top: 100 * y / height + "%", width: 100 / width + "%", height: 100 / height + "%"});
      say("column " + x + ", row " + y + "\n" + (value === null ? "no point" : number(value)), box.left + (x + 0.5) * box.width / width, box.top + (y + 0.5) * box.height / height);
    };
    const leave = () => { hush(); cross.remove(); };
    map.addEventListener("pointermove", (event) => {
      const box = image.getBoundingClientRect();
      x = Math.floor((event.clientX - box.left) / box.width * image.naturalWidth);
      y = Math.floor((event.clientY - box.top) / box.height * image.naturalHeight);
      read();
    });
    map.addEventListener("pointerleave", leave);
    map.addEventListener("blur", leave);
    map.addEventListener("focus", () => { if (map.matches(":focus-visible")) read(); });
    map.addEventListener("keydown", (event) => {
      const step = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[event.key];
      if (!step) return;
      event.preventDefault();
      const far = event.shiftKey ? 8 : 1;
      x += far * step[0];
      y += far * step[1];
      read();
    });
  }
  /* Points lie over the mask logits, in greys too pale to be taken for points. */
  for (const maps of all(".panel .maps")) {
    const logits = maps.querySelector(".map img");
    for (const points of all(".sparse_root", maps)) {
      points.style.background = `linear-gradient(rgb(134 134 134 / .62) 0 0), url("${logits.src}") 0 0 / 100% 100%`;
    }
  }
  window.addEventListener("hashchange", recall);
  recall();
})();
