//! Lines over time as a few numbers a bin: the first, the least, the greatest and the last value, each with its time.
//!
//! Bins are 2ᵏ ticks long and begin at multiples of that, so that two of them make exactly one of the next size. k is the
//! smallest that gives no more bins than there may be, which does not depend on how the rows came.

mod level;
mod line;
mod reaches;

use rayon::prelude::*;

use level::Steps;
use line::LineBins;
pub use line::{BandBin, BandBins, LineBin};
pub use reaches::Reaches;

/// Rows that follow each other, of one object; slices of one length but `starts`.
#[derive(Debug, Clone)]
pub struct TimedRows<'a> {
    /// Their timestamps in nanoseconds, ascending.
    pub stamps: &'a [i64],
    /// The rows before which there is a gap.
    pub starts: &'a [usize],
    /// The values of each line, a slice a line.
    pub lines: &'a [&'a [f64]],
    /// The standard errors of the lines that have a band, each with the index of its line.
    pub errors: &'a [(usize, &'a [f64])],
    /// Bits about each row; empty where that is not wanted.
    pub flags: &'a [u8],
}

/// Lines over time that share their timestamps, in bins.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeBins {
    most: usize,
    level: u32,
    /// Which bin each is: its timestamps without their last `level` bits.
    keys: Vec<i64>,
    steps: Steps,
    lines: Vec<LineBins>,
    bands: Vec<BandBins>,
    marks: Vec<Marks>,
}

/// What is told of the rows of a bin.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Marks {
    /// How many rows there are.
    pub rows: u32,
    /// The bits that any of them has.
    pub flags: u8,
}

/// Some rows of one bin without a gap between them.
#[derive(Debug, Clone, Copy)]
struct Run {
    bin: usize,
    start: usize,
    end: usize,
    gap: bool,
}

/// The rows of one call, cut into runs.
struct Cut<'a> {
    stamps: &'a [i64],
    level: u32,
    runs: Vec<Run>,
    /// The bins there are with them.
    bins: usize,
}

impl TimeBins {
    /// No bins yet, for this many lines and bands. There will be at most `most` bins, or 2 if that is more.
    pub fn new(lines: usize, bands: usize, most: usize) -> Self {
        Self {
            most: most.max(2),
            level: 0,
            keys: Vec::new(),
            steps: Steps::default(),
            lines: vec![LineBins::default(); lines],
            bands: vec![BandBins::default(); bands],
            marks: Vec::new(),
        }
    }

    /// Adds the rows that come next.
    pub fn add(&mut self, rows: &TimedRows<'_>) {
        self.steps.add(rows.stamps);
        self.rebin();
        let cut = self.cut(rows);
        self.marks.resize(cut.bins, Marks::default());
        for run in &cut.runs {
            let marks = &mut self.marks[run.bin];
            marks.rows += (run.end - run.start) as u32;
            let flags = rows.flags.get(run.start..run.end).unwrap_or_default();
            marks.flags = flags.iter().fold(marks.flags, |all, flags| all | flags);
        }
        let line = |(bins, values): (&mut LineBins, &&[f64])| bins.add(&cut, values);
        let band = |(bins, (line, errors)): (&mut BandBins, &(usize, &[f64]))| {
            bins.add(&cut, rows.lines[*line], errors);
        };
        // Fewer rows are not worth waking another thread.
        const MANY: usize = 4096;
        if rows.stamps.len() < MANY {
            self.lines.iter_mut().zip(rows.lines).for_each(line);
            self.bands.iter_mut().zip(rows.errors).for_each(band);
        } else {
            rayon::join(
                || self.lines.par_iter_mut().zip(rows.lines).for_each(line),
                || self.bands.par_iter_mut().zip(rows.errors).for_each(band),
            );
        }
    }

    /// The middle between the least and the greatest value of a line in the bin of a timestamp; NaN where it has none.
    pub fn middle(&self, line: usize, stamp: i64) -> f64 {
        let bin = self.keys.binary_search(&(stamp >> self.level)).ok();
        let bin = bin.and_then(|bin| self.lines.get(line)?.bins.get(bin));
        let bin = bin.filter(|bin| !bin.is_empty);
        bin.map_or(f64::NAN, |bin| f64::midpoint(bin.values[1], bin.values[2]))
    }

    /// Keeps no more than so many bins from now on.
    pub fn coarsen(&mut self, most: usize) {
        self.most = most.max(2);
        self.rebin();
        for line in &mut self.lines {
            line.shrink();
        }
        for band in &mut self.bands {
            band.shrink();
        }
        self.keys.shrink_to_fit();
        self.marks.shrink_to_fit();
    }

    /// Keeps only the first `lines` lines, which are those of all bands.
    pub fn truncate(&mut self, lines: usize) {
        self.lines.truncate(lines);
    }

    /// How many lines there are.
    pub fn lines(&self) -> usize {
        self.lines.len()
    }

    /// The bins of the line with this index.
    pub fn line(&self, at: usize) -> &[LineBin] {
        &self.lines[at].bins
    }

    /// The bins of the band with this index.
    pub fn band(&self, at: usize) -> &BandBins {
        &self.bands[at]
    }

    /// What is told of the rows of each bin.
    pub fn marks(&self) -> &[Marks] {
        &self.marks
    }

    /// The timestamp of a place in a bin, in nanoseconds.
    pub fn stamp(&self, bin: usize, place: u16) -> i64 {
        (self.keys[bin] << self.level) + (i64::from(place) << line::fraction(self.level))
    }

    fn rebin(&mut self) {
        let level = self.steps.level(self.most);
        let up = level - self.level;
        if up == 0 {
            return;
        }
        let old = std::mem::take(&mut self.keys);
        let mut places = Vec::with_capacity(old.len());
        for &key in &old {
            let parent = key >> up;
            if self.keys.last() != Some(&parent) {
                self.keys.push(parent);
            }
            let child = (key - (parent << up)) as u64;
            places.push((self.keys.len() - 1, child));
        }
        let marks = std::mem::replace(&mut self.marks, vec![Marks::default(); self.keys.len()]);
        for (marks, (parent, _)) in marks.iter().zip(&places) {
            self.marks[*parent].rows += marks.rows;
            self.marks[*parent].flags |= marks.flags;
        }
        let from = std::mem::replace(&mut self.level, level);
        let lines = || {
            let lines = self.lines.par_iter_mut();
            lines.for_each(|line| line.merge(&places, from, up));
        };
        let bands = || {
            let bands = self.bands.par_iter_mut();
            bands.for_each(|band| band.merge(&places, from, up));
        };
        rayon::join(lines, bands);
    }

    /// Cuts rows where bins and segments begin, and begins the bins.
    fn cut<'a>(&mut self, rows: &TimedRows<'a>) -> Cut<'a> {
        let mut runs: Vec<Run> = Vec::new();
        let mut starts = rows.starts.iter().copied().peekable();
        for (row, stamp) in rows.stamps.iter().enumerate() {
            let key = stamp >> self.level;
            let gap = starts.next_if_eq(&row).is_some();
            let new = self.keys.last() != Some(&key);
            if new {
                self.keys.push(key);
            }
            match runs.last_mut() {
                Some(run) if !new && !gap => run.end = row + 1,
                _ => runs.push(Run {
                    bin: self.keys.len() - 1,
                    start: row,
                    end: row + 1,
                    gap,
                }),
            }
        }
        Cut {
            stamps: rows.stamps,
            level: self.level,
            runs,
            bins: self.keys.len(),
        }
    }
}

#[cfg(test)]
mod tests;
