// On a phone the bar holds the first pages and this one; the rest comes up on "more".
// Without this script the bar scrolls sideways. On a desk a group opens by itself, under the pointer
// and with the focus; Escape closes it.
const nav = document.querySelector("[data-nav]");
const more = nav?.querySelector(".more");

if (more && nav.querySelectorAll("a").length > 5) {
  nav.dataset.short = "";
  more.hidden = false;
  const show = (open) => {
    nav.toggleAttribute("data-open", open);
    more.setAttribute("aria-expanded", String(open));
  };
  more.addEventListener("click", () => show(!nav.hasAttribute("data-open")));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") show(false); });
  document.addEventListener("click", (event) => { if (!nav.contains(event.target)) show(false); });
}

// A group near the right edge opens towards the left.
const keepIn = ({ currentTarget: menu }) => {
  delete menu.dataset.end;
  const { right } = menu.querySelector(".under").getBoundingClientRect();
  if (right > document.documentElement.clientWidth) menu.dataset.end = "";
};

for (const menu of nav?.querySelectorAll(".menu") ?? []) {
  for (const opens of ["pointerenter", "focusin"]) menu.addEventListener(opens, keepIn);
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.activeElement.blur();
  });
}
