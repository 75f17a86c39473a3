//! What is done to the positions of an object before they are cut into segments: angles that start again are counted on,
//! and rows that nothing could reach are left out.

use std::collections::VecDeque;

use crate::jumps::{Spot, Unwrap};
use crate::log::PositionLog;
use crate::space::Frame;
use dxdt_time::Ticks;

use super::AuditOptions;

/// The positions of one object on their way, row by row in the order of time.
#[derive(Debug, Clone)]
pub struct Repair {
    frame: Frame,
    ticks: Ticks,
    /// Along each axis that starts again.
    unwraps: [Option<Unwrap>; 3],
    gate: Option<SpeedGate>,
}

impl Repair {
    /// What there is to do; `None` where that is nothing.
    pub fn of(log: &PositionLog, options: &AuditOptions) -> Option<Self> {
        let unwrap = |axis: usize| log.positions.get(axis)?.turn.map(Unwrap::new);
        let unwraps = [0, 1, 2].map(unwrap);
        let needed = unwraps.iter().any(Option::is_some) || options.max_speed.is_some();
        needed.then(|| Self {
            frame: log.coordinates,
            ticks: log.clock.ticks,
            unwraps,
            gate: options.max_speed.map(SpeedGate::new),
        })
    }

    /// Counts the next position on, one to three coordinates, and says whether one of them starts again; and whether rows
    /// are taken, in their order, as that becomes known.
    pub fn add(&mut self, stamp: i64, position: &mut [f64], taken: &mut Vec<bool>) -> bool {
        let mut wraps = false;
        for (value, unwrap) in position.iter_mut().zip(&mut self.unwraps) {
            if let Some(unwrap) = unwrap {
                let (counted_on, starts_again) = unwrap.next(*value);
                *value = counted_on;
                wraps |= starts_again;
            }
        }
        match &mut self.gate {
            Some(gate) => {
                let at = |axis: usize| position.get(axis).copied().unwrap_or(0.0);
                let stamp = (stamp, self.ticks);
                gate.add(Spot::new(self.frame, stamp, [0, 1, 2].map(at)), taken);
            }
            None => taken.push(true),
        }
        wraps
    }

    /// Says of the rows whether they are taken that wait for others, after which none come.
    pub fn finish(&mut self, taken: &mut Vec<bool>) {
        if let Some(gate) = &mut self.gate {
            gate.finish(taken);
        }
    }
}

// So many rows that agree are right, wherever they are.
const AGREE: usize = 5;
// Where nothing agrees for so long, the first row is taken.
const MOST_UNDECIDED: usize = 1000;

/// Leaves out rows that take more than a speed, from the last row that was taken: a lone row or a few, such as an old first
/// position. Five rows that agree with each other are taken wherever they are.
#[derive(Debug, Clone)]
struct SpeedGate {
    limit: f64,
    undecided: VecDeque<Mark>,
    current: Option<Spot>,
    agree: usize,
    other: Option<Spot>,
    other_agree: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Taken,
    LeftOut,
    OfCurrent,
    OfOther,
}

impl SpeedGate {
    fn new(limit: f64) -> Self {
        Self {
            limit,
            undecided: VecDeque::new(),
            current: None,
            agree: 0,
            other: None,
            other_agree: 0,
        }
    }

    fn add(&mut self, spot: Spot, taken: &mut Vec<bool>) {
        let limit = self.limit;
        let is_in_reach =
            |from: &Spot| from.chord(&spot) <= limit * from.seconds(&spot) * (1.0 + 1e-9);
        if self.current.as_ref().is_none_or(is_in_reach) {
            self.mark(Mark::OfOther, Mark::LeftOut);
            self.other = None;
            self.current = Some(spot);
            self.agree += 1;
            self.undecided.push_back(Mark::OfCurrent);
        } else {
            if self.other.as_ref().is_some_and(is_in_reach) {
                self.other_agree += 1;
            } else {
                self.mark(Mark::OfOther, Mark::LeftOut);
                self.other_agree = 1;
            }
            self.other = Some(spot);
            self.undecided.push_back(Mark::OfOther);
            if self.other_agree >= AGREE {
                self.take_other();
            }
        }
        if self.agree >= AGREE || self.undecided.len() > MOST_UNDECIDED {
            self.mark(Mark::OfCurrent, Mark::Taken);
        }
        self.give(taken);
    }

    /// The other rows are right; those before are only if they agree.
    fn take_other(&mut self) {
        let before = match self.agree >= AGREE {
            true => Mark::Taken,
            false => Mark::LeftOut,
        };
        self.mark(Mark::OfCurrent, before);
        self.mark(Mark::OfOther, Mark::Taken);
        self.current = self.other.take();
        self.agree = self.other_agree;
    }

    fn finish(&mut self, taken: &mut Vec<bool>) {
        if self.agree < AGREE && self.other.is_some() && self.other_agree > self.agree {
            self.take_other();
        }
        self.mark(Mark::OfCurrent, Mark::Taken);
        self.mark(Mark::OfOther, Mark::LeftOut);
        self.give(taken);
    }

    fn mark(&mut self, from: Mark, to: Mark) {
        for mark in self.undecided.iter_mut().filter(|mark| **mark == from) {
            *mark = to;
        }
    }

    fn give(&mut self, taken: &mut Vec<bool>) {
        while let Some(mark) = self.undecided.front() {
            match mark {
                Mark::Taken => taken.push(true),
                Mark::LeftOut => taken.push(false),
                Mark::OfCurrent | Mark::OfOther => return,
            }
            self.undecided.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(positions: &[f64]) -> Vec<bool> {
        let mut gate = SpeedGate::new(2.0);
        let mut taken = Vec::new();
        for (row, &x) in positions.iter().enumerate() {
            let stamp = (row as i64 * 1_000_000_000, Ticks::NANOSECONDS);
            let spot = Spot::new(Frame::Cartesian, stamp, [x, 0.0, 0.0]);
            gate.add(spot, &mut taken);
        }
        gate.finish(&mut taken);
        taken
    }

    fn left_out(positions: &[f64]) -> Vec<usize> {
        let taken = taken(positions);
        assert_eq!(taken.len(), positions.len());
        (0..taken.len()).filter(|&row| !taken[row]).collect()
    }

    #[test]
    fn lone_rows_go_wherever_they_are() {
        let walk: Vec<f64> = (0..20).map(f64::from).collect();
        assert_eq!(left_out(&walk), [0usize; 0]);
        for (at, rows) in [(0, 1), (7, 1), (7, 3), (19, 1), (0, 3)] {
            let mut spoilt = walk.clone();
            spoilt[at..at + rows].fill(900.0);
            assert_eq!(left_out(&spoilt), (at..at + rows).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_place_where_many_rows_are_is_right() {
        let mut positions: Vec<f64> = (0..20).map(f64::from).collect();
        positions[10..].iter_mut().for_each(|x| *x += 900.0);
        assert_eq!(left_out(&positions), [0usize; 0]);
    }

    #[test]
    fn where_nothing_agrees_memory_does_not_grow() {
        let positions: Vec<f64> = (0..5000).map(|row| f64::from(row * row) * 1e6).collect();
        let mut gate = SpeedGate::new(2.0);
        let mut given = Vec::new();
        for (row, &x) in positions.iter().enumerate() {
            gate.add(
                Spot::new(
                    Frame::Cartesian,
                    (row as i64, Ticks::NANOSECONDS),
                    [x, 0.0, 0.0],
                ),
                &mut given,
            );
            assert!(gate.undecided.len() <= MOST_UNDECIDED + 1);
        }
    }

    #[test]
    fn angles_are_counted_on_as_numpy_unwraps() {
        let mut repair = Repair {
            frame: Frame::Cartesian,
            ticks: Ticks::NANOSECONDS,
            unwraps: [Some(Unwrap::new(360.0)), None, None],
            gate: None,
        };
        let mut wraps = Vec::new();
        let mut taken = Vec::new();
        let angles = [350.0, 355.0, 2.0, 9.0, 358.0, 170.0].map(|angle| {
            let mut position = [angle, 7.0, 0.0];
            wraps.push(repair.add(0, &mut position, &mut taken));
            assert_eq!(position[1], 7.0);
            position[0]
        });
        // np.unwrap([350, 355, 2, 9, 358, 170], period=360)
        assert_eq!(angles, [350.0, 355.0, 362.0, 369.0, 358.0, 530.0]);
        assert_eq!(wraps, [false, false, true, false, true, true]);
        assert_eq!(taken, [true; 6]);
    }
}
