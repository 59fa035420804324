// How far a long job is, how fast it goes, and about how long it still takes.
const place = document.querySelector("[data-run]");
const bar = place.querySelector("progress");
const left = place.querySelector("[data-left]");
let first = null;

function say(done, total, rate) {
  const seconds = Math.ceil((total - done) / rate);
  const [said, n] = seconds < 100
    ? [left.dataset.seconds, seconds] : [left.dataset.minutes, Math.ceil(seconds / 60)];
  left.textContent = said.replace("{rate}", Math.round(rate).toLocaleString()).replace("{n}", n);
}

async function look() {
  try {
    const answer = await fetch(place.dataset.run);
    // Over, or no longer ours to see: the page says which.
    if (answer.status === 404) { location.reload(); return; }
    const { running, done, total } = await answer.json();
    if (!running) { location.reload(); return; }
    const now = performance.now();
    if (done && !first) first = { now, done };
    if (total) {
      bar.max = total;
      bar.value = done;
      place.querySelector("[data-counted]").hidden = false;
    }
    place.querySelector("[data-done]").textContent = done.toLocaleString();
    place.querySelector("[data-total]").textContent = total.toLocaleString();
    if (first && done > first.done) say(done, total, (done - first.done) / ((now - first.now) / 1000));
  } catch { /* the network comes and goes: ask again */ }
  setTimeout(look, 700);
}
look();
