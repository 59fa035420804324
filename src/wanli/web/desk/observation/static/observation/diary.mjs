// A diary typed back: a row is its temperature and Enter; letters and a figure where there was
// something. What the server need not be asked is said at once; the rest goes through the outbox.
const outbox = globalThis.wanliOutbox;
const script = document.querySelector("script[data-user]").dataset;
const diary = JSON.parse(document.querySelector("#diary").textContent);
const said = JSON.parse(document.querySelector("#words").textContent);
const form = document.querySelector("[data-entry]");
const alertLine = document.querySelector("[data-wrong]");
const legend = document.querySelector("[data-legend]");

const row = form.elements.namedItem("row");
const celsius = form.elements.namedItem("celsius");
const symptoms = form.elements.namedItem("symptoms");
const mood = form.elements.namedItem("mood");
const at = form.elements.namedItem("at");
const order = [row, celsius, symptoms, mood, at];
let asked = ""; // what was meant by an impossible temperature, until it is confirmed

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const rowOf = (number) => diary.rows.find((one) => one.number === Number(number));
const letters = diary.symptoms.map((one) => one.letter).join(" ");

function tell(text, wrong = true) {
  alertLine.textContent = text;
  alertLine.classList.toggle("now", wrong);
}

// ---- what stands on the page
function sum(one) {
  const names = [...one.symptoms].map((letter) => diary.symptoms.find((s) => s.letter === letter)?.name ?? letter);
  return [one.celsius && `${one.celsius}℃`, ...names, diary.moods.find((m) => m.figure === one.mood)?.name].filter(Boolean).join(" · ");
}

function word(one) {
  if (one.reason) return one.reason;
  if (one.state === "other") return fill(said.other, one);
  if (one.state) return said[one.state] ?? "";
  return one.day > diary.today ? said.ahead : "";
}

function draw(one) {
  const line = document.querySelector(`[data-row="${one.number}"]`);
  line.dataset.state = one.state === "paper" || one.state === "other" ? "sent" : one.state;
  line.querySelector("[data-what]").textContent = sum(one) || said.nothing;
  line.querySelector("[data-state-word]").textContent = word(one);
  const mend = line.querySelector("[data-mend]");
  mend.hidden = !one.mend;
  if (one.mend) mend.href = one.mend;
}

function drawAll() {
  diary.rows.forEach(draw);
  const told = diary.rows.filter((one) => one.state && one.state !== "refused").length;
  document.querySelector("[data-progress]").textContent = fill(said.progress, { n: told, total: diary.rows.length });
}

function explain(input) {
  const texts = new Map([
    [row, fill(said.row, diary)], [celsius, said.celsius], [at, said.at],
    [symptoms, `${diary.symptoms.map((one) => `${one.letter} ${one.name}`).join("   ")}   ${said.symptoms}`],
    [mood, diary.moods.map((one) => `${one.figure} ${one.name}`).join("   ")],
  ]);
  legend.textContent = texts.get(input) ?? "";
  for (const other of document.querySelectorAll("[data-row]")) {
    other.toggleAttribute("data-current", Number(other.dataset.row) === Number(row.value));
  }
}

// ---- moving on
function focus(input) { input.focus(); input.select?.(); }

function start(number) {
  for (const input of order) { input.value = ""; input.removeAttribute("aria-invalid"); }
  asked = "";
  row.value = number ?? "";
  focus(number ? celsius : row);
}

function nextRow(after) {
  const open = diary.rows.filter((one) => (!one.state || one.state === "refused") && one.day <= diary.today);
  return (open.find((one) => one.number > after) ?? open[0])?.number;
}

function reject(input, text, keep = false) {
  input.setAttribute("aria-invalid", "true");
  if (!keep) input.value = "";
  tell(text);
  focus(input);
}

// What it may have been: a point in the wrong place, Fahrenheit, two figures swapped.
function meant(text) {
  const value = Number(text);
  const swapped = text.length > 1 && text[1] !== "." ? Number(text[1] + text[0] + text.slice(2)) : NaN;
  return [value * 10, value / 10, ((value - 32) * 5) / 9, swapped].map((guess) => Math.round(guess * 10) / 10)
    .find((guess) => guess >= diary.lowest && guess <= diary.highest)?.toFixed(1) ?? "";
}

function plain(text) {
  return text.normalize("NFKC").replace(/[,。]/g, ".").replace(/[^\d.]/g, "");
}

// Three figures are one with a point; nothing else is made of what was typed.
function pointed(text) {
  const digits = plain(text);
  return /^(3[4-9]|4[0-3])\d$/.test(digits) ? `${digits.slice(0, 2)}.${digits[2]}` : digits;
}

function fits(text) {
  const value = Number(text);
  return /^\d{2}(\.\d{1,2})?$/.test(text) && value >= diary.lowest && value <= diary.highest;
}

function check(input) {
  input.removeAttribute("aria-invalid");
  asked = "";
  if (!input.value) return;
  tell("", false);
  if (input === row) {
    const found = diary.rows.filter((one) => String(one.number).startsWith(input.value));
    if (!found.length) return reject(row, fill(said.norow, diary));
    explain(row);
    if (found.length === 1 && String(found[0].number) === input.value) focus(celsius);
  } else if (input === celsius) {
    const text = pointed(celsius.value);
    if (/^\d{2}\.\d$/.test(text) && fits(text)) { celsius.value = text; focus(symptoms); }
  } else if (input === symptoms) {
    const figure = symptoms.value.match(/[123]/)?.[0];
    if (figure) {
      symptoms.value = symptoms.value.replace(/[\d]/g, "");
      mood.value = figure;
      focus(mood);
    }
    const odd = [...symptoms.value.normalize("NFKC").toUpperCase()].find((one) => one.trim() && !letters.includes(one));
    if (odd) return reject(symptoms, fill(said.noletter, { letter: odd, letters }));
    symptoms.value = symptoms.value.normalize("NFKC").toUpperCase();
  } else if (input === mood && !/^[123]$/.test(mood.value.normalize("NFKC"))) reject(mood, said.nomood);
}

// ---- saving
function save() {
  const one = rowOf(row.value);
  if (!one) return reject(row, fill(said.norow, diary));
  if (one.day > diary.today) return reject(row, fill(said.notyet, one));
  const typed = { celsius: pointed(celsius.value), symptoms: [...symptoms.value].filter((l) => l.trim()).sort().join(""), mood: mood.value, at: at.value };
  if (!celsius.value.trim()) return reject(celsius, said.nocelsius);
  if (!fits(typed.celsius)) {
    if (asked) typed.celsius = asked;
    else {
      const guess = meant(typed.celsius);
      reject(celsius, fill(guess ? said.doubt : said.odd, { typed: celsius.value, meant: guess }), true);
      asked = guess;
      return undefined;
    }
  }
  if (one.state && one.state !== "refused") {
    const same = Number(one.celsius) === Number(typed.celsius) && [...one.symptoms].sort().join("") === typed.symptoms;
    tell(fill(same ? said.same : said.known, { ...one, was: sum(one) }), !same);
    return same ? start(nextRow(one.number)) : focus(celsius);
  }
  return keep(one, typed);
}

async function keep(one, typed) {
  const id = outbox.newId();
  Object.assign(one, typed, { celsius: Number(typed.celsius).toFixed(1), state: "waiting", reason: "", id });
  drawAll();
  const next = nextRow(one.number);
  tell(next ? fill(said.saved, { ...one, what: sum(one) }) : said.all, false);
  start(next);
  for (const old of await outbox.all(script.user)) {
    if (old.state === "refused" && old.page === location.pathname && old.row === one.number) await outbox.remove(old.id);
  }
  const fields = [["entry", id], ["row", one.number], ["celsius", typed.celsius], ["symptoms", typed.symptoms], ["mood", typed.mood], ["at", typed.at]];
  await outbox.put({ id, user: script.user, url: diary.rowUrl, fields, title: `${diary.address} ${one.name}`,
    row: one.number, page: location.pathname, at: Date.now(), state: "waiting" });
  outbox.flush(script.manifest);
}

// What became of each row.
async function follow() {
  for (const entry of await outbox.all(script.user)) {
    const one = diary.rows.find((r) => r.id === entry.id || (entry.page === location.pathname && r.number === entry.row && entry.state !== "sent"));
    if (!one) continue;
    if (entry.state !== "sent" && one.id !== entry.id) {
      const field = (name) => entry.fields?.find(([key]) => key === name)?.[1] ?? "";
      Object.assign(one, { id: entry.id, celsius: field("celsius"), symptoms: field("symptoms"), mood: field("mood") });
    }
    const news = one.state !== entry.state;
    Object.assign(one, { state: entry.state, reason: "" });
    if (entry.state === "sent" && entry.answer?.mend) one.mend = entry.answer.mend;
    if (entry.state === "refused") {
      one.reason = `${entry.reason || (entry.code === 404 ? said.gone : said.refused)} ${entry.code === 409 ? "" : said.again}`.trim();
      if (news) tell(`${one.number} (${one.name}): ${one.reason}`);
    }
  }
  drawAll();
}

form.addEventListener("input", (event) => check(event.target));
form.addEventListener("focusin", (event) => { if (order.includes(event.target)) explain(event.target); });
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("keydown", (event) => {
  const number = order.indexOf(event.target);
  if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    if (event.target === row && !celsius.value) focus(celsius); else save();
  } else if (event.key === "Escape") {
    tell("", false);
    start(Number(row.value) || nextRow(0));
  } else if (event.key === "Backspace" && !event.target.value && number > 0) {
    event.preventDefault();
    focus(order[number - 1]);
  }
});
document.querySelector("[data-save]").addEventListener("click", save);
for (const line of document.querySelectorAll("[data-row]")) {
  line.addEventListener("click", (event) => { if (!event.target.closest("a")) start(Number(line.dataset.row)); });
}
const photo = document.querySelector("[data-photo]");
photo?.addEventListener("click", () => photo.toggleAttribute("data-large"));

outbox.watch(follow);
window.addEventListener("online", () => outbox.flush(script.manifest));
await follow();
await outbox.flush(script.manifest);
start(nextRow(0));
