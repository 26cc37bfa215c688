/* Says on the page without line what waits on this phone, and goes on when the line is back. */
"use strict";
const EVERY = 5000; // between tries; a phone's own word that it is online comes early, or never
const again = document.querySelector("[data-again]");
const count = document.getElementById("waiting-count");
Waiting.all().then((waiting) => {
  count.hidden = !waiting.length;
  count.textContent = `${count.dataset.one} ${waiting.length}`;
});
window.addEventListener("online", () => location.reload());
again.addEventListener("click", (event) => {
  event.preventDefault();
  location.reload();
});
setInterval(() => {
  if (document.hidden) return;
  fetch(again.dataset.again, { method: "HEAD", cache: "no-store" }).then(() => location.reload(), () => undefined);
}, EVERY);
