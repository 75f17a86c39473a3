//! Which steps are too long to be bridged.

use super::MaxGap;

/// The one rule for what is a gap: a step from one row with a position to the next that is longer than the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GapRule {
    limit: Option<i64>,
}

impl GapRule {
    /// That of an entity with this median step in nanoseconds, where there is one.
    pub fn new(max_gap: MaxGap, median_step: Option<i64>) -> Self {
        Self {
            limit: match max_gap {
                MaxGap::TenMedianSteps => median_step.map(|step| step.saturating_mul(10)),
                MaxGap::Nanoseconds(limit) => Some(limit),
                MaxGap::Unlimited => None,
            },
        }
    }

    /// The longest step that is bridged, in nanoseconds; `None` where every step is.
    pub fn limit(self) -> Option<i64> {
        self.limit
    }

    /// Whether a row after a step of so many nanoseconds starts a segment.
    pub fn is_gap(self, step: i64) -> bool {
        self.limit.is_some_and(|limit| step > limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_longer_than_the_limit() {
        let rule = GapRule::new(MaxGap::TenMedianSteps, Some(2));
        assert_eq!(
            (rule.limit(), rule.is_gap(20), rule.is_gap(21)),
            (Some(20), false, true)
        );
        assert!(!GapRule::new(MaxGap::TenMedianSteps, None).is_gap(i64::MAX));
        assert!(!GapRule::new(MaxGap::Unlimited, Some(2)).is_gap(i64::MAX));
        assert_eq!(
            GapRule::new(MaxGap::Nanoseconds(7), Some(2)).limit(),
            Some(7)
        );
    }
}
