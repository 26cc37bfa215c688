/* Stands in for the service while there is no line. It keeps style sheets, scripts and one page
   that belongs to nobody; pages about cases are never kept on the phone. KEPT stands before this. */
"use strict";
const OFFLINE = KEPT[0];
const STORE = "unit-" + KEPT.join(" ");

self.addEventListener("install", (event) => {
  const fresh = KEPT.map((url) => new Request(url, { cache: "reload" }));
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const others = (names) => names.filter((name) => name.startsWith("unit-") && name !== STORE);
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(others(names).map((name) => caches.delete(name))))
      .then(() => self.clients.claim())
  );
});

self.addEventListener("fetch", (event) => {
  const asked = event.request;
  if (asked.method !== "GET") return;
  const url = new URL(asked.url);
  if (asked.mode === "navigate") {
    event.respondWith(fetch(asked).catch(() => caches.match(OFFLINE)));
  } else if (url.origin === location.origin && KEPT.includes(url.pathname + url.search)) {
    event.respondWith(caches.match(asked).then((kept) => kept || fetch(asked)));
  }
});
