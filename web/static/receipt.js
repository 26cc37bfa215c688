/* Registration: what belongs to the track, choosing while typing, hints, keys, and the draft that
   stays when the line drops. The form works without any of it. */
"use strict";
(() => {
  const form = document.getElementById("register");
  if (!form) return;
  const DRAFT = "lc-draft-register";
  const CHANNEL = "lc-channel";
  const WAIT = 6000; // ms for an answer before the line counts as down
  const PAUSE = 450; // ms without typing before something is asked or kept
  const said = form.dataset;
  const field = (name) => form.elements[name];
  const byId = (id) => document.getElementById(id);
  document.documentElement.classList.add("lc-scripted");
  document.querySelectorAll("[data-script]").forEach((one) => { one.hidden = false; });

  const later = (work) => {
    let timer = 0;
    return () => { clearTimeout(timer); timer = setTimeout(work, PAUSE); };
  };
  const ask = async (address, body, method = "POST") => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), WAIT);
    try {
      return await fetch(address, { method, body, signal: stop.signal, cache: "no-store", credentials: "same-origin" });
    } finally {
      clearTimeout(timer);
    }
  };
  const few = (...names) => {
    const data = new FormData();
    ["csrf_token", ...names].forEach((name) => data.append(name, field(name).value));
    return data;
  };

  /* --- time: now is when typing began --- */
  const began = performance.now();
  const pattern = new Intl.DateTimeFormat("sv-SE", { timeZone: said.zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });
  const stamp = (back = 0) => pattern.format(new Date(Number(said.now) + performance.now() - began - back)).replace(",", "");
  const at = field("at");
  const given = at.value;
  let started = "filled" in said;
  const start = () => {
    if (started) return;
    started = true;
    if (at.value === given) at.value = stamp();
  };
  const latePart = byId("late-part");
  const showLate = () => {
    const late = at.value < stamp(Number(said.lateAfter) * 60000);
    latePart.hidden = !late && !field("late").value && !latePart.querySelector(".lc-wrong");
  };

  /* --- the track decides which fields there are --- */
  const tracks = [...form.querySelectorAll('input[name="track"]')];
  const track = () => (tracks.find((one) => one.checked) || {}).value || "";
  tracks.forEach((one, place) => {
    const mark = document.createElement("kbd");
    mark.textContent = String(place + 1);
    mark.setAttribute("aria-hidden", "true");
    one.parentNode.querySelector("label").append(mark);
  });
  const grade = field("grade");
  const grades = [...grade.querySelectorAll("optgroup")];
  const follow = () => {
    const now = track();
    grades.forEach((group) => {
      const own = !now || group.firstElementChild.value.startsWith(`${now}:`);
      group.hidden = group.disabled = !own;
    });
    if (now && grade.value && !grade.value.startsWith(`${now}:`)) grade.value = "";
    const petition = byId("petition-part");
    petition.hidden = now !== "petition";
    if (petition.hidden) {
      field("kind").value = "";
      petition.querySelectorAll('input[type="checkbox"]').forEach((box) => { box.checked = false; });
      field("accused_staff").value = "";
    }
    const accuses = field("kind").value === "accusation";
    byId("accused-part").hidden = !accuses;
    byId("accused-units").open = accuses;
    const chosen = category.selectedOptions[0];
    if (now && chosen && chosen.value && !chosen.dataset.tracks.split(" ").includes(now)) choose("");
  };
  const take = (place) => {
    if (!tracks[place]) return;
    tracks[place].checked = true;
    tracks[place].dispatchEvent(new Event("change", { bubbles: true }));
    field("title").focus();
  };

  /* --- choosing while typing: a combobox with its list --- */
  const combo = (input, { options, picked, free }) => {
    const box = document.createElement("div");
    const list = document.createElement("ul");
    box.className = "lc-combo";
    input.replaceWith(box);
    list.className = "lc-options";
    list.id = `${input.id}-list`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", `${form.querySelector(`label[for="${input.id}"]`).textContent.trim()} · ${said.choices}`);
    const told = document.createElement("span");
    told.className = "visually-hidden";
    told.setAttribute("role", "status");
    box.append(input, list, told);
    const set = (name, value) => input.setAttribute(name, value);
    set("role", "combobox"); set("aria-autocomplete", "list"); set("aria-expanded", "false"); set("aria-controls", list.id);
    let found = [];
    let active = -1;
    const close = () => {
      list.hidden = true;
      active = -1;
      set("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (place) => {
      active = place;
      [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === place)));
      if (place < 0) { input.removeAttribute("aria-activedescendant"); return; }
      set("aria-activedescendant", list.children[place].id);
      list.children[place].scrollIntoView({ block: "nearest" });
    };
    const sorted = (typed) => {
      const parts = typed.toLowerCase().split(/\s+/).filter(Boolean);
      const rank = (one) => one.sought.split(" ").some((word) => word.startsWith(parts[0])) ? 0 : 1;
      const hits = options().filter((one) => parts.every((part) => one.sought.includes(part)));
      return parts.length ? hits.map((one, place) => [rank(one), place, one]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((one) => one[2]) : hits;
    };
    const open = (typed) => {
      found = sorted(typed);
      list.replaceChildren(...found.map((one, place) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${place}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.textContent = one.label;
        item.addEventListener("mousedown", (event) => { event.preventDefault(); pick(place); });
        return item;
      }));
      told.textContent = found.length ? said.matches.replace("{count}", String(found.length)) : said.noMatch;
      if (!found.length) { close(); return; }
      list.hidden = false;
      set("aria-expanded", "true");
      mark(typed && !free ? 0 : -1);
    };
    const pick = (place) => {
      const one = found[place];
      close();
      if (one) { input.value = one.text || one.label; picked(one); }
    };
    input.addEventListener("input", () => open(input.value.trim()));
    input.addEventListener("click", () => { if (list.hidden) open(free ? input.value.trim() : ""); });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        if (list.hidden) open(free ? input.value.trim() : "");
        if (found.length) mark((active + step + found.length) % found.length);
      } else if (event.key === "Enter" && !list.hidden && !event.ctrlKey) {
        if (active < 0 && free && found.length === 1) active = 0;
        if (active >= 0) pick(active); else close();
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "Tab" && !list.hidden && active >= 0) {
        pick(active);
      }
    });
    input.addEventListener("blur", () => {
      if (!free && !list.hidden && input.value.trim() && active >= 0) pick(active);
      close();
      if (!free) picked(null);
    });
  };

  /* the category: a text field over the choice, which stays what is sent */
  const category = field("category");
  const typed = document.createElement("input");
  typed.className = "form-control";
  typed.id = category.id;
  typed.autocomplete = "off";
  ["aria-describedby", "aria-invalid"].forEach((name) => {
    if (category.hasAttribute(name)) typed.setAttribute(name, category.getAttribute(name));
  });
  category.id += "-choice";
  category.hidden = true;
  category.before(typed);
  const label = (value) => {
    const option = [...category.options].find((one) => one.value === value);
    return value && option ? option.label : "";
  };
  const choose = (value) => { category.value = value; typed.value = label(value); };
  combo(typed, {
    free: false,
    options: () => [...category.options]
      .filter((one) => one.value && (!track() || one.dataset.tracks.split(" ").includes(track())))
      .map((one) => ({ label: one.label, value: one.value, sought: one.dataset.sought })),
    picked: (one) => {
      if (one) category.value = one.value;
      else choose(typed.value.trim() ? category.value : "");
      likeness();
      keep();
    },
  });
  typed.value = label(category.value);

  /* the place: any text, or one of the units' places, which proposes the unit in charge */
  const place = field("place");
  const places = [...byId("places").options].map((one) => ({ label: one.label, text: one.value, sought: one.dataset.sought, unit: one.dataset.unit }));
  place.removeAttribute("list");
  const unit = field("unit");
  let proposed = "";
  const propose = () => {
    if (!unit) return;
    const there = places.find((one) => one.text === place.value.trim());
    const accused = [...form.querySelectorAll('input[name="accused"]:checked')].map((box) => box.value);
    const code = there && !accused.includes(there.unit) ? there.unit : "";
    if (unit.value === proposed) unit.value = code;
    proposed = unit.value === code ? code : proposed;
    byId("proposed").textContent = code && unit.value === code ? said.proposed.replace("{unit}", unit.selectedOptions[0].label) : "";
  };
  combo(place, { free: true, options: () => places, picked: () => { propose(); likeness(); keep(); } });
  place.addEventListener("change", propose);
  if (unit) unit.addEventListener("change", () => { byId("proposed").textContent = ""; });

  /* --- what the service can tell meanwhile --- */
  const asked = document.createElement("input");
  asked.type = "hidden";
  asked.name = "asked";
  asked.disabled = true;
  form.append(asked);
  const phone = field("phone");
  let known = byId("known").textContent.trim() ? phone.value : "";
  phone.addEventListener("change", async () => {
    const number = phone.value;
    if (number === known) return;
    known = number;
    asked.disabled = true;
    byId("known").textContent = "";
    if (number.replace(/\D/g, "").length < 7) return;
    try {
      const answer = await ask(said.known, few("phone"));
      if (!answer.ok || answer.redirected || phone.value !== number) return;
      byId("known").innerHTML = await answer.text();
      asked.disabled = false;
    } catch (error) { /* without line the slip tells it */ }
  });
  let compared = "";
  const compare = async () => {
    const now = [field("title").value, place.value, category.value].map((one) => one.trim()).join("\n");
    if (now === compared) return;
    compared = now;
    try {
      const answer = await ask(said.alike, few("title", "place", "category"));
      if (answer.ok && !answer.redirected && now === compared) byId("alike").innerHTML = await answer.text();
    } catch (error) { /* without line nothing is compared */ }
  };
  const likeness = later(compare);
  field("title").addEventListener("input", likeness);
  place.addEventListener("input", likeness);

  /* --- the draft: kept while typing, encrypted with a key of this session, until it is sent --- */
  const shop = window.crypto && window.crypto.subtle ? window.crypto.subtle : null;
  const raw = Uint8Array.from(atob(said.key.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const key = shop ? shop.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]) : null;
  const text64 = (bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));
  const bytes64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const lock = async (text) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const box = await shop.encrypt({ name: "AES-GCM", iv }, await key, new TextEncoder().encode(text));
    return `${text64(iv)}.${text64(box)}`;
  };
  const unlock = async (kept) => {
    const [iv, box] = kept.split(".").map(bytes64);
    return new TextDecoder().decode(await shop.decrypt({ name: "AES-GCM", iv }, await key, box));
  };
  const NOT_KEPT = new Set(["csrf_token", "asked", "files"]);
  const content = () => [...new FormData(form)].filter(([name]) => !NOT_KEPT.has(name));
  const worth = (pairs) => pairs.some(([name, value]) => ["title", "place", "narrative", "name", "phone", "address"].includes(name) && value.trim());
  const drop = () => { sessionStorage.removeItem(DRAFT); localStorage.removeItem(DRAFT); };
  let gone = false;
  const save = async () => {
    const pairs = content();
    if (gone || !worth(pairs)) return;
    const text = JSON.stringify({ pairs, when: stamp(), failed: Boolean(field("kept")) });
    try {
      if (!shop) { sessionStorage.setItem(DRAFT, text); return; }
      const box = await lock(text);
      if (gone) return;
      sessionStorage.setItem(DRAFT, box);
      localStorage.setItem(DRAFT, box);
    } catch (error) { /* no room or not allowed: the form itself still has it */ }
  };
  const keep = later(save);
  const kept = async () => {
    for (const store of [sessionStorage, localStorage]) {
      const found = store.getItem(DRAFT);
      if (!found) continue;
      try {
        return JSON.parse(shop ? await unlock(found) : found);
      } catch (error) {
        store.removeItem(DRAFT); // of another session: nobody can read it any more
      }
    }
    return null;
  };
  const fill = (draft) => {
    started = true;
    form.querySelectorAll('input[type="checkbox"], input[type="radio"]').forEach((box) => { box.checked = false; });
    draft.pairs.forEach(([name, value]) => {
      const boxes = form.querySelectorAll(`[name="${name}"][type="checkbox"], [name="${name}"][type="radio"]`);
      if (boxes.length) boxes.forEach((box) => { if (box.value === value) box.checked = true; });
      else if (name !== "kept" && field(name)) field(name).value = value;
    });
    if (draft.failed) failed();
    typed.value = label(category.value);
    follow();
    showLate();
    propose();
    likeness();
  };
  const failed = () => {
    if (field("kept")) return;
    const mark = document.createElement("input");
    Object.assign(mark, { type: "hidden", name: "kept", value: "1" });
    form.append(mark);
  };
  const offer = async () => {
    const draft = "filled" in said ? null : await kept();
    if (!draft) {
      const first = "filled" in said ? byId("problems") : tracks[0];
      if (first) first.focus();
      return;
    }
    const bar = byId("draft");
    bar.querySelector("b").textContent = draft.when;
    bar.hidden = false;
    byId("draft-take").focus();
    byId("draft-take").addEventListener("click", () => { fill(draft); bar.hidden = true; field("title").focus(); });
    byId("draft-drop").addEventListener("click", () => { drop(); bar.hidden = true; tracks[0].focus(); });
  };

  /* --- sending: only when the service answers; else it is kept --- */
  const line = byId("line");
  const tell = (text, link) => {
    line.textContent = text;
    line.hidden = !text;
    if (link) {
      const way = document.createElement("a");
      Object.assign(way, { href: link, target: "_blank", rel: "noopener", textContent: link });
      line.append(" ", way);
    }
  };
  const fresh = async () => {
    const page = await ask(form.action, undefined, "GET");
    if (page.redirected) return false;
    const found = new DOMParser().parseFromString(await page.text(), "text/html").querySelector('#register input[name="csrf_token"]');
    if (found) field("csrf_token").value = found.value;
    return Boolean(found);
  };
  const there = async () => {
    const data = few();
    const answer = await ask(said.known, data);
    if (answer.redirected) return false;
    return answer.ok || fresh();
  };
  let sending = false;
  const send = async (button) => {
    if (sending) return;
    sending = true;
    await save();
    try {
      if (!(await there())) { tell(said.loggedOut, "/login"); sending = false; return; }
    } catch (error) {
      failed();
      await save();
      tell(said.noLine);
      sending = false;
      return;
    }
    localStorage.setItem(CHANNEL, field("channel").value);
    if (button && button.name) {
      const pressed = document.createElement("input");
      Object.assign(pressed, { type: "hidden", name: button.name, value: button.value });
      form.append(pressed);
    }
    form.submit();
  };
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return; // files that are too large
    event.preventDefault();
    send(event.submitter);
  });
  window.addEventListener("online", () => { if (!line.hidden) tell(said.lineBack); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) sending = false; });

  /* --- keys --- */
  const shownFields = () => [...form.querySelectorAll("input, select, textarea, button")].filter((one) => one.type !== "hidden" && !one.disabled && one.offsetParent !== null && (one.type !== "radio" || one.checked || one === tracks[0]));
  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const place = "1234".indexOf(event.key);
    if (event.target.name === "track" && place >= 0 && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      start();
      take(place);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && event.target.matches("input, select")) {
      event.preventDefault();
      const all = shownFields();
      const next = all[all.indexOf(event.target) + 1];
      if (next) next.focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (document.activeElement) document.activeElement.blur();
      form.requestSubmit((event.shiftKey && byId("send-dispatch")) || byId("send"));
    } else if (event.altKey && "1234".includes(event.key) && event.key) {
      event.preventDefault();
      start();
      take(Number(event.key) - 1);
    }
  });

  form.addEventListener("input", () => { start(); showLate(); keep(); });
  form.addEventListener("change", () => { follow(); showLate(); keep(); });
  window.addEventListener("pagehide", () => { gone = sending; });
  const channel = localStorage.getItem(CHANNEL);
  if (!("filled" in said) && channel && [...field("channel").options].some((one) => one.value === channel)) field("channel").value = channel;
  follow();
  showLate();
  offer();
})();
