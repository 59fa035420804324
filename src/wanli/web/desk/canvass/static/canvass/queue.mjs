// A visit is never lost: what is typed survives a closed browser, what is sent without a network
// waits on this phone and goes out once; whatever becomes of it is said here.
const outbox = globalThis.wanliOutbox;
const script = document.querySelector("script[data-user]").dataset;
const box = document.querySelector("[data-outbox]");
const DRAFT_KEPT_MS = 24 * 3600 * 1000;
const draftKey = (door) => `wanli.draft.${script.user}.${door}`;
const says = (name) => document.querySelector(`[data-says-${name}]`)?.textContent ?? "";

const load = (key) => {
  try {
    const draft = JSON.parse(localStorage.getItem(key));
    return draft && Date.now() - draft.at < DRAFT_KEPT_MS ? draft.fields : null;
  } catch { return null; }
};
// What was begun and left lies on the phone no longer than it would be offered again.
for (const key of Object.keys(localStorage)) if (key.startsWith("wanli.draft.") && !load(key)) localStorage.removeItem(key);
const save = (key, fields) => localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
const flush = () => outbox.flush(script.manifest);

function tell(text) {
  const line = document.querySelector("[data-queue]");
  line.hidden = !text;
  line.textContent = text;
}

// ---- the outbox, entry by entry
function line(entry) {
  const item = document.querySelector("[data-outbox-entry]").content.firstElementChild.cloneNode(true);
  item.dataset.state = entry.state;
  item.querySelector("[data-title]").textContent = entry.title;
  const reason = entry.reason || (entry.code === 404 ? says("gone") : says("unknown"));
  const time = new Date(entry.sentAt ?? entry.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  item.querySelector("[data-what]").textContent = `${says(entry.state)} ${entry.state === "refused" ? reason : time}`;
  if (entry.files?.length && entry.state === "waiting") item.querySelector("progress").dataset.of = entry.id;
  const open = item.querySelector("[data-open]");
  const away = item.querySelector("[data-drop]");
  open.hidden = away.hidden = entry.state !== "refused";
  if (entry.page) open.href = entry.page;
  open.addEventListener("click", () => {
    // Its page shows what was typed, with the reason, and takes it out itself.
    if (entry.kind === "form") return;
    if (entry.kind === "door") save(draftKey(entry.door), entry.fields);
    outbox.remove(entry.id);
  });
  away.addEventListener("click", () => { if (confirm(says("surely"))) outbox.remove(entry.id); });
  return item;
}

async function draw() {
  const entries = await outbox.all(script.user);
  const shown = [...entries.filter((one) => one.state !== "sent"), ...entries.filter((one) => one.state === "sent").slice(-3)];
  if (box) {
    box.hidden = !shown.length;
    box.querySelector("ul").replaceChildren(...shown.map(line));
    // A network that is there is not waited for.
    box.querySelector("[data-send]").hidden = !entries.some((one) => one.state === "waiting");
  }
  for (const row of document.querySelectorAll("[data-door-row]")) {
    const entry = entries.find((one) => one.door === row.dataset.doorRow && one.state !== "sent");
    const tag = row.querySelector("[data-tag]");
    tag.textContent = entry ? says(entry.state) : "";
    row.toggleAttribute("data-waiting", entry?.state === "waiting");
  }
}

// ---- the card of one door
const fieldsOf = (form) => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");

function refill(form, fields) {
  for (const [name, value] of fields) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") { if (field.value === value) field.checked = true; }
      else field.value = value;
    }
  }
}

// Straight to the server; null when it cannot be reached.
async function send(form, fields) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  try {
    const answer = await fetch(location.pathname, {
      method: "POST", body: new URLSearchParams(fields),
      headers: { "X-CSRFToken": token, Accept: "application/json, text/html;q=0.5" },
    });
    // 403: the page is older than the sign-in. The outbox brings a fresh token.
    return answer.status >= 500 || answer.status === 403 || answer.redirected ? null : answer;
  } catch {
    return null;
  }
}

async function onwards(form, entry) {
  await outbox.put(entry);
  localStorage.removeItem(draftKey(form.dataset.door));
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.sync?.register("wanli-outbox").catch(() => undefined);
  flush();
  // The next door, or the list, opens without a network if it is kept on the phone.
  const next = form.dataset.next;
  const kept = next && registration?.active && await caches.match(next, { ignoreVary: true });
  if (kept) location.assign(next);
  else { tell(says("queued")); document.querySelector("[data-queue]").scrollIntoView({ block: "center" }); }
}

// Where nobody was spoken to there is nothing to ask: the card is as short as the visit.
function shorten(form) {
  const result = form.elements.result.value;
  const short = result && !form.dataset.answered.split(" ").includes(result);
  for (const asked of form.querySelectorAll("[data-asked]")) {
    const answered = [...asked.querySelectorAll("input")].some((one) => (one.type === "radio" ? one.checked : one.value));
    asked.hidden = short && !answered;
  }
}

function tend(form) {
  const key = draftKey(form.dataset.door);
  const draft = load(key);
  if (draft && !form.querySelector(".error")) {
    refill(form, draft);
    tell(says("kept"));
  } else if (!form.querySelector(".error")) {
    // A page kept on the phone may be filled in twice: each time is a visit of its own.
    form.elements.visit_id.value = outbox.newId();
  }
  shorten(form);
  form.addEventListener("input", () => { shorten(form); save(key, fieldsOf(form)); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = fieldsOf(form);
    const answer = await send(form, fields);
    if (answer?.ok) {
      localStorage.removeItem(key);
      location.assign((await answer.json()).next);
    } else if (answer) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.querySelector("#main").replaceWith(page.querySelector("#main"));
      const again = document.querySelector("form[data-door]");
      if (again) tend(again);
      document.querySelector("[role=alert]")?.scrollIntoView({ block: "center" });
    } else {
      onwards(form, { id: form.elements.visit_id.value, kind: "door", user: script.user, url: location.pathname,
        page: location.pathname, fields, door: form.dataset.door, title: form.dataset.title, at: Date.now(), state: "waiting" });
    }
  });
}

for (const form of document.querySelectorAll("form[data-door]")) tend(form);
document.querySelector("[data-send]")?.addEventListener("click", flush);
outbox.watch((what) => {
  if (what === "changed") draw();
  else for (const bar of document.querySelectorAll(`progress[data-of="${CSS.escape(what.id)}"]`)) { bar.max = what.total; bar.value = what.done; bar.hidden = false; }
});
window.addEventListener("online", flush);
await draw();
await flush();
