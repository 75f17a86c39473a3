// The pointer and the keyboard on charts and the path.

// Whether a pointer that went down has moved since; a click has not.
const CLICK = 4;

function pointAt(plot, event) {
  const { left, top } = plot.canvas.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

// The object whose line is nearest to a point of a chart.
function objectAt({ plot, chart }, x, py) {
  let best = null;
  for (const index of state.shown) {
    const of = entity(index);
    const entry = entryOf(of, x);
    if (entry === null) continue;
    const away = Math.abs(plot.y(of.high[chart.values][entry]) - py);
    if (best === null || away < best.away || Number.isNaN(best.away)) best = { of, entry, away };
  }
  return best;
}

function hoverChart(panel, event) {
  const [px, py] = pointAt(panel.plot, event);
  const { left, right } = panel.plot.area;
  if (px < left - 2 || px > right + 2) {
    return leave();
  }
  state.cursor = panel.plot.atX(px);
  const best = objectAt(panel, state.cursor, py);
  showReadout(best ? entryLines(best.of, best.entry, panel.group.charts) : [axisWords(state.cursor)], event.clientX, event.clientY);
  relink();
}

function leave() {
  state.cursor = null;
  showReadout([]);
  relink();
}

function setBrush(range, panel = null) {
  state.brush = range;
  state.measured = panel ?? state.measured;
  redrawPath();
}

function listenToChart(panel) {
  const { plot } = panel;
  const { holder } = plot;
  let down = null;
  holder.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target === plot.save) return;
    const [px, py] = pointAt(plot, event);
    const moves = event.shiftKey || py > plot.area.bottom + 4;
    down = { px, moves, from: plot.atX(px), range: view(), moved: false };
    holder.setPointerCapture(event.pointerId);
  });
  holder.addEventListener("pointermove", (event) => {
    const [px] = pointAt(plot, event);
    if (down && Math.abs(px - down.px) >= CLICK) down.moved = true;
    if (!down?.moved) return hoverChart(panel, event);
    const { left, right } = plot.area;
    if (down.moves) {
      const by = ((down.px - px) / (right - left)) * (down.range[1] - down.range[0]);
      setRange(down.range.map((end) => end + by));
    } else {
      const to = plot.atX(Math.min(Math.max(px, left), right));
      setBrush([Math.min(down.from, to), Math.max(down.from, to)], panel);
      state.cursor = to;
      showReadout([rangeWords(state.brush)], event.clientX, event.clientY);
    }
  });
  const up = (event) => {
    if (down && !down.moved) {
      const x = plot.atX(down.px);
      if (state.brush && (x < state.brush[0] || x > state.brush[1])) setBrush(null);
      state.pinned = x;
      hoverChart(panel, event);
    }
    down = null;
  };
  holder.addEventListener("pointerup", up);
  holder.addEventListener("pointercancel", () => { down = null; });
  holder.addEventListener("pointerleave", () => { if (!down) leave(); });
  holder.addEventListener("dblclick", (event) => { if (event.target !== plot.save) showAll(); });
  holder.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(1.2 ** Math.sign(event.deltaY), plot.atX(pointAt(plot, event)[0]));
  }, { passive: false });
  holder.addEventListener("keydown", (event) => keyOnChart(panel, event));
  holder.addEventListener("blur", () => showReadout([]));
}

function showAll() {
  state.window = null;
  setBrush(null);
  setRange(null);
}

// The moment of the next row of what is on show, back or on from a moment.
function nextMoment(x, direction) {
  let best = null;
  for (const index of state.shown) {
    const of = entity(index);
    const t = secondsAt(of, x);
    let entry = entryAt(of, t);
    if (direction < 0) entry -= 1;
    else while (entry < of.entries && !(onAxis(of, middle(of, entry)) > x)) entry += 1;
    while (direction < 0 && entry >= 0 && !(onAxis(of, middle(of, entry)) < x)) entry -= 1;
    if (entry < 0 || entry >= of.entries) continue;
    const found = onAxis(of, middle(of, entry));
    if (best === null || direction * (found - best) < 0) best = found;
  }
  return best ?? x;
}

function keyOnChart(panel, event) {
  const { key, shiftKey } = event;
  const [low, high] = view();
  const from = moment() ?? (low + high) / 2;
  const step = { ArrowLeft: () => nextMoment(from, -1), ArrowRight: () => nextMoment(from, 1), PageUp: () => from - (high - low) / 20, PageDown: () => from + (high - low) / 20, Home: () => span()[0], End: () => span()[1] }[key];
  const done = { "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2), "−": () => zoom(2), "0": showAll, Escape: () => { setBrush(null); state.pinned = null; leave(); }, " ": togglePlay }[key];
  if (!step && !done) return;
  event.preventDefault();
  if (done) return done();
  const to = Math.min(Math.max(step(), span()[0]), span()[1]);
  if (shiftKey) {
    const fixed = state.brush && state.brush[0] === from ? state.brush[1] : state.brush && state.brush[1] === from ? state.brush[0] : from;
    setBrush([Math.min(fixed, to), Math.max(fixed, to)], panel);
  }
  [state.pinned, state.cursor] = [to, null];
  if (to < low || to > high) move((to - (low + high) / 2) / (high - low));
  const box = panel.plot.canvas.getBoundingClientRect();
  const best = objectAt(panel, to, 0);
  const lines = best ? entryLines(best.of, best.entry, panel.group.charts) : [axisWords(to)];
  showReadout(lines, box.left + Math.min(Math.max(panel.plot.x(to), 0), box.width), box.top + 40);
  byId("spoken").textContent = lines.join(", ");
  relink();
}

// The point of a path nearest to a point of the drawing.
function pathPointAt(plot, px, py) {
  let best = { away: 40, index: null };
  for (const index of state.shown) {
    const track = trackOf(index);
    track.t.forEach((t, at) => {
      const [x, y] = pixelOf(plot, track.at.map((values) => values[at]));
      const away = Math.hypot(x - px, y - py);
      if (away < best.away) best = { away, index, t };
    });
  }
  return best.index === null ? null : best;
}

function hoverPath(plot, event) {
  const best = pathPointAt(plot, ...pointAt(plot, event));
  if (!best) {
    return leave();
  }
  const of = entity(best.index);
  state.cursor = onAxis(of, best.t);
  const entry = entryOf(of, state.cursor);
  const positions = page.groups[0].charts;
  showReadout(entry === null ? [] : entryLines(of, entry, [...positions, ...speedCharts]), event.clientX, event.clientY);
  relink();
}

function zoomPath(plot, factor, px, py) {
  const [x, y] = [plot.atX(px), plot.atY(py)];
  state.window = [plot.u.map((end) => x + (end - x) * factor), plot.v.map((end) => y + (end - y) * factor)];
  redrawPath();
}

function turnPath(yaw, pitch) {
  state.turn = { yaw: state.turn.yaw + yaw, pitch: Math.min(Math.max(state.turn.pitch + pitch, -Math.PI / 2), Math.PI / 2) };
  redrawPath();
}

function movePath(plot, [u, v], dx, dy) {
  const { left, right, top, bottom } = plot.area;
  const [byU, byV] = [(-dx / (right - left)) * (u[1] - u[0]), (dy / (bottom - top)) * (v[1] - v[0])];
  state.window = [u.map((end) => end + byU), v.map((end) => end + byV)];
  redrawPath();
}

function listenToPath(plot) {
  const { holder } = plot;
  let down = null;
  holder.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target === plot.save) return;
    const [px, py] = pointAt(plot, event);
    down = { px, py, x: px, y: py, moved: false, window: [plot.u, plot.v] };
    holder.setPointerCapture(event.pointerId);
  });
  holder.addEventListener("pointermove", (event) => {
    const [px, py] = pointAt(plot, event);
    if (down && Math.hypot(px - down.px, py - down.py) >= CLICK) down.moved = true;
    if (!down?.moved) return hoverPath(plot, event);
    if (state.plane === "3d" && !event.shiftKey) {
      turnPath((px - down.x) * 0.01, (py - down.y) * 0.01);
    } else {
      movePath(plot, down.window, px - down.px, py - down.py);
    }
    [down.x, down.y] = [px, py];
  });
  holder.addEventListener("pointerup", (event) => {
    if (down && !down.moved) {
      hoverPath(plot, event);
      state.pinned = state.cursor ?? state.pinned;
    }
    down = null;
  });
  holder.addEventListener("pointercancel", () => { down = null; });
  holder.addEventListener("pointerleave", () => { if (!down) leave(); });
  holder.addEventListener("dblclick", (event) => {
    if (event.target === plot.save) return;
    state.window = null;
    redrawPath();
  });
  holder.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoomPath(plot, 1.2 ** Math.sign(event.deltaY), ...pointAt(plot, event));
  }, { passive: false });
  holder.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const { left, right, top, bottom } = plot.area;
    const done = {
      "+": () => zoomPath(plot, 0.8, (left + right) / 2, (top + bottom) / 2), "-": () => zoomPath(plot, 1.25, (left + right) / 2, (top + bottom) / 2),
      "0": () => { state.window = null; redrawPath(); }, " ": togglePlay,
    }[event.key];
    if (!step && !done) return;
    event.preventDefault();
    if (done) return done();
    if (state.plane === "3d") turnPath(0.1 * step[0], 0.1 * step[1]);
    else movePath(plot, [plot.u, plot.v], -30 * step[0], -30 * step[1]);
  });
}
