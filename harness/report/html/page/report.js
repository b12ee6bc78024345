"use strict";
(() => {
  const form = document.getElementById("filter"), scenarios = [...document.querySelectorAll(".scenario")];
  const groups = [...document.querySelectorAll(".chapter, .section")], count = form.querySelector("output");
  const apply = () => {
    const release = form.release.value, mark = form.mark.value, words = form.text.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const s of scenarios) {
      s.hidden = release && s.dataset.release !== release || mark && s.dataset.mark !== mark || !words.every(w => s.dataset.find.includes(w));
      if (!s.hidden) shown++;
    }
    const filtered = Boolean(release || mark || form.text.value.trim());
    for (const g of groups) {
      g.hidden = filtered && !g.querySelector(".scenario:not([hidden])");
      if (g.matches("details")) g.open = filtered && !g.hidden;
    }
    count.value = filtered ? shown + " of " + scenarios.length : scenarios.length + " scenarios";
  };
  const visit = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const scenario = target && target.closest(".scenario");
    if (!scenario) return;
    if (scenario.hidden) { form.reset(); apply(); }
    for (let d = scenario; d; d = d.parentElement && d.parentElement.closest("details")) d.open = true;
    scenario.scrollIntoView();
  };
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", e => e.preventDefault());
  addEventListener("hashchange", visit);
  form.hidden = false;
  apply();
  visit();
})();
