//! What is usual of the steps of one object, gathered row by row in memory that does not grow with them.

use super::bins::Bins;
use super::coordinates::Coordinates;
use super::lost::{Marks, mark_of};
use super::spot::Spot;
use super::wrap::{TIMES_USUAL, wrap_between};
use crate::log::PositionLog;
use dxdt_time::Ticks;

/// So many steps before and after one tell whether it is alone.
pub(super) const NEIGHBORS: usize = 4;
const TIMES_NEIGHBORS: f64 = 10.0;

// Two things under one name: the row is nearer to one of the last rows than to the very last, by this factor.
pub(super) const LAST_ROWS: usize = 8;
const TIMES_NEAREST: f64 = 30.0;
// Of long logs every eighth block of rows tells what is usual.
const ROWS_ALL_LOOKED_AT: u64 = 4096;
const BLOCK_BITS: u32 = 5;
const BLOCKS: u64 = 8;

/// Up to so many spots are kept of an object that hardly moves.
const FEW_SPOTS: usize = 16;

const RECENT: usize = 16;

#[derive(Debug, Clone, Copy)]
struct Recent {
    spot: Spot,
    mark: Option<f64>,
    /// The speed to here; NaN where it comes to or goes from what may stand for none.
    speed: f64,
}

/// The steps of one object so far.
#[derive(Debug, Clone)]
pub struct StepStatistics {
    pub(super) coordinates: Coordinates,
    ticks: Ticks,
    /// The last rows, each at its number modulo their number.
    recent: [Recent; RECENT],
    pub(super) rows: u64,
    /// Speeds of steps that go somewhere; this and the next two of the rows that are looked at.
    pub(super) speeds: Bins,
    /// How far rows are from the straight way past them.
    pub(super) bends: Bins,
    /// Rows that are on the straight way.
    pub(super) straight: u64,
    /// Speeds of steps that nothing around comes near to.
    pub(super) lone: Bins,
    pub(super) wraps: u64,
    pub(super) marks: Marks,
    pub(super) fastest: f64,
    shortest: f64,
    pub(super) looked_at: u64,
    pub(super) switches: u64,
    /// Where the object was before and after each of its steps, while there are few.
    pub(super) few_spots: Vec<Spot>,
}

impl StepStatistics {
    /// Of an object of a log, without rows yet.
    pub fn new(log: &PositionLog) -> Self {
        Self::of(Coordinates::of_log(log), log.clock.ticks)
    }

    /// Of plain numbers, which start again after `turn` if they are angles.
    pub(super) fn of_numbers(turn: Option<f64>) -> Self {
        Self::of(Coordinates::of_numbers(turn), Ticks::NANOSECONDS)
    }

    fn of(coordinates: Coordinates, ticks: Ticks) -> Self {
        Self {
            coordinates,
            ticks,
            recent: [Recent {
                spot: Spot::new(coordinates.frame, (0, ticks), [0.0; 3]),
                mark: None,
                speed: f64::NAN,
            }; RECENT],
            rows: 0,
            speeds: Bins::default(),
            bends: Bins::default(),
            straight: 0,
            lone: Bins::default(),
            wraps: 0,
            marks: Marks::default(),
            fastest: 0.0,
            shortest: f64::INFINITY,
            looked_at: 0,
            switches: 0,
            few_spots: Vec::new(),
        }
    }

    /// Adds the next row that has a position; its timestamp is later than that of the last.
    pub fn add(&mut self, stamp: i64, position: [f64; 3]) {
        let spot = Spot::new(self.coordinates.frame, (stamp, self.ticks), position);
        let mark = mark_of(&spot, &self.coordinates);
        let mut row = Recent {
            spot,
            mark,
            speed: f64::NAN,
        };
        if let Some(mark) = mark {
            self.marks.count(mark);
        }
        if self.rows > 0 {
            row.speed = self.add_step(&row);
        }
        self.recent[self.rows as usize % RECENT] = row;
        self.rows += 1;
        if let Some(center) = self.rows.checked_sub(NEIGHBORS as u64 + 1) {
            self.look_at(center);
        }
    }

    /// One of the last rows.
    fn row(&self, row: u64) -> &Recent {
        &self.recent[row as usize % RECENT]
    }

    /// The speed of the step to a new row, where it is that of a way.
    fn add_step(&mut self, row: &Recent) -> f64 {
        let before = *self.row(self.rows - 1);
        let distance = before.spot.distance(&row.spot);
        let speed = distance / before.spot.seconds(&row.spot);
        self.fastest = self.fastest.max(speed);
        if row.mark.is_some() || before.mark.is_some() {
            self.add_border(&before, row, distance, speed);
            return f64::NAN;
        }
        if distance > 0.0 {
            self.shortest = self.shortest.min(distance);
            if self.few_spots.len() < FEW_SPOTS {
                self.few_spots.extend([before.spot, row.spot]);
            }
        }
        let is_looked_at =
            self.rows < ROWS_ALL_LOOKED_AT || (self.rows >> BLOCK_BITS).is_multiple_of(BLOCKS);
        if is_looked_at {
            self.speeds.add(speed);
            if self.rows > 1 && self.row(self.rows - 2).mark.is_none() {
                let bend = before.spot.bend(&self.row(self.rows - 2).spot, &row.spot);
                self.bends.add(bend);
                self.straight += u64::from(bend == 0.0);
            }
            self.look_for_switch(&row.spot, distance);
        }
        speed
    }

    /// A step comes to what may stand for none, or goes from it.
    fn add_border(&mut self, before: &Recent, row: &Recent, distance: f64, speed: f64) {
        if before.mark != row.mark {
            for mark in [before.mark, row.mark].into_iter().flatten() {
                self.marks.add_border(mark, distance, speed);
            }
        }
        if row.mark.is_some() {
            // A counter may start again at the very value that stands for none elsewhere.
            let last = self.rows.saturating_sub(LAST_ROWS as u64)..self.rows;
            let speeds = last.map(|row| self.row(row).speed);
            let usual = speeds.filter(|speed| speed.is_finite()).fold(0.0, f64::max);
            let (from, to) = (&before.spot, &row.spot);
            let wraps = wrap_between(from, to, usual, &self.coordinates).is_some();
            self.wraps += u64::from(wraps);
        }
    }

    fn look_for_switch(&mut self, spot: &Spot, distance: f64) {
        if self.rows < LAST_ROWS as u64 {
            return;
        }
        self.looked_at += 1;
        let earlier = self.rows - LAST_ROWS as u64..self.rows - 1;
        let nearest = earlier.fold(f64::INFINITY, |nearest: f64, row| {
            nearest.min(self.row(row).spot.distance(spot))
        });
        // Where a thing flickers by the last digit, it is where it was.
        let is_far = nearest > 0.0 || distance > TIMES_NEIGHBORS * self.shortest;
        let is_switch = distance > TIMES_NEAREST * nearest && is_far;
        self.switches += u64::from(is_switch);
    }

    /// Looks whether the step to a row is alone among those around.
    fn look_at(&mut self, row: u64) {
        let speed = self.row(row).speed;
        // Mostly the next step tells.
        if row + 1 < self.rows && speed <= TIMES_USUAL * self.row(row + 1).speed {
            return;
        }
        let around =
            row.saturating_sub(NEIGHBORS as u64)..(row + NEIGHBORS as u64 + 1).min(self.rows);
        let others = around.filter(|&other| other != row);
        let Some(around) = Around::of(others.map(|other| self.row(other).speed)) else {
            return;
        };
        let [from, to] = [row.saturating_sub(1), row].map(|row| &self.row(row).spot);
        if around
            .starts_again(speed, from, to, &self.coordinates)
            .is_some()
        {
            self.wraps += 1;
        } else if around.makes_lone(speed) {
            self.lone.add(speed);
        }
    }

    /// Looks at the last steps, after which nothing comes.
    pub fn finish(&mut self) {
        for row in self.rows.saturating_sub(NEIGHBORS as u64)..self.rows {
            self.look_at(row);
        }
    }
}

/// The speeds of the steps around one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    /// Their median, the upper of two.
    usual: f64,
    fastest: f64,
}

impl Around {
    /// `None` where too few are known.
    pub fn of(speeds: impl Iterator<Item = f64>) -> Option<Self> {
        let mut known = [f64::NAN; 2 * NEIGHBORS];
        let mut count = 0;
        for speed in speeds.filter(|speed| speed.is_finite()) {
            known[count] = speed;
            count += 1;
        }
        let known = &mut known[..count];
        if count < NEIGHBORS {
            return None;
        }
        known.sort_unstable_by(f64::total_cmp);
        Some(Self {
            usual: known[count / 2],
            fastest: known[count - 1],
        })
    }

    /// Of the steps around one of a list.
    pub fn in_list(speeds: &[f64], center: usize) -> Option<Self> {
        let around = center.saturating_sub(NEIGHBORS)..(center + NEIGHBORS + 1).min(speeds.len());
        let others = around.filter(|&other| other != center);
        Self::of(others.map(|other| speeds[other]))
    }

    /// After what a coordinate starts again between two spots, if the step is one that does.
    pub fn starts_again(
        &self,
        speed: f64,
        before: &Spot,
        after: &Spot,
        coordinates: &Coordinates,
    ) -> Option<f64> {
        (speed > TIMES_USUAL * self.usual)
            .then(|| wrap_between(before, after, self.usual, coordinates))?
    }

    /// Whether a step is far faster than the fastest around it.
    pub fn makes_lone(&self, speed: f64) -> bool {
        speed > TIMES_NEIGHBORS * self.fastest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statistics(rows: impl Iterator<Item = f64>) -> StepStatistics {
        let mut steps = StepStatistics::of_numbers(Some(360.0));
        for (row, x) in rows.enumerate() {
            steps.add(row as i64 * 1_000_000_000, [x, 0.0, 0.0]);
        }
        steps.finish();
        steps
    }

    #[test]
    fn a_lone_step_is_found_wherever_it_is() {
        for at in [1, 2, 5, 20, 38, 39] {
            let rows =
                (100..140).map(|row| f64::from(row) + if row >= 100 + at { 700.0 } else { 0.0 });
            assert_eq!(statistics(rows).lone.total(), 1, "{at}");
        }
    }

    #[test]
    fn counters_that_start_again_are_no_lone_steps() {
        for at in [7.0, 3.0] {
            let counter = statistics((0..60).map(|row| (f64::from(row) * at + 250.0) % 256.0));
            assert!(counter.wraps > 0, "{at}");
            assert_eq!(counter.lone.total(), 0, "{at}");
        }
    }

    #[test]
    fn two_things_under_one_name_are_far_apart_row_by_row() {
        let two = statistics((0..100).map(|row| f64::from(row) + f64::from(row % 2) * 5000.0));
        assert!(two.switches * 2 > two.looked_at);
        let one = statistics((0..100).map(f64::from));
        assert_eq!((one.switches, one.looked_at), (0, 92));
    }
}
