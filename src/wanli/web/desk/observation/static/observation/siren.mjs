// A page that stays open learns of new alarms; it rings for them once somebody has asked for it.
const box = document.querySelector("[data-siren]");
const EVERY = 60_000;
const WANTED = "wanli.siren";
let latest = latestShown();
let sound = null;

function latestShown() {
  return Number(box.querySelector("[data-latest]")?.dataset.latest ?? 0);
}

// A browser makes no sound before a gesture: the first one on a page where ringing is wanted will do.
function awake() {
  sound ??= new AudioContext();
  sound.resume();
}

function ring() {
  if (localStorage.getItem(WANTED) !== "on" || sound?.state !== "running") return;
  [0, 0.35, 0.7].forEach((at, turn) => {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    tone.frequency.value = turn % 2 ? 660 : 880;
    volume.gain.setValueAtTime(0.25, sound.currentTime + at);
    volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + at + 0.3);
    tone.connect(volume).connect(sound.destination);
    tone.start(sound.currentTime + at);
    tone.stop(sound.currentTime + at + 0.3);
  });
}

function dress() {
  const button = box.querySelector("[data-sound]");
  if (!button) return;
  button.hidden = !("AudioContext" in window);
  button.setAttribute("aria-pressed", String(localStorage.getItem(WANTED) === "on"));
  button.addEventListener("click", () => {
    const on = localStorage.getItem(WANTED) !== "on";
    localStorage.setItem(WANTED, on ? "on" : "off");
    button.setAttribute("aria-pressed", String(on));
    awake();
    if (on) ring();
  });
}

async function look() {
  if (document.hidden || !navigator.onLine) return;
  let answer;
  try {
    answer = await fetch(box.dataset.siren, { headers: { "X-Requested-With": "fetch" } });
  } catch {
    return; // No network: the page says so elsewhere.
  }
  if (!answer.ok || answer.redirected) return;
  const said = await answer.text();
  if (said.trim() === box.innerHTML.trim() || box.contains(document.activeElement)) return;
  box.innerHTML = said;
  dress();
  if (latestShown() > latest) ring();
  latest = latestShown();
}

dress();
if (localStorage.getItem(WANTED) === "on") addEventListener("pointerdown", awake, { once: true });
setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
