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
        .map(|known| (edit_distance(name, known), *known))
        .min_by_key(|(distance, _)| *distance)?;
    if distance <= nearest.len().div_ceil(3) {
        return Some(nearest);
    }
    known
        .iter()
        .copied()
        .find(|known| name.len() >= 3 && known.split('-').any(|word| word.starts_with(name)))
}

/// The least number of letters put in, taken out, changed or swapped with their neighbour (Damerau, restricted).
fn edit_distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let width = b.len() + 1;
    let mut table = vec![0; (a.len() + 1) * width];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i * width + j] = if i == 0 || j == 0 {
                i + j
            } else {
                let changed = usize::from(a[i - 1] != b[j - 1]);
                let one = (table[(i - 1) * width + j] + 1)
                    .min(table[i * width + j - 1] + 1)
                    .min(table[(i - 1) * width + j - 1] + changed);
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if swapped {
                    one.min(table[(i - 2) * width + j - 2] + 1)
                } else {
                    one
                }
            };
        }
    }
    table[a.len() * width + b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_the_least_edits() {
        for (a, b, distance) in [
            ("", "", 0),
            ("abc", "abc", 0),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("lenght", "length", 1),
            ("é", "e", 1),
        ] {
            assert_eq!(edit_distance(a, b), distance, "{a} {b}");
            assert_eq!(edit_distance(b, a), distance, "{b} {a}");
        }
    }

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
