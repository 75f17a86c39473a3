// Numbers and names in words.

// Which flag is which bit, most telling first, with the sign that marks it.
const FLAGS = [
  { bit: 32, word: "jump", means: "a jump of the positions is in it", symbol: "star" },
  { bit: 64, word: "overshoot", means: "smoothed to a speed that the positions do not allow", symbol: "down" },
  { bit: 16, word: "outlier", means: "left out by the smoother", symbol: "cross" },
  { bit: 2, word: "merged", means: "made of several rows with one timestamp", symbol: "diamond" },
  { bit: 4, word: "short", means: "in a segment too short for a full stencil", symbol: "up" },
  { bit: 1, word: "edge", means: "first or last of a segment, less certain", symbol: "circle" },
  { bit: 8, word: "missing", means: "without a position", symbol: "none" },
];

const byId = (id) => document.getElementById(id);

function made(name, text = "", properties = {}) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(text);
  return element;
}

function shortened(text, most) {
  const letters = [...text];
  return letters.length > most ? letters.slice(0, most - 1).join("") + "…" : text;
}

const nameOf = (index) => shortened(page.entities[index].name, 40) || "(no name)";

const superscript = (digits) => digits.replace(/./g, (c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻");

// So many significant digits at the most.
function number(value, digits = 7) {
  if (!Number.isFinite(value)) {
    return "unknown";
  }
  const rounded = Number(value.toPrecision(digits));
  const isSmall = rounded !== 0 && Math.abs(rounded) < 1e-4;
  const text = isSmall ? rounded.toExponential() : String(rounded);
  const [mantissa, exponent] = text.split("e");
  const power = exponent === undefined ? "" : ` × 10${superscript(exponent.replace("+", ""))}`;
  return mantissa.replace("-", "−") + power;
}

const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
const counted = (count, one, many) => `${grouped(count)} ${count === 1 ? one : many}`;
const withUnit = (text, unit) => (unit ? `${text} ${unit}` : text);
const titled = (name, unit) => (unit ? `${name} (${unit})` : name);

function flagWords(flags) {
  return FLAGS.filter(({ bit }) => flags & bit).map(({ word }) => word).join(", ");
}

// Where an entry of an object stands in the log.
function placeWords(of, entry) {
  if (page.place === null || of.rows) {
    return "";
  }
  const place = of.low[page.place][entry];
  const file = page.files[Math.floor(place / 2 ** 32)];
  return `${file ? file + ", " : ""}${page.places} ${place % 2 ** 32}`;
}

// The unit of a quantity for each second, and of it times seconds.
const SLOPES = { "m": "m/s", "m/s": "m/s²", "m/s²": "m/s³", "°": "°/s" };

function slopeUnit(unit) {
  if (!unit) return "1/s";
  return SLOPES[unit] ?? (unit.endsWith("/s") ? `${unit}²` : unit.endsWith("/s²") ? `${unit.slice(0, -1)}³` : `${unit}/s`);
}

function areaUnit(unit) {
  if (!unit) return "s";
  if (unit.endsWith("/s²")) return unit.slice(0, -1);
  if (unit.endsWith("/s³")) return `${unit.slice(0, -1)}²`;
  return unit.endsWith("/s") ? unit.slice(0, -2) : `${unit}·s`;
}
