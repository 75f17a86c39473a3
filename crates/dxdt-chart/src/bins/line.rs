//! One line in bins, and one band.

use super::super::band::REACH;
use super::super::series::LARGEST;
use super::{Cut, Reaches, Run};

/// What is kept of a line's values in a bin, in the order of first, least, greatest and last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LineBin {
    /// The first, least, greatest and last value.
    pub values: [f64; 4],
    /// Where in the bin they are, in its length over 2¹⁶ (or in ticks, where that is less).
    pub places: [u16; 4],
    /// There is a gap between the last value before and the first one.
    pub gap: bool,
    /// There is no value.
    pub is_empty: bool,
}

/// The part of a band in a bin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BandBin {
    /// The lowest value of the band, in the unit of its line.
    pub low: f64,
    /// The highest value of the band.
    pub high: f64,
    /// Where in the bin the band begins, as the places of [`LineBin`].
    pub from: u16,
    /// Where in the bin it ends.
    pub to: u16,
    /// There is a gap between the last value before and the first one.
    pub gap: bool,
    /// There is no band.
    pub is_empty: bool,
}

/// A line in bins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LineBins {
    pub bins: Vec<LineBin>,
    /// There is a gap after the last value.
    gap: bool,
}

/// A band in bins.
#[derive(Debug, Clone, PartialEq)]
pub struct BandBins {
    /// The part of the band in each bin.
    pub bins: Vec<BandBin>,
    gap: bool,
    /// How far the band reaches to either side, counted by rows.
    pub reaches: Reaches,
}

/// How many last bits of a place in a bin of 2ᵏ ticks are not kept.
pub(super) fn fraction(level: u32) -> u32 {
    level.saturating_sub(u16::BITS)
}

/// The place of a timestamp in its bin.
fn place(stamp: i64, level: u32) -> u16 {
    ((stamp - ((stamp >> level) << level)) >> fraction(level)) as u16
}

/// A place in a bin as a place in the one that is `up` levels larger, of which it is the `child`-th part.
fn raised(place: u16, child: u64, level: u32, up: u32) -> u16 {
    let whole = (child << (level - fraction(level))) + u64::from(place);
    (whole >> (fraction(level + up) - fraction(level))) as u16
}

impl LineBin {
    const EMPTY: Self = Self {
        values: [0.0; 4],
        places: [0; 4],
        gap: false,
        is_empty: true,
    };

    fn of(value: f64, place: u16, gap: bool) -> Self {
        Self {
            values: [value; 4],
            places: [place; 4],
            gap,
            is_empty: false,
        }
    }

    /// With what comes after it; a gap between the two is too narrow to see.
    fn append(&mut self, other: &Self) {
        if other.is_empty {
            return;
        }
        if self.is_empty {
            *self = *other;
            return;
        }
        let further = [
            (1, other.values[1] < self.values[1]),
            (2, other.values[2] > self.values[2]),
            (3, true),
        ];
        for (at, _) in further.into_iter().filter(|(_, is)| *is) {
            self.values[at] = other.values[at];
            self.places[at] = other.places[at];
        }
    }
}

impl Default for LineBins {
    fn default() -> Self {
        Self {
            bins: Vec::new(),
            gap: true,
        }
    }
}

impl LineBins {
    pub(super) fn add(&mut self, cut: &Cut<'_>, values: &[f64]) {
        self.bins.resize(cut.bins, LineBin::EMPTY);
        for run in &cut.runs {
            self.gap |= run.gap;
            self.add_run(run, cut, values);
        }
    }

    fn add_run(&mut self, run: &Run, cut: &Cut<'_>, values: &[f64]) {
        let bin = &mut self.bins[run.bin];
        let mut gap = self.gap;
        let mut places: [Option<usize>; 4] = [None; 4];
        for (row, &value) in (run.start..).zip(&values[run.start..run.end]) {
            if value.abs() <= LARGEST {
                if bin.is_empty {
                    *bin = LineBin::of(value, 0, gap);
                    places = [Some(row); 4];
                } else {
                    if value < bin.values[1] {
                        bin.values[1] = value;
                        places[1] = Some(row);
                    }
                    if value > bin.values[2] {
                        bin.values[2] = value;
                        places[2] = Some(row);
                    }
                    bin.values[3] = value;
                    places[3] = Some(row);
                }
                gap = false;
            } else {
                gap = true;
            }
        }
        for (kept, row) in bin.places.iter_mut().zip(places) {
            if let Some(row) = row {
                *kept = place(cut.stamps[row], cut.level);
            }
        }
        self.gap = gap;
    }

    pub(super) fn merge(&mut self, places: &[(usize, u64)], level: u32, up: u32) {
        let old = std::mem::take(&mut self.bins);
        let count = places.last().map_or(0, |(last, _)| last + 1);
        self.bins.resize(count, LineBin::EMPTY);
        for (mut bin, &(parent, child)) in old.into_iter().zip(places) {
            bin.places = bin.places.map(|place| raised(place, child, level, up));
            self.bins[parent].append(&bin);
        }
    }

    pub(super) fn shrink(&mut self) {
        self.bins.shrink_to_fit();
    }
}

impl BandBin {
    const EMPTY: Self = Self {
        low: 0.0,
        high: 0.0,
        from: 0,
        to: 0,
        gap: false,
        is_empty: true,
    };

    fn append(&mut self, other: &Self) {
        if other.is_empty {
            return;
        }
        if self.is_empty {
            *self = *other;
            return;
        }
        self.low = self.low.min(other.low);
        self.high = self.high.max(other.high);
        self.to = other.to;
    }
}

impl Default for BandBins {
    fn default() -> Self {
        Self {
            bins: Vec::new(),
            gap: true,
            reaches: Reaches::default(),
        }
    }
}

impl BandBins {
    pub(super) fn add(&mut self, cut: &Cut<'_>, values: &[f64], errors: &[f64]) {
        self.bins.resize(cut.bins, BandBin::EMPTY);
        for run in &cut.runs {
            self.gap |= run.gap;
            for row in run.start..run.end {
                let (value, error) = (values[row], errors[row]);
                if value.abs() <= LARGEST && (0.0..=LARGEST).contains(&error) {
                    let reach = REACH * error;
                    let place = place(cut.stamps[row], cut.level);
                    self.bins[run.bin].append(&BandBin {
                        low: value - reach,
                        high: value + reach,
                        from: place,
                        to: place,
                        gap: self.gap,
                        is_empty: false,
                    });
                    self.reaches.add(reach);
                    self.gap = false;
                } else {
                    self.gap = true;
                }
            }
        }
        self.reaches.settle();
    }

    pub(super) fn merge(&mut self, places: &[(usize, u64)], level: u32, up: u32) {
        let old = std::mem::take(&mut self.bins);
        let count = places.last().map_or(0, |(last, _)| last + 1);
        self.bins.resize(count, BandBin::EMPTY);
        for (mut bin, &(parent, child)) in old.into_iter().zip(places) {
            bin.from = raised(bin.from, child, level, up);
            bin.to = raised(bin.to, child, level, up);
            self.bins[parent].append(&bin);
        }
    }

    pub(super) fn shrink(&mut self) {
        self.bins.shrink_to_fit();
    }
}
