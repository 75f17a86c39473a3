// Fewer points that look the same: of each column of pixels, the smallest and the largest value.

const MOST_MARKS = 1000;

// The first entry that is not before `t`.
function entryAt(of, t) {
  let [low, high] = [0, of.t.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (of.t[middle] < t) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

const middle = (of, entry) => of.t[entry] + (of.seconds ? of.seconds[entry] / 2 : 0);
const rowsOf = (of, entry) => (of.rows ? of.rows[entry] : 1);

// What one column shows between `from` and `to` (seconds of the entity), as one record for each column of pixels, and
// null where the line is broken. A gap inside a column of pixels is too narrow to see.
function pixels(of, column, error, [from, to], count) {
  const width = (to - from) / count;
  const [low, high] = [of.low[column], of.high[column]];
  const first = Math.max(entryAt(of, from) - 1, 0);
  const last = Math.min(entryAt(of, to) + 1, of.t.length);
  const found = [];
  let [open, gap] = [null, false];
  for (let entry = first; entry < last; entry += 1) {
    gap = gap || of.breaks.has(entry);
    if (Number.isNaN(low[entry])) {
      gap = true;
      continue;
    }
    const t = middle(of, entry);
    const place = Math.floor((t - from) / width);
    if (open === null || place !== open.place) {
      if (gap && open !== null) {
        found.push(null);
      }
      open = { place, low: low[entry], high: high[entry], tLow: t, tHigh: t, entry, rows: 0, entries: 0, from: of.t[entry], to: t, error: NaN, bandLow: NaN, bandHigh: NaN };
      found.push(open);
    }
    gap = false;
    open.to = of.seconds ? of.t[entry] + of.seconds[entry] : t;
    add(open, t, low[entry], high[entry], rowsOf(of, entry));
    if (error !== null) {
      addError(open, low[entry], high[entry], of.high[error][entry]);
    }
  }
  return found;
}

function add(open, t, low, high, rows) {
  if (low < open.low) {
    [open.low, open.tLow] = [low, t];
  }
  if (high > open.high) {
    [open.high, open.tHigh] = [high, t];
  }
  open.rows += rows;
  open.entries += 1;
}

// The band of ±1.96 standard errors, in which the truth is in 95 of 100 cases.
function addError(open, low, high, error) {
  if (Number.isNaN(error)) {
    return;
  }
  const larger = (a, b) => (Number.isNaN(a) || b > a ? b : a);
  open.error = larger(open.error, error);
  open.bandLow = -larger(-open.bandLow, 1.96 * error - low);
  open.bandHigh = larger(open.bandHigh, high + 1.96 * error);
}

// The records as points of a line, each with its record.
function points(records) {
  const line = { t: [], y: [], of: [] };
  const add = (t, y, record) => {
    line.t.push(t);
    line.y.push(y);
    line.of.push(record);
  };
  for (const record of records) {
    if (record === null) {
      add(NaN, NaN, null);
    } else if (record.low === record.high) {
      add(record.tLow, record.low, record);
    } else if (record.tLow <= record.tHigh) {
      add(record.tLow, record.low, record);
      add(record.tHigh, record.high, record);
    } else {
      add(record.tHigh, record.high, record);
      add(record.tLow, record.low, record);
    }
  }
  return line;
}

// Closed outlines, one for each stretch of records that belong to it; `around` gives the corners of a stretch.
function closed(records, belongs, around) {
  const outline = { t: [], y: [] };
  let stretch = [];
  const close = () => {
    if (stretch.length > 0) {
      const corners = around(stretch);
      outline.t.push(...corners.map(([t]) => t), NaN);
      outline.y.push(...corners.map(([, y]) => y), NaN);
    }
    stretch = [];
  };
  for (const record of records) {
    if (belongs(record)) {
      stretch.push(record);
    } else {
      close();
    }
  }
  close();
  return outline;
}

// The band, where it is known.
function outlines(records) {
  const around = (stretch) => [...stretch.map((r) => [r.tLow, r.bandHigh]), ...stretch.map((r) => [r.tLow, r.bandLow]).reverse()];
  return closed(records, (record) => record !== null && !Number.isNaN(record.error), around);
}

// Whether buckets are so wide that each can be seen: a line through their extremes would look like motion then.
function areWide(of, [from, to], count) {
  const span = of.t[of.t.length - 1] - of.t[0];
  return of.seconds !== null && span / of.t.length > 3 * (to - from) / count;
}

// The extremes of buckets.
function envelopes(records) {
  const around = (stretch) => {
    const [first, last] = [stretch[0], stretch[stretch.length - 1]];
    const edge = (value) => [[first.from, value(first)], ...stretch.map((r) => [(r.from + r.to) / 2, value(r)]), [last.to, value(last)]];
    return [...edge((r) => r.high), ...edge((r) => r.low).reverse()];
  };
  return closed(records, (record) => record !== null, around);
}

// The entry nearest to `t`; null where the object is not there, more than `slack` seconds into a gap or beyond its ends.
function nearest(of, t, slack) {
  const after = entryAt(of, t);
  const away = (entry) => Math.max(of.t[entry] - t, t - of.t[entry] - (of.seconds ? of.seconds[entry] : 0), 0);
  const [before, next] = [after - 1, after].map((entry) => (entry >= 0 && entry < of.t.length ? entry : null));
  if (before === null || next === null) {
    const only = before ?? next;
    return only !== null && away(only) <= slack ? only : null;
  }
  const near = away(before) <= away(next) ? before : next;
  return of.breaks.has(next) && away(near) > slack ? null : near;
}

// Entries with flags between `from` and `to`; where there are too many, every so many of them.
function marked(of, column, [from, to]) {
  const entries = [];
  const last = Math.min(entryAt(of, to) + 1, of.t.length);
  for (let entry = Math.max(entryAt(of, from) - 1, 0); entry < last; entry += 1) {
    if (of.flags[entry] !== 0 && !Number.isNaN(of.low[column][entry])) {
      entries.push(entry);
    }
  }
  const every = Math.ceil(entries.length / MOST_MARKS);
  return entries.filter((_, place) => place % every === 0);
}
