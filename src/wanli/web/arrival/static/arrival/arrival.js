/* For old phones: no modules, nothing newer than ES5. The form does all its work without it.
   It keeps what was typed until the server has it, adds rows in the page, hides what does not
   apply, and says at once what the server would say. */
(function () {
  "use strict";
  var form = document.querySelector("[data-form]");
  var PREFIX = "wanli.arrival.";

  function store(key, value) {
    try {
      if (value) { localStorage.setItem(PREFIX + key, JSON.stringify(value)); }
      else { localStorage.removeItem(PREFIX + key); }
    } catch (full) { /* Then it is as without this script. */ }
  }

  if (!form) {
    if (document.querySelector("[data-done]")) {
      try {
        for (var k = localStorage.length - 1; k >= 0; k--) {
          var name = localStorage.key(k);
          if (name.indexOf(PREFIX) === 0) { localStorage.removeItem(name); }
        }
      } catch (none) { /* Nothing was kept. */ }
    }
    return;
  }

  var code = form.getAttribute("data-form");
  var note = document.querySelector("[data-kept]");
  var keeps = !form.hasAttribute("data-shared");

  function all(selector, inside) { return Array.prototype.slice.call((inside || form).querySelectorAll(selector)); }

  function tell(what) { note.textContent = note.getAttribute("data-" + what); note.hidden = false; }

  /* Rows. */
  function last(kind) { var rows = all("[data-row=" + kind + "]"); return rows[rows.length - 1]; }

  function number(row) { return parseInt(row.querySelector("input").name.slice(1), 10); }

  function add(kind) {
    var old = last(kind), row = old.cloneNode(true), from = kind + number(old) + "-", to = kind + (number(old) + 1) + "-";
    if (number(old) >= (kind === "p" ? 12 : 8)) { return null; }
    all(".error, select[name$=-code]", row).forEach(function (one) { one.parentNode.removeChild(one); });
    all("*", row).forEach(function (one) {
      ["id", "name", "for", "aria-describedby"].forEach(function (attribute) {
        var value = one.getAttribute(attribute);
        if (value && value.indexOf(from) === 0) { one.setAttribute(attribute, to + value.slice(from.length)); }
      });
      one.removeAttribute("aria-invalid");
      if (one.tagName === "INPUT") { if (one.type === "checkbox") { one.checked = false; } else { one.value = ""; } }
      if (one.tagName === "SELECT") { one.selectedIndex = 0; }
    });
    old.parentNode.insertBefore(row, old.nextSibling);
    return row;
  }

  form.addEventListener("click", function (event) {
    var pressed = event.target;
    if (pressed.name !== "add") { return; }
    event.preventDefault();
    var row = add(pressed.value);
    if (row) { arrange(); row.querySelector("input").focus(); }
  });

  /* What does not apply is not shown. */
  function arrange() {
    var how = form.querySelector("[name=transport]:checked"), ill = form.querySelector("[name=health]:checked");
    var nowhere = form.elements.building.value.charAt(0) === "-";
    all("[data-for]").forEach(function (one) { one.hidden = !how || (" " + one.getAttribute("data-for") + " ").indexOf(" " + how.value + " ") < 0; });
    all("[data-home]").forEach(function (one) { one.hidden = (one.getAttribute("data-home") === "words") !== nowhere; });
    all("[data-health]").forEach(function (one) { one.hidden = !ill || ill.value !== "yes"; });
    all("[data-row=p]").forEach(function (row) {
      var none = row.querySelector("select").value === "none";
      row.querySelector("[data-id]").hidden = none;
      row.querySelector("[data-born]").hidden = !none;
    });
  }

  /* The same rules as the server's, said at once; it has the last word. */
  function plain(value) { return value.replace(/[\s.\-—_·•]/g, "").toUpperCase(); }

  function fits(input) {
    var value = plain(input.value), what = input.getAttribute("data-check"), how = form.querySelector("[name=transport]:checked");
    if (!value) { return ""; }
    if (what === "id") {
      var kind = document.getElementById(input.name.replace("document", "kind")).value;
      if (kind !== "resident") { return ""; }
      if (/^\d{15}$/.test(value)) { return ""; }
      if (!/^\d{17}[\dX]$/.test(value)) { return "id"; }
      var weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], sum = 0;
      for (var i = 0; i < 17; i++) { sum += weights[i] * +value.charAt(i); }
      return "10X98765432".charAt(sum % 11) === value.charAt(17) ? "" : "id";
    }
    if (what === "phone") { return /^(\+?86)?1[3-9]\d{9}$|^(0\d{2,3})?[2-9]\d{6,7}$|^\+\d{7,14}$/.test(value.replace(/[()]/g, "")) ? "" : "phone"; }
    if (what === "plate") { return /^[\u4e00-\u9fff][A-HJ-Z][A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9\u4e00-\u9fff]$|^[\u4e00-\u9fff][A-HJ-Z]([A-HJK][A-HJ-NP-Z0-9]\d{4}|\d{5}[A-HJK])$|^使?\d{6}使?$/.test(value) ? "" : "plate"; }
    if (how && how.value === "train") { return /^[GDCZTKYSL]?[1-9]\d{0,3}次?$/.test(value) ? "" : "train"; }
    if (how && how.value === "flight") { return /^([A-Z][A-Z0-9]|\d[A-Z])\d{2,4}[A-Z]?$/.test(value) ? "" : "flight"; }
    return "";
  }

  function check(input) {
    var wrong = fits(input), said = document.getElementById(input.name + "_e");
    if (!said && wrong) {
      said = document.createElement("p");
      said.className = "error"; said.id = input.name + "_e"; said.setAttribute("role", "alert");
      input.parentNode.insertBefore(said, input.nextSibling);
      input.setAttribute("aria-describedby", said.id);
    }
    if (said) { said.textContent = wrong ? form.getAttribute("data-bad-" + wrong) : ""; }
    if (wrong) { input.setAttribute("aria-invalid", "true"); } else { input.removeAttribute("aria-invalid"); }
  }

  /* Counties. */
  var asked = "";
  function offer(input) {
    var list = document.getElementById("counties"), value = input.value.trim();
    if (!value || value === asked || !list) { return; }
    asked = value;
    var request = new XMLHttpRequest();
    request.open("GET", form.getAttribute("data-places") + "?q=" + encodeURIComponent(value));
    request.onload = function () {
      if (request.status !== 200 || value !== asked) { return; }
      list.textContent = "";
      JSON.parse(request.responseText).places.forEach(function (one) {
        var option = document.createElement("option");
        option.value = one;
        list.appendChild(option);
      });
    };
    request.send();
  }

  /* A draft, until the server has it. */
  function values() {
    var found = [];
    for (var i = 0; i < form.elements.length; i++) {
      var one = form.elements[i];
      if (!one.name || one.name === "csrfmiddlewaretoken" || one.tagName === "BUTTON") { continue; }
      if ((one.type === "checkbox" || one.type === "radio") && !one.checked) { continue; }
      found.push([one.name, one.value]);
    }
    return found;
  }

  function fill(kept) {
    kept.forEach(function (pair) {
      var match = /^([ps])(\d+)-/.exec(pair[0]);
      while (match && number(last(match[1])) < +match[2]) { if (!add(match[1])) { return; } }
      for (var i = 0; i < form.elements.length; i++) {
        var one = form.elements[i];
        if (one.name !== pair[0]) { continue; }
        if (one.type === "checkbox" || one.type === "radio") { if (one.value === pair[1]) { one.checked = true; } }
        else if (one.name !== "version") { one.value = pair[1]; }
      }
    });
  }

  function keep(sent) { if (keeps) { store(code, { at: new Date().getTime(), sent: sent || 0, values: values() }); } }

  var timer = 0;
  form.addEventListener("input", function (event) {
    clearTimeout(timer);
    timer = setTimeout(function () { keep(); if (/^s\d+-where$/.test(event.target.name)) { offer(event.target); } }, 300);
  });
  form.addEventListener("change", function (event) {
    arrange();
    if (event.target.hasAttribute("data-check")) { check(event.target); }
    keep();
  });
  form.addEventListener("submit", function (event) {
    clearTimeout(timer);
    keep(1);
    if (navigator.onLine === false) { event.preventDefault(); wait(); }
  });

  function wait() {
    tell("held");
    window.addEventListener("online", function () { tell("sending"); form.submit(); });
  }

  var draft = null;
  try { draft = JSON.parse(localStorage.getItem(PREFIX + code)); } catch (broken) { draft = null; }
  if (keeps && form.hasAttribute("data-fresh") && draft && draft.values && new Date().getTime() - draft.at < 172800000) {
    fill(draft.values);
    arrange();
    if (draft.sent && draft.sent < 4) {
      /* Nobody said that it arrived: the same telling again is kept once. */
      store(code, { at: draft.at, sent: draft.sent + 1, values: draft.values });
      if (navigator.onLine === false) { wait(); } else { tell("sending"); form.submit(); }
    } else { tell("found"); }
  }
  arrange();
})();
