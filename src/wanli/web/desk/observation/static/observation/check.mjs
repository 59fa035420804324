// Whoever has dialled comes back to type: the field waits, and needs no touch of its own.
const field = document.querySelector(".check [name=celsius]");
for (const number of document.querySelectorAll(".dial a")) {
  number.addEventListener("click", () => field?.focus());
}
