// Playing along time: the moment goes on through what is selected, or in sight.

const playing = { since: null, from: 0 };

const played = () => state.brush ?? view();

// How many seconds of the log a second of watching is; the whole takes about 15 seconds at first.
function fillPaces() {
  const [low, high] = span();
  const usual = stepOf(Math.max((high - low) / 15, 1e-9));
  const paces = [...new Set([usual / 10, usual / 5, usual / 2, usual, usual * 2, usual * 5, usual * 10, 1])].sort((a, b) => a - b);
  byId("pace").replaceChildren(...paces.map((pace) => made("option", `${number(pace, 3)}×`, { value: String(pace), selected: pace === usual })));
}

function tellMoment(x) {
  const [low, high] = played();
  byId("clock").textContent = x === null ? "" : axisWords(x);
  if (x !== null && document.activeElement !== byId("moment")) {
    byId("moment").value = String(Math.round(((x - low) / (high - low)) * 1000));
  }
  byId("moment").setAttribute("aria-valuetext", x === null ? "" : axisWords(x));
}

function togglePlay() {
  if (playing.since !== null) {
    return stop();
  }
  const [low, high] = played();
  const at = state.pinned;
  playing.from = at !== null && at >= low && at < high - 0.001 * (high - low) ? at : low;
  playing.since = performance.now();
  byId("play").textContent = "Pause";
  byId("play").setAttribute("aria-pressed", "true");
  state.cursor = null;
  requestAnimationFrame(step);
}

function stop() {
  playing.since = null;
  byId("play").textContent = "Play";
  byId("play").setAttribute("aria-pressed", "false");
}

function step(now) {
  if (playing.since === null) {
    return;
  }
  const [, high] = played();
  const x = playing.from + (Math.max(now - playing.since, 0) / 1000) * Number(byId("pace").value);
  [state.pinned, state.cursor] = [Math.min(x, high), null];
  relink();
  if (x >= high) {
    return stop();
  }
  requestAnimationFrame(step);
}

function listenToPlayer() {
  byId("play").addEventListener("click", togglePlay);
  byId("moment").addEventListener("input", () => {
    stop();
    const [low, high] = played();
    state.pinned = low + (Number(byId("moment").value) / 1000) * (high - low);
    relink();
  });
  byId("pace").addEventListener("change", () => {
    if (playing.since !== null) {
      [playing.from, playing.since] = [state.pinned, performance.now()];
    }
  });
}
