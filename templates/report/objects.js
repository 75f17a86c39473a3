// Which objects are on show: searched, one by one, some or all.

const objectRows = [];

function show(indices) {
  state.shown = [...indices].sort((a, b) => a - b);
  state.window = null;
  tellObjects();
  fillKey();
  fillPaces();
  redraw();
}

function tellObjects() {
  const count = page.entities.length;
  const { length } = state.shown;
  byId("objects").querySelector("summary").textContent = length === 1 ? `Object ${nameOf(state.shown[0])} of ${grouped(count)}` : `Objects: ${length === count ? "all" : grouped(length) + " of"} ${grouped(count)}`;
  objectRows.forEach(({ box, swatch }, index) => {
    const rank = state.shown.indexOf(index);
    box.checked = rank >= 0;
    swatch.style.background = rank >= 0 ? colorOf(rank) : "";
  });
}

// The objects with the words that are searched for in their names.
function matching() {
  const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  return page.entities.map((_, index) => index).filter((index) => {
    const name = page.entities[index].name.toLowerCase();
    return words.every((word) => name.includes(word));
  });
}

function fillObjects() {
  const list = byId("objects-list");
  page.entities.forEach((of, index) => {
    const item = made("li");
    const box = made("input", "", { type: "checkbox" });
    const swatch = made("i", "", { className: "swatch" });
    const name = made("button", shortened(of.name, 60) || "(no name)", { type: "button", title: "Show only this one" });
    box.setAttribute("aria-label", `Show ${shortened(of.name, 60)}`);
    box.addEventListener("change", () => show(box.checked ? [...state.shown, index] : state.shown.filter((other) => other !== index)));
    name.addEventListener("click", () => show([index]));
    item.append(box, swatch, name, made("span", [counted(of.rows, "row", "rows"), ...wayOf(index)].join(", ")));
    list.append(item);
    objectRows.push({ item, box, swatch });
  });
  byId("search").addEventListener("input", () => {
    const found = new Set(matching());
    objectRows.forEach(({ item }, index) => { item.hidden = !found.has(index); });
  });
  byId("objects-all").addEventListener("click", () => show(matching()));
  byId("objects-none").addEventListener("click", () => show([]));
  byId("objects-moving").addEventListener("click", () => show(farthest()));
  // A click elsewhere closes the list.
  document.addEventListener("pointerdown", (event) => {
    if (!byId("objects").contains(event.target)) byId("objects").open = false;
  });
  byId("objects").addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      byId("objects").open = false;
      byId("objects").querySelector("summary").focus();
    }
  });
  byId("objects").hidden = page.entities.length < 2;
}

// How far an object has come, if there is a distance.
function wayOf(index) {
  const of = entity(index);
  const length = page.distance_unit === null ? NaN : distanceIn(of, [0, of.entries])[1];
  return Number.isNaN(length) ? [] : [withUnit(number(length, 3), page.distance_unit)];
}

// What lines and marks mean, as a list beside the charts.
function fillKey() {
  const { lines, pale } = colors();
  const items = [];
  const add = (text, color, shape) => {
    const item = made("li");
    item.append(swatchOf(color, shape), text);
    items.push(item);
  };
  const has = (what) => charts.some(what);
  if (isAlone()) {
    add(page.entity_column ? nameOf(state.shown[0]) : "derived", lines[0], "line");
  } else {
    state.shown.slice(0, MOST_TOGETHER).forEach((index, rank) => add(nameOf(index), colorOf(rank), "line"));
    if (state.shown.length > MOST_TOGETHER) items.push(made("li", `and ${grouped(state.shown.length - MOST_TOGETHER)} more, in the same colors`));
  }
  if (pathPlot && state.shown.length > 0 && state.shown.length <= MOST_TOGETHER) {
    add("start", lines[2], "disc");
    add("end", lines[1], "square");
  }
  if (pathPlot && state.shown.length < page.entities.length) add("other objects", pale, "line");
  if (isChecked("show-band")) add("95 % band: the truth is in it in 95 of 100 cases", lines[0] + "40", "band");
  if (isAlone() && isChecked("show-before")) add("before smoothing", pale, "line");
  if (isAlone() && isChecked("show-measured") && has((chart) => chart.measured.length > 0)) add("measured", lines[2], "dots");
  if (isAlone() && isChecked("show-difference")) add("first difference to the next row", lines[5], "line");
  if (isChecked("show-flags")) {
    const flags = state.shown.reduce((all, index) => entity(index).flags.reduce((a, b) => a | b, all), 0);
    for (const { bit, word, means, symbol } of FLAGS) {
      if (flags & bit && symbol !== "none" && (bit !== 1 || areEdgesShown())) add(`${word}: ${means}`, bit === 1 ? lines[0] : lines[1], symbol);
    }
  }
  byId("key").replaceChildren(...items);
}

function swatchOf(color, shape) {
  const canvas = made("canvas", "", { width: 48, height: 36 });
  canvas.setAttribute("aria-hidden", "true");
  const ctx = canvas.getContext("2d");
  ctx.scale(3, 3);
  Object.assign(ctx, { strokeStyle: color, fillStyle: color, lineWidth: 2 });
  if (shape === "line" || shape === "dots") {
    ctx.setLineDash(shape === "dots" ? [2, 3] : []);
    trace(ctx, 2, (at) => 16 * at, () => 6);
    ctx.stroke();
  } else if (shape === "band") {
    ctx.fillRect(0, 1, 16, 10);
  } else if (shape === "disc") {
    ctx.beginPath();
    ctx.arc(8, 6, 4, 0, 2 * Math.PI);
    ctx.fill();
  } else {
    markPath(ctx, shape, 8, 6, 4.5);
  }
  return canvas;
}
