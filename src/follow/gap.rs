//! How long a step may be, from the steps so far.

use dxdt_motion::audit::{GapRule, MaxGap};
use dxdt_time::Ticks;

/// The longest step of one entity that is bridged.
#[derive(Debug, Clone)]
pub(super) struct GapLimit {
    choice: MaxGap,
    /// The entity's first steps in ticks, increasing.
    steps: Vec<i64>,
}

impl GapLimit {
    /// Fewer steps tell no median.
    pub const LEAST: usize = 3;
    /// So many are remembered, whatever the length of the log.
    pub const MOST: usize = 1000;

    pub fn new(choice: MaxGap) -> Self {
        Self {
            choice,
            steps: Vec::new(),
        }
    }

    /// What is a gap by the steps so far.
    pub fn rule(&self, ticks: Ticks) -> GapRule {
        let is_enough = self.steps.len() >= Self::LEAST;
        GapRule::new(
            self.choice,
            is_enough.then(|| self.steps[(self.steps.len() - 1) / 2]),
            ticks,
        )
    }

    /// The steps that are remembered, to make ticks of another clock of them.
    pub fn steps_mut(&mut self) -> &mut [i64] {
        &mut self.steps
    }

    /// Remembers a step.
    pub fn add(&mut self, step: i64) {
        if self.choice == MaxGap::TenMedianSteps && self.steps.len() < Self::MOST {
            let place = self.steps.partition_point(|&other| other < step);
            self.steps.insert(place, step);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_limit_is_ten_median_steps_so_far() {
        let mut limit = GapLimit::new(MaxGap::TenMedianSteps);
        for (step, expected) in [
            (5, None),
            (1, None),
            (2, Some(20)),
            (9, Some(20)),
            (9, Some(50)),
        ] {
            limit.add(step);
            assert_eq!(limit.rule(Ticks::NANOSECONDS).limit(), expected);
        }
        for _ in 0..2000 {
            limit.add(1);
        }
        assert_eq!(limit.steps.len(), GapLimit::MOST);
    }
}
