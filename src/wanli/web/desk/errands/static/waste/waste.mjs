// A tap a door: sent at once; without a network it waits on this phone, and goes out once.
const outbox = globalThis.wanliOutbox;
const script = document.querySelector("script[data-manifest]").dataset;

function done(row, said, differs) {
  row.toggleAttribute("data-told", !differs);
  row.toggleAttribute("data-differs", differs);
  row.querySelector("[data-came]").textContent = said;
}

async function send(form, fields) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: new URLSearchParams(fields),
      headers: { "X-CSRFToken": token, Accept: "application/json" },
    });
    // 403: the page is older than the sign-in. The outbox brings a fresh token.
    return answer.status >= 500 || answer.status === 403 || answer.redirected ? null : answer;
  } catch {
    return null;
  }
}

for (const form of document.querySelectorAll("form[data-waste]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    const row = form.closest("[data-door-row]");
    const pressed = event.submitter;
    const id = outbox.newId();
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== pressed?.name);
    if (pressed?.name) fields.push([pressed.name, pressed.value]);
    fields.push(["tally", id]);
    const answer = await send(form, fields);
    if (answer) {
      const said = await answer.json().catch(() => ({}));
      if (answer.ok) done(row, said.said, said.differs);
      else if (answer.status === 404) location.reload();
      else done(row, (said.refused ?? []).join(" "), true);
    } else {
      await outbox.put({ id, kind: "waste", user: script.user, url: new URL(form.action).pathname,
        page: new URL(form.action).pathname, fields, door: form.dataset.stop, title: form.dataset.title, at: Date.now(), state: "waiting" });
      const registration = await navigator.serviceWorker?.getRegistration();
      await registration?.sync?.register("wanli-outbox").catch(() => undefined);
    }
    delete form.dataset.busy;
  });
}
