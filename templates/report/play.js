// Playing along time: the moment goes on through what is selected, or in sight.

const playing = { since: null, from: 0 };

const played = () => state.brush ?? sight();

// How many seconds of the log a second of watching is; the whole takes about 15 seconds at first.
function fillPaces() {
  const [low, high] = span();
  const usual = timeStep(Math.max((high - low) / 15, 1e-9));
  const paces = new Set([100, 20, 5, 2, 1].map((times) => timeStep(usual / times)).concat([2, 5, 10].map((times) => timeStep(usual * times)), 1));
  const options = [...paces].sort((a, b) => a - b).map((pace) => {
    const words = pace === 1 ? "as it was" : `${duration(pace, 12)} per second`;
    return made("option", words, { value: String(pace), selected: pace === usual });
  });
  byId("pace").replaceChildren(...options);
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
  state.cursor = null;
  requestAnimationFrame(step);
}

function stop() {
  playing.since = null;
  byId("play").textContent = "Play";
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
