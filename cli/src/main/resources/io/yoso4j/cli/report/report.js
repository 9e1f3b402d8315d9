"use strict";
function attachReport() {
  const tip = document.getElementById("tip");
  const hide = () => { tip.style.display = "none"; };
  const show = (text, x, y) => {
    tip.style.display = "block";
    if (tip.textContent !== text) tip.textContent = text;
    tip.style.left = Math.max(8, Math.min(x + 14, window.innerWidth - tip.offsetWidth - 8)) + "px";
    tip.style.top = Math.max(8, y - tip.offsetHeight - 12) + "px";
  };
  const nearest = (xs, x) => {
    let best = 0;
    for (let i = 1; i < xs.length; i++) if (Math.abs(xs[i] - x) < Math.abs(xs[best] - x)) best = i;
    return best;
  };

  // A chart of lines is read at the values of its longest line.
  const lineReader = (figure, svg) => {
    const chart = JSON.parse(figure.dataset.chart);
    const cursor = svg.querySelector(".cursor");
    const stops = chart.series.reduce((a, b) => (b.x.length > a.x.length ? b : a)).x;
    const place = (i) => chart.left + (stops[i] - chart.from) / (chart.to - chart.from) * (chart.right - chart.left);
    return {
      count: stops.length,
      first: stops.length - 1,
      under(event) {
        const box = svg.getBoundingClientRect();
        const at = (event.clientX - box.left) * chart.width / box.width;
        if (at < chart.left - 8 || at > chart.right + 8) return -1;
        return nearest(stops, chart.from + (at - chart.left) / (chart.right - chart.left) * (chart.to - chart.from));
      },
      tell(i) {
        cursor.setAttribute("x1", place(i));
        cursor.setAttribute("x2", place(i));
        cursor.setAttribute("visibility", "visible");
        const box = svg.getBoundingClientRect();
        const lines = chart.series.map((s) => s.name + "  " + s.y[nearest(s.x, stops[i])]);
        return {text: chart.word + " " + stops[i] + "\n" + lines.join("\n"), x: box.left + place(i) * box.width / chart.width, y: box.top + box.height / 3};
      },
      clear() { cursor.setAttribute("visibility", "hidden"); },
    };
  };

  // Anything else is read mark by mark; without this script a mark's title is the browser's own tip.
  const markReader = (svg) => {
    const marks = [...svg.querySelectorAll(".mark")].filter((mark) => mark.querySelector("title"));
    const texts = marks.map((mark) => {
      const title = mark.querySelector("title");
      title.remove();
      return title.textContent;
    });
    let at = null;
    return {
      count: marks.length,
      first: 0,
      under(event) { return marks.indexOf(event.target.closest(".mark")); },
      tell(i) {
        this.clear();
        at = marks[i];
        at.classList.add("at");
        const box = at.getBoundingClientRect();
        return {text: texts[i], x: box.left + box.width / 2, y: box.top};
      },
      clear() { if (at) at.classList.remove("at"); at = null; },
    };
  };

  for (const svg of document.querySelectorAll("figure.chart svg, svg.matrix")) {
    const figure = svg.closest("figure[data-chart]");
    const reader = figure ? lineReader(figure, svg) : markReader(svg);
    if (reader.count === 0) continue;
    let now = -1;
    const leave = () => { now = -1; reader.clear(); hide(); };
    const go = (index, event) => {
      now = Math.max(0, Math.min(reader.count - 1, index));
      const told = reader.tell(now);
      show(told.text, event ? event.clientX : told.x, event ? event.clientY : told.y);
    };
    svg.tabIndex = 0;
    svg.setAttribute("aria-label", svg.getAttribute("aria-label") + ". Arrow keys read the values.");
    svg.addEventListener("pointermove", (event) => {
      const index = reader.under(event);
      if (index < 0) leave(); else go(index, event);
    });
    svg.addEventListener("pointerleave", leave);
    svg.addEventListener("blur", leave);
    svg.addEventListener("keydown", (event) => {
      const far = Math.ceil(reader.count / 10);
      const steps = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: far, PageUp: -far};
      if (event.key === "Escape") return leave();
      if (event.key === "Home") go(0);
      else if (event.key === "End") go(reader.count - 1);
      else if (event.key in steps) go(now < 0 ? reader.first : now + steps[event.key]);
      else return;
      event.preventDefault();
    });
  }

  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const value = (row) => {
        const text = row.cells[column].textContent.trim().replace("−", "-");
        return text === "–" ? -1e99 : column === 0 || Number.isNaN(parseFloat(text)) ? text : parseFloat(text.replace(/,/g, ""));
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
          const order = numbers ? (x === y ? 0 : x - y) : String(x).localeCompare(String(y), undefined, {numeric: true});
          return up ? order : -order;
        });
        table.tBodies[0].append(...rows);
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
      });
    });
  }

  for (const area of document.querySelectorAll(".scroll")) {
    if (area.scrollWidth > area.clientWidth) {
      const heading = area.closest("section")?.querySelector("h2");
      area.tabIndex = 0;
      area.setAttribute("role", "region");
      area.setAttribute("aria-label", (heading ? heading.textContent : "Table") + ", scrolls sideways");
    }
  }
}
attachReport();
