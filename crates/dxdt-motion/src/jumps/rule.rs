//! Which rows jump, judged by what is usual of the object's steps and of those around.

use serde::Serialize;

use super::coordinates::Coordinates;
use super::lost::mark_of;
use super::spot::Spot;
use super::steps::{Around, StepStatistics};
use crate::space::Frame;

/// Why a row jumps, as far as it can be told.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum JumpCause {
    /// The object comes back, with the next row or a few later.
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
/// - Up to four rows come back where the steps there and back are longer than the least way, faster than the limit by a
///   quarter, and more than three times as fast as the way past them and the steps before and after.
/// - A row stays where the step to it is faster than twice the limit, and than ten times the four steps before and after; if there
///   are at most three such steps and one in 2000 rows.
/// - All coordinates are one value that programs write for none, to and from which no step is slower than the limit.
/// - A step that is faster than those around is the period of a counter or of an angle, but for what these go.
/// - Several objects take turns where a third of the rows are 30 times nearer to one of the eight rows before the last.
#[derive(Debug, Clone)]
pub struct JumpRule {
    coordinates: Coordinates,
    limit: f64,
    least: f64,
    has_lone_steps: bool,
    lost: Vec<f64>,
    /// Values that stand for none elsewhere, and to which this object comes again and again.
    frequent: Vec<f64>,
    several: bool,
}

/// So many rows beside a step take part of it into their acceleration.
pub(super) const STENCIL: usize = 2;

const DEVIATIONS: f64 = 8.0;
const NORMAL_DEVIATION: f64 = 1.482_602_218_505_602;
const PERCENTILE: f64 = 0.95;
const TIMES_PERCENTILE: f64 = 3.0;
const TIMES_BEND: f64 = 6.0;
const TIMES_BYPASS: f64 = 3.0;
/// So many rows may be away together.
const MOST_AWAY: usize = 4;
// Each of them is away by this part of the way there or back.
const PART_OF_WAY: f64 = 0.3;
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
    pub const REACH: usize = MOST_AWAY + 1 + 2 * STENCIL;

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
            coordinates: steps.coordinates,
            limit,
            least,
            // What a thing does again and again is its motion, such as the saccades of an eye.
            has_lone_steps: lone <= MOST_LONE + steps.rows / ROWS_A_LONE_STEP,
            frequent: steps.marks.frequent(MOST_LONE),
            lost,
            several,
        })
    }

    fn mark_of(&self, spot: &Spot) -> Option<f64> {
        mark_of(spot, &self.coordinates)
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
            .map(|spot| rule.mark_of(spot))
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
            let around = Around::in_list(&self.ordinary, row)?;
            let (before, here) = (&self.spots[row.checked_sub(1)?], &self.spots[row]);
            let speed = self.ordinary[row];
            if let Some(period) = around.starts_again(speed, before, here, &rule.coordinates) {
                return to_here(JumpCause::Wraps(period));
            }
            let is_far = before.distance(here) > rule.least;
            let is_fast = speed > TIMES_LIMIT * rule.limit;
            let mut marks = [before, here]
                .into_iter()
                .filter_map(|spot| rule.mark_of(spot));
            let is_frequent = marks.any(|mark| rule.frequent.contains(&mark));
            let is_rare = rule.has_lone_steps && !is_frequent;
            (around.makes_lone(speed) && is_far && is_fast && is_rare)
                .then(|| to_here(JumpCause::Stays))
                .flatten()
        })
    }

    /// Whether a row is one of a few that are away together.
    fn comes_back(&self, row: usize) -> Option<Jump> {
        let from = (row + 1).saturating_sub(MOST_AWAY).max(1);
        let is_fast = |step: &f64| *step > CLEARLY * self.rule.limit;
        let to = (row + MOST_AWAY + 1).min(self.ordinary.len());
        if self.ordinary[from..to]
            .iter()
            .filter(|step| is_fast(step))
            .count()
            < 2
        {
            return None;
        }
        (1..=MOST_AWAY).find_map(|rows| {
            let firsts = (row + 1).saturating_sub(rows).max(1)..=row;
            let mut away = firsts.filter_map(|first| self.away(first, first + rows - 1));
            let (before, speed) = away.next()?;
            let (before, here) = (&self.spots[before], &self.spots[row]);
            let swapped = here.swapped();
            let reach = self.rule.limit * before.seconds(here) + self.rule.least;
            let cause = match self.rule.coordinates.frame {
                Frame::Geographic if before.distance(&swapped) <= reach => JumpCause::Swapped,
                _ => JumpCause::ComesBack,
            };
            Some(Jump { row, cause, speed })
        })
    }

    /// The row before rows that are away together, and the slower of the speeds there and back; `None` where they are not.
    fn away(&self, first: usize, last: usize) -> Option<(usize, f64)> {
        let rule = self.rule;
        let (to, from) = (self.ordinary[first], *self.ordinary.get(last + 1)?);
        let slower = to.min(from);
        // A comparison with NaN is false; min passes over it.
        if !(slower > CLEARLY * rule.limit && (to + from).is_finite()) {
            return None;
        }
        let (before, after) = (&self.spots[first - 1], &self.spots[last + 1]);
        let way = before
            .distance(&self.spots[first])
            .min(self.spots[last].distance(after));
        let past = before.distance(after) / before.seconds(after);
        // At a turning point the steps before and after are as fast.
        let beside = [first - 1, last + 2].map(|step| self.ordinary.get(step).copied());
        let beside = beside.into_iter().flatten().fold(past, f64::max);
        let are_away = self.spots[first..=last]
            .iter()
            .all(|spot| before.distance(spot) > PART_OF_WAY * way);
        let told = self.told(first - 1, first).min(self.told(last, last + 1));
        (slower > TIMES_BYPASS * beside && way > rule.least && are_away)
            .then_some((first - 1, told))
    }
}
