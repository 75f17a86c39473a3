//! How well columns tell things apart: within one thing, time goes on.

use std::collections::HashMap;
use std::hash::Hash;

/// How often the time of a thing goes back or stands still, where rows with the same label are one thing; a thing whose
/// rows run from the newest to the oldest goes on as well.
pub(crate) fn disorder<L: Eq + Hash>(stamps: &[i64], labels: impl Iterator<Item = L>) -> u64 {
    #[derive(Default)]
    struct Thing {
        last: Option<i64>,
        back: u64,
        on: u64,
        same: u64,
    }
    let mut things: HashMap<L, Thing> = HashMap::new();
    for (&stamp, label) in stamps.iter().zip(labels) {
        let thing = things.entry(label).or_default();
        if let Some(last) = thing.last.replace(stamp) {
            match stamp.cmp(&last) {
                std::cmp::Ordering::Less => thing.back += 1,
                std::cmp::Ordering::Equal => thing.same += 1,
                std::cmp::Ordering::Greater => thing.on += 1,
            }
        }
    }
    let of_thing = |thing: &Thing| thing.back.min(thing.on) + thing.same;
    things.values().map(of_thing).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_explain_steps_back() {
        let stamps = [0, 1, 2, 0, 1, 2];
        assert_eq!(disorder(&stamps, [0; 6].into_iter()), 1);
        assert_eq!(
            disorder(&stamps, ["a", "a", "a", "b", "b", "b"].into_iter()),
            0
        );
        assert_eq!(disorder(&[0, 0, 1, 1], ["a", "b", "a", "b"].into_iter()), 0);
        assert_eq!(disorder(&[0, 0, 1, 1], [0; 4].into_iter()), 2);
        assert_eq!(disorder(&[2, 1, 0], [0; 3].into_iter()), 0);
    }
}
