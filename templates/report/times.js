// Times and durations as people read them. On the axis, a time is seconds since the log's first timestamp, or since that
// of each object.

const isDated = page.time.count === "dates";

const ORIGIN = BigInt(page.time.origin);
const SECOND = 1_000_000_000n;
const { name: ZONE, suffix: ZONE_SUFFIX } = page.time.zone;
const AHEAD = BigInt(page.time.zone.ahead) * SECOND;

const onAxis = (of, t) => t + of.shift;
const secondsAt = (of, x) => x - of.shift;

// `2 h 5 min`, `1.5 s`, `40 ms`; with so many digits of a second.
function duration(seconds, digits = page.time.digits) {
  const sign = seconds < 0 ? "−" : "";
  // Rounded before it is split, so that no 60 s are left.
  const size = Number(Math.abs(seconds).toFixed(Math.max(0, Math.min(digits, 12))));
  const exact = (value, places) => String(Number(value.toFixed(Math.max(0, Math.min(places, 12)))));
  if (size === 0) return "0 s";
  if (size < 1) {
    const [unit, factor, power] = size >= 1e-3 ? ["ms", 1e3, 3] : size >= 1e-6 ? ["µs", 1e6, 6] : ["ns", 1e9, 9];
    return `${sign}${exact(size * factor, digits - power)} ${unit}`;
  }
  const parts = [];
  let rest = size;
  for (const [unit, length] of [["d", 86400], ["h", 3600], ["min", 60]]) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  if (Number(exact(rest, digits)) > 0) parts.push(`${exact(rest, digits)} s`);
  return sign + (parts.join(" ") || "0 s");
}

// Nanoseconds of a date as `2024-05-11 08:31:05.03`, in the zone of the log.
function date(nanoseconds, digits = page.time.digits) {
  const local = nanoseconds + AHEAD;
  const fraction = ((local % SECOND) + SECOND) % SECOND;
  const whole = new Date(Number((local - fraction) / 1_000_000n));
  if (Number.isNaN(whole.getTime())) return "";
  const decimals = digits > 0 ? "." + fraction.toString().padStart(9, "0").slice(0, Math.min(digits, 9)) : "";
  return whole.toISOString().replace(/\.\d+Z$/, "").replace("T", " ") + decimals;
}

const inZone = (date) => withUnit(date, ZONE);

const inNanoseconds = (seconds) => {
  const whole = Math.floor(seconds);
  return BigInt(whole) * SECOND + BigInt(Math.round((seconds - whole) * 1e9));
};

// A time of an object: its date if the log has dates, and how long after its first timestamp.
function timeWords(of, t) {
  const after = t === 0 ? "at the start" : `${duration(t)} after the start`;
  if (!page.time.dated || !Number.isFinite(t)) {
    return after;
  }
  return `${inZone(date(BigInt(of.start) + inNanoseconds(t)))}, ${after}`;
}

// A time of the axis.
function axisWords(x, digits = page.time.digits) {
  return isDated ? inZone(date(ORIGIN + inNanoseconds(x), digits)) : duration(x, digits);
}

// A range of the axis and how long it is, with no more digits than tell its ends apart.
function rangeWords([from, to]) {
  const digits = Math.max(0, Math.min(page.time.digits, Math.ceil(2 - Math.log10(to - from || 1))));
  const inMinutes = to - from >= 3600;
  const length = duration(inMinutes ? 60 * Math.round((to - from) / 60) : to - from, digits);
  if (!isDated) {
    return `${axisWords(from, digits)} to ${axisWords(to, digits)}${from === 0 ? "" : ` (${length})`}`;
  }
  const [start, end] = [from, to].map((x) => date(ORIGIN + inNanoseconds(x), digits).slice(0, inMinutes ? 16 : undefined));
  return `${start} to ${inZone(start.slice(0, 10) === end.slice(0, 10) ? end.slice(11) : end)} (${length})`;
}
