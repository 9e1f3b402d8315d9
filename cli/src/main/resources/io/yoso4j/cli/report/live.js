"use strict";
(function () {
  const lost = document.getElementById("lost");
  let state = document.currentScript.dataset.state;
  let failures = 0;
  const text = async (path) => {
    const answer = await fetch(path, {cache: "no-store"});
    if (!answer.ok) throw new Error(answer.status);
    return answer.text();
  };
  // What a reader has opened, sorted and focused stays so when the page draws itself anew.
  const places = () => [...document.querySelectorAll("header a, main :is(a, summary, th button, svg[tabindex], .scroll[tabindex])")];
  const keep = () => {
    const open = [...document.querySelectorAll("details")].map((details) => details.open);
    const sorted = [...document.querySelectorAll("th")].map((head) => head.getAttribute("aria-sort"));
    const focus = places().indexOf(document.activeElement);
    return () => {
      document.querySelectorAll("details").forEach((details, i) => { details.open = open[i] === true; });
      document.querySelectorAll("th").forEach((head, i) => {
        for (let tries = 0; sorted[i] && head.getAttribute("aria-sort") !== sorted[i] && tries < 2; tries++) {
          head.querySelector("button")?.click();
        }
      });
      places()[focus]?.focus({preventScroll: true});
    };
  };
  const follow = async () => {
    try {
      const now = await text("state");
      if (now !== state) {
        const page = new DOMParser().parseFromString(await text("./"), "text/html");
        const restore = keep();
        document.title = page.title;
        for (const part of ["header", "main"]) {
          document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
        }
        document.getElementById("tip").style.display = "none";
        attachReport();
        restore();
        state = now;
      }
      failures = 0;
    } catch (error) {
      failures++;
    }
    lost.hidden = failures < 2;
    setTimeout(follow, 2000);
  };
  setTimeout(follow, 2000);
})();
