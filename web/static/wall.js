/* Turns the pages of a screen on a wall, and counts the time that is left in between. */
"use strict";
(() => {
  const said = document.getElementById("wall-said");
  const words = JSON.parse(said.dataset.words);
  const every = Number(said.dataset.every) * 1000;
  const patience = 10000; // for one answer
  const live = () => document.getElementById("wall-live");
  let ahead = Number(live().dataset.now) - Date.now(); // of this machine's clock
  let refreshed = Date.now() + ahead;

  const two = (number) => String(number).padStart(2, "0");
  const clock = (at) => {
    const then = new Date(at + words.zone);
    return `${two(then.getUTCHours())}:${two(then.getUTCMinutes())}`;
  };
  const span = (ms) => {
    const minutes = Math.floor(ms / 60000);
    const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60)];
    if (days >= 10) return words.days.replace("{d}", days);
    if (days) return words.daysHours.replace("{d}", days).replace("{h}", hours % 24);
    if (hours) return words.hours.replace("{h}", hours).replace("{m}", minutes % 60);
    return minutes ? words.minutes.replace("{m}", minutes) : words.moment;
  };
  const colour = (left) => {
    if (left < 0) return "red";
    if (left <= words.soon) return "orange";
    return left <= words.near ? "yellow" : "green";
  };
  const count = () => {
    const at = Date.now() + ahead;
    document.querySelectorAll("#wall-live [data-due]").forEach((badge) => {
      const left = Number(badge.dataset.due) - at;
      badge.textContent = (left < 0 ? words.over : words.left).replace("{}", span(Math.abs(left)));
      badge.className = `sla sla-${colour(left)}`;
    });
    document.getElementById("wall-clock").textContent = clock(at);
  };
  const fetched = async (address) => {
    const giveUp = new AbortController();
    const limit = setTimeout(() => giveUp.abort(), patience);
    const headers = { "X-Linkage-Passive": "1" };
    try {
      const options = { headers, redirect: "manual", cache: "no-store", signal: giveUp.signal };
      const answer = await fetch(address, options);
      return { answer, text: answer.status === 200 ? await answer.text() : "" };
    } finally {
      clearTimeout(limit);
    }
  };
  const gone = (answer) => answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status);
  const turn = async () => {
    try {
      const { answer, text } = await fetched(live().dataset.next);
      if (gone(answer)) {
        said.textContent = said.dataset.gone;
        live().remove();
        clearInterval(turning);
        clearInterval(counting);
        return;
      }
      const part = new DOMParser().parseFromString(text, "text/html").getElementById("wall-live");
      if (!part) throw new Error("not the screen");
      live().replaceWith(document.importNode(part, true));
      ahead = Number(part.dataset.now) - Date.now();
      refreshed = Date.now() + ahead;
      said.textContent = "";
      count();
    } catch (lost) {
      said.textContent = words.lost.replace("{}", clock(refreshed));
    }
  };
  const turning = setInterval(turn, every);
  const counting = setInterval(count, 1000);
})();
