"use strict";
function attachReport() {
  const tip = document.getElementById("tip");
  for (const figure of document.querySelectorAll("figure[data-chart]")) {
    const chart = JSON.parse(figure.dataset.chart);
    const svg = figure.querySelector("svg");
    const cursor = svg.querySelector(".cursor");
    const nearest = (xs, x) => {
      let best = 0;
      for (let i = 1; i < xs.length; i++) if (Math.abs(xs[i] - x) < Math.abs(xs[best] - x)) best = i;
      return best;
    };
    const hide = () => { tip.style.display = "none"; cursor.setAttribute("visibility", "hidden"); };
    svg.addEventListener("pointermove", (event) => {
      const box = svg.getBoundingClientRect();
      const at = (event.clientX - box.left) * chart.width / box.width;
      if (at < chart.left - 8 || at > chart.right + 8) return hide();
      const x = chart.from + (at - chart.left) / (chart.right - chart.left) * (chart.to - chart.from);
      const longest = chart.series.reduce((a, b) => (b.x.length > a.x.length ? b : a));
      const step = longest.x[nearest(longest.x, x)];
      const lines = chart.series.map((s) => s.name + "  " + s.y[nearest(s.x, step)]);
      tip.textContent = chart.word + " " + step + "\n" + lines.join("\n");
      tip.style.display = "block";
      const left = Math.min(event.clientX + 14, window.innerWidth - tip.offsetWidth - 8);
      tip.style.left = Math.max(8, left) + "px";
      tip.style.top = Math.max(8, event.clientY - tip.offsetHeight - 12) + "px";
      const position = chart.left + (step - chart.from) / (chart.to - chart.from) * (chart.right - chart.left);
      cursor.setAttribute("x1", position);
      cursor.setAttribute("x2", position);
      cursor.setAttribute("visibility", "visible");
    });
    svg.addEventListener("pointerleave", hide);
  }
  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const value = (row) => {
        const text = row.cells[column].textContent.trim();
        return text === "–" ? -1 : column === 0 || Number.isNaN(Number(text)) ? text : Number(text);
      };
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const before = head.getAttribute("aria-sort");
        const up = before === null ? column === 0 : before === "descending";
        const rows = [...table.tBodies[0].rows];
        rows.sort((a, b) => {
          const x = value(a), y = value(b);
          const numbers = typeof x === "number" && typeof y === "number";
          const order = numbers ? x - y : String(x).localeCompare(String(y), undefined, {numeric: true});
          return up ? order : -order;
        });
        table.tBodies[0].append(...rows);
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
      });
    });
  }
}
attachReport();
