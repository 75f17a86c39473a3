// What is on show, and what follows from it.

const state = {
  shown: [],       // places of the objects on show
  range: null,     // of the time axis; null is all of it
  brush: null,     // the range that is measured
  measured: null,  // the chart that it was dragged over
  cursor: null,    // the moment that is pointed at
  pinned: null,    // the moment that stays when nothing is pointed at
  plane: "xy",
  turn: { yaw: -0.6, pitch: 0.5 },
  window: null,    // the part of the path that the user has chosen: center and scale
  theme: "light",
  print: false,
};

const main = page.groups.filter((group) => group.main);
const charts = page.groups.flatMap((group) => group.charts);
const speedColumn = main.flatMap((group) => group.charts).find((chart) => chart.name === "speed").values;
const isChecked = (id) => byId(id)?.checked ?? false;
const isAlone = () => state.shown.length === 1;

function colors() {
  const dark = state.theme === "dark";
  return {
    lines: dark ? page.palette.dark : page.palette.light,
    ink: dark ? "#e8e8e8" : "#262626",
    faint: dark ? "#a9adb2" : "#5c5c5c",
    ground: dark ? "#181a1d" : "#ffffff",
    grid: dark ? "#30353b" : "#e6e6e6",
    zero: dark ? "#5a6169" : "#b0b0b0",
    pale: dark ? "#6a6f75" : "#b4b4b4",
  };
}

const colorOf = (rank) => colors().lines[rank % colors().lines.length];

// The first and last moment of the objects on show.
function span() {
  let [low, high] = [Infinity, -Infinity];
  for (const index of state.shown) {
    const of = entity(index);
    const last = of.entries - 1;
    low = Math.min(low, onAxis(of, of.t[0]));
    high = Math.max(high, onAxis(of, of.t[last] + (of.seconds ? of.seconds[last] : 0)));
  }
  return low <= high ? [low, high] : [0, 1];
}

function wholeRange() {
  const [low, high] = span();
  const margin = 0.01 * (high - low) || 1;
  return [low - margin, high + margin];
}

const view = () => state.range ?? wholeRange();

// The same without its margins, as it is told.
const sight = () => state.range ?? span();

// How far an object comes: the diagonal of the box around its path.
function extent(index) {
  const of = entity(index);
  const sides = axisScales().map((scale, axis) => {
    let [low, high] = [Infinity, -Infinity];
    for (let entry = 0; entry < of.entries; entry += 1) {
      if (of.low[axis][entry] < low) low = of.low[axis][entry];
      if (of.high[axis][entry] > high) high = of.high[axis][entry];
    }
    return low <= high ? scale * Math.min(high - low, page.path?.geographic && axis === 0 ? 180 : Infinity) : 0;
  });
  return Math.hypot(...sides);
}

const MOST_TOGETHER = 8;

// The first and last rows of so many objects would hide the rest.
const areEdgesShown = () => state.shown.length <= MOST_TOGETHER;

// The objects that come farthest, in the order of the log.
function farthest() {
  const far = page.entities.map((_, index) => ({ index, far: extent(index) }));
  far.sort((a, b) => b.far - a.far || a.index - b.index);
  return far.slice(0, MOST_TOGETHER).map(({ index }) => index).sort((a, b) => a - b);
}

// Where the objects on show move, if that is less than half of the time; else null.
function movingRange() {
  const speeds = [];
  for (const index of state.shown) {
    for (const speed of entity(index).high[speedColumn]) {
      if (!Number.isNaN(speed)) speeds.push(speed);
    }
  }
  speeds.sort((a, b) => a - b);
  const least = 0.05 * (speeds[Math.floor(0.98 * speeds.length)] ?? 0);
  let [low, high] = [Infinity, -Infinity];
  for (const index of state.shown) {
    const of = entity(index);
    of.high[speedColumn].forEach((speed, entry) => {
      if (speed > least) {
        low = Math.min(low, onAxis(of, of.t[entry]));
        high = Math.max(high, onAxis(of, of.t[entry] + (of.seconds ? of.seconds[entry] : 0)));
      }
    });
  }
  const [first, last] = span();
  if (!(high > low) || high - low > 0.5 * (last - first)) {
    return null;
  }
  const margin = 0.05 * (high - low);
  return [low - margin, high + margin];
}

// Drawing is put off to the next frame, so that it is done once.
const due = { lines: false, path: false, waiting: false };

function redraw() {
  due.lines = true;
  redrawPath();
}

function redrawPath() {
  due.path = true;
  relink();
}

function relink() {
  if (!due.waiting) {
    due.waiting = true;
    requestAnimationFrame(drawNow);
  }
}

function drawNow() {
  const { lines, path } = due;
  Object.assign(due, { lines: false, path: false, waiting: false });
  if (lines) {
    drawCharts();
    tellRange();
  }
  if (path) {
    drawPath();
    fillFigures();
  }
  link();
}

function setRange(range) {
  const [low, high] = wholeRange();
  const shortest = 10 ** -Math.min(page.time.ticks, 12);
  if (range && range[1] - range[0] < shortest) return;
  state.range = range === null || (range[0] <= low && range[1] >= high) ? null : range;
  redraw();
}

// In or out around a moment.
function zoom(factor, around = null) {
  const [low, high] = view();
  const at = around ?? (state.cursor >= low && state.cursor <= high && state.cursor !== null ? state.cursor : (low + high) / 2);
  const [first, last] = wholeRange();
  setRange([Math.max(first, at - (at - low) * factor), Math.min(last, at + (high - at) * factor)]);
}

function move(share) {
  const [low, high] = view();
  const [first, last] = wholeRange();
  const by = Math.min(Math.max(share * (high - low), first - low), last - high);
  if (by !== 0) setRange([low + by, high + by]);
}
