// What is on show as a table of text: the rows of the objects on show in the selected range, or in sight.

const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);

// As many digits as the page has of a column.
function cell(value, digits) {
  if (!Number.isFinite(value)) {
    return "";
  }
  return String(digits === 0 ? value : Number(value.toPrecision(digits)));
}

// Each column with its name.
function csvColumns() {
  return charts.flatMap((chart) => {
    const unit = chart.unit ? ` [${chart.unit}]` : "";
    const of = (name, column) => (column === null ? [] : [{ name: name + unit, column }]);
    return [
      ...of(chart.name, chart.values), ...of(`${chart.name}_err`, chart.error),
      ...(isChecked("show-before") ? of(`${chart.name} before smoothing`, chart.before) : []),
      ...(isChecked("show-difference") ? of(`${chart.name} first difference`, chart.difference) : []),
      ...(isChecked("show-measured") ? chart.measured.flatMap(({ name, values }) => of(name, values)) : []),
    ];
  });
}

function csvText() {
  const range = state.brush ?? view();
  const columns = csvColumns();
  const bucketed = state.shown.some((index) => entity(index).rows);
  const heads = [];
  if (page.entity_column) heads.push(page.entity_column);
  if (page.time.dated) heads.push("time");
  heads.push("t [s]");
  if (bucketed) heads.push("seconds", "rows");
  else if (page.place !== null) heads.push(page.places);
  for (const { name, column } of columns) {
    heads.push(...(!bucketed ? [name] : page.errors.includes(column) ? [`${name} max`] : [`${name} min`, `${name} max`]));
  }
  if (page.distance_unit !== null) heads.push(`path_length${page.distance_unit && ` [${page.distance_unit}]`}${bucketed ? " max" : ""}`);
  heads.push("flag");
  const lines = [heads.map(quoted).join(",")];
  for (const index of state.shown) {
    const of = entity(index);
    const [start, end] = range.map((x) => secondsAt(of, x));
    for (let entry = entryAt(of, start); entry < of.entries && of.t[entry] <= end; entry += 1) {
      const cells = [];
      if (page.entity_column) cells.push(quoted(of.name));
      if (page.time.dated) cells.push(date(BigInt(of.start) + inNanoseconds(of.t[entry]), Math.min(page.time.ticks, 9)).replace(" ", "T") + ZONE_SUFFIX);
      cells.push(String(of.t[entry]));
      if (bucketed) cells.push(cell(of.seconds ? of.seconds[entry] : 0, 0), String(of.rows ? of.rows[entry] : 1));
      else if (page.place !== null) cells.push(quoted(placeWords(of, entry).replace(`${page.places} `, "")));
      for (const { column } of columns) {
        const digits = of.rows ? 6 : page.digits[column];
        if (bucketed && !page.errors.includes(column)) cells.push(cell(of.low[column][entry], digits));
        cells.push(cell(of.high[column][entry], digits));
      }
      if (page.distance_unit !== null) cells.push(cell(of.high[page.distance][entry], of.rows ? 6 : page.digits[page.distance]));
      cells.push(quoted(flagWords(of.flags[entry])));
      lines.push(cells.join(","));
    }
  }
  return lines.join("\n") + "\n";
}

function downloadCsv() {
  const stem = document.title.replace(/ – dxdt report$/, "").replace(/\.\w+$/, "").replace(/[^\p{L}\p{N}_-]+/gu, "_");
  download(new Blob([csvText()], { type: "text/csv;charset=utf-8" }), `${stem}-shown.csv`);
}
