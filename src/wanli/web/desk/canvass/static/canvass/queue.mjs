// A visit is never lost: what is typed survives a closed browser, what is sent without a network
// waits on this phone and goes out once. The visit's id, made with the form, keeps it single.
const user = document.querySelector("script[data-user]").dataset.user;
const QUEUE = "wanli.visits." + user;
const draftKey = (door) => `wanli.draft.${user}.${door}`;
const sign = () => document.querySelector("[data-queue]");

const load = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
const waiting = () => load(QUEUE) ?? [];
const keep = (list) => localStorage.setItem(QUEUE, JSON.stringify(list));

function tell(text) {
  const place = sign();
  if (!place) return;
  place.hidden = !text;
  place.textContent = text;
}

function tellWaiting() {
  const list = waiting();
  const said = document.querySelector("[data-said-queued]")?.textContent;
  tell(list.length ? `${list.map((visit) => visit.title).join("、")}${said ? ": " + said : " …"}` : "");
}

const fieldsOf = (form) => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

function send(url, fields) {
  const body = new URLSearchParams([...fields, ["csrfmiddlewaretoken", token()]]);
  return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token(), Accept: "application/json" } });
}

// One at a time, in order; a visit leaves the queue only when the server has answered for it.
let flushing = false;
async function flush() {
  if (flushing || !token()) return;
  flushing = true;
  try {
    for (let list = waiting(); list.length; list = waiting()) {
      const [first] = list;
      const answer = await send(first.url, first.fields);
      if (answer.status >= 500) break;
      if (!answer.ok) localStorage.setItem(draftKey(first.door), JSON.stringify(first.fields));
      keep(waiting().filter((visit) => visit !== first && JSON.stringify(visit) !== JSON.stringify(first)));
    }
  } catch { /* still no network: the queue stays */ }
  flushing = false;
  tellWaiting();
}

function refill(form, fields) {
  for (const [name, value] of fields) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") { if (field.value === value) field.checked = true; }
      else field.value = value;
    }
  }
}

function tend(form) {
  const key = draftKey(form.dataset.door);
  const url = location.href;
  const draft = load(key);
  if (draft && !form.querySelector(".error")) {
    refill(form, draft);
    tell(document.querySelector("[data-said-kept]").textContent);
  }
  form.addEventListener("input", () => localStorage.setItem(key, JSON.stringify(fieldsOf(form))));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = fieldsOf(form);
    try {
      const answer = await send(url, fields);
      if (answer.ok) {
        localStorage.removeItem(key);
        location.assign((await answer.json()).next);
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.querySelector("#main").replaceWith(page.querySelector("#main"));
      const again = document.querySelector("form[data-door]");
      if (again) tend(again);
      document.querySelector("[role=alert]")?.scrollIntoView({ block: "center" });
    } catch {
      keep([...waiting(), { url, fields, door: form.dataset.door, title: form.dataset.title }]);
      localStorage.removeItem(key);
      tellWaiting();
      sign()?.scrollIntoView({ block: "center" });
    }
  });
}

for (const form of document.querySelectorAll("form[data-door]")) tend(form);
window.addEventListener("online", flush);
tellWaiting();
flush();
