// A page that waits asks how far it is, and shows what came out as soon as it is there.
"use strict";
const waiting = document.querySelector("[data-again]");

async function ask() {
  const answer = await fetch(location.href, { headers: { "X-Linkage-Passive": "1" } });
  if (answer.status !== 202) {
    location.reload();
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const told = page.querySelector("[data-far]");
  if (told) {
    waiting.querySelector("[data-far]").replaceChildren(...told.childNodes);
  } else {
    location.reload();
  }
}

function askLater() {
  setTimeout(() => ask().catch(() => {}).finally(askLater), Number(waiting.dataset.again) * 1000);
}

if (waiting) {
  waiting.querySelector("[data-itself]").hidden = false;
  askLater();
}
