// The map: compounds as ground, buildings as lamps, and over them the names and figures of one step down.
const CALM = matchMedia("(prefers-reduced-motion: reduce)").matches;
const VIEW = { pitch: 50, bearing: -20 };
const SLANT = [40, 58]; // pitch in a tall room and in a wide one
const TOP = 70; // metres that the largest figure stands for
const ROOF = { bad: "#e4573b", good: "#8fc3a4" };

// Every point of a geometry, however deep its coordinates are nested.
function* points(part) {
  if (typeof part[0] === "number") yield part;
  else for (const one of part) yield* points(one);
}

function middle(list) {
  const xs = list.map((p) => p[0]), ys = list.map((p) => p[1]);
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}

export class WallMap {
  // Throws where the browser cannot draw it.
  static async open(place, library, worker, chosen) {
    const maplibre = await import(library);
    maplibre.setWorkerUrl?.(worker);
    const map = new maplibre.Map({
      container: place, attributionControl: false, canvasContextAttributes: { antialias: true }, maxPitch: 70, ...VIEW,
      style: { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": "#171511" } }], light: { anchor: "map", intensity: 0.35, position: [1.2, 210, 35] } },
    });
    await new Promise((done, failed) => { map.once("load", done); map.once("error", failed); });
    return new WallMap(map, place, chosen);
  }

  constructor(map, place, chosen) {
    Object.assign(this, { map, chosen, features: [], names: new Map(), lamps: [] });
    this.board = document.createElement("div");
    // The same places are in the table beside, which is what a screen reader is given.
    this.board.setAttribute("aria-hidden", "true");
    place.append(this.board);
    map.addSource("places", { type: "geojson", promoteId: "label", data: { type: "FeatureCollection", features: [] } });
    map.addLayer({ id: "blocks", type: "fill", source: "places", filter: ["in", ["get", "kind"], ["literal", ["compound", "park", "tower"]]], paint: { "fill-color": "#2a261f" } });
    map.addLayer({ id: "edges", type: "line", source: "places", filter: ["in", ["get", "kind"], ["literal", ["compound", "park", "tower"]]], paint: { "line-color": "#5a5142", "line-width": 1 } });
    map.addLayer({ id: "gates", type: "circle", source: "places", filter: ["==", ["get", "kind"], "gate"], paint: { "circle-radius": 3.5, "circle-color": "#171511", "circle-stroke-color": "#b5ab98", "circle-stroke-width": 1.5 } });
    const lamps = ["in", ["get", "kind"], ["literal", ["building", "stairwell"]]];
    map.addLayer({ id: "lamps", type: "fill-extrusion", source: "places", filter: lamps, paint: { "fill-extrusion-opacity": 0.97 } });
    map.addLayer({ id: "roofs", type: "fill-extrusion", source: "places", filter: lamps, paint: {} });
    this.paint("stock", false);
    for (const layer of ["lamps", "roofs", "blocks"]) {
      map.on("click", layer, (event) => this.press(event));
      map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
      map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
    }
    map.on("render", () => this.place());
    map.on("resize", () => { if (this.within !== undefined) this.fit(this.within, 0); });
  }

  press(event) {
    const { label, kind } = event.features[0].properties;
    if (event.defaultPrevented || kind === "park" || kind === "tower") return;
    event.preventDefault();
    this.chosen(label);
  }

  // form: "stock", the height is the figure; "true", the height is the building's own.
  paint(form, good) {
    const share = ["coalesce", ["feature-state", "share"], 0];
    const height = form === "true" ? ["get", "height"] : ["+", 5, ["*", TOP, share]];
    const lamp = ["interpolate", ["linear"], share, 0, "#5c564a", 0.5, "#d69646", 1, "#ffe3a0"];
    const grown = [">", ["coalesce", ["feature-state", "plus"], 0], 0];
    this.map.setPaintProperty("lamps", "fill-extrusion-color", lamp);
    this.map.setPaintProperty("lamps", "fill-extrusion-height", height);
    // A roof of no height is still drawn as a face: where nothing grew it wears the wall's colour.
    this.map.setPaintProperty("roofs", "fill-extrusion-color", ["case", grown, good ? ROOF.good : ROOF.bad, lamp]);
    this.map.setPaintProperty("roofs", "fill-extrusion-base", height);
    this.map.setPaintProperty("roofs", "fill-extrusion-height", ["+", height, ["case", grown, 4, 0]]);
  }

  draw(collection) {
    this.features = collection.features.map((f) => ({ path: f.properties.path.split("."), points: [...points(f.geometry.coordinates)] }));
    this.map.getSource("places").setData(collection);
  }

  light(figures, most) {
    this.map.removeFeatureState({ source: "places" });
    for (const [label, [stock, plus]] of Object.entries(figures)) {
      this.map.setFeatureState({ source: "places", id: label }, { share: most ? stock / most : 0, plus });
    }
  }

  // Names over the places one step down, those that grew first where there is no room for all.
  label(lines, good, words) {
    this.lamps = [];
    this.board.replaceChildren();
    for (const line of lines) {
      const own = this.features.filter((f) => f.path.includes(line.label));
      if (!own.length) continue;
      const lamp = document.createElement("button");
      lamp.type = "button";
      lamp.tabIndex = -1;
      lamp.className = good ? "lamp good" : "lamp";
      lamp.append(words(line));
      lamp.addEventListener("click", () => this.chosen(line.label));
      this.board.append(lamp);
      this.lamps.push({ lamp, line, at: middle(own.map((f) => middle(f.points))) });
    }
    this.lamps.sort((a, b) => b.line.plus - a.line.plus || b.line.stock - a.line.stock);
    this.sizes = null;
    this.place();
  }

  place() {
    if (!this.lamps.length) return;
    for (const one of this.lamps) one.lamp.hidden = false;
    this.sizes ??= this.lamps.map(({ lamp }) => [lamp.offsetWidth, lamp.offsetHeight]);
    const taken = [];
    this.lamps.forEach((one, n) => {
      const [width, height] = this.sizes[n];
      const { x, y } = this.map.project(one.at);
      const box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
      const free = taken.every((t) => box[0] > t[2] + 4 || box[2] < t[0] - 4 || box[1] > t[3] + 2 || box[3] < t[1] - 2);
      one.lamp.hidden = !free;
      if (!free) return;
      taken.push(box);
      one.lamp.style.transform = `translate(${Math.round(box[0])}px, ${Math.round(box[1])}px)`;
    });
  }

  // Fill the room with what lies in a place. The tilted ground is measured as it is drawn.
  fit(label, duration = CALM ? 0 : 700) {
    this.within = label;
    const inside = this.features.filter((f) => f.path.includes(label));
    const shown = (inside.length ? inside : this.features).flatMap((f) => f.points);
    if (!shown.length) return;
    const { map } = this;
    const room = map.getContainer();
    VIEW.pitch = Math.min(SLANT[1], Math.max(SLANT[0], 30 + (18 * room.clientWidth) / room.clientHeight));
    const before = { center: map.getCenter(), zoom: map.getZoom(), pitch: map.getPitch(), bearing: map.getBearing() };
    map.jumpTo({ center: middle(shown), zoom: Math.min(map.getZoom() || 14, 16), ...VIEW });
    const edge = [room.clientWidth * 0.05, room.clientHeight * 0.12];
    for (let round = 0; round < 6; round += 1) {
      const seen = shown.map((p) => map.project(p));
      const xs = seen.map((p) => p.x), ys = seen.map((p) => p.y);
      const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
      const scale = Math.min((room.clientWidth - 2 * edge[0]) / Math.max(box[2] - box[0], 1), (room.clientHeight - 2 * edge[1]) / Math.max(box[3] - box[1], 1));
      map.jumpTo({ center: map.unproject([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]), zoom: Math.min(map.getZoom() + Math.log2(scale), 19) });
    }
    if (!duration) return;
    const after = { center: map.getCenter(), zoom: map.getZoom(), ...VIEW };
    map.jumpTo(before);
    map.easeTo({ ...after, duration });
  }
}
