// Numbers and names in words.

// Which flag is which bit, most telling first, with the sign that marks it.
const FLAGS = [
  { bit: 32, word: "jump", means: "a jump of the positions is in it", symbol: "square" },
  { bit: 64, word: "overshoot", means: "smoothed to a speed that the positions do not allow", symbol: "triangle-down" },
  { bit: 16, word: "outlier", means: "left out by the smoother", symbol: "x" },
  { bit: 2, word: "merged", means: "made of several rows with one timestamp", symbol: "diamond" },
  { bit: 4, word: "short", means: "in a segment too short for a full stencil", symbol: "triangle-up" },
  { bit: 1, word: "edge", means: "first or last of a segment, less certain", symbol: "circle-open" },
  { bit: 8, word: "missing", means: "without a position", symbol: "line-ns-open" },
];

// The chart library reads some markup in texts; a name is not to be read so.
function plain(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function shortened(text, most) {
  const letters = [...text];
  return letters.length > most ? letters.slice(0, most - 1).join("") + "…" : text;
}

// Seven significant digits at the most.
function number(value) {
  return Number.isFinite(value) ? String(Number(value.toPrecision(7))).replace("-", "−") : "unknown";
}

function flagWords(flags) {
  return FLAGS.filter(({ bit }) => flags & bit).map(({ word }) => word).join(", ");
}

// A time of an entity: its date where the log has dates, and seconds since its first stamp.
function timeWords(of, t) {
  const seconds = `t = ${Number(t.toFixed(page.time.digits))} s`;
  if (!page.time.dated || !Number.isFinite(t)) {
    return seconds;
  }
  // Whole nanoseconds, since a number would round them.
  const instant = BigInt(of.start) + BigInt(Math.round(t * 1e9));
  const second = 1_000_000_000n;
  const fraction = ((instant % second) + second) % second;
  const whole = new Date(Number((instant - fraction) / 1_000_000n));
  const digits = fraction.toString().padStart(9, "0").slice(0, page.time.digits);
  const text = whole.toISOString().slice(0, 19).replace("T", " ");
  return `${text}${digits ? "." + digits : ""}, ${seconds}`;
}

// What the pointer shows of one record of a chart.
function hoverWords(of, name, unit, record) {
  if (record === null) {
    return "";
  }
  const tail = unit ? " " + unit : "";
  const error = Number.isNaN(record.error) ? "" : ` ± ${number(record.error)}`;
  if (record.rows === 1) {
    const words = flagWords(of.flags[record.entry]);
    return plain(`${name} ${number(record.low)}${error}${tail}${words ? " · " + words : ""}`);
  }
  return plain(`${name} ${number(record.low)} … ${number(record.high)}${error}${tail} (${record.rows} rows)`);
}
