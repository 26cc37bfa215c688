/* The page of a case: keeps what is typed, says what is new, finds steps. All of it works without. */
"use strict";
(() => {
  const POLL = 15000;
  const forms = [...document.querySelectorAll("form[data-draft]")];
  const keyOf = (form) => `draft:${form.dataset.draft}`;
  const NOT_TYPED = new Set(["csrf_token", "seen"]);
  let leaving = false;

  /* --- drafts: kept in this tab only, gone when recorded or at log-out --- */
  const entries = (form) => [...new FormData(form)].filter(([name, value]) => !NOT_TYPED.has(name) && typeof value === "string");
  const first = new Map(forms.map((form) => [form, JSON.stringify(entries(form))]));
  const refused = (form) => "refused" in form.dataset;
  const changed = (form) => refused(form) || JSON.stringify(entries(form)) !== first.get(form);

  function store(work) {
    try { work(window.sessionStorage); } catch (error) { /* storage is off: nothing is kept */ }
  }
  function fill(form, kept) {
    const values = new Map();
    kept.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    [...form.elements].forEach((field) => {
      if (!field.name || NOT_TYPED.has(field.name) || field.type === "file") return;
      const known = values.get(field.name) || [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = known.includes(field.value);
      else if (known.length) field.value = known[0];
    });
  }
  function restore(form) {
    store((kept) => {
      const text = kept.getItem(keyOf(form));
      if (!text) return;
      fill(form, JSON.parse(text));
      const fold = form.closest("details.lc-fold");
      if (fold) fold.open = true;
      form.querySelectorAll("details").forEach((inner) => {
        if ([...inner.querySelectorAll("input")].some((field) => field.value)) inner.open = true;
      });
    });
  }
  const recorded = document.querySelector("main > .lc-note.alert-success, main > .lc-note.alert-info:not(.lc-live)");
  store((kept) => {
    const sent = kept.getItem("sent");
    kept.removeItem("sent");
    if (sent && recorded) kept.removeItem(sent);
  });
  forms.forEach((form) => {
    const keep = () => store((kept) => {
      if (changed(form)) kept.setItem(keyOf(form), JSON.stringify(entries(form)));
      else kept.removeItem(keyOf(form));
    });
    if (refused(form)) keep();
    else restore(form);
    form.addEventListener("input", keep);
    form.addEventListener("submit", (event) => {
      if (form.dataset.sending) { event.preventDefault(); return; }
      form.dataset.sending = "1";
      leaving = true;
      store((kept) => kept.setItem("sent", keyOf(form)));
    });
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) { leaving = false; forms.forEach((form) => delete form.dataset.sending); }
  });
  window.addEventListener("beforeunload", (event) => {
    if (leaving || !forms.some(changed)) return;
    event.preventDefault();
    event.returnValue = "";
  });
  /* Opening sealed texts comes back here, to what was typed. */
  document.querySelectorAll("form[data-opens]").forEach((form) => {
    form.addEventListener("submit", () => { leaving = true; });
  });
  document.querySelectorAll('form[action$="/logout"]').forEach((form) => {
    form.addEventListener("submit", () => {
      leaving = true;
      store((kept) => Object.keys(kept).filter((key) => key.startsWith("draft:")).forEach((key) => kept.removeItem(key)));
    });
  });

  /* --- a fold that is linked to opens --- */
  function unfold() {
    const id = decodeURIComponent(window.location.hash.slice(1));
    const target = id && document.getElementById(id);
    const fold = target && target.closest("details");
    if (fold) fold.open = true;
  }
  window.addEventListener("hashchange", unfold);
  unfold();

  /* --- what is new since the page was opened --- */
  const live = document.getElementById("live");
  async function look() {
    if (document.hidden) return;
    try {
      const answer = await fetch(live.dataset.news, {
        headers: { "X-Linkage-Passive": "1", Accept: "application/json" },
        redirect: "manual",
      });
      if (!answer.ok) return;
      const news = await answer.json();
      if (!news.newer || live.dataset.told === news.text) return;
      live.dataset.told = news.text;
      const link = document.createElement("a");
      link.href = news.url;
      link.textContent = live.dataset.show;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        leaving = true;
        window.history.replaceState(null, "", link.href);
        window.location.reload();
      });
      live.replaceChildren(`${news.text} `, link);
      live.hidden = false;
    } catch (error) { /* no line: the next look will tell */ }
  }
  if (live) {
    const every = Number(live.dataset.every) || POLL;
    window.setInterval(look, every);
    document.addEventListener("visibilitychange", look);
  }

  /* --- how late an entry is, told before it is sent --- */
  const minutes = (text) => Date.parse(`${text.trim().replace(" ", "T")}Z`) / 60000;
  document.querySelectorAll(".lc-late").forEach((note) => {
    const field = note.closest("details").querySelector('input[name="at"]');
    const tell = () => {
      const lag = minutes(note.dataset.now) - minutes(field.value);
      note.classList.toggle("lc-reason", lag > Number(note.dataset.reason));
      note.classList.toggle("lc-supervisor", lag > Number(note.dataset.supervisor));
    };
    field.addEventListener("input", tell);
    tell();
  });

  /* --- finding a step --- */
  const seek = document.querySelector("[data-seek]");
  if (seek) {
    seek.hidden = false;
    const box = seek.querySelector("input");
    const groups = [...document.querySelectorAll(".lc-steps-group")];
    const narrow = () => {
      const sought = box.value.trim().toLowerCase();
      let found = 0;
      groups.forEach((group) => {
        let here = 0;
        group.querySelectorAll("details[data-find]").forEach((fold) => {
          fold.hidden = !fold.dataset.find.includes(sought);
          here += fold.hidden ? 0 : 1;
        });
        group.hidden = !here;
        found += here;
      });
      seek.querySelector("[data-none]").hidden = found > 0;
    };
    box.addEventListener("input", narrow);
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const fold = document.querySelector(".lc-steps-group details[data-find]:not([hidden])");
      if (!box.value.trim() || !fold) return;
      fold.open = true;
      const field = fold.querySelector("input:not([type=hidden]), select, textarea, button");
      if (field) field.focus();
    });
  }
})();
