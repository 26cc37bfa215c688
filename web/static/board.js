/* Keeps the duty board fresh without loading the page anew: asks for its live part every few
   seconds, changes only what differs, and counts the time that is left in between. */
"use strict";
(() => {
  const said = document.getElementById("board-said");
  if (!said || !document.getElementById("board-live")) return;
  const words = JSON.parse(said.dataset.words);
  const every = Number(said.dataset.every) * 1000;
  const hidden = 6 * every; // nobody looks at it
  const longest = 60000;
  const patience = 15000; // for one answer
  const noticed = 30000; // a new row stays marked that long
  const fresh = document.getElementById("board-fresh");
  const sound = document.getElementById("board-sound");
  const title = document.title;
  const live = () => document.getElementById("board-live");
  const urgentOf = (part) => JSON.parse(part.dataset.urgent);

  let ahead = Number(live().dataset.now) - Date.now(); // of this machine's clock
  let known = new Set(urgentOf(live()).map(([number]) => number));
  let refreshed = Date.now() + ahead;
  let failures = 0;
  let timer = 0;
  let asking = false;
  let over = false;
  let unseen = 0;

  const now = () => Date.now() + ahead;
  const two = (number) => String(number).padStart(2, "0");
  const clock = (at) => {
    const then = new Date(at + words.zone);
    return `${two(then.getUTCHours())}:${two(then.getUTCMinutes())}`;
  };

  /* --- time that is left --- */
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
    const at = now();
    document.querySelectorAll("#board-live [data-due]").forEach((badge) => {
      const left = Number(badge.dataset.due) - at;
      const text = (left < 0 ? words.over : words.left).replace("{}", span(Math.abs(left)));
      if (badge.textContent !== text) badge.textContent = text;
      const look = `sla sla-${colour(left)}`;
      if (badge.className !== look) badge.className = look;
      const row = badge.closest("tr");
      if (row) row.classList.toggle("lc-late", left < 0);
    });
    const shown = document.getElementById("board-clock");
    if (shown) shown.textContent = shown.textContent.replace(/\d\d:\d\d$/, clock(at));
  };

  /* --- changing what differs, and nothing else --- */
  const keyOf = (node) => (node.nodeType === 1 ? node.dataset.key || "" : "");
  const isNew = (row) => row.classList.contains("lc-new");
  const attributes = (from, to) => {
    const marked = isNew(from);
    for (const { name } of [...from.attributes]) if (!to.hasAttribute(name)) from.removeAttribute(name);
    for (const { name, value } of to.attributes) {
      if (from.getAttribute(name) !== value) from.setAttribute(name, value);
    }
    if (marked) from.classList.add("lc-new");
  };
  const patch = (from, to) => {
    if (from.nodeType === 3) {
      if (from.data !== to.data) from.data = to.data;
      return;
    }
    if ("keep" in from.dataset) return; // a form somebody may be filling in
    attributes(from, to);
    children(from, to);
  };
  const fits = (old, one) => old.nodeName === one.nodeName && keyOf(old) === keyOf(one);
  const children = (from, to) => {
    const wanted = [...to.childNodes];
    const keys = new Set(wanted.map(keyOf).filter(Boolean));
    const kept = new Map();
    for (const old of [...from.childNodes]) {
      const key = keyOf(old);
      if (key && keys.has(key)) kept.set(key, old);
      else if (key) old.remove();
    }
    let at = from.firstChild;
    for (const one of wanted) {
      const key = keyOf(one);
      const old = key ? kept.get(key) : at && fits(at, one) ? at : null;
      if (!old) {
        from.insertBefore(document.importNode(one, true), at);
        continue;
      }
      // A row that went down is taken out of the way, so that those below it need not move.
      if (old !== at && at && at.nextSibling === old && keyOf(at)) at = moveAway(from, at);
      if (old === at) at = at.nextSibling;
      else from.insertBefore(old, at);
      patch(old, one);
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  };
  const moveAway = (from, node) => {
    const next = node.nextSibling;
    from.appendChild(node);
    return next;
  };

  const selecting = () => {
    const chosen = window.getSelection();
    return chosen && !chosen.isCollapsed && live().contains(chosen.anchorNode);
  };
  /* What somebody reads stays where it is: the row in focus, else the first one in sight. */
  const anchor = () => {
    const focused = document.activeElement && document.activeElement.closest("#board-live tr");
    const rows = [...live().querySelectorAll("tbody tr")];
    if (focused) return focused;
    if (!rows.length || rows[0].getBoundingClientRect().top > 0) return null;
    return rows.find((row) => row.getBoundingClientRect().bottom > 0) || null;
  };
  const tidy = (part) => {
    for (const node of [...part.childNodes]) {
      if (node.nodeType === 3 && !node.data.trim()) node.remove();
    }
    return part;
  };
  const steady = (change) => {
    const fixed = anchor();
    const top = fixed ? fixed.getBoundingClientRect().top : 0;
    const focused = document.activeElement;
    const inside = live().contains(focused);
    change();
    if (inside && document.activeElement !== focused) {
      const next = focused.isConnected ? focused : document.getElementById("main");
      next.focus({ preventScroll: true });
    }
    if (!fixed || !fixed.isConnected) return;
    const moved = fixed.getBoundingClientRect().top - top;
    window.scrollBy({ top: moved, behavior: "instant" }); // the style sheet scrolls smoothly
  };
  const renew = (part) => {
    patch(tidy(live()), tidy(part));
    count();
  };

  /* --- what is new and urgent --- */
  const told = () => {
    document.title = unseen ? `(${unseen}) ${title}` : title;
  };
  const element = (name, text, options) => Object.assign(document.createElement(name), { textContent: text }, options);
  const announce = (fresher) => {
    let list = said.querySelector(".lc-said-urgent");
    if (!list) {
      list = element("p", "", { className: "lc-said-urgent" });
      const done = element("button", words.seen, { type: "button", className: "btn btn-sm btn-outline-primary" });
      done.addEventListener("click", () => {
        steady(() => list.remove());
        unseen = 0;
        told();
        document.getElementById("main").focus({ preventScroll: true });
      });
      list.append(element("strong", words.urgent), done);
      said.append(list);
    }
    for (const [number, kind] of fresher) {
      const link = element("a", `${number} ${kind}`, { href: `/cases/${encodeURIComponent(number)}` });
      list.insertBefore(link, list.lastChild);
    }
  };
  const flash = (numbers) => {
    for (const row of live().querySelectorAll("tbody tr")) {
      if (!numbers.has(row.dataset.key)) continue;
      row.classList.add("lc-new");
      setTimeout(() => row.classList.remove("lc-new"), noticed);
    }
  };
  const look = (part) => {
    const all = urgentOf(part);
    const fresher = all.filter(([number]) => !known.has(number));
    for (const [number] of all) known.add(number);
    return fresher;
  };
  const alarm = (fresher) => {
    if (!fresher.length) return;
    flash(new Set(fresher.map(([number]) => number)));
    announce(fresher);
    unseen += fresher.length;
    told();
    ring();
  };

  /* --- a quiet sound, made here; browsers let it sound after the first click on the page --- */
  const REMEMBERED = "linkage-board-sound";
  let audio = null;
  const remember = (on) => {
    try {
      localStorage.setItem(REMEMBERED, on ? "on" : "off");
    } catch (refused) {
      return; // a browser that keeps nothing: then until the page is left
    }
  };
  const remembered = () => {
    try {
      return localStorage.getItem(REMEMBERED) === "on";
    } catch (refused) {
      return false;
    }
  };
  let sounding = remembered();
  const ready = () => {
    const Context = window.AudioContext || window.webkitAudioContext;
    if (!sounding || !Context) return null;
    audio = audio || new Context();
    if (audio.state === "suspended") audio.resume();
    return audio;
  };
  const tone = (from, pitch) => {
    const [note, volume] = [audio.createOscillator(), audio.createGain()];
    note.frequency.value = pitch;
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(0.08, from + 0.03);
    volume.gain.linearRampToValueAtTime(0, from + 0.35);
    note.connect(volume).connect(audio.destination);
    note.start(from);
    note.stop(from + 0.4);
  };
  const ring = () => {
    if (!ready()) return;
    tone(audio.currentTime, 660);
    tone(audio.currentTime + 0.25, 880);
  };
  const show = () => {
    sound.setAttribute("aria-pressed", String(sounding));
    sound.textContent = sounding ? words.on : words.off;
  };
  sound.addEventListener("click", () => {
    sounding = !sounding;
    remember(sounding);
    show();
    ring();
  });
  document.addEventListener("pointerdown", ready, { once: true });

  /* --- asking --- */
  const trouble = (text, link) => {
    let line = said.querySelector(".lc-said-trouble");
    if (!text) {
      if (line) line.remove();
      return;
    }
    if (!line) {
      line = element("p", "", { className: "lc-said-trouble" });
      said.prepend(line);
    }
    if (line.firstChild && line.firstChild.data === text) return;
    line.textContent = text;
    if (link) line.append(" ", element("a", words.again, { href: link }));
  };
  const loggedOut = (answer) => answer.type === "opaqueredirect" || [401, 403].includes(answer.status);
  const stop = () => {
    over = true;
    fresh.hidden = true;
    steady(() => trouble(words.out, said.dataset.logIn));
  };
  const address = () => {
    const joint = said.dataset.live.includes("?") ? "&" : "?";
    return `${said.dataset.live}${joint}seen=${encodeURIComponent(live().dataset.seen)}`;
  };
  const fetched = async () => {
    const giveUp = new AbortController();
    const limit = setTimeout(() => giveUp.abort(), patience);
    const headers = { "X-Linkage-Passive": "1" };
    try {
      const options = { headers, redirect: "manual", cache: "no-store", signal: giveUp.signal };
      const answer = await fetch(address(), options);
      return { answer, text: answer.status === 200 ? await answer.text() : "" };
    } finally {
      clearTimeout(limit);
    }
  };
  const take = (text) => {
    const part = new DOMParser().parseFromString(text, "text/html").getElementById("board-live");
    if (!part) throw new Error("not the board");
    ahead = Number(part.dataset.now) - Date.now();
    const fresher = look(part);
    steady(() => {
      renew(part);
      alarm(fresher);
    });
  };
  const turn = async () => {
    const { answer, text } = await fetched();
    if (loggedOut(answer)) return stop();
    if (answer.status !== 204 && answer.status !== 200) throw new Error(String(answer.status));
    if (text && selecting()) return undefined; // the next turn brings it
    if (text) take(text);
    failures = 0;
    refreshed = now();
    fresh.hidden = false;
    fresh.textContent = words.refreshed.replace("{}", clock(refreshed));
    return steady(() => trouble(""));
  };
  const failed = () => {
    failures += 1;
    fresh.hidden = true;
    steady(() => trouble(words.lost.replace("{}", clock(refreshed))));
  };
  const wait = () => {
    if (failures) return Math.min(longest, every * 2 ** (failures - 1));
    return document.hidden ? hidden : every;
  };
  const ask = async () => {
    if (asking || over) return;
    asking = true;
    clearTimeout(timer);
    try {
      await turn();
    } catch (lost) {
      failed();
    } finally {
      asking = false;
      if (!over) timer = setTimeout(ask, wait());
    }
  };

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) ask();
  });
  window.addEventListener("online", ask);
  window.addEventListener("offline", failed);
  document.getElementById("board-by-hand").hidden = true;
  fresh.hidden = false;
  fresh.textContent = words.refreshed.replace("{}", clock(refreshed));
  sound.hidden = false;
  show();
  setInterval(count, 1000);
  timer = setTimeout(ask, every);
})();
