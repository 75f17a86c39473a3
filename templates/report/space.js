// Where positions are drawn: in a plane of two axes, or in space as seen from a side.

const axesOfSpace = page.groups[0].charts.map(({ name, unit, values }) => ({ name, unit, column: values }));
const PLANES = { xy: [0, 1], xz: [0, 2], yz: [1, 2] };
const DEGREE = 111_195; // meters of latitude

// What one unit of each axis is on the drawing, in meters for longitude and latitude.
function axisScales() {
  if (!page.path?.geographic) {
    return axesOfSpace.map(() => 1);
  }
  const height = { km: 1000, ft: 0.3048 }[axesOfSpace[2]?.unit] ?? 1;
  return [DEGREE / page.path.ratio, DEGREE, height].slice(0, axesOfSpace.length);
}

const tracks = new Map();

// The points of an object with their times and entries, with NaN where its path is broken.
function trackOf(index) {
  const key = `${index} ${state.plane === "xy"}`;
  if (!tracks.has(key)) {
    tracks.set(key, makeTrack(entity(index)));
  }
  return tracks.get(key);
}

function makeTrack(of) {
  const track = { t: [], at: [[], [], []] };
  const add = (t, x, y, z) => {
    track.t.push(t);
    [x, y, z].forEach((value, axis) => track.at[axis].push(value));
  };
  if (of.path && state.plane === "xy") {
    of.path.t.forEach((t, at) => add(t, of.path.x[at], of.path.y[at], 0));
    return track;
  }
  let before = NaN;
  for (let entry = 0; entry < of.entries; entry += 1) {
    const [x, y, z] = placeAt(of, entry);
    if (of.breaks.has(entry) || (page.path.geographic && Math.abs(x - before) > 180)) add(NaN, NaN, NaN, NaN);
    add(middle(of, entry), x, y, z);
    before = x;
  }
  return track;
}

// Where an object is: of a bucket, its middle.
function placeAt(of, entry) {
  const value = (axis) => {
    const column = axesOfSpace[axis]?.column;
    return column === undefined ? 0 : (of.low[column][entry] + of.high[column][entry]) / 2;
  };
  const x = value(0);
  const turned = page.path.cut !== null && x < page.path.cut ? 360 : 0;
  return [x + turned, value(1), value(2)];
}

// The ranges of all axes, of the objects on show in a range of time.
function boundsOf(range) {
  const bounds = [0, 1, 2].map(() => [Infinity, -Infinity]);
  for (const index of state.shown) {
    const track = trackOf(index);
    const [start, end] = range.map((x) => secondsAt(entity(index), x));
    track.t.forEach((t, at) => {
      if (t >= start && t <= end) {
        bounds.forEach((bound, axis) => {
          const value = track.at[axis][at];
          if (value < bound[0]) bound[0] = value;
          if (value > bound[1]) bound[1] = value;
        });
      }
    });
  }
  return bounds.map(([low, high]) => (low <= high ? [low, high] : [0, 1]));
}

// How positions become places of the drawing: `place` gives u and v, `fit` the ranges of both, and `note` is what is to be
// said about the scales.
function projection(bounds) {
  return state.plane === "3d" ? inSpace(bounds) : inPlane(bounds);
}

const FLATTEST = 20;

function inPlane(bounds) {
  const [a, b] = PLANES[state.plane];
  const scales = axisScales();
  const spans = [a, b].map((axis) => (bounds[axis][1] - bounds[axis][0]) * scales[axis]);
  const sameUnit = page.path.geographic || axesOfSpace[a].unit === axesOfSpace[b].unit;
  const flat = Math.min(...spans) * FLATTEST < Math.max(...spans);
  const equal = state.plane === "xy" || (sameUnit && !flat);
  const fit = [a, b].map((axis) => bounds[axis].map((value) => value * scales[axis]));
  return { axes: [a, b], scales: [scales[a], scales[b]], equal, fit, place: (at) => [at[a] * scales[a], at[b] * scales[b]], note: equal ? "" : "axes not to one scale" };
}

function inSpace(bounds) {
  const scales = axisScales();
  const middles = bounds.map(([low, high]) => (low + high) / 2);
  const spans = bounds.map(([low, high], axis) => (high - low) * scales[axis]);
  const across = Math.hypot(spans[0], spans[1]);
  // Heights are stretched if they could not be seen otherwise.
  const stretch = spans[2] > 0 && spans[2] * 5 < across ? stepOf((0.3 * across) / spans[2]) : 1;
  const { yaw, pitch } = state.turn;
  const place = (at) => {
    const [x, y, z] = at.map((value, axis) => (value - middles[axis]) * scales[axis] * (axis === 2 ? stretch : 1));
    const depth = y * Math.cos(yaw) - x * Math.sin(yaw);
    return [x * Math.cos(yaw) + y * Math.sin(yaw), z * Math.cos(pitch) + depth * Math.sin(pitch)];
  };
  const radius = Math.hypot(across, spans[2] * stretch) / 2 || 1;
  const fit = [[-radius, radius], [-radius, radius]];
  return { axes: null, scales: [1, 1], equal: true, fit, place, note: stretch === 1 ? "" : `${axesOfSpace[2].name} × ${number(stretch)}` };
}
