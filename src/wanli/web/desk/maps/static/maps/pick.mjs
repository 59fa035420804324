// An outline in the drawing and its field in the list point at each other.
const outlines = new Map([...document.querySelectorAll("[data-outline]")].map((one) => [one.dataset.outline, one]));

for (const field of document.querySelectorAll("[data-shape]")) {
  const outline = outlines.get(field.dataset.shape);
  if (!outline) continue;
  outline.addEventListener("click", (event) => {
    event.preventDefault();
    field.closest("details")?.setAttribute("open", "");
    field.focus();
    field.scrollIntoView({ block: "center" });
  });
  field.addEventListener("focus", () => {
    outline.classList.add("chosen");
    outline.parentNode.append(outline);
  });
  field.addEventListener("blur", () => outline.classList.remove("chosen"));
}
