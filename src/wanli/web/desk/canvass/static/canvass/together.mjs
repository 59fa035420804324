// All doors of a stairwell with one tap, and none with the next.
for (const group of document.querySelectorAll("[data-group]")) {
  const boxes = [...group.querySelectorAll("[type=checkbox]")];
  const button = group.querySelector("[data-all]");
  button.hidden = boxes.length < 2;
  button.addEventListener("click", () => {
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
  });
}
