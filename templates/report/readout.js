// What follows the moment that is pointed at: a line on all charts, a dot for each object on charts and path, and the
// values at the pointer.

const moment = () => state.cursor ?? state.pinned;

// The entry of an object at a moment; so many pixels into a gap it is the one at its edge.
function entryOf(of, x, pixels = 8) {
  const [low, high] = view();
  return nearest(of, secondsAt(of, x), (pixels * (high - low)) / Math.max(panels[0].plot.area.right - panels[0].plot.area.left, 1));
}

function link() {
  const x = moment();
  const few = state.shown.length <= MOST_TOGETHER;
  const found = x === null ? [] : state.shown
    .map((index, rank) => ({ of: entity(index), color: colorOf(rank), entry: entryOf(entity(index), x) }))
    .filter(({ entry }) => entry !== null);
  for (const { plot, chart } of panels) {
    const { left, right, top, bottom } = plot.area;
    place(plot.piece("moment"), x === null ? null : plot.x(x), null, plot.area);
    place(plot.piece("brush"), state.brush && plot.x(state.brush[0]), state.brush && plot.x(state.brush[1]), plot.area);
    const dots = few ? found.map(({ of, entry, color }) => ({ x: plot.x(onAxis(of, middle(of, entry))), y: plot.y(of.high[chart.values][entry]), color })) : [];
    plot.showDots(dots.filter((dot) => dot.x >= left && dot.x <= right && dot.y >= top - 1 && dot.y <= bottom + 1));
  }
  if (pathPlot) {
    const { left, right, top, bottom } = pathPlot.area;
    const dots = found.map(({ of, entry, color }) => {
      const [px, py] = pixelOf(pathPlot, placeAt(of, entry));
      return { x: px, y: py, color };
    });
    pathPlot.showDots(dots.filter((dot) => dot.x >= left && dot.x <= right && dot.y >= top && dot.y <= bottom));
  }
  tellMoment(x);
}

// Puts a line, or a field up to another place, into the area of a drawing.
function place(piece, from, to, { left, right, top, bottom }) {
  const [start, end] = [Math.max(from ?? -1, left), Math.min(to ?? from ?? -1, right)];
  piece.hidden = from === null || end < start;
  if (!piece.hidden) {
    Object.assign(piece.style, { left: `${start}px`, top: `${top}px`, width: to === null ? "" : `${end - start}px`, height: `${bottom - top}px` });
  }
}

// Degrees need more digits than what is derived from them.
const isPosition = (column) => page.groups[0].charts.some(({ values }) => values === column);

// A value with its standard error; of a bucket, its smallest and its largest.
function valueWords(of, entry, { values, error, unit, name }) {
  const [low, high] = [of.low[values][entry], of.high[values][entry]];
  if (Number.isNaN(high)) {
    return `${name} unknown`;
  }
  const digits = isPosition(values) ? 10 : 5;
  const value = low === high ? number(low, digits) : `${number(low, digits)} … ${number(high, digits)}`;
  const deviation = error === null ? NaN : of.high[error][entry];
  return `${name} ${withUnit(value + (Number.isNaN(deviation) ? "" : ` ± ${number(deviation, 2)}`), unit)}`;
}

// What is known of an entry, in lines; of a chart and those beside it, or of the position and the speed.
function entryLines(of, entry, some) {
  const lines = [];
  if (page.entity_column) lines.push(shortened(of.name, 40) || "(no name)");
  lines.push(timeWords(of, middle(of, entry)));
  for (const chart of some) {
    lines.push(valueWords(of, entry, chart));
    if (chart.before !== null && isChecked("show-before") && isAlone()) lines.push(valueWords(of, entry, { name: `${chart.name} before smoothing`, values: chart.before, error: null, unit: chart.unit }));
    if (chart.difference !== null && isChecked("show-difference") && isAlone()) lines.push(valueWords(of, entry, { name: `${chart.name} first difference`, values: chart.difference, error: null, unit: chart.unit }));
    if (isChecked("show-measured") && isAlone()) {
      for (const { name, values } of chart.measured) lines.push(valueWords(of, entry, { name, values, error: null, unit: chart.unit }));
    }
  }
  const where = of.rows ? counted(of.rows[entry], "row", "rows") : placeWords(of, entry);
  const flags = flagWords(of.flags[entry]);
  if (where || flags) lines.push([where, flags].filter(Boolean).join(" · "));
  return lines;
}

const speedCharts = main.flatMap((group) => group.charts).filter((chart) => chart.name === "speed");

// Shows lines beside a point of the window; none hides them.
function showReadout(lines, clientX = 0, clientY = 0) {
  const readout = byId("readout");
  readout.hidden = lines.length === 0;
  if (readout.hidden) return;
  readout.replaceChildren(...lines.map((line) => made("div", line)));
  const { width, height } = readout.getBoundingClientRect();
  const left = clientX + 16 + width > innerWidth ? clientX - width - 16 : clientX + 16;
  const top = Math.min(Math.max(clientY - height / 2, 4), innerHeight - height - 4);
  Object.assign(readout.style, { left: `${Math.max(left, 4)}px`, top: `${top}px` });
}
