// A sheet typed back: a row is its result's key, its answers' keys and Enter. What the server need
// not be asked is said at once; what it must be asked goes through the outbox, in the background.
const outbox = globalThis.wanliOutbox;
const script = document.querySelector("script[data-user]").dataset;
const sheet = JSON.parse(document.querySelector("#sheet").textContent);
const said = JSON.parse(document.querySelector("#words").textContent);
const form = document.querySelector("[data-entry]");
const head = document.querySelector("[data-head]");
const alertLine = document.querySelector("[data-wrong]");
const legend = document.querySelector("[data-legend]");
const done = []; // saved here, the last one last: what undo takes back
let asking = null;

const field = (name) => form.elements.namedItem(name);
const row = field("row");
const result = field("result");
const answers = sheet.questions.map((question) => field(`a.${question.key}`));
const note = field("note");
const again = field("next_visit");
const order = [row, result, ...answers, note, ...(again ? [again] : [])];
// What holds for the whole sheet: on which day, by whom.
const whole = [...head.elements].filter((one) => one.name);
const rowOf = (number) => sheet.rows.find((one) => one.number === Number(number));
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const choice = (choices, key) => choices.find((one) => one.key === key.toLowerCase());

function tell(text, wrong = true) {
  alertLine.textContent = text;
  alertLine.classList.toggle("now", wrong);
}

// ---- what stands on the page
function sum(entry) {
  const name = sheet.results.find((one) => one.value === entry.result)?.name ?? "";
  const told = sheet.questions.map((q) => {
    const answer = entry.answers[q.key];
    return answer && `${q.letter} ${q.choices.find((one) => one.value === answer)?.name ?? answer}`;
  });
  return [name, ...told, entry.note].filter(Boolean).join(" · ");
}

function draw(one) {
  const line = document.querySelector(`[data-row="${one.number}"]`);
  line.dataset.state = one.state;
  line.querySelector("[data-what]").textContent = one.result ? sum(one) : said.nothing;
  line.querySelector("[data-state-word]").textContent = one.reason || said[one.state] || "";
}

function drawAll() {
  sheet.rows.forEach(draw);
  const typed = sheet.rows.filter((one) => one.from === "sheet").length;
  document.querySelector("[data-progress]").textContent = fill(said.progress, { n: typed, total: sheet.rows.length });
}

function explain(input) {
  const number = order.indexOf(input);
  let text = input === row ? fill(said.row, sheet) : "";
  if (input === result) text = sheet.results.map((one) => `${one.key} ${one.name}`).join("   ");
  const question = sheet.questions[number - 2];
  if (question) text = `${question.letter} ${question.text}   ${question.choices.map((one) => `${one.key} ${one.name}`).join("   ")}`;
  if (input === note) text = said.note;
  legend.textContent = text;
  for (const other of document.querySelectorAll("[data-row]")) {
    other.toggleAttribute("data-current", Number(other.dataset.row) === Number(row.value));
  }
}

// ---- moving on
function focus(input) {
  input.focus();
  input.select?.();
}
const following = (input) => order[Math.min(order.indexOf(input) + 1, order.length - 1)];

function start(number) {
  for (const input of order) { input.value = ""; input.removeAttribute("aria-invalid"); }
  row.value = number ?? "";
  if (number) return focus(result);
  // All rows are in: on to the next sheet; a row may still be chosen to be mended.
  if (done.length) { tell(said.all, false); return document.querySelector("[data-next-sheet]").focus(); }
  return focus(row);
}

function nextRow(after) {
  const open = sheet.rows.filter((one) => !one.from);
  return (open.find((one) => one.number > after) ?? open[0])?.number;
}

function reject(input, text) {
  input.setAttribute("aria-invalid", "true");
  input.value = "";
  tell(text);
  focus(input);
}

function check(input) {
  input.removeAttribute("aria-invalid");
  if (!input.value) return;
  tell("", false);
  if (input === row) {
    const fits = sheet.rows.filter((one) => String(one.number).startsWith(input.value));
    if (!fits.length) return reject(row, fill(said.norow, sheet));
    explain(row);
    if (fits.length === 1 && String(fits[0].number) === input.value) focus(result);
    return;
  }
  const question = sheet.questions[order.indexOf(input) - 2];
  const choices = input === result ? sheet.results : question?.choices;
  if (!choices?.length) return;
  const found = choice(choices, input.value);
  if (!found) return reject(input, fill(said.nokey, { key: input.value, keys: choices.map((one) => one.key).join(" ") }));
  // Where nobody was spoken to, nothing was answered.
  focus(input === result && !found.asks ? note : following(input));
}

// ---- saving
function read() {
  const given = {};
  sheet.questions.forEach((question, index) => {
    const value = answers[index].value.trim();
    const text = question.choices.length ? choice(question.choices, value)?.value : value;
    if (text) given[question.key] = text;
  });
  return { number: Number(row.value), result: choice(sheet.results, result.value)?.value, answers: given,
    note: note.value.trim(), next: again?.value ?? "" };
}

const same = (typed, known) => typed.result === known.result
  && (known.from === "sheet"
    ? JSON.stringify(typed.answers) === JSON.stringify(known.answers) && typed.note === known.note
    : Object.entries(typed.answers).every(([key, value]) => known.answers[key] === value));

function save() {
  const typed = read();
  const known = rowOf(typed.number);
  if (!known) return reject(row, fill(said.norow, sheet));
  if (!typed.result) return reject(result, said.noresult);
  if (!head.elements.day.value) { tell(said.noday); return head.elements.day.focus(); }
  if (known.from && !asking) {
    if (same(typed, known)) { tell(fill(said.same, known), false); return start(nextRow(typed.number)); }
    asking = typed;
    return tell(fill(said.differs, { ...known, was: sum(known), is: sum(typed) }));
  }
  return keep(typed, known, Boolean(asking));
}

async function keep(typed, known, anew) {
  asking = null;
  const id = outbox.newId();
  done.push({ id, before: { ...known } });
  Object.assign(known, { result: typed.result, answers: typed.answers, note: typed.note, from: "sheet",
    state: "waiting", reason: "", id });
  drawAll();
  tell(fill(said.saved, { ...known, what: sum(known) }), false);
  start(nextRow(typed.number));
  for (const old of await outbox.all(script.user)) {
    if (old.state === "refused" && old.page === location.pathname && old.row === typed.number) await outbox.remove(old.id);
  }
  const fields = [["visit_id", id], ["row", typed.number], ["result", typed.result], ["note", typed.note],
    ["next_visit", typed.next], ...whole.map((one) => [one.name, one.value]),
    ...(anew ? [["anew", "on"]] : []), ...Object.entries(typed.answers).map(([key, value]) => [`a.${key}`, value])];
  await outbox.put({ id, user: script.user, url: sheet.rowUrl, fields, title: `${sheet.address} ${known.room}`,
    door: known.door, row: known.number, page: location.pathname, at: Date.now(), state: "waiting" });
  outbox.flush(script.manifest);
}

async function undo() {
  const last = done.pop();
  if (!last) return tell(said.nothingToUndo, false);
  const known = rowOf(last.before.number);
  const entry = (await outbox.all(script.user)).find((one) => one.id === last.id);
  if (entry?.state === "sent") {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    let answer;
    try {
      answer = await fetch(sheet.undoUrl, { method: "POST", body: new URLSearchParams({ visit_id: last.id }),
        headers: { "X-CSRFToken": token, Accept: "application/json" } });
    } catch {
      done.push(last);
      return tell(said.undoOffline);
    }
    if (!answer.ok) return tell((await answer.json().catch(() => ({}))).refused?.join(" ") ?? said.undoFailed);
  }
  await outbox.remove(last.id);
  Object.assign(known, last.before);
  drawAll();
  tell(fill(said.undone, known), false);
  return start(known.number);
}

// What became of each row: the same list that the doors have.
async function follow() {
  for (const entry of await outbox.all(script.user)) {
    const known = sheet.rows.find((one) => one.id === entry.id || (entry.page === location.pathname && one.number === entry.row && entry.state !== "sent"));
    if (!known) continue;
    const field = (name) => entry.fields?.find(([key]) => key === name)?.[1] ?? "";
    if (entry.state !== "sent" && known.id !== entry.id) {
      Object.assign(known, { id: entry.id, from: "sheet", result: field("result"), note: field("note"),
        answers: Object.fromEntries(sheet.questions.map((q) => [q.key, field(`a.${q.key}`)]).filter(([, value]) => value)) });
    }
    const news = known.state !== entry.state;
    Object.assign(known, { state: entry.state, reason: "" });
    if (entry.state === "refused") {
      // It stays here as it was typed, until the row is typed again.
      Object.assign(known, { from: "", reason: `${entry.reason || said.refused} ${said.again}` });
      if (news) tell(`${known.number} (${known.room}): ${known.reason}`);
    }
  }
  drawAll();
}

form.addEventListener("input", (event) => { asking = null; check(event.target); });
form.addEventListener("focusin", (event) => { if (order.includes(event.target)) explain(event.target); });
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("keydown", (event) => {
  const number = order.indexOf(event.target);
  if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    if (event.target === row && !result.value) focus(result); else save();
  } else if (event.key === "Escape") {
    asking = null;
    tell("", false);
    start(Number(row.value) || nextRow(0));
  } else if (event.key === "Backspace" && !event.target.value && number > 0) {
    event.preventDefault();
    focus(order[number - 1]);
  }
});
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.target.value) {
    event.preventDefault();
    undo();
  }
});
document.querySelector("[data-undo]").addEventListener("click", undo);
document.querySelector("[data-save]").addEventListener("click", save);
for (const line of document.querySelectorAll("[data-row]")) {
  line.addEventListener("click", () => start(Number(line.dataset.row)));
}
for (const input of whole) {
  const key = `wanli.sheet.${sheet.code}.${input.name}`;
  input.value = sessionStorage.getItem(key) ?? input.value;
  input.addEventListener("input", () => sessionStorage.setItem(key, input.value));
}
const photo = document.querySelector("[data-photo]");
photo?.addEventListener("click", () => photo.toggleAttribute("data-large"));
head.addEventListener("submit", (event) => { event.preventDefault(); start(nextRow(0)); });

outbox.watch(follow);
window.addEventListener("online", () => outbox.flush(script.manifest));
await follow();
await outbox.flush(script.manifest);
start(nextRow(0));
