// Buttons and check boxes, the theme, printing, and the start.

function setTheme(theme, chosen) {
  state.theme = theme;
  if (chosen) {
    document.documentElement.dataset.theme = theme;
  }
  byId("theme").textContent = theme === "dark" ? "Light" : "Dark";
}

function recolor() {
  tellObjects();
  fillKey();
  redraw();
}

function listenToTheme() {
  const wantsDark = matchMedia("(prefers-color-scheme: dark)");
  setTheme(wantsDark.matches ? "dark" : "light", false);
  wantsDark.addEventListener("change", () => {
    if (!document.documentElement.dataset.theme) {
      setTheme(wantsDark.matches ? "dark" : "light", false);
      recolor();
    }
  });
  byId("theme").addEventListener("click", () => {
    setTheme(state.theme === "dark" ? "light" : "dark", true);
    recolor();
  });
  let onScreen = state.theme;
  addEventListener("beforeprint", () => {
    onScreen = state.theme;
    [state.theme, state.print] = ["light", true];
    recolor();
    drawNow();
  });
  addEventListener("afterprint", () => {
    [state.theme, state.print] = [onScreen, false];
    recolor();
    drawNow();
  });
}

// Shows the row at a place of the log with a little of time around it; of a row that was merged or left out, the nearest one.
function goTo(place) {
  let best = { away: Infinity };
  for (const index of page.entities.keys()) {
    entity(index).low[page.place].forEach((other, entry) => {
      const away = Math.abs(other - place);
      if (away < best.away) best = { away, index, entry };
    });
  }
  const { index, entry } = best;
  const of = entity(index);
  if (!state.shown.includes(index)) show([index]);
  const [x, around] = [onAxis(of, of.t[entry]), 20];
  const [low, high] = wholeRange();
  const length = of.t[Math.min(entry + around, of.entries - 1)] - of.t[Math.max(entry - around, 0)];
  const half = Math.max(length / 2, (high - low) / 1000);
  [state.pinned, state.cursor] = [x, null];
  setRange([Math.max(low, x - half), Math.min(high, x + half)]);
  drawNow();
  byId("controls").scrollIntoView();
  const lines = entryLines(of, entry, speedCharts);
  const { plot } = panels.find(({ chart }) => chart.values === speedColumn);
  const box = plot.canvas.getBoundingClientRect();
  showReadout(lines, box.left + plot.x(x), box.top + 40);
  byId("spoken").textContent = lines.join(", ");
}

function listenToButtons() {
  byId("whole").addEventListener("click", showAll);
  byId("closer").addEventListener("click", () => zoom(0.5));
  byId("farther").addEventListener("click", () => zoom(2));
  byId("earlier").addEventListener("click", () => move(-0.5));
  byId("later").addEventListener("click", () => move(0.5));
  byId("csv").addEventListener("click", downloadCsv);
  for (const box of document.querySelectorAll("#choices input")) {
    box.addEventListener("change", () => {
      fillKey();
      redraw();
    });
  }
  const planes = [...document.querySelectorAll("[data-plane]")];
  for (const button of planes) {
    button.addEventListener("click", () => {
      state.plane = button.dataset.plane;
      state.window = null;
      planes.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
      redrawPath();
    });
  }
  for (const button of document.querySelectorAll("[data-place]")) {
    button.addEventListener("click", () => goTo(Number(button.dataset.place)));
  }
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth !== width && !state.print) {
      width = innerWidth;
      redraw();
    }
  });
}

function start() {
  listenToTheme();
  for (const id of ["controls", "charts", "more-charts"]) byId(id).hidden = false;
  if (!page.groups.some((group) => !group.main)) byId("more-charts").hidden = true;
  fillObjects();
  panels.forEach(listenToChart);
  if (pathPlot) listenToPath(pathPlot);
  listenToPlayer();
  listenToButtons();
  show(page.entities.length > MOST_TOGETHER ? farthest() : page.entities.keys());
  state.range = movingRange();
  drawNow();
}

start();
