//! How much of the page each entity may have.

/// The largest share with which all costs fit into a budget: who needs less takes less, and leaves the rest to the
/// others.
pub(super) fn fair_share(costs: &[u64], budget: u64) -> u64 {
    let mut costs = costs.to_vec();
    costs.sort_unstable();
    let mut left = budget;
    for (place, &cost) in costs.iter().enumerate() {
        let share = left / (costs.len() - place) as u64;
        if cost > share {
            return share;
        }
        left -= cost;
    }
    u64::MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    #[test]
    fn who_needs_little_leaves_the_rest() {
        assert_eq!(fair_share(&[10, 100, 1000], 300), 190);
        assert_eq!(fair_share(&[10, 100], 110), u64::MAX);
        assert_eq!(fair_share(&[], 0), u64::MAX);
    }

    proptest! {
        #[test]
        fn shares_fit_and_are_the_largest(costs in prop::collection::vec(0_u64..1000, 1..30), budget in 0_u64..20_000) {
            let share = fair_share(&costs, budget);
            let used = |share: u64| costs.iter().map(|&cost| cost.min(share)).sum::<u64>();
            prop_assert!(used(share) <= budget);
            if share < u64::MAX {
                prop_assert!(used(share + 1) > budget);
            }
        }
    }
}
