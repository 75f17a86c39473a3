//! The words of the lessons, and the numbers that are filled in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use dxdt_motion::error::{Error, Result};

/// The one file with everything that a lesson says.
const ENGLISH: &str = include_str!("english.toml");

/// Texts by their keys, such as `edges.paragraphs.half`; those of a list are counted from 1.
#[derive(Debug, Clone)]
pub(super) struct Words(BTreeMap<String, String>);

static WORDS: LazyLock<Result<Words>> = LazyLock::new(|| Words::parse(ENGLISH));

/// The words of the language there is.
pub(super) fn words() -> Result<&'static Words> {
    WORDS.as_ref().map_err(Clone::clone)
}

impl Words {
    fn parse(text: &str) -> Result<Self> {
        let table: toml::Table = text.parse().map_err(|error| {
            Error::new(format!("the words of the lessons cannot be read: {error}"))
        })?;
        let mut words = BTreeMap::new();
        flatten(String::new(), &toml::Value::Table(table), &mut words)?;
        Ok(Self(words))
    }

    /// The text of a key.
    pub fn get(&self, key: &str) -> Result<&str> {
        let text = self.0.get(key).map(String::as_str);
        text.ok_or_else(|| Error::new(format!("the words of the lessons have no '{key}'")))
    }

    /// Whether there is a text of this key.
    pub fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// All keys that begin so.
    #[cfg(test)]
    pub fn keys<'a>(&'a self, start: &'a str) -> impl Iterator<Item = &'a String> {
        self.0.keys().filter(move |key| key.starts_with(start))
    }
}

fn flatten(key: String, value: &toml::Value, words: &mut BTreeMap<String, String>) -> Result<()> {
    let below = |name: &str| match key.as_str() {
        "" => name.to_owned(),
        key => format!("{key}.{name}"),
    };
    match value {
        toml::Value::Table(table) => table
            .iter()
            .try_for_each(|(name, value)| flatten(below(name), value, words)),
        toml::Value::Array(values) => values
            .iter()
            .zip(1..)
            .try_for_each(|(value, number)| flatten(below(&number.to_string()), value, words)),
        toml::Value::String(text) => {
            let joined: Vec<&str> = text.split_whitespace().collect();
            words.insert(key, joined.join(" "));
            Ok(())
        }
        _ => Err(Error::new(format!(
            "'{key}' in the words of the lessons is no text"
        ))),
    }
}

/// The text with the values in the places of their names, `{name}`; `used` is told each of them.
pub(super) fn fill(
    text: &str,
    values: &BTreeMap<&'static str, String>,
    mut used: impl FnMut(&'static str),
) -> Result<String> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, after) = after
            .split_once('}')
            .ok_or_else(|| Error::new(format!("a place for a number has no end in '{text}'")))?;
        let (name, value) = values
            .get_key_value(name)
            .ok_or_else(|| Error::new(format!("there is no number '{name}' for '{text}'")))?;
        filled.push_str(value);
        used(name);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_joined_and_lists_counted() {
        let words = Words::parse("[a.b]\nc = \"one\\n  two\"\nd = [\"x\", \"y\"]").unwrap();
        assert_eq!(words.get("a.b.c").unwrap(), "one two");
        assert_eq!(words.get("a.b.d.2").unwrap(), "y");
        assert!(!words.has("a.b.d.3"));
        assert!(words.get("a.b").unwrap_err().to_string().contains("'a.b'"));
        assert_eq!(words.keys("a.").count(), 3);
        assert!(Words::parse("a = ").is_err());
        assert!(Words::parse("a = 1").is_err());
    }

    #[test]
    fn places_are_filled_or_refused() {
        let values = BTreeMap::from([("g", "9.81".to_owned()), ("h", "0.5".to_owned())]);
        let mut used = Vec::new();
        let filled = fill("{g} and {h}.", &values, |name| used.push(name)).unwrap();
        assert_eq!(filled, "9.81 and 0.5.");
        assert_eq!(used, ["g", "h"]);
        assert!(fill("{k}", &values, |_| ()).is_err());
        assert!(fill("{g", &values, |_| ()).is_err());
    }
}
