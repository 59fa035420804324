// The search box: Ctrl-K from anywhere, results while typing, arrows to walk them, Esc to leave.
// Without this script, or without a network, the form itself still searches.
const box = document.querySelector("[data-find]");
const panel = document.querySelector("[data-found]");
const PAUSE = 180;

let waiting = 0;
let asked = "";

const close = () => { panel.hidden = true; box.setAttribute("aria-expanded", "false"); };
const links = () => [...panel.querySelectorAll("a")];

async function look() {
  const said = box.value.trim();
  asked = said;
  if (!said) { close(); return; }
  const address = `${box.form.action}?part=1&q=${encodeURIComponent(said)}`;
  const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected || asked !== said || document.activeElement !== box) return;
  panel.innerHTML = await answer.text();
  panel.hidden = false;
  box.setAttribute("aria-expanded", "true");
}

function walk(step) {
  const all = links();
  const at = all.indexOf(document.activeElement);
  const to = at + step;
  if (to < 0) box.focus();
  else all[Math.min(to, all.length - 1)]?.focus();
}

if (box && panel) {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
  box.form.addEventListener("keydown", (event) => {
    if (panel.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); walk(1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); walk(-1); }
    else if (event.key === "Escape") { event.preventDefault(); box.focus(); close(); }
  });
  box.form.addEventListener("focusout", (event) => {
    if (!box.form.contains(event.relatedTarget)) close();
  });
  // A press on what is no link keeps the box.
  panel.addEventListener("mousedown", (event) => { if (!event.target.closest("a")) event.preventDefault(); });
}
