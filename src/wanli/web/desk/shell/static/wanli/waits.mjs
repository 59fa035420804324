// A form that waits for the network: what is typed and its pictures lie on this phone until the
// server has them, go out once, and go on where they were when they are cut off.
// Without this script it is a form like any other.
const outbox = globalThis.wanliOutbox;
const script = document.querySelector("script[data-uploads]").dataset;
const words = document.querySelector("[data-waits-words]").dataset;
const AGAIN_MS = 5000;
const tended = new Map();

function line(form) {
  let said = form.querySelector("[data-waits-line]");
  if (!said) {
    said = document.createElement("div");
    said.dataset.waitsLine = "";
    said.className = "sending";
    const text = document.createElement("p");
    text.setAttribute("role", "status");
    const bar = document.createElement("progress");
    bar.hidden = true;
    bar.setAttribute("aria-label", words.sending);
    said.append(text, bar);
    (form.querySelector("[data-waits-here]") ?? form).append(said);
  }
  return said;
}

function say(form, text, tone) {
  const said = line(form);
  said.dataset.tone = tone;
  said.querySelector("p").textContent = text;
  said.querySelector("p").setAttribute("role", tone === "refused" ? "alert" : "status");
  if (tone === "refused") said.querySelector("progress").hidden = true;
}

function rest(form, resting) {
  for (const button of form.querySelectorAll("button")) button.disabled = resting;
  form.toggleAttribute("aria-busy", resting);
}

const pathOf = (form) => new URL(form.getAttribute("action") || location.href, location.href).pathname;
// What is said as a whole (all things of one home) may be said again while it waits: the last counts.
const replaces = (form) => form.dataset.waits === "last";

// What follows from a form that lies in the outbox: bought, so it may be brought.
function follow(form, fields) {
  if (!fields.some(([name, value]) => name === "said" && value === "all")) return;
  for (const next of form.closest("article")?.querySelectorAll("[data-then]") ?? []) next.hidden = false;
}

function refill(form, fields) {
  for (const [name, value] of fields) {
    const field = form.elements[name];
    if (field && "value" in field && field.type !== "hidden" && field.type !== "file") field.value = value;
  }
}

// What became of the form's entry; true when it is settled.
async function settle(form, id) {
  const entry = await outbox.get(id);
  if (entry?.state === "waiting") return false;
  if (!tended.delete(id)) return true;
  if (entry?.state === "refused") {
    await outbox.remove(id);
    rest(form, false);
    refill(form, entry.fields);
    say(form, entry.reason || words.unknown, "refused");
    form.querySelector("[role=alert]")?.scrollIntoView({ block: "center" });
    return true;
  }
  if (tended.size) {
    // Others of this page are still on their way: it is drawn anew when they are through.
    say(form, words.sent, "sent");
    return true;
  }
  const next = entry?.answer?.next;
  if (next && new URL(next, location.href).href !== location.href) location.assign(next);
  else location.reload();
  return true;
}

async function attempt(form, id) {
  const how = await outbox.flush(script.manifest);
  if (await settle(form, id)) return;
  const photo = (await outbox.get(id))?.files?.length;
  say(form, how === "signed-out" ? words.signedout : photo ? words.waitingphoto : words.waiting, "waiting");
  rest(form, !replaces(form));
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.sync?.register("wanli-outbox").catch(() => undefined);
}

function fieldsOf(form, pressed) {
  const fields = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
  if (pressed?.name) fields.push([pressed.name, pressed.value]);
  return fields;
}

async function filesOf(form) {
  const files = [];
  for (const input of form.querySelectorAll("input[type=file]")) {
    for (const file of input.files) {
      // Read now: what lies in somebody's cloud or is moved away could not be sent later.
      files.push({ field: input.name, id: outbox.newId(), blob: new Blob([await file.arrayBuffer()]) });
    }
  }
  return files;
}

async function submitted(form, pressed) {
  rest(form, true);
  say(form, words.sending, "going");
  const url = pathOf(form);
  // A page kept on the phone may be filled in twice: each time is an entry of its own.
  if (form.elements.entry) form.elements.entry.value = outbox.newId();
  const fields = fieldsOf(form, pressed);
  if (replaces(form)) {
    for (const [id, one] of tended) {
      if (one === form) { tended.delete(id); await outbox.remove(id); }
    }
  }
  let entry;
  try {
    entry = { id: outbox.newId(), kind: "form", user: script.user, url, uploads: script.uploads,
      page: location.pathname, fields, files: await filesOf(form),
      title: form.dataset.title || document.title, at: Date.now(), state: "waiting" };
    await outbox.put(entry);
  } catch {
    // This browser keeps nothing: then it is sent as any form is.
    rest(form, false);
    form.dataset.plain = "1";
    form.requestSubmit(pressed);
    return;
  }
  tended.set(entry.id, form);
  follow(form, fields);
  await attempt(form, entry.id);
}

const forms = [...document.querySelectorAll("form[data-waits]")];
for (const form of forms) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.plain || !globalThis.indexedDB) return;
    // Without a picture the server's own page says best what is wrong, field by field.
    if (form.dataset.waits === "files" && ![...form.querySelectorAll("input[type=file]")].some((one) => one.files.length)) return;
    event.preventDefault();
    submitted(form, event.submitter);
  });
}

outbox.watch(async (what) => {
  if (what !== "changed") {
    const form = tended.get(what.id);
    if (!form) return;
    const bar = line(form).querySelector("progress");
    bar.max = what.total;
    bar.value = what.done;
    bar.hidden = false;
    return;
  }
  for (const [id, form] of [...tended]) await settle(form, id);
});

// What was left waiting when the page was closed goes on.
const left = await outbox.all(script.user).catch(() => []);
for (const entry of left.filter((one) => one.kind === "form" && one.state !== "sent")) {
  const form = forms.find((one) => pathOf(one) === entry.url && ![...tended.values()].includes(one));
  if (!form) continue;
  tended.set(entry.id, form);
  if (entry.state === "refused") await settle(form, entry.id);
  else { refill(form, entry.fields); follow(form, entry.fields); rest(form, !replaces(form)); attempt(form, entry.id); }
}

const again = () => { for (const [id, form] of tended) attempt(form, id); };
window.addEventListener("online", again);
setInterval(() => { if (tended.size && navigator.onLine) again(); }, AGAIN_MS);
