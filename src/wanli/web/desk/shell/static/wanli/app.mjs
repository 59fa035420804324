// What every page shares: the search box, and the truth about the network.
import "./find.mjs";
import "./nav.mjs";

const offline = document.querySelector("[data-offline]");
// A page from the phone's own keeping says so even where a weak network pretends to be one.
const tell = () => { if (offline) offline.hidden = navigator.onLine && !("old" in offline.dataset); };
window.addEventListener("online", tell);
window.addEventListener("offline", tell);
tell();

// A form is sent once, however often the button is pressed; one that answers with a file stays.
for (const form of document.querySelectorAll("form[method=post]:not([data-stays])")) {
  form.addEventListener("submit", () => {
    setTimeout(() => {
      for (const button of form.querySelectorAll("button")) button.disabled = true;
    });
  });
}
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form[method=post] button")) button.disabled = false;
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

// What was kept on this device for one person is not left to the next one.
// The page that stands in for one that was not kept is nobody's.
const person = document.querySelector("script[data-person]")?.dataset.person;
async function forget() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("wanli.") && key !== "wanli.person") localStorage.removeItem(key);
  }
  for (const name of "caches" in window ? await caches.keys() : []) {
    if (name.startsWith("wanli-pages-")) await caches.delete(name);
  }
}
if (person !== undefined) {
  if ((localStorage.getItem("wanli.person") ?? person) !== person) await forget();
  localStorage.setItem("wanli.person", person);
}
for (const form of document.querySelectorAll('form[action$="/logout/"]')) form.addEventListener("submit", forget);
