// The entity picker, the check boxes, the theme, and printing.

const MOST_TOGETHER = 8;
const byId = (id) => document.getElementById(id);

function fillPicker() {
  const picker = byId("entity");
  const count = page.entities.length;
  byId("entity-label").hidden = count < 2;
  const option = (value, text) => {
    const made = document.createElement("option");
    made.value = value;
    made.textContent = text;
    picker.append(made);
  };
  if (count > 1 && count <= MOST_TOGETHER) {
    option("all", `all ${count}`);
  }
  page.entities.forEach((of, index) => option(String(index), `${shortened(of.name, 60) || "(no name)"} – ${of.rows} rows`));
  if (count > MOST_TOGETHER) {
    const rows = page.entities.map((of) => of.rows);
    picker.value = String(rows.indexOf(Math.max(...rows)));
  }
  picker.addEventListener("change", () => {
    pick();
    showAll();
    fillKey();
  });
}

function pick() {
  const { value } = byId("entity");
  state.shown = value === "all" ? page.entities.map((_, index) => index) : [Number(value)];
}

// What lines and marks mean, as a list beside the charts.
function fillKey() {
  const { lines, pale } = colors();
  const alone = state.shown.length === 1;
  const items = [];
  const add = (text, color, shape) => {
    const item = document.createElement("li");
    item.append(swatch(color, shape), text);
    items.push(item);
  };
  const has = (what) => page.groups.some((group) => group.charts.some(what));
  if (alone) {
    add(page.entity_column ? shortened(entity(state.shown[0]).name, 40) : "derived", lines[0], "line");
  } else {
    state.shown.forEach((at, rank) => add(shortened(entity(at).name, 40), lines[rank % lines.length], "line"));
  }
  if (isChecked("show-band")) add("95 % band: the truth is in it in 95 of 100 cases", lines[0] + "40", "band");
  if (alone && isChecked("show-before")) add("before smoothing", pale, "line");
  if (alone && isChecked("show-measured") && has((chart) => chart.measured.length > 0)) add("measured", lines[2], "dots");
  if (alone && isChecked("show-difference")) add("first difference to the next row", lines[5], "line");
  if (isChecked("show-flags")) {
    const flags = state.shown.reduce((all, at) => entity(at).flags.reduce((a, b) => a | b, all), 0);
    for (const { bit, word, means, symbol } of FLAGS) {
      if (flags & bit && bit !== 8) add(`${word}: ${means}`, bit === 1 ? lines[0] : lines[1], symbol);
    }
  }
  byId("key").replaceChildren(...items);
}

function swatch(color, shape) {
  const shapes = {
    line: "M0 6H16", dots: "M0 6h3m3 0h3m3 0h3", band: "M0 1H16V11H0Z", x: "M4 2L12 10M12 2L4 10",
    diamond: "M8 1L13 6L8 11L3 6Z", "triangle-up": "M8 1L13 11H3Z", "triangle-down": "M8 11L13 1H3Z",
    square: "M4 2H12V10H4Z", "circle-open": "M4 6a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
  };
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  for (const [name, value] of Object.entries({ width: 16, height: 12, "aria-hidden": "true" })) svg.setAttribute(name, value);
  const filled = ["band", "diamond", "triangle-up", "triangle-down", "square"].includes(shape);
  path.setAttribute("d", shapes[shape]);
  path.setAttribute("fill", filled ? color : "none");
  if (!filled) path.setAttribute("stroke", color);
  path.setAttribute("stroke-width", "2");
  svg.append(path);
  return svg;
}

function setTheme(theme, chosen) {
  state.theme = theme;
  if (chosen) {
    document.documentElement.dataset.theme = theme;
  }
  byId("theme").textContent = theme === "dark" ? "Light" : "Dark";
}

function redraw() {
  draw();
  fillKey();
}

const wantsDark = matchMedia("(prefers-color-scheme: dark)");

function start() {
  setTheme(wantsDark.matches ? "dark" : "light", false);
  wantsDark.addEventListener("change", () => {
    if (!document.documentElement.dataset.theme) {
      setTheme(wantsDark.matches ? "dark" : "light", false);
      redraw();
    }
  });
  byId("theme").addEventListener("click", () => {
    setTheme(state.theme === "dark" ? "light" : "dark", true);
    redraw();
  });
  byId("whole").addEventListener("click", showAll);
  for (const box of document.querySelectorAll("#controls input")) {
    box.addEventListener("change", redraw);
  }
  let screenTheme = state.theme;
  addEventListener("beforeprint", () => {
    screenTheme = state.theme;
    [state.theme, state.print] = ["light", true];
    redraw();
  });
  addEventListener("afterprint", () => {
    [state.theme, state.print] = [screenTheme, false];
    redraw();
  });
  let waiting = 0;
  let width = innerWidth;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (innerWidth !== width && !state.print) {
        width = innerWidth;
        draw();
      }
    }, 150);
  });
  byId("controls").hidden = false;
  fillPicker();
  pick();
  redraw();
  listen();
}

start();
