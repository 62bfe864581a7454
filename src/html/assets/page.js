"use strict";
// Keys, theme, passages that light up together. Every page works without this.
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector, within = document) => within.querySelector(selector);

  // Light or dark: what the system says, until told otherwise.
  const remember = (value) => { try { localStorage.setItem("theme", value); } catch { /* a file may not */ } };
  const told = (() => { try { return localStorage.getItem("theme"); } catch { return null; } })();
  if (told === "light" || told === "dark") root.dataset.theme = told;
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const turn = () => { root.dataset.theme = isDark() ? "light" : "dark"; remember(root.dataset.theme); };
  one("#theme")?.addEventListener("click", turn);

  root.classList.add("live");
  if (!one(".decide")) root.classList.remove("live");

  const keys = one("#keys");
  one("[data-open=keys]")?.addEventListener("click", () => keys.showModal());

  one("#hide-cut")?.addEventListener("change", (event) =>
    one(".page .flat")?.classList.toggle("only-kept", event.target.checked));

  // What belongs together lights up together: a kept block and its text, a passage in both copies.
  for (const name of ["kept", "passage"]) {
    const key = `[data-${name}]`;
    const light = (event) => {
      const at = event.target.closest?.(key);
      all(`${key}.lit`).forEach((element) => element.classList.remove("lit"));
      if (at) all(`[data-${name}="${CSS.escape(at.dataset[name])}"]`).forEach((element) => element.classList.add("lit"));
    };
    if (one(key)) for (const type of ["mouseover", "focusin"]) document.addEventListener(type, light);
  }

  // A group of changes.
  const said = one("#said");
  const decide = async (group, decision) => {
    const form = one(".decide", group);
    if (!form || !one(`[value=${decision}]`, form)) return;
    const answer = await fetch(form.action, {
      method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ decision }),
    }).catch(() => null);
    const told = answer?.ok ? await answer.json() : { said: answer ? await answer.text() : "the server is gone" };
    const badge = document.createElement("span");
    badge.className = "badge";
    badge.textContent = told.said;
    one(".decided", group).replaceChildren(badge);
    if (told.decision) group.dataset.decided = told.decision;
    if (said) said.textContent = `${group.getAttribute("aria-label")}: ${told.said}`;
    if (told.decision) step(1, group);
  };
  for (const form of all(".decide")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      decide(form.closest(".group"), event.submitter?.value ?? "skip");
    });
  }
  const sample = (group) => {
    const samples = all(".sample", group);
    const at = samples.findIndex((element) => !element.classList.contains("later"));
    if (samples.length < 2) return;
    samples[at].classList.add("later");
    samples[(at + 1) % samples.length].classList.remove("later");
  };
  for (const button of all("[data-next]")) button.addEventListener("click", () => sample(button.closest(".group")));

  // Steps: what j and k go through.
  const step = (by, from = document.activeElement) => {
    const steps = all("[data-step]").filter((element) => element.offsetParent !== null);
    if (!steps.length) return;
    const at = steps.findIndex((element) => element === from || element.contains(from));
    const next = at < 0 ? (by > 0 ? 0 : steps.length - 1) : Math.min(Math.max(at + by, 0), steps.length - 1);
    steps[next].focus({ preventScroll: true });
    steps[next].scrollIntoView({ block: steps[next].offsetHeight > innerHeight * .7 ? "start" : "center" });
  };

  let leading = false;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest?.("input:not([type=checkbox]), select, textarea");
    if (typing) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (keys?.open) return;
    const group = document.activeElement?.closest?.(".group[data-change]");
    const go = (selector) => one(selector)?.click();
    if (leading) {
      leading = false;
      if (/^[odsrc]$/.test(event.key)) go(`[data-go="${event.key}"]`);
      return;
    }
    const acts = {
      "/": () => one("input[type=search]")?.select(),
      "g": () => { leading = true; },
      "j": () => step(1),
      "k": () => step(-1),
      "[": () => go("[rel=prev]"),
      "]": () => go("[rel=next]"),
      "t": turn,
      "?": () => keys?.showModal(),
      "a": () => group && decide(group, "accept"),
      "r": () => group && decide(group, "reject"),
      "x": () => group && decide(group, "except"),
      "s": () => group && decide(group, "skip"),
      "n": () => group && sample(group),
      "Enter": () => { if (group === document.activeElement) one(".sample:not(.later) a", group)?.click(); },
    };
    const act = acts[event.key];
    if (!act || (event.key === "Enter" && group !== document.activeElement)) return;
    if (event.key !== "Enter") event.preventDefault();
    act();
  });
})();
