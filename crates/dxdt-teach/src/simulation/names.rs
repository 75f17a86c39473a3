//! Names that do not exist, and those that do.

use dxdt_motion::error::{Error, excerpt};
use dxdt_motion::words::did_you_mean;

/// The error about a name that is none of `known`: the nearest and all of them.
pub(super) fn unknown(sentence: &str, name: &str, known: &[&str]) -> Error {
    let all = if known.is_empty() {
        "there are none".to_owned()
    } else {
        format!("there are {}", one_of(known))
    };
    Error::new(sentence).advise(did_you_mean(name, known, &all))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_names_are_listed() {
        assert_eq!(
            unknown("'q' is no name", "q", &["aaa", "bbb"]).to_string(),
            "'q' is no name; there are 'aaa' and 'bbb'"
        );
    }
}
