/* For old phones: no modules, nothing newer than ES5. The pages do all their work without it.
   It reads the page out, and keeps what was typed until the server has it. */
(function () {
  "use strict";
  var main = document.getElementById("main");
  var speak = window.speechSynthesis;
  var button = document.querySelector("[data-aloud]");

  function text() {
    var parts = main.querySelectorAll("h1, h2, p, li, label, legend, summary");
    var said = [];
    for (var i = 0; i < parts.length; i++) {
      if (parts[i].offsetParent && !parts[i].querySelector("button, .btn")) {
        said.push(parts[i].textContent.replace(/\s+/g, " "));
      }
    }
    return said.join("。");
  }

  if (button && speak && window.SpeechSynthesisUtterance) {
    var read = button.textContent;
    var quiet = function () { button.textContent = read; };
    button.hidden = false;
    button.onclick = function () {
      if (speak.speaking) { speak.cancel(); quiet(); return; }
      var speech = new SpeechSynthesisUtterance(text());
      speech.lang = document.documentElement.lang === "en" ? "en" : "zh-CN";
      speech.rate = 0.9;
      speech.onend = speech.onerror = quiet;
      button.textContent = button.getAttribute("data-stop");
      speak.speak(speech);
    };
    window.addEventListener("pagehide", function () { speak.cancel(); });
  }

  var form = document.querySelector("[data-report]");
  var note = document.querySelector("[data-kept]");
  if (!form || !window.localStorage || !window.JSON) { return; }
  var key = "wanli." + form.getAttribute("data-report");

  function store(value) {
    try {
      if (value) { localStorage.setItem(key, JSON.stringify(value)); }
      else { localStorage.removeItem(key); }
    } catch (full) { /* Then it is as without this script. */ }
  }

  function kept() {
    try { return JSON.parse(localStorage.getItem(key)); } catch (broken) { return null; }
  }

  function each(then) {
    for (var i = 0; i < form.elements.length; i++) {
      var one = form.elements[i];
      if (one.name && one.tagName === "INPUT" && one.name !== "csrfmiddlewaretoken") { then(one); }
    }
  }

  function typed() {
    var values = [];
    each(function (one) {
      if (one.type === "checkbox" || one.type === "radio") {
        if (one.checked) { values.push([one.name, one.value]); }
      } else { values.push([one.name, one.value]); }
    });
    return values;
  }

  function fill(values) {
    each(function (one) {
      var pick = one.type === "checkbox" || one.type === "radio";
      if (pick) { one.checked = false; }
      for (var i = 0; i < values.length; i++) {
        if (values[i][0] !== one.name) { continue; }
        if (!pick) { one.value = values[i][1]; }
        else if (values[i][1] === one.value) { one.checked = true; }
      }
    });
  }

  function arrived(values) {
    var told = document.querySelectorAll("[data-told]");
    for (var i = 0; i < told.length; i++) {
      for (var j = 0; j < values.length; j++) {
        if (values[j][1] === told[i].getAttribute("data-told")) { return true; }
      }
    }
    return false;
  }

  function send(draft) {
    var seconds = Math.max(0, Math.round((new Date().getTime() - draft.at) / 1000));
    fill(draft.values);
    each(function (one) { if (/-waited$/.test(one.name)) { one.value = seconds; } });
    note.textContent = note.getAttribute("data-sending");
    note.hidden = false;
    draft.tried = (draft.tried || 0) + 1;
    store(draft);
    form.submit();
  }

  function wait() {
    note.hidden = false;
    window.addEventListener("online", function () { var draft = kept(); if (draft) { send(draft); } });
  }

  form.addEventListener("submit", function (event) {
    var draft = { at: new Date().getTime(), values: typed() };
    var pressed = document.activeElement;
    if (pressed && /-meant$/.test(pressed.name || "")) { draft.values.push([pressed.name, pressed.value]); }
    store(draft);
    if (navigator.onLine === false) { event.preventDefault(); wait(); }
  });

  var draft = kept();
  if (!draft || !draft.values) { return; }
  var refused = document.querySelector(".error[role=alert]");
  var old = new Date().getTime() - draft.at > 43200000;
  if (refused || old || arrived(draft.values) || draft.tried > 3) { store(null); }
  else if (navigator.onLine === false) { fill(draft.values); wait(); }
  else { send(draft); }
})();
