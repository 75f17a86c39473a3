// The range that is measured: how far, how long, and mean, slope and area of what is in it.

// The entries of an object in a range, those that are wholly in it.
function entriesIn(of, range) {
  const [start, end] = range.map((x) => secondsAt(of, x));
  const first = entryAt(of, start);
  let after = first;
  while (after < of.entries && of.t[after] + (of.seconds ? of.seconds[after] : 0) <= end) after += 1;
  return [first, after];
}

// The path length between the first and the last entry with a position, as its smallest and largest possible value: in
// buckets, lengths are rounded outwards to steps.
function distanceIn(of, [first, after]) {
  const [low, high] = [of.low[page.distance], of.high[page.distance]];
  let [from, to] = [first, after - 1];
  while (from < after && Number.isNaN(low[from])) from += 1;
  while (to > from && Number.isNaN(high[to])) to -= 1;
  const length = from < after ? high[to] - low[from] : NaN;
  return [Math.max(length - (of.rows ? 2 * of.steps[page.distance] : 0), 0), length];
}

// The figures of a column, each as its smallest and largest possible value: both the same where every row is there.
// The area goes from row to row by the trapezoidal rule, not across gaps or unknown values; the mean is the area for each
// second of it; the slope is that of the straight line with the least squares.
function figuresOf(of, column, [first, after]) {
  const [low, high] = [of.low[column], of.high[column]];
  const found = { area: [0, 0], seconds: 0, mean: [NaN, NaN], slope: NaN, low: Infinity, high: -Infinity, known: 0 };
  const known = (entry) => !Number.isNaN(low[entry]);
  const sums = { n: 0, t: 0, y: 0 };
  for (let entry = first; entry < after; entry += 1) {
    if (!known(entry)) continue;
    found.low = Math.min(found.low, low[entry]);
    found.high = Math.max(found.high, high[entry]);
    found.known += 1;
    sums.t += of.t[entry];
    sums.y += low[entry];
    const next = entry + 1;
    if (of.rows) {
      // Between the first rows of two buckets all values are within those of both.
      const joined = next < after && known(next) && !of.breaks.has(next);
      const seconds = joined ? of.t[next] - of.t[entry] : of.seconds[entry];
      found.area[0] += seconds * Math.min(low[entry], joined ? low[next] : Infinity);
      found.area[1] += seconds * Math.max(high[entry], joined ? high[next] : -Infinity);
      found.seconds += seconds;
    } else if (next < after && known(next) && !of.breaks.has(next)) {
      const seconds = of.t[next] - of.t[entry];
      const area = (seconds * (low[entry] + low[next])) / 2;
      found.area = found.area.map((sum) => sum + area);
      found.seconds += seconds;
    }
  }
  if (found.seconds > 0) {
    found.mean = found.area.map((area) => area / found.seconds);
  } else {
    found.area = [NaN, NaN];
  }
  if (!of.rows && found.known > 1) {
    const [t, y] = [sums.t / found.known, sums.y / found.known];
    let [above, below] = [0, 0];
    for (let entry = first; entry < after; entry += 1) {
      if (known(entry)) {
        above += (of.t[entry] - t) * (low[entry] - y);
        below += (of.t[entry] - t) ** 2;
      }
    }
    found.slope = above / below;
  }
  return found;
}

function rangeFigure([low, high], unit) {
  if (Number.isNaN(low)) return "–";
  return withUnit(low === high ? number(low, 5) : `${number(low, 5)} … ${number(high, 5)}`, unit);
}

const FIGURES = ["mean", "slope", "area", "smallest", "largest"];

// The figures of a chart in a range, as words. Values that go round have no mean.
function figureCells(of, chart, entries) {
  const found = figuresOf(of, chart.values, entries);
  if (found.known === 0) return FIGURES.map(() => "–");
  const round = chart.dots;
  return [
    round ? "–" : rangeFigure(found.mean, chart.unit),
    round || !Number.isFinite(found.slope) ? "–" : withUnit(number(found.slope, 5), slopeUnit(chart.unit)),
    round ? "–" : rangeFigure(found.area, areaUnit(chart.unit)),
    withUnit(number(found.low, 5), chart.unit), withUnit(number(found.high, 5), chart.unit),
  ];
}

function tableOf(headings, rows) {
  const head = made("tr");
  head.append(...headings.map((text) => made("th", text, { scope: "col" })));
  const body = made("tbody");
  body.append(...rows.map(([first, ...cells]) => {
    const row = made("tr");
    row.append(made("th", first, { scope: "row" }), ...cells.map((text) => made("td", text)));
    return row;
  }));
  const table = made("table");
  const top = made("thead");
  top.append(head);
  table.append(top, body);
  const wide = made("div", "", { className: "wide", tabIndex: 0 });
  wide.setAttribute("role", "region");
  wide.setAttribute("aria-label", "Figures of the selected range");
  wide.append(table);
  return wide;
}

// What is said of an object in a range: rows, time and distance.
function objectCells(of, entries) {
  const [first, after] = entries;
  const count = of.rows ? of.rows.subarray(first, after).reduce((sum, rows) => sum + rows, 0) : after - first;
  if (after === first) return ["0", "–", "–"];
  const last = of.t[after - 1] + (of.seconds ? of.seconds[after - 1] : 0);
  const distance = page.distance_unit === null ? "–" : rangeFigure(distanceIn(of, entries), page.distance_unit);
  return [grouped(count), duration(last - of.t[first]), distance];
}

function fillFigures() {
  const panel = byId("figures");
  const { brush } = state;
  panel.hidden = brush === null || state.shown.length === 0;
  if (panel.hidden) {
    return panel.replaceChildren();
  }
  const button = (id, text, action) => {
    const pressed = made("button", text, { type: "button", id });
    pressed.addEventListener("click", action);
    return pressed;
  };
  const head = made("div", "", { className: "head" });
  const buttons = made("span", "", { className: "buttons" });
  buttons.append(button("zoom-range", "Zoom to it", () => { setBrush(null); setRange(brush); }), button("clear-range", "Clear", () => setBrush(null)));
  head.append(made("h3", `Selected: ${rangeWords(brush)}`), buttons);
  const parts = [head];
  if (isAlone()) {
    const of = entity(state.shown[0]);
    const entries = entriesIn(of, brush);
    const [rows, time, distance] = objectCells(of, entries);
    parts.push(made("p", `${rows} rows, ${time} from the first to the last of them, distance ${distance}`, { id: "distance" }));
    parts.push(tableOf(["quantity", ...FIGURES], charts.map((chart) => [chart.name, ...figureCells(of, chart, entries)])));
  } else {
    const { chart } = state.measured ?? panels.find(({ chart }) => chart.values === speedColumn);
    const figures = FIGURES.map((figure) => `${figure} of ${chart.name}`);
    const rows = state.shown.slice(0, 200).map((index) => {
      const entries = entriesIn(entity(index), brush);
      return [nameOf(index), ...objectCells(entity(index), entries), ...figureCells(entity(index), chart, entries)];
    });
    parts.push(tableOf(["object", "rows", "time", "distance", ...figures], rows));
    if (state.shown.length > rows.length) parts.push(made("p", `These are ${rows.length} of ${counted(state.shown.length, "object", "objects")} on show.`));
  }
  const bucketed = state.shown.some((index) => entity(index).rows);
  parts.push(made("p", "The mean is over time. The area is the integral over time, from row to row, not across gaps. The slope is that of the straight line by least squares. The distance is the length of the path through all positions, not across gaps."
    + (bucketed ? " Where rows share buckets, mean and area lie between two values, only buckets wholly in the range count, and a gap inside a bucket is not left out." : ""), { className: "help" }));
  panel.replaceChildren(...parts);
}

// What is in sight, in words, above the charts.
function tellRange() {
  const whole = state.range === null;
  byId("range").textContent = (whole ? "" : "In sight: ") + rangeWords(sight()) + (whole ? "" : `, of ${duration(span()[1] - span()[0], 0)}`);
  byId("whole").disabled = whole && state.window === null;
}
