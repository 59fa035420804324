// How far the run is, and about how long it still takes.
const place = document.querySelector("[data-run]");
const bar = place.querySelector("progress");
const left = place.querySelector("[data-left]");
let first = null;

async function look() {
  try {
    const { state, done, total } = await (await fetch(place.dataset.run)).json();
    if (state !== "running") { location.reload(); return; }
    const now = performance.now();
    first ??= { now, done };
    bar.max = total || 1;
    bar.value = done;
    place.querySelector("[data-done]").textContent = done.toLocaleString();
    place.querySelector("[data-total]").textContent = total.toLocaleString();
    const rate = (done - first.done) / ((now - first.now) / 1000);
    if (rate > 0) left.textContent = left.dataset.said.replace("{n}", Math.ceil((total - done) / rate));
  } catch { /* the network comes and goes: ask again */ }
  setTimeout(look, 700);
}
look();
