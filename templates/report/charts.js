// The charts against time: one drawing for each group, its charts above each other, all on one time axis.

// In pixels; two groups of three charts fit on a sheet of A4.
const panelHeight = () => (state.print ? 130 : 190);
const MARGIN = { left: 84, right: 16, top: 12, bottom: 48 };
const PRINT_WIDTH = 670;

const state = {
  shown: [],        // places of the entities on show
  range: null,      // of the time axis, in its unit (milliseconds of dates); null is all of it
  theme: "light",
  print: false,
  drag: "zoom",     // what dragging does, in all charts
  heights: new Map(), // ranges of y that the user has chosen, by drawing and axis
};

const plots = page.groups.map((group, index) => {
  const section = document.createElement("div");
  section.className = "group";
  const title = document.createElement("h3");
  title.textContent = group.title;
  const plot = document.createElement("div");
  plot.className = "plot";
  plot.id = `plot-${index}`;
  plot.setAttribute("role", "group");
  plot.setAttribute("aria-label", `${group.title} against time: ${group.charts.map((chart) => chart.name).join(", ")}`);
  section.append(title, plot);
  document.getElementById("plots").append(section);
  return plot;
});

const colors = () => {
  const dark = state.theme === "dark";
  return {
    lines: dark ? page.palette.dark : page.palette.light,
    ink: dark ? "#e8e8e8" : "#262626",
    ground: dark ? "#181a1d" : "#ffffff",
    grid: dark ? "#30353b" : "#e6e6e6",
    zero: dark ? "#5a6169" : "#b0b0b0",
    pale: dark ? "#6a6f75" : "#b4b4b4",
  };
};

const isDated = page.time.count === "dates";

// From seconds of an entity to the time axis, and back.
const startOf = (of) => Number(BigInt(of.start) / 1000n) / 1000;
const onAxis = (of, t) => {
  if (isDated) {
    return startOf(of) + 1000 * t;
  }
  return (t + (page.time.count === "log" ? of.offset : 0)) / page.time.seconds;
};
const secondsAt = (of, x) => {
  if (isDated) {
    return (x - startOf(of)) / 1000;
  }
  return x * page.time.seconds - (page.time.count === "log" ? of.offset : 0);
};

function wholeRange() {
  let [low, high] = [Infinity, -Infinity];
  for (const index of state.shown) {
    const of = entity(index);
    const last = of.entries - 1;
    low = Math.min(low, onAxis(of, of.t[0]));
    high = Math.max(high, onAxis(of, of.t[last] + (of.seconds ? of.seconds[last] : 0)));
  }
  const margin = 0.02 * (high - low) || (isDated ? 1000 : 1);
  return [low - margin, high + margin];
}

const isChecked = (id) => document.getElementById(id)?.checked ?? false;

// What a chart shows of one entity, as traces of the chart library, and the range of y in sight.
function traces(of, color, chart, axis, [from, to]) {
  const found = [];
  const sight = [Infinity, -Infinity];
  const see = (low, high) => {
    if (low < sight[0]) sight[0] = low;
    if (high > sight[1]) sight[1] = high;
  };
  const [start, end] = [secondsAt(of, from), secondsAt(of, to)];
  const inSight = (t) => t >= start && t <= end;
  const base = { type: "scatter", xaxis: "x", yaxis: axis, showlegend: false, hoverinfo: "skip" };
  const x = (times) => Array.from(times, (t) => (Number.isNaN(t) ? null : onAxis(of, t)));
  const alone = state.shown.length === 1;
  // Whether the label has the time above the values.
  const hasDate = alone && (isDated || !page.time.dated);
  const wide = areWide(of, start, end);
  const line = (column, name, style, error = null) => {
    const records = pixels(of, column, error, start, end);
    for (const record of records) {
      if (record !== null && (inSight(record.tLow) || inSight(record.tHigh))) {
        see(record.low, record.high);
      }
    }
    const { t, y, of: recordOf } = points(records);
    found.push({
      ...base, x: x(t), y, mode: "lines", hoverinfo: undefined, connectgaps: false,
      text: recordOf.map((record, at) => hoverWords(of, name, chart.unit, record) + (hasDate ? "" : "<br>" + plain(timeWords(of, t[at])))),
      hovertemplate: "%{text}<extra></extra>", ...style, opacity: wide ? 0 : 1,
    });
    if (wide) {
      const { t: around, y: edge } = envelopes(records);
      const { color } = style.line ?? style.marker;
      found.push({ ...base, x: x(around), y: edge, mode: "lines", line: { color, width: 1 }, fill: "toself", fillcolor: color + "80" });
    }
    return records;
  };
  const { pale, lines } = colors();
  if (alone && chart.before !== null && isChecked("show-before")) {
    line(chart.before, "before smoothing", { line: { color: pale, width: 1 } });
  }
  if (alone && isChecked("show-measured")) {
    chart.measured.forEach(({ name, values }, place) => {
      line(values, name, { line: { color: lines[(2 + place) % lines.length], width: 3, dash: "dot" } });
    });
  }
  const name = alone ? chart.name : `${of.name} ${chart.name}`;
  const shape = chart.dots
    ? { mode: "markers", marker: { color, size: 3 } }
    : { mode: of.entries > 1 ? "lines" : "lines+markers", line: { color, width: 1.6 } };
  const band = found.length;
  const records = line(chart.values, name, shape, chart.error);
  if (chart.error !== null && isChecked("show-band")) {
    const { t, y } = outlines(records);
    for (const record of records) {
      if (record !== null && inSight(record.tLow) && !Number.isNaN(record.error)) {
        see(record.bandLow, record.bandHigh);
      }
    }
    found.splice(band, 0, { ...base, x: x(t), y, mode: "lines", line: { width: 0 }, fill: "toself", fillcolor: color + "40" });
  }
  if (alone && chart.difference !== null && isChecked("show-difference")) {
    line(chart.difference, "first difference", { line: { color: lines[5], width: 1.4 } });
  }
  if (isChecked("show-flags")) {
    found.push(marks(of, chart, base, x, [start, end], color));
  }
  return { found, sight };
}

function marks(of, chart, base, x, [start, end], color) {
  const entries = marked(of, chart.values, start, end);
  const flag = (entry) => FLAGS.find(({ bit }) => of.flags[entry] & bit);
  const attention = colors().lines[1];
  return {
    ...base, mode: "markers",
    x: x(entries.map((entry) => middle(of, entry))),
    y: entries.map((entry) => of.high[chart.values][entry]),
    marker: {
      symbol: entries.map((entry) => flag(entry).symbol),
      color: entries.map((entry) => (flag(entry).bit === 1 ? color : attention)),
      size: entries.map((entry) => (flag(entry).bit === 1 ? 6 : 8)),
    },
  };
}

function layout(index, group, range, sights) {
  const { ink, ground, grid, zero } = colors();
  const count = group.charts.length;
  const height = MARGIN.top + MARGIN.bottom + count * panelHeight();
  const gap = 18 / (count * panelHeight());
  const made = {
    width: state.print ? PRINT_WIDTH : plots[index].clientWidth,
    height,
    margin: { l: MARGIN.left, r: MARGIN.right, t: MARGIN.top, b: MARGIN.bottom },
    paper_bgcolor: ground, plot_bgcolor: ground,
    font: { color: ink, size: 12, family: "system-ui, sans-serif" },
    hovermode: state.shown.length === 1 ? "x unified" : "closest",
    hoversubplots: "axis",
    hoverlabel: { bgcolor: ground, bordercolor: zero, font: { color: ink } },
    dragmode: state.drag,
    xaxis: {
      type: isDated ? "date" : "linear", range: [...range], anchor: count === 1 ? "y" : `y${count}`,
      title: { text: plain(page.time.title), standoff: 6 }, gridcolor: grid, zerolinecolor: grid, linecolor: zero, showline: true,
      showspikes: true, spikemode: "across", spikethickness: 1, spikecolor: zero, spikedash: "solid",
      hoverformat: isDated ? `%Y-%m-%d %H:%M:%S.%${Math.min(Math.max(page.time.digits, 1), 6)}f` : ".10~g",
    },
  };
  group.charts.forEach((chart, place) => {
    const key = place === 0 ? "yaxis" : `yaxis${place + 1}`;
    const top = 1 - place / count;
    const unit = chart.unit ? ` (${chart.unit})` : "";
    const chosen = state.heights.get(`${index} ${key}`);
    made[key] = {
      domain: [top - 1 / count + gap / 2, top - gap / 2],
      title: { text: plain(shortened(chart.name, 18) + shortened(unit, 10)), standoff: 4, font: { size: state.print ? 9 : 12 } },
      range: chosen ?? padded(sights[place]), gridcolor: grid, zerolinecolor: zero, linecolor: zero, showline: true,
      exponentformat: "power", hoverformat: ".7~g",
    };
  });
  return made;
}

function padded([low, high]) {
  if (!(low <= high)) {
    return [-1, 1];
  }
  const margin = 0.06 * (high - low) || 0.1 * Math.abs(high) || 1;
  return [low - margin, high + margin];
}

const CONFIG = {
  displaylogo: false, responsive: false, doubleClick: false, doubleClickDelay: 500,
  modeBarButtons: [["zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "toImage"]],
};

function draw() {
  const range = state.range ?? wholeRange();
  const { lines } = colors();
  page.groups.forEach((group, index) => {
    const sights = group.charts.map(() => [Infinity, -Infinity]);
    const data = group.charts.flatMap((chart, place) => {
      const axis = place === 0 ? "y" : `y${place + 1}`;
      return state.shown.flatMap((at, rank) => {
        const { found, sight } = traces(entity(at), lines[rank % lines.length], chart, axis, range);
        sights[place][0] = Math.min(sights[place][0], sight[0]);
        sights[place][1] = Math.max(sights[place][1], sight[1]);
        return found;
      });
    });
    Plotly.react(plots[index], data, layout(index, group, range, sights), CONFIG);
  });
  drawPath(range);
}

// The range of the time axis of a drawing, as numbers.
function rangeOf(plot) {
  const axis = plot._fullLayout.xaxis;
  return axis.range.map((end) => axis.r2l(end));
}

// Drawings that follow another one while it is dragged.
const following = new Set();

function followed(source, change) {
  if (following.has(source)) {
    return;
  }
  const index = plots.indexOf(source);
  state.drag = change.dragmode ?? state.drag;
  for (const key of Object.keys(change)) {
    const axis = key.match(/^(yaxis\d*)\.range/)?.[1];
    if (axis) {
      state.heights.set(`${index} ${axis}`, [...source._fullLayout[axis].range]);
    }
  }
  if (Object.keys(change).some((key) => key.startsWith("xaxis."))) {
    state.range = rangeOf(source);
  }
  draw();
}

function follow(source) {
  const range = rangeOf(source);
  for (const plot of plots.filter((other) => other !== source && !following.has(other))) {
    following.add(plot);
    Plotly.relayout(plot, { "xaxis.range": [...range] }).then(() => following.delete(plot));
  }
}

function listen() {
  for (const plot of plots) {
    plot.on("plotly_relayout", (change) => followed(plot, change));
    plot.on("plotly_relayouting", () => follow(plot));
    plot.on("plotly_doubleclick", showAll);
  }
  document.getElementById("path")?.on("plotly_relayout", ({ dragmode }) => {
    if (dragmode) {
      state.drag = dragmode;
      draw();
    }
  });
}

function showAll() {
  state.range = null;
  state.heights.clear();
  draw();
}
