//! JSON read one level at a time: what is inside an array or object comes as the text that it is written as, so that
//! numbers keep their digits.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::Deserializer;
use serde_json::value::RawValue;

use dxdt_motion::error::{Error, Result};

use super::wrong::{without_place, wrong_json};

/// What a value is, told by its first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Kind {
    Object,
    Array,
    Text,
    Number,
    Truth,
    Null,
}

impl Kind {
    pub fn of(raw: &str) -> Self {
        match raw.trim_ascii_start().as_bytes().first() {
            Some(b'{') => Self::Object,
            Some(b'[') => Self::Array,
            Some(b'"') => Self::Text,
            Some(b't' | b'f') => Self::Truth,
            Some(b'n') | None => Self::Null,
            Some(_) => Self::Number,
        }
    }

    /// With its article, for a sentence.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Object => "an object",
            Self::Array => "an array",
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Truth => "true or false",
            Self::Null => "null",
        }
    }
}

/// Calls `visit` with each key and value of an object.
///
/// # Errors
/// Text that is no object; the first error of `visit`.
pub(in super::super) fn entries<'a>(
    text: &'a str,
    mut visit: impl FnMut(Cow<'a, str>, &'a str) -> Result<()>,
) -> Result<()> {
    let mut failed = None;
    read(text, &mut failed, |reader, failed| {
        let visitor = Entries {
            visit: &mut visit,
            failed,
        };
        reader.deserialize_map(visitor)
    })
}

/// Calls `visit` with each element of an array.
///
/// # Errors
/// Text that is no array; the first error of `visit`.
pub(in super::super) fn elements<'a>(
    text: &'a str,
    mut visit: impl FnMut(&'a str) -> Result<()>,
) -> Result<()> {
    let mut failed = None;
    read(text, &mut failed, |reader, failed| {
        let visitor = Elements {
            visit: &mut visit,
            failed,
        };
        reader.deserialize_seq(visitor)
    })
}

/// The key and value that an object starts with; `None` of what has none or is no object.
pub(super) fn first_entry(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let mut first = None;
    // Reading stops after it, and serde can stop only with an error.
    let _ = Deserializer::from_str(text).deserialize_map(FirstEntry(&mut first));
    first
}

/// The element that an array starts with; `None` of what has none or is no array.
pub(super) fn first_element(text: &str) -> Option<&str> {
    let mut first = None;
    // As in `first_entry`.
    let _ = Deserializer::from_str(text).deserialize_seq(FirstElement(&mut first));
    first
}

/// Up to `count` elements that an array starts with.
pub(super) fn first_elements(text: &str, count: usize) -> Vec<&str> {
    let mut first = Vec::new();
    // As in `first_entry`.
    let _ = elements(text, |element| {
        first.push(element);
        match first.len() < count {
            true => Ok(()),
            false => Err(Error::new("enough")),
        }
    });
    first
}

/// The elements of an array.
pub(in super::super) fn all_elements(text: &str) -> Result<Vec<&str>> {
    let mut all = Vec::new();
    elements(text, |element| {
        all.push(element);
        Ok(())
    })?;
    Ok(all)
}

/// The text that a JSON string stands for.
pub(in super::super) fn unquoted(raw: &str) -> Result<Cow<'_, str>> {
    serde_json::from_str::<Text<'_>>(raw)
        .map(|text| text.0)
        .map_err(|error| {
            Error::new(format!(
                "a string cannot be read ({})",
                without_place(&error)
            ))
        })
}

/// The values of a text that holds several after each other, such as one object a line, with their lines.
pub(in super::super) fn values<'a>(
    text: &'a str,
    mut visit: impl FnMut(u64, &'a str) -> Result<()>,
) -> Result<()> {
    let mut stream = Deserializer::from_str(text).into_iter::<&'a RawValue>();
    let (mut line, mut counted) = (1, 0);
    while let Some(value) = stream.next() {
        let value = value.map_err(|error| wrong_json(&error, text))?.get();
        let start = stream.byte_offset().saturating_sub(value.len());
        let passed = text.as_bytes().get(counted..start).unwrap_or_default();
        line += memchr::memchr_iter(b'\n', passed).count() as u64;
        counted = start;
        visit(line, value)?;
    }
    Ok(())
}

/// The first value of a text, and what follows it.
pub(super) fn first_value(text: &str) -> Result<(&str, &str)> {
    let mut stream = Deserializer::from_str(text).into_iter::<&RawValue>();
    match stream.next() {
        Some(Ok(value)) => {
            let rest = text.get(stream.byte_offset()..).unwrap_or_default();
            Ok((value.get(), rest))
        }
        Some(Err(error)) => Err(wrong_json(&error, text)),
        None => Err(Error::new("the JSON is empty")),
    }
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

type Slot<'s> = &'s mut Option<Error>;

fn read<'a>(
    text: &'a str,
    failed: Slot<'_>,
    visit: impl FnOnce(
        &mut Deserializer<serde_json::de::StrRead<'a>>,
        Slot<'_>,
    ) -> serde_json::Result<()>,
) -> Result<()> {
    let mut reader = Deserializer::from_str(text);
    let done = visit(&mut reader, failed).and_then(|()| reader.end());
    match (failed.take(), done) {
        (Some(error), _) => Err(error),
        (None, done) => done.map_err(|error| wrong_json(&error, text)),
    }
}

struct Entries<'s, F> {
    visit: F,
    failed: Slot<'s>,
}

impl<'de, F: FnMut(Cow<'de, str>, &'de str) -> Result<()>> Visitor<'de> for Entries<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> std::result::Result<(), A::Error> {
        while let Some(Text(key)) = map.next_key()? {
            let value: &'de RawValue = map.next_value()?;
            keep((self.visit)(key, value.get()), self.failed)?;
        }
        Ok(())
    }
}

struct Elements<'s, F> {
    visit: F,
    failed: Slot<'s>,
}

impl<'de, F: FnMut(&'de str) -> Result<()>> Visitor<'de> for Elements<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(
        mut self,
        mut sequence: A,
    ) -> std::result::Result<(), A::Error> {
        while let Some(value) = sequence.next_element_seed(Raw)? {
            keep((self.visit)(value), self.failed)?;
        }
        Ok(())
    }
}

struct FirstEntry<'s, 'de>(&'s mut Option<(Cow<'de, str>, &'de str)>);

impl<'de> Visitor<'de> for FirstEntry<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        if let Some(Text(key)) = map.next_key()? {
            let value: &'de RawValue = map.next_value()?;
            *self.0 = Some((key, value.get()));
        }
        Ok(())
    }
}

struct FirstElement<'s, 'de>(&'s mut Option<&'de str>);

impl<'de> Visitor<'de> for FirstElement<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> std::result::Result<(), A::Error> {
        *self.0 = sequence.next_element_seed(Raw)?;
        Ok(())
    }
}

struct Raw;

impl<'de> DeserializeSeed<'de> for Raw {
    type Value = &'de str;

    fn deserialize<D: serde::Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<&'de str, D::Error> {
        <&RawValue>::deserialize(deserializer).map(RawValue::get)
    }
}

/// Serde has errors of its own; ours waits in the slot until it has given up.
fn keep<E: serde::de::Error>(result: Result<()>, slot: Slot<'_>) -> std::result::Result<(), E> {
    result.map_err(|error| {
        *slot = Some(error);
        E::custom("stopped")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_as_written() {
        let mut seen = Vec::new();
        entries(
            r#"{"t": 1403715524907143168, "x": 1.50e0, "k\u0041": null}"#,
            |key, value| {
                seen.push((key.into_owned(), value));
                Ok(())
            },
        )
        .unwrap();
        let expected = [
            ("t", "1403715524907143168"),
            ("x", "1.50e0"),
            ("kA", "null"),
        ];
        assert_eq!(seen, expected.map(|(key, value)| (key.to_owned(), value)));
        assert_eq!(
            all_elements("[1.0, [2], \"a\"]").unwrap(),
            ["1.0", "[2]", "\"a\""]
        );
    }

    #[test]
    fn the_first_is_told_whatever_follows() {
        let first = first_entry(r#" {"0": [1, 2], "1": } "#);
        assert_eq!(first, Some(("0".into(), "[1, 2]")));
        assert_eq!(first_element("[ {\"a\": 1} , oops"), Some("{\"a\": 1}"));
        for none in ["{}", "[]", "7", ""] {
            assert_eq!((first_entry(none), first_element(none)), (None, None));
        }
    }

    #[test]
    fn values_have_lines() {
        let mut seen = Vec::new();
        values("\n{\"a\":1}\n\n{\"a\":\n2}\n{}", |line, value| {
            seen.push((line, value));
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, [(2, "{\"a\":1}"), (4, "{\"a\":\n2}"), (6, "{}")]);
    }

    #[test]
    fn our_own_error_comes_out() {
        let error = elements("[1, 2]", |_| Err(Error::new("mine"))).unwrap_err();
        assert_eq!(error.to_string(), "mine");
    }
}
