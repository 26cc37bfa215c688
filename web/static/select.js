/* Ticking many rows: all on the page at once, and how many are ticked. */
"use strict";
document.querySelectorAll("[data-select]").forEach((form) => {
  const boxes = [...form.querySelectorAll('input[type="checkbox"][name="row"]')];
  const all = form.querySelector("[data-all]");
  const counts = [...form.querySelectorAll("[data-count]")];
  const links = [...form.querySelectorAll("[data-page]")];
  const tell = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    counts.forEach((count) => { count.textContent = `${count.dataset.one} ${ticked}`; });
    if (all) {
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    }
  };
  const tick = (checked) => { boxes.forEach((box) => { box.checked = checked; }); tell(); };
  let last = null;
  form.addEventListener("click", (event) => {
    const at = boxes.indexOf(event.target);
    if (at < 0) return;
    if (event.shiftKey && last !== null) {
      boxes.slice(Math.min(at, last), Math.max(at, last) + 1).forEach((box) => { box.checked = event.target.checked; });
    }
    last = at;
    tell();
  });
  form.addEventListener("change", tell);
  if (all && boxes.length) {
    all.hidden = false;
    all.addEventListener("change", () => tick(all.checked));
  }
  links.forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    tick(boxes.some((box) => !box.checked));
  }));
  window.addEventListener("pageshow", tell);
  tell();
});
