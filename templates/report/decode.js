// From bytes to columns of numbers, object by object as they are asked for.

const page = readHead();
const decoded = new Map();

// The JSON, and where the numbers of each object are.
function readHead() {
  const length = new DataView(bytes).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)));
  let at = 4 + length;
  for (const of of head.entities) {
    of.from = at;
    at += of.bytes;
  }
  return head;
}

// An object's columns: `t`, `low` and `high` of each column (the same where entries are rows), `rows`, `flags`, and
// `breaks`, which tells before which entries there is a gap.
function entity(index) {
  if (!decoded.has(index)) {
    decoded.set(index, inShownUnits(decode(page.entities[index])));
  }
  return decoded.get(index);
}

// In the units that the page shows. Where entries are rows, `low` and `high` are the same columns.
function inShownUnits(of) {
  for (const [place, factor] of Object.entries(page.factors)) {
    const columns = new Set([of.low[place], of.high[place]]);
    columns.forEach((column) => column?.forEach((value, entry) => { column[entry] = value * factor; }));
    if (of.steps) of.steps[place] *= factor;
  }
  return of;
}

function decode(packed) {
  const buffer = bytes.slice(packed.from, packed.from + packed.bytes);
  let at = 0;
  const take = (Type, count) => {
    const numbers = new Type(buffer, at, count);
    at += count * Type.BYTES_PER_ELEMENT;
    return numbers;
  };
  const places = [...page.digits.keys()];
  const shift = page.time.count === "entity" ? 0 : packed.offset;
  if (packed.bucketed) {
    return { ...packed, shift, ...bucketsOf(packed, places, take) };
  }
  const { entries } = packed;
  const t = secondsOf(byBytes(take(Uint8Array, 8 * entries), entries));
  const low = places.map(() => byBytes(take(Uint8Array, 8 * entries), entries));
  const breaks = breaksOf(take(Uint8Array, 4 * packed.breaks));
  const flags = take(Uint8Array, entries);
  return { ...packed, shift, t, low, high: low, seconds: null, rows: null, flags, breaks, path: null };
}

// Numbers of which all first bytes stand together, then all second ones and so on.
function byBytes(split, count) {
  const joined = new Uint8Array(8 * count);
  for (let byte = 0; byte < 8; byte += 1) {
    for (let at = 0; at < count; at += 1) {
      joined[8 * at + byte] = split[byte * count + at];
    }
  }
  return new Float64Array(joined.buffer);
}

// From ticks between rows to seconds since the first.
function secondsOf(steps) {
  const second = Number(`1e${page.time.ticks}`);
  let ticks = 0;
  return steps.map((step) => {
    ticks += step;
    return ticks / second;
  });
}

function breaksOf(numbers) {
  const view = new DataView(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  return new Set(Array.from({ length: numbers.length / 4 }, (_, at) => view.getUint32(4 * at, true)));
}

function bucketsOf({ entries, path: points, breaks: count }, places, take) {
  const unknown = 65535;
  const bases = take(Float64Array, places.length + 2);
  const steps = take(Float64Array, places.length);
  const [t, seconds] = [0, 1].map(() => take(Float32Array, entries));
  const pathT = take(Float32Array, points);
  const [x, y] = [0, 1].map((axis) => {
    const numbers = take(Float32Array, page.path ? points : 0);
    return Float64Array.from(numbers, (value) => value + bases[places.length + axis]);
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
  return { t, seconds, low, high, rows, flags, breaks, steps, path: { t: pathT, x, y } };
}
