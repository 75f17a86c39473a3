//! Which steps are too long to be bridged.

use dxdt_time::Ticks;

use super::MaxGap;

/// The one rule for what is a gap: a step from one row with a position to the next that is longer than the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GapRule {
    limit: Option<i64>,
}

impl GapRule {
    /// That of an entity with this median step, where there is one.
    pub fn new(max_gap: MaxGap, median_step: Option<i64>, ticks: Ticks) -> Self {
        Self {
            limit: match max_gap {
                MaxGap::TenMedianSteps => median_step.map(|step| step.saturating_mul(10)),
                MaxGap::Nanoseconds(limit) => Some(ticks.of_nanoseconds(limit)),
                MaxGap::Unlimited => None,
            },
        }
    }

    /// The longest step that is bridged, in ticks; `None` where every step is.
    pub fn limit(self) -> Option<i64> {
        self.limit
    }

    /// Whether a row after a step of so many ticks starts a segment.
    pub fn is_gap(self, step: i64) -> bool {
        self.limit.is_some_and(|limit| step > limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_longer_than_the_limit() {
        let rule = |max_gap, median| GapRule::new(max_gap, median, Ticks::NANOSECONDS);
        let of_median = rule(MaxGap::TenMedianSteps, Some(2));
        assert_eq!(
            (
                of_median.limit(),
                of_median.is_gap(20),
                of_median.is_gap(21)
            ),
            (Some(20), false, true)
        );
        assert!(!rule(MaxGap::TenMedianSteps, None).is_gap(i64::MAX));
        assert!(!rule(MaxGap::Unlimited, Some(2)).is_gap(i64::MAX));
        assert_eq!(rule(MaxGap::Nanoseconds(7), Some(2)).limit(), Some(7));
        let finer = Ticks::finest(12, [0, 0]);
        let in_picoseconds = GapRule::new(MaxGap::Nanoseconds(7), None, finer);
        assert!(!in_picoseconds.is_gap(7_000) && in_picoseconds.is_gap(7_001));
    }
}
