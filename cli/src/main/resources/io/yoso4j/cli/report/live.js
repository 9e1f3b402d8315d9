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
  const follow = async () => {
    try {
      const now = await text("state");
      if (now !== state) {
        const page = new DOMParser().parseFromString(await text("./"), "text/html");
        const open = [...document.querySelectorAll("details")].map((details) => details.open);
        document.title = page.title;
        for (const part of ["header", "main"]) {
          document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
        }
        document.querySelectorAll("details").forEach((details, i) => { details.open = open[i] === true; });
        document.getElementById("tip").style.display = "none";
        attachReport();
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
