// The path: all objects pale, those on show in their colors, the time in sight over the rest, and the range that is measured
// over that.

const pathPlot = byId("path") ? new Plot(byId("path"), "path", "path", sentenceOfPath) : null;

function sentenceOfPath() {
  const names = state.plane === "3d" ? axesOfSpace.map(({ name }) => name).join(", ") : PLANES[state.plane].map((axis) => axesOfSpace[axis].name).join(" and ");
  const objects = page.entity_column ? (isAlone() ? nameOf(state.shown[0]) : counted(state.shown.length, "object", "objects")) : "the log";
  const bounds = boundsOf(view());
  const ranges = axesOfSpace.map(({ name, unit }, axis) => `${name} from ${number(bounds[axis][0])} to ${withUnit(number(bounds[axis][1]), unit)}`);
  return `Path of ${objects} along ${names}, ${rangeWords(sight())}: ${ranges.slice(0, 3).join(", ")}.`;
}

// A longitude as it is called, where a path across the antimeridian goes on beyond 180.
const longitude = (value) => (value > 180 ? value - 360 : value);

function ranges({ equal, fit }, width, height) {
  if (state.window) {
    return state.window;
  }
  let [[u0, u1], [v0, v1]] = fit;
  const grow = (low, high, by) => [low - by, high + by];
  if (!equal) {
    return [padded([u0, u1]), padded([v0, v1])];
  }
  const scale = Math.max((u1 - u0) / width, (v1 - v0) / height) * 1.12 || 1 / width;
  [u0, u1] = grow((u0 + u1) / 2, (u0 + u1) / 2, (scale * width) / 2);
  [v0, v1] = grow((v0 + v1) / 2, (v0 + v1) / 2, (scale * height) / 2);
  return [[u0, u1], [v0, v1]];
}

function drawPath() {
  if (!pathPlot) {
    return;
  }
  const plot = pathPlot;
  const width = state.print ? PRINT_WIDTH : plot.holder.clientWidth;
  const height = state.print ? 420 : Math.round(Math.min(Math.max(0.8 * width, 300), 436));
  const bounds = boundsOf(view());
  const projected = projection(bounds);
  const flat = projected.axes !== null;
  const area = flat ? { left: 64, top: 24, right: width - 10, bottom: height - 40 } : { left: 4, top: 24, right: width - 4, bottom: height - 4 };
  const [u, v] = ranges(projected, area.right - area.left, area.bottom - area.top);
  plot.begin(width, height);
  plot.setScales(area, u, v);
  Object.assign(plot, { projected, u, v });
  if (flat) {
    pathAxes(plot, projected, u, v);
  } else {
    drawBox(plot, projected, bounds);
  }
  if (page.entities.length > state.shown.length) {
    const { pale } = colors();
    page.entities.forEach((_, index) => {
      if (!state.shown.includes(index)) drawTrack(plot, index, { color: pale, width: 0.8, alpha: 0.6 });
    });
  }
  const [start, end] = view();
  const measured = colors().lines[1];
  state.shown.forEach((index, rank) => {
    const color = colorOf(rank);
    drawTrack(plot, index, { color, width: 1, alpha: 0.35 });
    drawTrack(plot, index, { color, width: 1.8, alpha: 1, range: [start, end] });
    if (state.brush) drawTrack(plot, index, { color: isAlone() ? measured : color, width: 4, alpha: 0.9, range: state.brush });
    drawEnds(plot, index);
  });
  if (projected.note) plot.text(projected.note, area.right - 4, 12, { align: "right" });
  if (page.path.geographic && projected.equal) drawScaleBar(plot, u);
}

function pathAxes(plot, { axes: [a, b], scales }, u, v) {
  const { area } = plot;
  const ticks = (range, scale, most, axis) => {
    const found = ticksOf(range.map((value) => value / scale), most);
    const text = (tick) => (page.path.cut !== null && axis === 0 && tick.value > 180 ? number(longitude(tick.value)) : tick.text);
    return Object.assign(found.map((tick) => ({ value: tick.value * scale, text: text(tick) })), { power: found.power });
  };
  const [xTicks, yTicks] = [ticks(u, scales[0], (area.right - area.left) / 75, a), ticks(v, scales[1], (area.bottom - area.top) / 40, b)];
  plot.axes(xTicks, yTicks);
  plot.text(axisTitle(axesOfSpace[a], xTicks, 40), area.right, area.bottom + 28, { align: "right", color: colors().ink });
  plot.text(axisTitle(axesOfSpace[b], yTicks, 40), area.left - 56, 10, { align: "left", color: colors().ink });
}

// Where a position is on the drawing, in pixels.
function pixelOf(plot, at) {
  const [u, v] = plot.projected.place(at);
  return [plot.x(u), plot.y(v)];
}

function drawTrack(plot, index, { color, width, alpha, range = null }) {
  const track = trackOf(index);
  const [start, end] = (range ?? [-Infinity, Infinity]).map((x) => secondsAt(entity(index), x));
  const { t, at: [x, y, z] } = track;
  const isIn = (at) => range === null || (t[at] >= start && t[at] <= end);
  const pixels = t.map((_, at) => (isIn(at) ? pixelOf(plot, [x[at], y[at], z[at]]) : [NaN, NaN]));
  plot.inside((ctx) => {
    Object.assign(ctx, { strokeStyle: color, fillStyle: color, lineWidth: width, globalAlpha: alpha });
    trace(ctx, pixels.length, (at) => pixels[at][0], (at) => pixels[at][1]);
    ctx.stroke();
    pixels.forEach(([px, py], at) => {
      const alone = (other) => Number.isNaN(pixels[other]?.[0] ?? NaN);
      if (!Number.isNaN(px) && alone(at - 1) && alone(at + 1)) ctx.fillRect(px - 1.5, py - 1.5, 3, 3);
    });
  });
}

// Where a path starts and ends, as a circle and a square.
function drawEnds(plot, index) {
  if (state.shown.length > MOST_TOGETHER) {
    return;
  }
  const { at: [x, y, z] } = trackOf(index);
  const known = (at) => !Number.isNaN(x[at]) && !Number.isNaN(y[at]);
  let [first, last] = [0, x.length - 1];
  while (first < last && !known(first)) first += 1;
  while (last > first && !known(last)) last -= 1;
  const { lines, ground } = colors();
  plot.inside((ctx) => {
    [[first, lines[2], "circle"], [last, lines[1], "square"]].forEach(([at, color, shape]) => {
      if (!(at >= 0)) return;
      const [px, py] = pixelOf(plot, [x[at], y[at], z[at]]);
      Object.assign(ctx, { fillStyle: color, strokeStyle: ground, lineWidth: 1.5 });
      ctx.beginPath();
      if (shape === "circle") ctx.arc(px, py, 5, 0, 2 * Math.PI);
      else ctx.rect(px - 4.5, py - 4.5, 9, 9);
      ctx.fill();
      ctx.stroke();
    });
  });
}

// The box around the paths, with the names and ends of its axes.
function drawBox(plot, projected, bounds) {
  const corner = (bits) => pixelOf(plot, bounds.map((bound, axis) => bound[(bits >> axis) & 1]));
  const { ctx } = plot;
  Object.assign(ctx, { strokeStyle: colors().grid, lineWidth: 1 });
  ctx.beginPath();
  for (let bits = 0; bits < 8; bits += 1) {
    for (const axis of [0, 1, 2]) {
      if (!((bits >> axis) & 1)) {
        ctx.moveTo(...corner(bits));
        ctx.lineTo(...corner(bits | (1 << axis)));
      }
    }
  }
  ctx.stroke();
  const heart = pixelOf(plot, bounds.map(([low, high]) => (low + high) / 2));
  axesOfSpace.slice(0, 3).forEach(({ name, unit }, axis) => {
    // The edge of this axis that is farthest down, or of the third one farthest left.
    const edges = [0, 1, 2, 3].map((at) => {
      const others = [0, 1, 2].filter((other) => other !== axis);
      const bits = ((at & 1) << others[0]) | ((at >> 1) << others[1]);
      return [corner(bits), corner(bits | (1 << axis))];
    });
    const far = ([[x1, y1], [x2, y2]]) => (axis === 2 ? -(x1 + x2) : y1 + y2);
    const [low, high] = edges.reduce((best, edge) => (far(edge) > far(best) ? edge : best));
    const label = (share, words, color) => {
      const [x, y] = [0, 1].map((of) => low[of] + share * (high[of] - low[of]));
      const away = axis === 2 ? [-8, 0] : [x < heart[0] ? -8 : 8, 10];
      plot.text(words, x + away[0], y + away[1], { align: away[0] < 0 ? "right" : "left", color, size: 11 });
    };
    // Enough digits to tell the ends apart.
    const larger = Math.max(...bounds[axis].map(Math.abs)) / (bounds[axis][1] - bounds[axis][0]);
    const digits = Number.isFinite(larger) ? Math.min(Math.ceil(Math.log10(Math.max(larger, 1))) + 3, 15) : 7;
    label(0.18, number(bounds[axis][0], digits), colors().faint);
    label(0.9, number(axis === 0 ? longitude(bounds[axis][1]) : bounds[axis][1], digits), colors().faint);
    label(0.54, shortened(titled(name, unit), 24), colors().ink);
  });
}

// How long a round length is, where the axes are degrees.
function drawScaleBar(plot, [u0, u1]) {
  const { left, right, bottom, top } = plot.area;
  const length = stepOf((u1 - u0) / 8);
  const pixels = (length / (u1 - u0)) * (right - left);
  const [x, y] = [right - pixels - 12, state.plane === "3d" ? top + 18 : bottom - 12];
  const { ctx } = plot;
  Object.assign(ctx, { strokeStyle: colors().ink, lineWidth: 2 });
  ctx.beginPath();
  ctx.moveTo(x, y - 4);
  ctx.lineTo(x, y);
  ctx.lineTo(x + pixels, y);
  ctx.lineTo(x + pixels, y - 4);
  ctx.stroke();
  plot.text(length >= 1000 ? `${number(length / 1000)} km` : `${number(length)} m`, x + pixels / 2, y - 10, { color: colors().ink, size: 11 });
}
