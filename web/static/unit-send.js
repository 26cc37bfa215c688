/* Sends a form so that a script can read the answer: recorded, refused, or no line, no log-in. */
"use strict";
const Sending = (() => {
  const LONGEST = 30000; // milliseconds for an answer on the worst line
  const place = document.getElementById("line");
  const said = place ? place.dataset : {};
  const csrf = () => document.querySelector('input[name="csrf_token"]');

  async function post(action, body) {
    const token = csrf();
    if (token) body.set("csrf_token", token.value);
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), LONGEST);
    try {
      const asked = { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store", signal: stop.signal };
      const answer = await fetch(action, asked);
      if (answer.type === "opaqueredirect") return { kind: "login" };
      if (answer.ok) return { kind: "done", ...(await answer.json()) };
      if (answer.status === 422) return { kind: "refused", ...(await answer.json()) };
      if (answer.status === 413) return { kind: "refused", problems: [["", said.tooLarge]] };
      if (answer.status === 400) return { kind: "stale" };
      return { kind: answer.status >= 500 || answer.status === 429 ? "broken" : "gone" };
    } catch {
      return { kind: "offline" };
    } finally {
      clearTimeout(timer);
    }
  }

  /* The page may be older than the log-in: its token is fetched anew once. */
  async function send(action, body) {
    const answer = await post(action, body);
    if (answer.kind !== "stale") return answer;
    const kind = await renewed();
    if (kind) return { kind };
    const again = await post(action, body);
    return again.kind === "stale" ? { kind: "broken" } : again;
  }

  async function renewed() {
    try {
      const answer = await fetch(said.here, { redirect: "manual", cache: "no-store" });
      if (answer.type === "opaqueredirect") return "login";
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const [fresh, line] = [page.querySelector('input[name="csrf_token"]'), page.getElementById("line")];
      if (!fresh || !line) return "gone";
      if (line.dataset.owner !== said.owner) return "login";
      document.querySelectorAll('input[name="csrf_token"]').forEach((one) => { one.value = fresh.value; });
      return "";
    } catch {
      return "offline";
    }
  }

  return { send };
})();
