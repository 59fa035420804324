// The wall: a map and a table of the same figures, both fed by one snapshot and a stream of changes.
const root = document.querySelector("[data-wall]");
const side = { own: document.querySelector("[data-own]"), children: document.querySelector("[data-children]") };
const liveSign = document.querySelector("[data-live]");
const state = { at: root.dataset.at, measure: root.dataset.measure, day: "", figures: null, heights: new Map(), version: 0, asked: 0 };
let map = null;
let drawnAt = "";

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
    if (!answer.ok) throw new Error(String(answer.status));
    const figures = await answer.json();
    if (asked !== state.asked) return;
    state.figures = figures;
    show();
    if (drawnAt !== figures.at.label) await draw();
    light();
  } catch {
    if (asked !== state.asked) return;
    liveSign.dataset.state = "off";
    liveSign.textContent = root.dataset.trouble;
    setTimeout(() => { if (asked === state.asked) refresh(); }, 2000);
  }
}

function today(line) {
  const cell = el("td", { class: "number today" });
  if (line.plus) cell.append(el("span", { class: "now" }, "+" + line.plus), " ");
  if (line.minus) cell.append(el("span", { class: "ok" }, "−" + line.minus));
  return cell;
}

function number(line) {
  const text = line.stock.toLocaleString();
  return el("td", { class: "number" }, line.url ? el("a", { href: line.url }, text) : text);
}

function show() {
  const { at, crumbs, own, children, day } = state.figures;
  document.querySelector("[data-place]").textContent = at.name;
  document.querySelector("[data-day-said]").textContent = day;
  document.querySelector("[data-crumbs]").replaceChildren(...crumbs.map((place) => {
    const here = place.label === at.label;
    const go = el("a", { href: query({ at: place.label }), ...(here ? { "aria-current": "page" } : {}) }, place.name);
    go.addEventListener("click", (event) => { event.preventDefault(); move(place.label); });
    return el("li", {}, go);
  }));
  side.own.replaceChildren(...own.map((line) =>
    el("tr", { "data-key": line.label + ":" + line.measure }, el("td", {}, line.name), number(line), today(line))));
  side.children.replaceChildren(...children.map((line) => {
    const go = el("button", { class: "go", type: "button" }, line.name);
    go.addEventListener("click", () => move(line.label));
    return el("tr", { "data-key": line.label + ":" + line.measure }, el("td", {}, go), number(line), today(line));
  }));
}

function move(label, remember = true) {
  state.at = label;
  if (remember) history.pushState({ at: label }, "", query());
  refresh();
}
window.addEventListener("popstate", (event) => move(event.state?.at ?? root.dataset.at, false));

document.querySelector("[data-choose]").addEventListener("change", (event) => {
  state.measure = event.target.value;
  refresh();
});
document.querySelector("[data-day]").addEventListener("input", (event) => {
  const back = Number(event.target.value);
  const day = new Date(root.dataset.today + "T00:00:00Z");
  day.setUTCDate(day.getUTCDate() + back);
  state.day = back ? day.toISOString().slice(0, 10) : "";
  sign(back ? "past" : "on");
  document.querySelector("[data-day-said]").textContent = day.toISOString().slice(0, 10);
  refresh();
});

// Map.
async function draw() {
  const answer = await fetch(root.dataset.features + "?at=" + state.at);
  const features = await answer.json();
  drawnAt = state.at;
  const place = document.querySelector("[data-map]");
  if (!map) {
    try {
      const library = await import(root.dataset.library);
      library.setWorkerUrl?.(root.dataset.worker);
      map = new library.Map({
        container: place, attributionControl: false, canvasContextAttributes: { antialias: true }, pitch: 52, bearing: -24, maxPitch: 70,
        style: { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": "#171511" } }], light: { anchor: "map", intensity: 0.35, position: [1.2, 210, 35] } },
      });
      await new Promise((done, failed) => { map.once("load", done); map.once("error", failed); });
      prepare();
    } catch {
      map = null;
      place.replaceChildren(el("p", { class: "note" }, root.dataset.nomap));
      return;
    }
  }
  map.getSource("places").setData(features);
  fit(features);
}

function prepare() {
  map.addSource("places", { type: "geojson", promoteId: "label", data: { type: "FeatureCollection", features: [] } });
  map.addLayer({ id: "blocks", type: "fill", source: "places", filter: ["in", ["get", "kind"], ["literal", ["compound", "park", "tower"]]], paint: { "fill-color": "#2a261f", "fill-outline-color": "#4a4336" } });
  const lamps = ["in", ["get", "kind"], ["literal", ["building", "stairwell"]]];
  const share = ["coalesce", ["feature-state", "share"], 0];
  const height = ["+", 5, ["*", 70, share]];
  const lamp = ["interpolate", ["linear"], share, 0, "#5c564a", 0.5, "#d69646", 1, "#ffd98a"];
  const grown = [">", ["coalesce", ["feature-state", "plus"], 0], 0];
  map.addLayer({ id: "lamps", type: "fill-extrusion", source: "places", filter: lamps, paint: {
    "fill-extrusion-color": lamp, "fill-extrusion-height": height, "fill-extrusion-opacity": 0.97 } });
  map.addLayer({ id: "roofs", type: "fill-extrusion", source: "places", filter: lamps, paint: {
    // A roof of no height is still drawn as a face: where nothing grew it wears the wall's colour.
    "fill-extrusion-color": ["case", grown, "#e4573b", lamp], "fill-extrusion-base": height,
    "fill-extrusion-height": ["+", height, ["case", grown, 3, 0]] } });
  for (const layer of ["lamps", "blocks"]) {
    map.on("click", layer, (event) => {
      const { label, kind } = event.features[0].properties;
      if (event.defaultPrevented || kind === "park" || kind === "tower") return;
      event.preventDefault();
      move(label);
    });
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
  root.dataset.ready = "yes";
}

function fit(features) {
  const inside = features.features.filter((f) => f.properties.path.startsWith(state.figures.at.path));
  const points = (inside.length ? inside : features.features).flatMap((f) => f.geometry.type === "Polygon" ? f.geometry.coordinates[0] : []);
  if (!points.length) return;
  const xs = points.map((p) => p[0]), ys = points.map((p) => p[1]);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  map.fitBounds([[Math.min(...xs), Math.min(...ys)], [Math.max(...xs), Math.max(...ys)]], { padding: 40, pitch: 52, bearing: -24, duration: calm ? 0 : 700, maxZoom: 19 });
}

function light() {
  const { buildings } = state.figures;
  const most = Math.max(1, ...Object.values(buildings).map(([stock]) => stock));
  document.querySelector("[data-most]").textContent = most.toLocaleString();
  if (!map?.getSource("places")) return;
  map.removeFeatureState({ source: "places" });
  for (const [label, [stock, plus]] of Object.entries(buildings)) {
    map.setFeatureState({ source: "places", id: label }, { share: stock / most, plus });
  }
}

// Live. Absolute figures: applying one twice, or late, changes nothing that matters.
function apply(changes) {
  if (state.day || !state.figures) return;
  let lamps = false;
  for (const [label, measure, stock, plus, minus] of changes) {
    for (const [list, body] of [[state.figures.own, side.own], [state.figures.children, side.children]]) {
      const line = list.find((l) => l.label === label && l.measure === measure);
      if (!line) continue;
      Object.assign(line, { stock, plus, minus });
      const row = body.querySelector(`[data-key="${label}:${measure}"]`);
      row.replaceChild(number(line), row.children[1]);
      row.replaceChild(today(line), row.children[2]);
      row.classList.remove("fresh");
      void row.offsetWidth;
      row.classList.add("fresh");
    }
    if (measure === state.measure && label in state.figures.buildings) {
      state.figures.buildings[label] = [stock, plus];
      lamps = true;
    }
  }
  if (lamps) light();
}

function listen() {
  const stream = new EventSource(root.dataset.stream);
  stream.addEventListener("hello", () => { if (!state.day) sign("on"); refresh(); });
  stream.addEventListener("refresh", () => refresh());
  stream.addEventListener("figures", (event) => apply(JSON.parse(event.data).figures));
  stream.addEventListener("error", () => {
    sign("off");
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !state.figures) return;
  const { crumbs } = state.figures;
  if (crumbs.length > 1) move(crumbs[crumbs.length - 2].label);
});

refresh();
listen();
