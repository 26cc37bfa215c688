/* What is nicer with a script; every page works without it. */
"use strict";
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
/* Where one is stands in sight among the pages. */
document.querySelectorAll(".lc-strip [aria-current]").forEach((here) => {
  const strip = here.parentElement;
  strip.scrollLeft = here.offsetLeft + here.offsetWidth - strip.offsetLeft - strip.clientWidth;
});
/* An open menu closes when somebody turns to something else. */
document.querySelectorAll("[data-menu]").forEach((menu) => {
  const close = () => { menu.open = false; };
  document.addEventListener("click", (event) => menu.contains(event.target) || close());
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close();
    menu.querySelector("summary").focus();
  });
});
/* What a form kept on this device goes when it was registered, and when nobody is logged in. */
(() => {
  const drop = (start, own) => [sessionStorage, localStorage].forEach((store) => {
    Object.keys(store).filter((name) => name.startsWith(start) && !(own && name.startsWith(own))).forEach((name) => store.removeItem(name));
  });
  const out = document.querySelectorAll('form[action$="/logout"]');
  const registered = "linkage-registered=";
  try {
    out.forEach((form) => form.addEventListener("submit", () => { drop("lc-draft"); drop("draft:"); }));
    if (!out.length) drop("lc-draft");
    /* What the one before typed on the page of a case is nobody else's. */
    out.forEach((form) => drop("draft:", `draft:${form.dataset.user}/`));
    if (document.cookie.includes(registered)) drop("lc-draft-register");
    document.cookie = `${registered}; Max-Age=0; Path=/; SameSite=Lax`;
  } catch (error) { /* a browser that keeps nothing has nothing to forget */ }
})();
