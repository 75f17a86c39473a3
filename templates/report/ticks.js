// Where the ticks of axes are, and what stands there.

// Ticks at 1, 2 or 5 times a power of ten, at most so many. Large and small ones are in units of a power of ten, `power`.
function ticksOf([low, high], most) {
  const step = stepOf((high - low) / Math.max(most, 1));
  const ticks = [];
  const first = Math.ceil(low / step - 1e-9);
  for (let at = first; at * step <= high + 1e-9 * step && ticks.length <= 2 * most; at += 1) {
    ticks.push(at * step);
  }
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const exponent = Math.floor(Math.log10(largest));
  const power = (exponent >= 5 || exponent <= -4) && step * 1000 > largest ? exponent : 0;
  const unit = 10 ** power;
  return Object.assign(ticks.map((value) => ({ value, text: tickText(value / unit, step / unit) })), { power });
}

// What an axis shows, with the power of ten of its ticks.
function axisTitle({ name, unit }, { power }, most) {
  const factor = power === 0 ? "" : `10${superscript(String(power))}`;
  return shortened(titled(name, [factor, unit].filter(Boolean).join(" ")), most);
}

function stepOf(least) {
  const power = 10 ** Math.floor(Math.log10(least || 1));
  return power * ([1, 2, 5].find((times) => times * power >= least * (1 - 1e-9)) ?? 10);
}

function tickText(value, step) {
  const digits = Math.min(Math.max(0, -Math.floor(Math.log10(step) + 1e-9)), 12);
  return Math.abs(value) < 1e-9 * step ? "0" : value.toFixed(digits).replace("-", "−");
}

const MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200];
const DAY = 86400;

// The least of the times that people count in from a length on.
function timeStep(least) {
  return least <= 1 ? stepOf(least) : MINUTES.find((step) => step >= least * (1 - 1e-9)) ?? DAY * stepOf(Math.max(1, least / DAY));
}

// Ticks of the time axis at times that people count in; `day` is what stands below where another day begins.
function timeTicks([low, high], most) {
  const least = (high - low) / Math.max(most, 1);
  if (isDated && least > 12 * DAY) {
    return calendarTicks(low, high, least);
  }
  const step = timeStep(least);
  const whole = isDated ? (ORIGIN + AHEAD) / SECOND : 0n;
  // Counted from midnight of the first day, so that numbers stay small.
  const before = isDated ? Number(((whole % 86400n) + 86400n) % 86400n) + Number(ORIGIN % SECOND) / 1e9 : 0;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks = [];
  let day = "";
  for (let at = Math.ceil((low + before) / step - 1e-9); at * step - before <= high && ticks.length <= 2 * most; at += 1) {
    const value = at * step - before;
    if (!isDated) {
      ticks.push({ value, text: duration(value, digits), day: "" });
      continue;
    }
    const text = date(ORIGIN + inNanoseconds(Number(value.toFixed(9))), digits);
    const today = text.slice(0, 10);
    const shown = step >= DAY ? today.slice(5) : step >= 60 ? text.slice(11, 16) : text.slice(11);
    const label = step >= DAY ? today.slice(0, 4) : today;
    ticks.push({ value, text: shown, day: label === day ? "" : label });
    day = label;
  }
  return ticks;
}

function calendarTicks(low, high, least) {
  const months = [1, 2, 3, 6, 12].find((count) => count * 28 * DAY >= least) ?? 12 * stepOf(least / (365 * DAY));
  const start = Number((ORIGIN + AHEAD) / 1_000_000n) / 1000;
  const first = new Date(1000 * (start + low));
  const begin = months >= 12 ? Math.floor(first.getUTCFullYear() / (months / 12)) * months : Math.floor((first.getUTCFullYear() * 12 + first.getUTCMonth()) / months) * months;
  const ticks = [];
  for (let month = begin; ticks.length < 100; month += months) {
    const instant = new Date(0);
    instant.setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
    const value = instant.getTime() / 1000 - start;
    if (!(value <= high)) break;
    const text = instant.toISOString().slice(0, months >= 12 ? 4 : 7);
    if (value >= low) ticks.push({ value, text, day: "" });
  }
  return ticks;
}
