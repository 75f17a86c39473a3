// The charts against time: each a drawing of its own, all on one time axis.

const chartHeight = (group) => (state.print ? 120 : group.main ? 200 : 160);
const PRINT_WIDTH = 670;

// Each chart with its group and its drawing.
const panels = page.groups.flatMap((group, index) => {
  const section = made("div", "", { className: "group" });
  section.append(made("h3", group.title));
  byId(group.main ? "main" : "plots").append(section);
  return group.charts.map((chart, place) => {
    const holder = made("div");
    section.append(holder);
    const panel = { group, chart, index, last: place === group.charts.length - 1, range: [NaN, NaN] };
    panel.plot = new Plot(holder, `plot-${index}-${place}`, chart.name, () => sentenceOf(panel));
    return panel;
  });
});

// What a chart shows, in a sentence.
function sentenceOf({ chart, most }) {
  const objects = page.entity_column ? ` of ${isAlone() ? nameOf(state.shown[0]) : counted(state.shown.length, "object", "objects")}` : "";
  const where = `${chart.name}${objects} against time, ${rangeWords(sight())}`;
  if (!most) {
    return `${where}: no value.`;
  }
  const value = (number_) => withUnit(number(number_, 4), chart.unit);
  const when = timeWords(most.of, most.t).replace(/^at /, "");
  return `${where}: from ${value(most.low)} to ${value(most.high)}, the largest at ${when}.`;
}

function see(panel, of, records, [start, end]) {
  const inSight = (t) => t >= start && t <= end;
  for (const record of records) {
    if (record === null || !(inSight(record.tLow) || inSight(record.tHigh))) continue;
    const [low, high] = panel.sight;
    panel.sight = [Math.min(low, record.low), Math.max(high, record.high)];
    if (!panel.most || record.high > panel.most.high) {
      panel.most = { high: record.high, of, t: record.tHigh, low: panel.most?.low ?? record.low };
    }
    panel.most.low = Math.min(panel.most.low, record.low);
  }
}

// All lines of a chart, and the range of y in sight.
function linesOf(panel, range, count) {
  const { chart } = panel;
  const { lines, pale } = colors();
  const found = [];
  [panel.sight, panel.most] = [[Infinity, -Infinity], null];
  state.shown.forEach((index, rank) => {
    const of = entity(index);
    const seconds = range.map((x) => secondsAt(of, x));
    const wide = areWide(of, seconds, count);
    const line = (column, style, error = null) => {
      const records = pixels(of, column, error, seconds, count);
      see(panel, of, records, seconds);
      found.push({ of, records, wide, ...style });
    };
    if (isAlone() && chart.before !== null && isChecked("show-before")) {
      line(chart.before, { color: pale, width: 1 });
    }
    const shown = { color: colorOf(rank), width: state.shown.length > MOST_TOGETHER ? 1 : 1.6, dots: chart.dots, flags: isChecked("show-flags"), band: isChecked("show-band") };
    line(chart.values, shown, chart.error);
    if (chart.error !== null && shown.band) {
      for (const record of found[found.length - 1].records) {
        if (record && record.tLow >= seconds[0] && record.tLow <= seconds[1] && !Number.isNaN(record.error)) {
          panel.sight = [Math.min(panel.sight[0], record.bandLow), Math.max(panel.sight[1], record.bandHigh)];
        }
      }
    }
    if (isAlone() && chart.difference !== null && isChecked("show-difference")) {
      line(chart.difference, { color: lines[5], width: 1.2 });
    }
    if (isAlone() && isChecked("show-measured")) {
      chart.measured.forEach(({ values }, place) => line(values, { color: lines[(2 + place) % lines.length], width: 2.5, dash: [2, 4] }));
    }
  });
  return found;
}

function drawLine(plot, panel, line, range) {
  const { of, records, color } = line;
  const x = (t) => plot.x(onAxis(of, t));
  plot.inside((ctx) => {
    Object.assign(ctx, { strokeStyle: color, fillStyle: color, lineWidth: line.width });
    const filled = (outline, alpha) => {
      ctx.globalAlpha = alpha;
      trace(ctx, outline.t.length, (at) => x(outline.t[at]), (at) => plot.y(outline.y[at]));
      ctx.fill();
      ctx.globalAlpha = 1;
    };
    if (line.band) filled(outlines(records), 0.25);
    ctx.setLineDash(line.dash ?? []);
    if (line.wide) {
      const outline = envelopes(records);
      filled(outline, 0.5);
      trace(ctx, outline.t.length, (at) => x(outline.t[at]), (at) => plot.y(outline.y[at]));
      ctx.stroke();
    } else {
      const { t, y } = points(records);
      if (line.dots) {
        t.forEach((t, at) => ctx.fillRect(x(t) - 1.5, plot.y(y[at]) - 1.5, 3, 3));
      } else {
        trace(ctx, t.length, (at) => x(t[at]), (at) => plot.y(y[at]));
        ctx.stroke();
        // A value between two gaps is a point.
        const known = (at) => at >= 0 && at < t.length && !Number.isNaN(t[at]);
        t.forEach((t, at) => {
          if (known(at) && !known(at - 1) && !known(at + 1)) ctx.fillRect(x(t) - 1.5, plot.y(y[at]) - 1.5, 3, 3);
        });
      }
    }
    ctx.setLineDash([]);
    if (line.flags) {
      const attention = colors().lines[1];
      ctx.lineWidth = 1.5;
      for (const entry of marked(of, panel.chart.values, range.map((x) => secondsAt(of, x)))) {
        const { bit, symbol } = FLAGS.find(({ bit }) => of.flags[entry] & bit);
        if (bit === 1 && !areEdgesShown()) continue;
        ctx.strokeStyle = ctx.fillStyle = bit === 1 ? color : attention;
        markPath(ctx, symbol, x(middle(of, entry)), plot.y(of.high[panel.chart.values][entry]), bit === 1 ? 3.5 : 4.5);
      }
    }
  });
}

function padded([low, high]) {
  if (!(low <= high)) {
    return [-1, 1];
  }
  // What differs only by rounding is level.
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const margin = high - low > 1e-9 * largest ? 0.06 * (high - low) : 0.1 * largest || 1;
  return [low - margin, high + margin];
}

function drawCharts() {
  const range = view();
  for (const panel of panels) {
    const { plot, chart, last, group } = panel;
    const width = state.print ? PRINT_WIDTH : plot.holder.clientWidth;
    const height = chartHeight(group) + (last ? 36 : 0);
    const area = { left: 64, top: 22, right: width - 10, bottom: height - (last ? 40 : 6) };
    const lines = linesOf(panel, range, Math.max(Math.round(area.right - area.left), 100));
    if (panel.most === null) {
      // Between two rows there is only the line from one to the other.
      lines.forEach(({ of, records }) => see(panel, of, records, [-Infinity, Infinity]));
    }
    plot.begin(width, height);
    plot.setScales(area, range, padded(panel.sight));
    const ticks = ticksOf(padded(panel.sight), (area.bottom - area.top) / 28);
    plot.axes(timeTicks(range, (area.right - area.left) / 85), ticks, last);
    plot.text(axisTitle(chart, ticks, 60), area.left - 56, 10, { align: "left", color: colors().ink });
    if (last) {
      // Dates speak for themselves.
      const [words, x] = isDated ? [ZONE, area.left - 18] : [page.time.title, area.right];
      plot.text(words, x, area.bottom + 27, { align: "right", size: 11 });
    }
    for (const line of lines) {
      drawLine(plot, panel, line, range);
    }
  }
}
