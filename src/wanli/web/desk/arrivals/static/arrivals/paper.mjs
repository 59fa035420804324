// A sheet typed in: Enter moves on in the order of the paper; an empty name or place passes over
// the rest of its row; the last field saves. Without this script Tab and the button do the same.
const form = document.querySelector("[data-paper]");
const photo = document.querySelector("[data-photo]");

if (form) {
  const fields = [...form.querySelectorAll("input:not([type=hidden]), select")];
  const last = () => form.querySelector("button.main");
  const go = (field) => { field.focus(); field.select?.(); };

  // Where to go from here: nobody in this row means that nobody follows.
  function next(field) {
    const line = field.closest("[data-line]");
    const part = field.closest("fieldset");
    const first = line.querySelector("input, select");
    const rows = [...part.querySelectorAll("[data-line]")];
    if (field === first && !field.value.trim() && rows.indexOf(line) > 0) {
      const after = fields.find((one) => part.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING && !part.contains(one));
      return after ?? null;
    }
    return fields[fields.indexOf(field) + 1] ?? null;
  }

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !fields.includes(event.target)) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) { form.requestSubmit(last()); return; }
    const to = next(event.target);
    if (to) go(to); else form.requestSubmit(last());
  });

  // Sent twice by an impatient finger it is one sheet; the page need not be asked twice either.
  form.addEventListener("submit", () => { last().disabled = true; });
  addEventListener("pageshow", () => { last().disabled = false; });

  const wrong = form.querySelector("[aria-invalid]");
  go(wrong ?? fields[0]);
}

photo?.addEventListener("click", () => photo.toggleAttribute("data-large"));
