/* Says on the page without line what waits on this phone. */
"use strict";
const count = document.getElementById("waiting-count");
Waiting.all().then((waiting) => {
  count.hidden = !waiting.length;
  count.textContent = `${count.dataset.one} ${waiting.length}`;
});
window.addEventListener("online", () => location.reload());
document.querySelector("[data-again]").addEventListener("click", (event) => {
  event.preventDefault();
  location.reload();
});
