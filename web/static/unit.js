/* A unit's forms on a bad line: each counts once, and what can't go now waits and goes later.
   Every form is a plain one and works without this. */
"use strict";
(() => {
  const EVERY = 20000; // between tries
  const REPEATED = new Set(["ReportSituation", "Attach", "Note"]);
  const LIFE = ["SignFor", "Arrive", "EndHandling", "GiveFeedback"];

  const place = document.getElementById("line");
  const said = place.dataset;
  const ahead = Number(said.now) - Date.now(); // of the service's clock, measured here
  let key = null;
  let state = "";
  let sending = false;

  const make = (name, text = "", looks = "") => {
    const made = document.createElement(name);
    made.textContent = text;
    if (looks) made.className = looks;
    return made;
  };
  const forms = () => [...document.querySelectorAll("form[data-unit-form]")];
  const nameOf = (form) => form.action.split("/").pop();
  const buttons = (form) => [...document.querySelectorAll(`button[form="${form.id}"]`), ...form.querySelectorAll("button")];

  /* --- a form --- */

  async function submitted(event) {
    const form = event.target;
    if (event.defaultPrevented) return undefined; // files too large
    event.preventDefault();
    if (form.dataset.busy) return undefined;
    const pressed = Date.now() + ahead;
    const body = new FormData(form);
    busy(form, true);
    if (form.mended) return mendedAgain(form, body);
    const answer = await Sending.send(form.action, body);
    if (answer.kind === "done") return location.assign(answer.to);
    if (["offline", "login", "broken"].includes(answer.kind)) return keep(form, body, pressed, answer.kind);
    busy(form, false);
    return problems(form, answer.problems || [["", said.gone]]);
  }

  function busy(form, is) {
    if (is) form.dataset.busy = "yes";
    else delete form.dataset.busy;
    buttons(form).forEach((button) => {
      button.disabled = is;
      button.textContent = is ? said.busy : form.dataset.title;
    });
  }

  async function keep(form, body, pressed, why) {
    state = why;
    if (!key) {
      busy(form, false);
      return problems(form, [["", said.unkept]]);
    }
    const entry = { owner: said.owner, label: form.dataset.title, pressed, state: "waiting", problem: "" };
    await Waiting.put({ ...entry, ...(await Waiting.sealed(key, content(form.action, body))) });
    busy(form, false);
    putAway(form);
    await draw();
    place.scrollIntoView({ block: "start" });
    return undefined;
  }

  const content = (action, body) => {
    const [fields, files] = [[], []];
    for (const [name, value] of body) {
      if (typeof value === "string") fields.push([name, value]);
      else if (value.size) files.push([name, value]);
    }
    return { action: new URL(action).pathname, here: said.here, fields, files };
  };

  /* What can be reported again gets a form of its own for the next time; the rest is done. */
  function putAway(form) {
    clear(form);
    form.reset();
    if (REPEATED.has(nameOf(form))) {
      form.elements.token.value = [...crypto.getRandomValues(new Uint8Array(12))].map((one) => one.toString(16).padStart(2, "0")).join("");
      return;
    }
    form.dataset.kept = said.waiting;
    buttons(form).forEach((button) => { button.disabled = true; button.textContent = said.waiting; });
    const next = forms().find((one) => !one.dataset.kept && LIFE.indexOf(nameOf(one)) > LIFE.indexOf(nameOf(form)));
    const bar = document.querySelector(".un-bar");
    if (!bar || !LIFE.includes(nameOf(form))) return;
    bar.replaceChildren();
    if (!next) return;
    const link = make("a", next.dataset.title, "btn btn-primary un-big");
    const box = next.closest("details, section");
    link.href = `#${box.id}`;
    link.addEventListener("click", () => { box.open = true; });
    bar.append(link);
  }

  function release(form) {
    delete form.dataset.kept;
    busy(form, false);
  }

  function problems(form, found) {
    clear(form);
    const box = make("div", "", "alert alert-danger lc-problems");
    box.setAttribute("role", "alert");
    box.tabIndex = -1;
    const list = make("ul", "", "mb-0");
    box.append(make("h3", said.problems, "h6 mb-1"), list);
    for (const [id, text] of found) {
      const [field, line] = [id && document.getElementById(id), make("li")];
      list.append(line);
      if (!field) { line.textContent = text; continue; }
      const link = make("a", text);
      link.href = `#${id}`;
      line.append(link);
      field.setAttribute("aria-invalid", "true");
      for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    }
    form.prepend(box);
    box.focus();
  }

  function clear(form) {
    form.querySelectorAll(".lc-problems").forEach((one) => one.remove());
    form.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
  }

  /* --- what waits --- */

  const own = async () => (await Waiting.all()).filter((one) => one.owner === said.owner);

  async function flush() {
    if (sending || !key) return;
    sending = true;
    let settled = 0;
    try {
      for (const entry of (await own()).filter((one) => one.state === "waiting")) {
        const answer = await deliver(entry);
        if (["login", "offline", "broken"].includes(answer.kind)) { state = answer.kind; break; }
        settled += 1;
        state = "";
      }
    } finally {
      sending = false;
      await draw();
    }
    if (settled && !typed()) location.assign(said.here);
  }

  async function deliver(entry) {
    const kept = await Waiting.unsealed(key, entry);
    const body = new FormData();
    kept.fields.forEach(([name, value]) => body.append(name, value));
    kept.files.forEach(([name, file]) => body.append(name, file, file.name));
    body.set("pressed", String(Math.round(entry.pressed)));
    const answer = await Sending.send(kept.action, body);
    if (answer.kind === "done") await Waiting.remove(entry.id);
    if (answer.kind === "refused") await refuse(entry, answer.problems);
    if (answer.kind === "gone") await refuse(entry, [["", said.gone]]);
    return answer;
  }

  const refuse = (entry, found) => Waiting.put({ ...entry, state: "refused", problem: found });
  const typed = () => forms().some((form) => [...form.elements].some((one) => one.type !== "hidden" && (one.value || "") !== (one.defaultValue || "") && one.type !== "radio" && one.type !== "submit" && one.localName !== "select" && one.localName !== "button"));

  async function draw() {
    const [mine, all] = [await own(), await Waiting.all()];
    const others = all.length - mine.length;
    place.hidden = !mine.length && !others;
    place.querySelector("h2").textContent = `${said.waiting} (${mine.length})`;
    const lines = await Promise.all(mine.map(line));
    if (others) lines.push(make("li", said.others));
    place.querySelector("ul").replaceChildren(...lines);
  }

  async function line(entry) {
    const made = make("li", "", entry.state === "refused" ? "un-wrong" : "");
    const at = new Date(entry.pressed).toTimeString().slice(0, 5);
    const why = entry.state === "refused" ? said.refused : { login: said.login, broken: said.broken }[state] || said.waits;
    made.append(make("strong", `${entry.label} ${at}`), `: ${why}`);
    if (entry.state === "refused") made.append(...(await refusedParts(entry)));
    else if (state === "login") {
      const link = make("a", said.login, "btn btn-primary");
      link.href = said.loginUrl;
      made.append(document.createElement("br"), link);
    }
    return made;
  }

  async function refusedParts(entry) {
    const kept = await Waiting.unsealed(key, entry);
    const hidden = new Set(["csrf_token", "token", "opened", "dispatch", "seen"]);
    const words = kept.fields.filter(([name, value]) => !hidden.has(name) && value).map(([, value]) => value);
    const [mend, drop] = [make("a", said.mend, "btn btn-primary"), make("button", said.drop, "btn btn-outline-secondary")];
    mend.href = `${kept.here}#mend-${entry.id}`;
    mend.addEventListener("click", () => setTimeout(mending));
    drop.type = "button";
    drop.addEventListener("click", async () => {
      if (!window.confirm(said.dropSure)) return;
      await Waiting.remove(entry.id);
      forms().filter((one) => new URL(one.action).pathname === kept.action).forEach(release);
      await draw();
    });
    const told = entry.problem.map(([, text]) => make("p", text));
    return [...told, ...(words.length ? [make("p", words.join(" · "))] : []), mend, drop];
  }

  /* --- a refused one, mended --- */

  async function mending() {
    const found = /^#mend-(\d+)$/.exec(location.hash);
    const entry = found && (await own()).find((one) => one.id === Number(found[1]));
    if (!entry) return;
    const kept = await Waiting.unsealed(key, entry);
    const form = forms().find((one) => new URL(one.action).pathname === kept.action);
    if (!form) return;
    release(form);
    fill(form, kept.fields);
    form.mended = { ...entry, kept };
    for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    problems(form, entry.problem);
  }

  function fill(form, fields) {
    const skip = new Set(["csrf_token", "token", "opened"]);
    for (const [name, value] of fields) {
      const field = skip.has(name) ? null : form.elements.namedItem(name);
      if (field) field.value = value;
    }
  }

  async function mendedAgain(form, body) {
    const { kept, ...entry } = form.mended;
    const fresh = content(form.action, body);
    const still = kept.fields.filter(([name]) => name === "token" || name === "opened");
    fresh.fields = [...fresh.fields.filter(([name]) => name !== "token" && name !== "opened"), ...still];
    fresh.files = fresh.files.length ? fresh.files : kept.files;
    const sealed = await Waiting.sealed(key, fresh);
    await Waiting.put({ ...entry, ...sealed, state: "waiting", problem: "" });
    history.replaceState(null, "", location.pathname);
    delete form.mended;
    busy(form, false);
    form.reset();
    clear(form);
    await flush();
  }

  /* --- leaving --- */

  async function leaving(event) {
    event.preventDefault();
    const mine = await own();
    if (mine.length && !window.confirm(said.leaveSure)) return;
    await Promise.all(mine.map((one) => Waiting.remove(one.id)));
    event.target.submit();
  }

  async function start() {
    if (Waiting.able) key = await Waiting.keyOf(said.key);
    forms().forEach((form) => form.addEventListener("submit", submitted));
    document.querySelectorAll('form[action$="/logout"]').forEach((form) => form.addEventListener("submit", leaving));
    if (window.isSecureContext && navigator.serviceWorker) {
      navigator.serviceWorker.register(said.worker, { scope: said.scope }).catch(() => undefined);
    }
    await draw();
    await mending();
    window.addEventListener("online", flush);
    window.addEventListener("hashchange", mending);
    document.addEventListener("visibilitychange", () => document.hidden || flush());
    setInterval(flush, EVERY);
    return flush();
  }
  start();
})();
