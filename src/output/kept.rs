//! Rows of one thing that are kept while they go by: each of them as long as they are few, else bins of time and the
//! cells of the path.

use std::ops::Range;

use dxdt_chart::bins::{TimeBins, TimedRows};
use dxdt_chart::cell_path::{CellPath, Limits};

/// How much is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Room {
    /// So many rows at the most, each of them.
    pub rows: usize,
    /// Else so many bins …
    pub bins: usize,
    /// … and so many steps of the path.
    pub steps: usize,
}

/// What is kept of an entity.
#[derive(Debug, Clone)]
pub(crate) enum Kept {
    Rows(Rows),
    Bins(Box<Binned>),
}

/// All rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    pub stamps: Vec<i64>,
    /// Those that begin segments.
    pub starts: Vec<usize>,
    pub lines: Vec<Vec<f64>>,
    /// Standard errors, each with the place of its line.
    pub errors: Vec<(usize, Vec<f64>)>,
    pub flags: Vec<u8>,
}

/// Less than all rows.
#[derive(Debug, Clone)]
pub(crate) struct Binned {
    pub bins: TimeBins,
    /// Along the first two lines, where these are in a plane.
    pub path: Option<CellPath>,
}

impl Kept {
    /// Adds the rows that come next; with them there are `count`.
    pub fn add(&mut self, rows: &TimedRows<'_>, count: u64, room: Room, has_path: bool) {
        match self {
            Self::Bins(binned) => binned.add(rows),
            Self::Rows(kept) if count <= room.rows as u64 => kept.append(rows),
            Self::Rows(kept) => {
                let mut binned = if kept.stamps.is_empty() {
                    Binned::new(rows, room, has_path)
                } else {
                    kept.binned(room, has_path)
                };
                binned.add(rows);
                *self = Self::Bins(Box::new(binned));
            }
        }
    }

    /// Leaves all lines from one on out; no error is of these.
    pub fn truncate(&mut self, lines: usize) {
        match self {
            Self::Rows(rows) => rows.lines.truncate(lines),
            Self::Bins(binned) => binned.bins.truncate(lines),
        }
    }

    /// No more rows come.
    pub fn finish(&mut self) {
        if let Self::Bins(binned) = self
            && let Some(path) = &mut binned.path
        {
            path.finish();
        }
    }

    /// Keeps no more than there is room for; no more rows come.
    pub fn limit(&mut self, room: Room, has_path: bool) {
        match self {
            Self::Rows(rows) if rows.stamps.len() > room.rows => {
                *self = Self::Bins(Box::new(rows.all_binned(room, has_path)));
            }
            Self::Rows(_) => {}
            Self::Bins(binned) => {
                binned.bins.coarsen(room.bins);
                if let Some(path) = &mut binned.path {
                    path.limit(room.steps);
                }
            }
        }
    }
}

impl Default for Kept {
    fn default() -> Self {
        Self::Rows(Rows::default())
    }
}

impl Rows {
    fn append(&mut self, rows: &TimedRows<'_>) {
        let start = self.stamps.len();
        self.starts
            .extend(rows.starts.iter().map(|row| start + row));
        self.stamps.extend_from_slice(rows.stamps);
        self.flags.extend_from_slice(rows.flags);
        self.lines.resize_with(rows.lines.len(), Vec::new);
        for (kept, values) in self.lines.iter_mut().zip(rows.lines) {
            kept.extend_from_slice(values);
        }
        if self.errors.is_empty() {
            let errors = rows.errors.iter();
            self.errors = errors.map(|(line, _)| (*line, Vec::new())).collect();
        }
        for ((_, kept), (_, values)) in self.errors.iter_mut().zip(rows.errors) {
            kept.extend_from_slice(values);
        }
    }

    pub fn segments(&self) -> impl Iterator<Item = Range<usize>> {
        let ends = self.starts.iter().skip(1).copied();
        let ends = ends.chain([self.stamps.len()]);
        self.starts.iter().zip(ends).map(|(&start, end)| start..end)
    }

    /// In bins, where more rows may come.
    fn binned(&self, room: Room, has_path: bool) -> Binned {
        self.with_timed(|rows| {
            let mut binned = Binned::new(rows, room, has_path);
            binned.add(rows);
            binned
        })
    }

    /// In bins, where these are all rows.
    fn all_binned(&self, room: Room, has_path: bool) -> Binned {
        self.with_timed(|rows| {
            let mut binned = Binned::new(rows, room, has_path);
            if let (Some(path), [x, y, ..]) = (&mut binned.path, rows.lines) {
                let points = x.iter().zip(*y).zip(rows.stamps);
                path.expect(points.map(|((&x, &y), &stamp)| ((x, y), stamp)));
            }
            binned.add(rows);
            binned
        })
    }

    fn with_timed<T>(&self, made: impl FnOnce(&TimedRows<'_>) -> T) -> T {
        let lines: Vec<&[f64]> = self.lines.iter().map(Vec::as_slice).collect();
        let errors = self.errors.iter();
        let errors: Vec<_> = errors.map(|(line, kept)| (*line, &kept[..])).collect();
        made(&TimedRows {
            stamps: &self.stamps,
            starts: &self.starts,
            lines: &lines,
            errors: &errors,
            flags: &self.flags,
        })
    }
}

impl Binned {
    /// For rows such as these, of which none has been added yet.
    fn new(rows: &TimedRows<'_>, room: Room, has_path: bool) -> Self {
        let path = Limits {
            most: room.steps,
            length: f64::INFINITY,
            pixels: false,
        };
        Self {
            bins: TimeBins::new(rows.lines.len(), rows.errors.len(), room.bins),
            path: has_path.then(|| CellPath::new(path)),
        }
    }

    fn add(&mut self, rows: &TimedRows<'_>) {
        let Self { bins, path } = self;
        let walk = || {
            let Some(path) = path else { return };
            let mut starts = rows.starts.iter().copied().peekable();
            let [x, y, ..] = rows.lines else { return };
            let points = x.iter().zip(*y).zip(rows.stamps).enumerate();
            for (row, ((&x, &y), &stamp)) in points {
                if starts.next_if_eq(&row).is_some() {
                    path.gap();
                }
                path.pass((x, y), stamp);
            }
        };
        rayon::join(walk, || bins.add(rows));
    }
}
