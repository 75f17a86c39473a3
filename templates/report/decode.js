// From text to columns of numbers, entity by entity as they are asked for.

const page = JSON.parse(document.getElementById("data").textContent);
const decoded = new Map();

// An entity's columns: `t`, `low` and `high` of each column (the same where entries are rows), `rows`, `flags`, and
// `breaks`, which tells before which entries there is a gap.
function entity(index) {
  if (!decoded.has(index)) {
    decoded.set(index, decode(page.entities[index]));
  }
  return decoded.get(index);
}

function decode(packed) {
  const { buffer } = Uint8Array.from(atob(packed.data), (c) => c.charCodeAt(0));
  let at = 0;
  const take = (Type, count) => {
    const numbers = new Type(buffer, at, count);
    at += count * Type.BYTES_PER_ELEMENT;
    return numbers;
  };
  const { entries } = packed;
  const places = [...Array(page.columns).keys()];
  const bases = take(Float64Array, page.columns + 2);
  if (packed.bucketed) {
    return { ...packed, data: null, ...bucketsOf(packed, bases, places, take) };
  }
  const t = take(Float64Array, entries);
  const column = (at) => {
    const numbers = take(page.wide ? Float64Array : Float32Array, entries);
    return page.wide ? numbers : Float64Array.from(numbers, (value) => value + bases[at]);
  };
  const low = places.map(column);
  const breaks = new Set(take(Uint32Array, packed.breaks));
  const flags = take(Uint8Array, entries);
  const path = page.path ? pathOf(t, low, breaks) : null;
  return { ...packed, data: null, t, low, high: low, seconds: null, rows: null, flags, breaks, path };
}

function bucketsOf({ entries, path: points, breaks: count }, bases, places, take) {
  const unknown = 65535;
  const steps = take(Float64Array, page.columns);
  const [t, seconds] = [0, 1].map(() => take(Float32Array, entries));
  const pathT = take(Float32Array, points);
  const [x, y] = [0, 1].map((axis) => {
    const numbers = take(Float32Array, page.path ? points : 0);
    return Float64Array.from(numbers, (value) => value + bases[page.columns + axis]);
  });
  const breaks = new Set(take(Uint32Array, count));
  const rows = take(Uint32Array, entries);
  const column = (at) => {
    const numbers = take(Uint16Array, entries);
    return Float64Array.from(numbers, (step) => (step === unknown ? NaN : bases[at] + step * steps[at]));
  };
  const low = places.map((at) => (page.errors.includes(at) ? null : column(at)));
  const high = places.map(column);
  const flags = take(Uint8Array, entries);
  return { t, seconds, low, high, rows, flags, breaks, path: { t: pathT, x, y } };
}

// The points of the path of an entity with all its rows.
function pathOf(t, low, breaks) {
  const points = { t: [], x: [], y: [] };
  let before = NaN;
  for (let row = 0; row < t.length; row += 1) {
    const turned = page.path.cut !== null && low[0][row] < page.path.cut ? 360 : 0;
    const here = low[0][row] + turned;
    if (breaks.has(row) || (page.path.geographic && Math.abs(here - before) > 180)) {
      push(points, NaN, NaN, NaN);
    }
    push(points, t[row], here, low[1][row]);
    before = here;
  }
  return points;
}

function push(points, t, x, y) {
  points.t.push(t);
  points.x.push(x);
  points.y.push(y);
}
