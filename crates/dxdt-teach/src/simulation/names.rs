//! Names that do not exist, and those that do.

use dxdt_motion::error::{Error, excerpt};

/// The error about a name that is none of `known`: the nearest and all of them.
pub(super) fn unknown(sentence: &str, name: &str, known: &[&str]) -> Error {
    let all = if known.is_empty() {
        "There are none".to_owned()
    } else {
        format!("There are {}", one_of(known))
    };
    Error::new(sentence).advise(match nearest(name, known) {
        Some(nearest) => format!("did you mean '{nearest}'? {all}"),
        None => format!("{}{}", all[..1].to_lowercase(), &all[1..]),
    })
}

/// `'a', 'b' and 'c'`.
pub(super) fn one_of(names: &[&str]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("'{}'", excerpt(name)))
        .collect();
    match quoted.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => quoted.concat(),
    }
}

/// The name that is fewest edits away, if those are at most a third of its letters or it starts in the same way.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    // Longer ones are no slips of the finger, and the distance takes time.
    const LONGEST: usize = 40;
    if name.chars().count() > LONGEST {
        return None;
    }
    let (distance, nearest) = known
        .iter()
        .map(|known| (strsim::osa_distance(name, known), *known))
        .min_by_key(|(distance, _)| *distance)?;
    if distance <= nearest.len().div_ceil(3) {
        return Some(nearest);
    }
    known
        .iter()
        .copied()
        .find(|known| name.len() >= 3 && known.split('-').any(|word| word.starts_with(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_is_named_only_where_it_is_near() {
        let known = ["pendulum", "free-fall", "bouncing-ball"];
        assert_eq!(nearest("pendelum", &known), Some("pendulum"));
        assert_eq!(nearest("freefall", &known), Some("free-fall"));
        assert_eq!(nearest("ball", &known), Some("bouncing-ball"));
        assert_eq!(nearest("aeroplane", &known), None);
        assert_eq!(nearest(&"pendulum".repeat(1000), &known), None);
        assert_eq!(
            unknown("'q' is no name", "q", &["aaa", "bbb"]).to_string(),
            "'q' is no name; there are 'aaa' and 'bbb'"
        );
    }
}
