// The wall: a map and a table of the same figures, both fed by one snapshot and a stream of changes.
import { WallMap } from "./map.mjs";

const root = document.querySelector("[data-wall]");
const find = (name) => document.querySelector(`[data-${name}]`);
const side = { own: find("own"), children: find("children") };
const liveSign = find("live");
const screen = "screen" in root.dataset;
const state = { at: root.dataset.at, measure: root.dataset.measure, day: "", today: root.dataset.today, figures: null, asked: 0, form: "stock" };
const QUIET = 40_000; // the server speaks every 15 s; after this silence the line is dead, whatever it says
const TOP_ROWS = 5; // places that fit on a screen across the room
const CHIEF = ["residents", "registered_elsewhere", "homes_canvassed", "homes_to_canvass", "key_persons", "posts_vacant"];
let map = null;
let drawn = "";
let fitted = "";

function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function sign(kind) {
  liveSign.dataset.state = kind;
  liveSign.textContent = liveSign.dataset[kind];
}

function query(extra = {}) {
  const given = { at: state.at, measure: state.measure, ...(state.day ? { day: state.day } : {}), ...extra };
  return "?" + new URLSearchParams(given);
}

// Snapshot. An older answer that arrives after a newer question is dropped.
async function refresh() {
  const asked = ++state.asked;
  try {
    const answer = await fetch(root.dataset.figures + query());
    if (answer.status === 404 || answer.redirected) { location.reload(); return; }
    if (!answer.ok) throw new Error(String(answer.status));
    const figures = await answer.json();
    if (asked !== state.asked) return;
    state.figures = figures;
    show();
    await draw();
    light();
  } catch {
    if (asked !== state.asked) return;
    liveSign.dataset.state = "off";
    liveSign.textContent = root.dataset.trouble;
    setTimeout(() => { if (asked === state.asked) refresh(); }, 2000);
  }
}

// The table.
function changes(line) {
  const good = state.figures.good.includes(line.measure);
  // The lists know what came and went today, and of no other day.
  const part = (text, kind, href) => el(href && !state.day ? "a" : "span", { class: kind, ...(href && !state.day ? { href } : {}) }, text);
  const parts = [];
  if (line.plus) parts.push(part("+" + line.plus.toLocaleString(), good ? "ok" : "now", line.came));
  if (line.minus) parts.push(" ", part("−" + line.minus.toLocaleString(), good ? "now" : "ok", line.went));
  return parts;
}

const today = (line) => el("td", { class: "number today" }, ...changes(line));

function number(line) {
  const text = line.stock.toLocaleString();
  return el("td", { class: "number" }, line.url ? el("a", { href: line.url }, text) : text);
}

function go(text, press) {
  const button = el("button", { class: "go", type: "button" }, text);
  button.addEventListener("click", press);
  return button;
}

function show() {
  const { at, crumbs, own, children, day, names } = state.figures;
  find("place").textContent = at.name;
  find("day-said").textContent = day;
  for (const said of document.querySelectorAll("[data-measure-said]")) said.textContent = names[state.measure];
  find("crumbs").replaceChildren(...crumbs.map((place) => {
    const here = place.label === at.label;
    const step = el("a", { href: query({ at: place.label }), ...(here ? { "aria-current": "page" } : {}) }, place.name);
    step.addEventListener("click", (event) => { event.preventDefault(); move(place.label); });
    return el("li", {}, step);
  }));
  side.own.replaceChildren(...own.flatMap((line, n) => [
    ...(line.group && line.group !== own[n - 1]?.group ? [el("tr", { class: "group" }, el("th", { colspan: 3, scope: "rowgroup" }, line.group))] : []),
    row(line, go(line.name, () => choose(line.measure)), line.measure === state.measure),
  ]));
  const order = screen ? [...children].sort((a, b) => b.plus - a.plus || b.stock - a.stock) : children;
  side.children.replaceChildren(...order.map((line, n) => {
    const name = line.page ? el("a", { href: line.page }, line.name) : go(line.name, () => move(line.label));
    const made = row(line, name, false);
    if (n >= TOP_ROWS) made.classList.add("more");
    return made;
  }));
  for (const line of own.filter((one) => !CHIEF.includes(one.measure) && one.measure !== state.measure)) find(`key="${line.label}:${line.measure}"`).classList.add("more");
  document.querySelector("main").toggleAttribute("data-good", state.figures.good.includes(state.measure));
  for (const link of document.querySelectorAll("[data-big], [data-chart]")) link.search = query();
  bars();
  headline();
}

function row(line, name, current) {
  return el("tr", { "data-key": line.label + ":" + line.measure, ...(current ? { "aria-current": "true" } : {}) },
    el("td", {}, name), number(line), today(line));
}

function bars() {
  const { days } = state.figures;
  const most = Math.max(1, ...days.flatMap(([, plus, minus]) => [plus, minus]));
  const bar = (value) => { const made = el("b"); made.style.height = `${(100 * value) / most}%`; return made; };
  find("bars").replaceChildren(...days.map(([day, plus, minus], n) =>
    el("span", { title: `${day} +${plus} −${minus}`, ...(n === days.length - 1 ? { class: "last" } : {}) }, bar(plus), bar(minus))));
}

function headline() {
  const line = state.figures.own.find((one) => one.measure === state.measure);
  if (!line) return;
  find("head-name").textContent = `${state.figures.at.name} · ${line.name}`;
  find("head-stock").textContent = line.stock.toLocaleString();
  find("head-plus").replaceChildren(...changes(line));
}

// Where one is, what is shown and of which day is in the address: back, reload and a copied link keep it.
function remember() {
  history.pushState(null, "", query());
  refresh();
}

function move(label) {
  state.at = label;
  remember();
}

function choose(measure) {
  state.measure = measure;
  find("choose").value = measure;
  remember();
}

function setDay(day) {
  state.day = day && day < state.today ? day : "";
  const shown = state.day || state.today;
  find("day").value = Math.round((Date.parse(shown) - Date.parse(state.today)) / 86_400_000);
  find("day").setAttribute("aria-valuetext", shown);
  find("day-said").textContent = shown;
  sign(state.day ? "past" : "on");
}

function fromAddress() {
  const given = new URLSearchParams(location.search);
  state.at = given.get("at") || root.dataset.at;
  state.measure = [...find("choose").options].some((o) => o.value === given.get("measure")) ? given.get("measure") : root.dataset.measure;
  find("choose").value = state.measure;
  if (/^\d{4}-\d\d-\d\d$/.test(given.get("day") ?? "")) setDay(given.get("day"));
  else if (state.day) setDay("");
}

window.addEventListener("popstate", () => { fromAddress(); refresh(); });
find("choose").addEventListener("change", (event) => choose(event.target.value));
find("form").addEventListener("change", (event) => { state.form = event.target.value; light(); });
find("day").addEventListener("input", (event) => {
  const day = new Date(Date.parse(state.today) + Number(event.target.value) * 86_400_000);
  setDay(day.toISOString().slice(0, 10));
  history.replaceState(null, "", query());
  refresh();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !state.figures) return;
  const { crumbs } = state.figures;
  if (crumbs.length > 1) move(crumbs[crumbs.length - 2].label);
});

// The map.
function note(text) {
  find("note").textContent = text;
  find("note").hidden = !text;
}

async function draw() {
  if (root.classList.contains("nomap")) return;
  const { at, cut } = state.figures;
  const wanted = `of ${cut}`;
  if (drawn !== wanted) {
    const answer = await fetch(root.dataset.features + query());
    const features = await answer.json();
    if (!map) {
      try {
        map = await WallMap.open(find("map"), root.dataset.library, root.dataset.worker, (label) => move(label));
      } catch {
        root.classList.add("nomap");
        note(root.dataset.nomap);
        return;
      }
      root.dataset.ready = "yes";
    }
    map.draw(features);
    drawn = wanted;
    fitted = "";
  }
  if (fitted !== at.label) map.fit(at.label, fitted ? undefined : 0);
  fitted = at.label;
}

function light() {
  if (!state.figures) return;
  const { buildings, children, good } = state.figures;
  const most = Math.max(0, ...Object.values(buildings).map(([stock]) => stock));
  find("half").textContent = most > 1 ? `${Math.round(most / 2).toLocaleString()} ·` : "";
  find("most").textContent = most.toLocaleString();
  const nothing = !Object.keys(buildings).length && !children.length;
  if (!root.classList.contains("nomap")) note(nothing ? root.dataset.nothing : most ? "" : root.dataset.zero);
  if (!map) return;
  const isGood = good.includes(state.measure);
  map.paint(state.form, isGood);
  map.light(buildings, most);
  map.label(children.filter((line) => !line.page && (!most || line.stock || line.plus)), isGood, (line) => {
    const words = document.createDocumentFragment();
    words.append(el("span", {}, line.name), el("b", {}, line.stock.toLocaleString()));
    if (line.plus) words.append(el("i", {}, "+" + line.plus.toLocaleString()));
    return words;
  });
}

// Live. Absolute figures: applying one twice, or late, changes nothing that matters.
function apply(news) {
  if (state.day || !state.figures) return;
  let lamps = false;
  for (const [label, measure, stock, plus, minus] of news) {
    for (const [list, body] of [[state.figures.own, side.own], [state.figures.children, side.children]]) {
      const line = list.find((l) => l.label === label && l.measure === measure);
      if (!line) continue;
      Object.assign(line, { stock, plus, minus });
      lamps ||= measure === state.measure;
      const made = body.querySelector(`[data-key="${label}:${measure}"]`);
      made.replaceChild(number(line), made.children[1]);
      made.replaceChild(today(line), made.children[2]);
      made.classList.remove("fresh");
      void made.offsetWidth;
      made.classList.add("fresh");
    }
    if (measure === state.measure && label in state.figures.buildings) {
      state.figures.buildings[label] = [stock, plus];
      lamps = true;
    }
    const last = state.figures.days.at(-1);
    if (label === state.figures.at.label && measure === state.measure && last) [last[1], last[2]] = [plus, minus];
  }
  if (lamps) { light(); headline(); bars(); }
}

let stream = null;
let heard = Date.now();

function listen() {
  stream?.close();
  heard = Date.now();
  stream = new EventSource(root.dataset.stream);
  const on = (name, act) => stream.addEventListener(name, (event) => { heard = Date.now(); act(JSON.parse(event.data)); });
  on("hello", (said) => { newDay(said.day); sign(state.day ? "past" : "on"); refresh(); });
  on("beat", (said) => { if (newDay(said.day)) refresh(); });
  on("refresh", () => refresh());
  on("figures", (said) => apply(said.figures));
  stream.addEventListener("error", () => {
    sign("off");
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  });
}

// A wall that hangs for weeks sees midnight pass.
function newDay(day) {
  if (!day || day === state.today) return false;
  state.today = day;
  setDay(state.day);
  return true;
}

// A cut cable tells nobody. Silence does, and so does the network's return.
setInterval(() => {
  if (Date.now() - heard > QUIET) { sign("off"); listen(); }
}, 5000);
window.addEventListener("online", listen);
window.addEventListener("offline", () => sign("off"));

// Across the room: the screen stays awake, and shows the time.
if (screen) {
  const wake = () => { if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {}); };
  document.addEventListener("visibilitychange", wake);
  wake();
  const clock = find("clock");
  const tick = () => { clock.textContent = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }); };
  setInterval(tick, 1000);
  tick();
}

fromAddress();
listen();
