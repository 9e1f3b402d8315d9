"use strict";
// Looks at every page, each in a frame, as a reader with a narrow screen and a keyboard would.
window.addEventListener("load", () => {
  const seen = (frame) => {
    const page = frame.contentDocument;
    const window = frame.contentWindow;
    const all = (selector) => [...page.querySelectorAll(selector)];
    const key = (element, name) => element.dispatchEvent(new window.KeyboardEvent("keydown", {key: name, bubbles: true, cancelable: true}));
    const ids = all("[id]").map((element) => element.id);
    const levels = all("h1, h2, h3").map((heading) => Number(heading.tagName[1]));
    const tip = page.getElementById("tip");
    const told = () => window.getComputedStyle(tip).display === "block" ? tip.textContent : "";
    all("details").forEach((details) => { details.open = true; });
    const dumb = [];
    const svgs = all("main svg[tabindex]");
    for (const svg of svgs) {
      svg.focus();
      key(svg, "End");
      const last = told();
      key(svg, "ArrowLeft");
      const before = told();
      key(svg, "Escape");
      const after = told();
      if (page.activeElement !== svg || !last || !before || after) dumb.push(svg.getAttribute("aria-label") + " told '" + last + "', '" + before + "', '" + after + "'");
    }
    const unsorted = [];
    for (const table of all("table.sortable")) {
      const column = table.tHead.rows[0].cells.length - 1;
      const head = table.tHead.rows[0].cells[column];
      head.querySelector("button").click();
      const values = [...table.tBodies[0].rows].map((row) => parseFloat(row.cells[column].textContent.replace(/[,]/g, "").replace("−", "-"))).filter((value) => !Number.isNaN(value));
      const falling = values.every((value, i) => i === 0 || values[i - 1] >= value);
      if (head.getAttribute("aria-sort") !== "descending" || !falling) unsorted.push(values.join(" "));
    }
    const wide = all("body *").filter((element) => !element.closest(".scroll") && element.getBoundingClientRect().right > window.innerWidth + 1);
    const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
    return {
      name: frame.title,
      errors: window.probeErrors,
      overflow: page.documentElement.scrollWidth - page.documentElement.clientWidth,
      wide: wide.slice(0, 3).map((element) => element.tagName + " " + element.textContent.slice(0, 40)),
      landmarks: ["header", "main", "footer", "h1"].map((name) => all("body > " + name + ", header > h1").filter((e) => e.tagName.toLowerCase() === name).length),
      skips: levels.some((level, i) => i > 0 && level > levels[i - 1] + 1),
      repeatedIds: ids.filter((id, i) => ids.indexOf(id) !== i),
      deadLinks: all("a[href^='#']").map((a) => a.hash.slice(1)).filter((id) => !page.getElementById(id)),
      namelessPictures: all("img:not([alt]), svg:not([aria-label]):not([aria-hidden])").length,
      headlessColumns: all("th:not([scope])").length,
      charts: svgs.length,
      dumbCharts: dumb,
      tables: all("table").length,
      unsorted,
      unreachable: all(".scroll").filter((area) => area.scrollWidth > area.clientWidth && area.tabIndex !== 0).length,
      dark,
    };
  };
  const result = [...document.querySelectorAll("iframe")].map(seen);
  document.body.textContent = "PROBE" + JSON.stringify(result) + "PROBE";
});
