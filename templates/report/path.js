// The path in the plane: all entities pale, those on show in their colors, the time in sight over the rest.

const CELLS = 2000;

const OTHER_CELLS = 250;
const sparsePaths = new Map();

// An entity's path without the points that would be drawn on the one before.
function sparsePath(index, cells) {
  const key = `${index} ${cells}`;
  if (!sparsePaths.has(key)) {
    sparsePaths.set(key, sparse(entity(index).path, cells));
  }
  return sparsePaths.get(key);
}

function otherPaths() {
  const line = { x: [], y: [] };
  page.entities.forEach((_, index) => {
    if (!state.shown.includes(index)) {
      const { x, y } = sparsePath(index, OTHER_CELLS);
      line.x = line.x.concat(x, NaN);
      line.y = line.y.concat(y, NaN);
    }
  });
  return line;
}

// The last point stays.
function sparse(path, cells) {
  const kept = { t: [], x: [], y: [] };
  let side = 0;
  for (const values of [path.x, path.y]) {
    let [low, high] = [Infinity, -Infinity];
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    side = Math.max(side, high - low);
  }
  const size = side / cells || 1;
  let [cellX, cellY] = [NaN, NaN];
  const last = path.x.length - 1;
  for (let at = 0; at <= last; at += 1) {
    const [x, y] = [Math.round(path.x[at] / size), Math.round(path.y[at] / size)];
    if (x !== cellX || y !== cellY || at === last) {
      push(kept, path.t[at], path.x[at], path.y[at]);
      [cellX, cellY] = [x, y];
    }
  }
  return kept;
}

function pathTraces(index, color, [from, to]) {
  const of = entity(index);
  const path = sparsePath(index, CELLS);
  const [start, end] = [secondsAt(of, from), secondsAt(of, to)];
  const inSight = (at) => path.t[at] >= start && path.t[at] <= end;
  const text = path.t.map((t, at) => {
    const unit = page.path.unit ? " " + page.path.unit : "";
    const x = page.path.geographic && path.x[at] > 180 ? path.x[at] - 360 : path.x[at];
    const name = page.entity_column ? plain(shortened(of.name, 40)) + "<br>" : "";
    return name + plain(`${page.path.x} ${number(x)}${unit}, ${page.path.y} ${number(path.y[at])}${unit}`) + "<br>" + plain(timeWords(of, t));
  });
  const known = path.t.map((_, at) => at).filter((at) => Number.isFinite(path.x[at]) && Number.isFinite(path.y[at]));
  const [first, last] = [known[0], known[known.length - 1]];
  const only = (values) => values.map((value, at) => (inSight(at) ? value : NaN));
  const hover = { text, hovertemplate: "%{text}<extra></extra>" };
  const base = { type: "scatter", mode: "lines", showlegend: false };
  const found = [
    { ...base, x: path.x, y: path.y, line: { color, width: 1 }, opacity: 0.35, ...hover },
    { ...base, x: only(path.x), y: only(path.y), line: { color, width: 1.8 }, hoverinfo: "skip" },
  ];
  if (first !== undefined) {
    const { lines } = colors();
    found.push({
      ...base, mode: "markers", x: [path.x[first], path.x[last]], y: [path.y[first], path.y[last]],
      marker: { symbol: ["circle", "square"], size: 9, color: [lines[2], lines[1]] },
      text: ["start", "end"].map((word, at) => word + "<br>" + text[[first, last][at]]), hovertemplate: "%{text}<extra></extra>",
    });
  }
  return found;
}

function drawPath(range) {
  const plot = document.getElementById("path");
  if (!plot) {
    return;
  }
  const { ink, ground, grid, zero, pale, lines } = colors();
  const width = state.print ? PRINT_WIDTH : plot.clientWidth;
  const data = state.shown.flatMap((at, rank) => pathTraces(at, lines[rank % lines.length], range));
  if (page.entities.length > state.shown.length) {
    data.unshift({ type: "scatter", mode: "lines", showlegend: false, hoverinfo: "skip", line: { color: pale, width: 0.8 }, opacity: 0.6, ...otherPaths() });
  }
  const { x, y, unit, ratio, cut } = page.path;
  const turned = cut === null ? "" : "; 190 is 170 west";
  const title = (name, more = "") => ({ text: plain(shortened(name, 30) + (unit ? ` (${shortened(unit, 10)}${more})` : "")), standoff: 6 });
  const axis = { gridcolor: grid, zerolinecolor: grid, linecolor: zero, showline: true, mirror: true, exponentformat: "power" };
  Plotly.react(plot, data, {
    width, height: Math.min(Math.max(360, Math.round(0.65 * width)), state.print ? 560 : 720),
    margin: { l: MARGIN.left, r: MARGIN.right, t: MARGIN.top, b: MARGIN.bottom },
    paper_bgcolor: ground, plot_bgcolor: ground,
    font: { color: ink, size: 12, family: "system-ui, sans-serif" },
    hovermode: "closest", hoverlabel: { bgcolor: ground, bordercolor: zero, font: { color: ink }, align: "left" },
    dragmode: state.drag, uirevision: state.shown.join(" "),
    xaxis: { ...axis, title: title(x, turned) },
    yaxis: { ...axis, title: title(y), scaleanchor: "x", scaleratio: ratio },
  }, { ...CONFIG, doubleClick: "reset" });
}
