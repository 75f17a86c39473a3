//! Which rows jump, judged by what is usual of the object's steps and of those around.

use serde::Serialize;

use super::lost::mark_of;
use super::spot::Spot;
use super::steps::{NEIGHBORS, StepStatistics, fastest_around, is_lone};
use super::wrap::{Turns, wrap_between};
use crate::space::Frame;

/// Why a row jumps, as far as it can be told.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum JumpCause {
    /// The object comes back with the next row.
    ComesBack,
    /// The object stays where it has jumped to.
    Stays,
    /// Longitude and latitude are exchanged in this row.
    Swapped,
    /// A coordinate starts again, having counted to this.
    Wraps(f64),
    /// All coordinates have this value, which stands for no position.
    StandsForNone(f64),
    /// Rows of several objects take turns.
    SeveralObjects,
}

/// A row that jumps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Jump {
    /// The row, counted from the first that was judged.
    pub row: usize,
    /// Why.
    pub cause: JumpCause,
    /// The speed that it would take, in the unit of the positions a second (m/s for geographic ones).
    pub speed: f64,
}

/// The rule by which the rows of one object are judged.
///
/// The *limit* is a speed that nothing with such steps reaches: eight median absolute deviations (scaled to the normal
/// distribution) above the median speed of the steps that go somewhere, and three times their 95th percentile. The *least
/// way* is six times the median distance of a row from the straight way past it, which is larger than noise.
///
/// - A row comes back where it is further than the least way from both neighbors, at a quarter more than the limit, and at more than
///   three times the speed of the way past it.
/// - A row stays where the step to it is faster than twice the limit, and than ten times the four steps before and after; if there
///   are at most three such steps and one in 2000 rows.
/// - All coordinates are one value that programs write for none, to and from which no step is slower than the limit.
/// - The step that is far faster than those around is the period of a counter or of an angle.
/// - Several objects take turns where a third of the rows are 30 times nearer to one of the eight rows before the last.
#[derive(Debug, Clone)]
pub struct JumpRule {
    frame: Frame,
    units: [f64; 3],
    axes: usize,
    limit: f64,
    least: f64,
    has_lone_steps: bool,
    lost: Vec<f64>,
    several: bool,
    turns: Turns,
}

/// So many rows beside a step take part of it into their acceleration.
pub(super) const STENCIL: usize = 2;

const DEVIATIONS: f64 = 8.0;
const NORMAL_DEVIATION: f64 = 1.482_602_218_505_602;
const PERCENTILE: f64 = 0.95;
const TIMES_PERCENTILE: f64 = 3.0;
const TIMES_BEND: f64 = 6.0;
const TIMES_BYPASS: f64 = 3.0;
// Noise with heavy tails comes near to the limit.
const CLEARLY: f64 = 1.25;
// A step that is not undone has to be much faster than all around it.
const TIMES_LIMIT: f64 = 2.0;
const MOST_LONE: u64 = 3;
const ROWS_A_LONE_STEP: u64 = 2000;
// Fewer speeds do not tell what is usual.
const FEWEST_SPEEDS: u64 = 8;
// A jump spoils two speeds; a short log has to bear two jumps.
const SPOILT: f64 = 4.0;
const LEAST_SWITCHES: u64 = 6;
const SHARE_OF_SWITCHES: f64 = 1.0 / 3.0;
// Of an object that hardly moves, steps of a few units of the last digit are its noise.
const TIMES_LAST_DIGIT: f64 = 1000.0;

impl JumpRule {
    /// So many rows with positions before and after a row are enough to judge it, and what it does to those beside it.
    pub const REACH: usize = NEIGHBORS + 1 + STENCIL;

    /// The rule, where a row may jump.
    pub fn of(steps: &StepStatistics) -> Option<Self> {
        let (limit, least) = if steps.speeds.total() < FEWEST_SPEEDS {
            (0.0, TIMES_LAST_DIGIT * last_digit(steps)?)
        } else {
            let bend = steps.bends.quantile_with_zeros(steps.straight, 0.5);
            let bend = bend.unwrap_or(0.0);
            (limit(steps)?, TIMES_BEND * bend)
        };
        let lost = steps.marks.lost(steps.rows, limit, least);
        let lone = steps.lone.above(TIMES_LIMIT * limit);
        let several = steps.switches >= LEAST_SWITCHES
            && steps.switches as f64 > SHARE_OF_SWITCHES * steps.looked_at as f64;
        let may_jump = steps.fastest > limit || steps.wraps > 0 || !lost.is_empty() || several;
        may_jump.then_some(Self {
            frame: steps.frame,
            units: steps.units,
            axes: steps.axes.clamp(1, 3),
            limit,
            least,
            // What a thing does again and again is its motion, such as the saccades of an eye.
            has_lone_steps: lone <= MOST_LONE + steps.rows / ROWS_A_LONE_STEP,
            lost,
            several,
            turns: steps.turns,
        })
    }

    /// The speed that nothing with such steps reaches.
    pub fn limit(&self) -> f64 {
        self.limit
    }

    /// The rows that jump, of some that follow each other; right where [`JumpRule::REACH`] rows are around, or none are.
    pub(super) fn jumps(&self, spots: &[Spot]) -> Vec<Jump> {
        let ways = Ways::of(self, spots);
        (0..spots.len()).filter_map(|row| ways.jump(row)).collect()
    }
}

/// The speed that a thing of such speeds does not reach.
fn limit(steps: &StepStatistics) -> Option<f64> {
    let speeds = &steps.speeds;
    let share = PERCENTILE.min(1.0 - SPOILT / speeds.total() as f64);
    let high = speeds.quantile(share)?;
    let middle = speeds.quantile(0.5)?;
    let deviation = NORMAL_DEVIATION * speeds.deviation_from(middle)?;
    Some((middle + DEVIATIONS * deviation).max(TIMES_PERCENTILE * high))
}

/// The last digit to which the few spots of an object that hardly moves are told, as a length.
fn last_digit(steps: &StepStatistics) -> Option<f64> {
    let first = steps.few_spots.first()?;
    let coordinates = steps.few_spots.iter().flat_map(|spot| spot.position);
    let decimals = |value: f64| {
        let text = value.to_string();
        text.split_once('.')
            .map_or(0, |(_, decimals)| decimals.len())
    };
    let most = coordinates.map(decimals).max()?;
    Some(first.unit() * 0.1f64.powi(most as i32))
}

/// The steps between some spots.
struct Ways<'a> {
    rule: &'a JumpRule,
    spots: &'a [Spot],
    /// The speed to each row from the one before; NaN for the first, and where a step comes to or goes from what stands
    /// for none.
    ordinary: Vec<f64>,
    marks: Vec<Option<f64>>,
}

impl<'a> Ways<'a> {
    fn of(rule: &'a JumpRule, spots: &'a [Spot]) -> Self {
        let marks: Vec<Option<f64>> = spots
            .iter()
            .map(|spot| mark_of(spot, rule.frame, &rule.units[..rule.axes]))
            .map(|mark| mark.filter(|value| rule.lost.contains(value)))
            .collect();
        let ordinary = (0..spots.len()).map(|row| match row {
            0 => f64::NAN,
            row if marks[row].is_some() || marks[row - 1].is_some() => f64::NAN,
            row => spots[row - 1].distance(&spots[row]) / spots[row - 1].seconds(&spots[row]),
        });
        Self {
            rule,
            spots,
            ordinary: ordinary.collect(),
            marks,
        }
    }

    /// A speed as it is told, which takes more than comparing it.
    fn told(&self, from: usize, to: usize) -> f64 {
        let [from, to] = [from, to].map(|row| &self.spots[row]);
        from.chord(to) / from.seconds(to)
    }

    fn jump(&self, row: usize) -> Option<Jump> {
        let rule = self.rule;
        let to_here = |cause| {
            let before = row.checked_sub(1)?;
            let speed = self.told(before, row);
            Some(Jump { row, cause, speed })
        };
        if rule.several {
            return to_here(JumpCause::SeveralObjects);
        }
        if let Some(value) = self.marks[row] {
            let cause = JumpCause::StandsForNone(value);
            let speed = row
                .checked_sub(1)
                .map_or(0.0, |before| self.told(before, row));
            return Some(Jump { row, cause, speed });
        }
        self.comes_back(row).or_else(|| {
            let fastest = fastest_around(&self.ordinary, row)?;
            if !is_lone(self.ordinary[row], fastest) {
                return None;
            }
            let (before, here) = (&self.spots[row - 1], &self.spots[row]);
            if let Some(period) = wrap_between(before, here, fastest, &rule.turns, &rule.units) {
                return to_here(JumpCause::Wraps(period));
            }
            let is_far = before.distance(here) > rule.least;
            let is_fast = self.ordinary[row] > TIMES_LIMIT * rule.limit;
            (is_far && is_fast && rule.has_lone_steps)
                .then(|| to_here(JumpCause::Stays))
                .flatten()
        })
    }

    fn comes_back(&self, row: usize) -> Option<Jump> {
        let rule = self.rule;
        let (to, from) = (self.ordinary[row], *self.ordinary.get(row + 1)?);
        let slower = to.min(from);
        // A comparison with NaN is false; min passes over it.
        if !(slower > CLEARLY * rule.limit && (to + from).is_finite()) {
            return None;
        }
        let [before, here, after] = [row - 1, row, row + 1].map(|row| &self.spots[row]);
        let nearer = before.distance(here).min(here.distance(after));
        let past = before.distance(after) / before.seconds(after);
        if !(slower > TIMES_BYPASS * past && nearer > rule.least) {
            return None;
        }
        let swapped = here.swapped();
        let fits = before.distance(&swapped) <= rule.limit * before.seconds(here) + rule.least;
        let cause = match rule.frame {
            Frame::Geographic if fits => JumpCause::Swapped,
            _ => JumpCause::ComesBack,
        };
        let speed = self.told(row - 1, row).min(self.told(row, row + 1));
        Some(Jump { row, cause, speed })
    }
}
