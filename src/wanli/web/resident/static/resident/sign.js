/* A name drawn with a finger: strokes as points on 600 by 200. Typing it does as well. */
(function () {
  "use strict";
  var form = document.querySelector("[data-sign]");
  var pad = form && form.querySelector("canvas");
  if (!pad || !pad.getContext) { return; }
  var pen = pad.getContext("2d");
  var field = form.querySelector("[name=drawn]");
  var strokes = [];
  var down = false;
  pen.lineWidth = 4;
  pen.lineCap = pen.lineJoin = "round";

  function point(event) {
    var touch = event.touches ? event.touches[0] : event;
    var box = pad.getBoundingClientRect();
    var x = Math.round((touch.clientX - box.left) * pad.width / box.width);
    var y = Math.round((touch.clientY - box.top) * pad.height / box.height);
    return [Math.min(Math.max(x, 0), pad.width - 1), Math.min(Math.max(y, 0), pad.height - 1)];
  }

  function begin(event) {
    event.preventDefault();
    down = true;
    strokes.push([point(event)]);
  }

  function go(event) {
    if (!down) { return; }
    event.preventDefault();
    var stroke = strokes[strokes.length - 1];
    var from = stroke[stroke.length - 1];
    var to = point(event);
    if (Math.abs(to[0] - from[0]) + Math.abs(to[1] - from[1]) < 4) { return; }
    stroke.push(to);
    pen.beginPath();
    pen.moveTo(from[0], from[1]);
    pen.lineTo(to[0], to[1]);
    pen.stroke();
  }

  function end() {
    down = false;
    field.value = strokes.map(function (stroke) { return stroke.join(" "); }).join(";");
  }

  pad.addEventListener("touchstart", begin);
  pad.addEventListener("touchmove", go);
  pad.addEventListener("touchend", end);
  pad.addEventListener("mousedown", begin);
  pad.addEventListener("mousemove", go);
  window.addEventListener("mouseup", end);
  form.querySelector("[data-clear]").onclick = function () {
    strokes = [];
    field.value = "";
    pen.clearRect(0, 0, pad.width, pad.height);
  };
  form.querySelector("[data-pad]").hidden = false;
})();
