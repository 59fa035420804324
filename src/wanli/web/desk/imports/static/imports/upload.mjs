// A large file takes some seconds to send and to read: say so, and let it be sent once.
const form = document.querySelector("[data-upload]");
form.addEventListener("submit", () => {
  form.querySelector("[data-reading]").hidden = false;
  form.querySelector("button").disabled = true;
});
// Back from the next page, the form is as it was.
addEventListener("pageshow", () => {
  form.querySelector("[data-reading]").hidden = true;
  form.querySelector("button").disabled = false;
});
