//! The times of a line's coordinates.

use std::borrow::Cow;

use ::geojson::Position;

use dxdt_motion::error::{Error, Result};

use super::super::json::{Kind, all_elements, entries, unquoted};
use super::feature::Feature;

/// A time for each coordinate, line by line; `None` where it has none.
pub(super) struct Times<'a> {
    pub lines: Vec<Vec<Option<Cow<'a, str>>>>,
    /// They come from the fourth coordinate, for which GeoJSON knows no meaning.
    pub of_fourth_coordinate: bool,
}

/// The times of a feature's lines; `None` where there are none.
///
/// # Errors
/// Where there are not as many times as coordinates.
pub(super) fn of_lines<'a>(
    feature: &Feature<'a>,
    lines: &[Vec<Position>],
) -> Result<Option<Times<'a>>> {
    if let Some(array) = times_array(feature)? {
        return by_property(array, lines, feature.number).map(|lines| {
            Some(Times {
                lines,
                of_fourth_coordinate: false,
            })
        });
    }
    let all_have_four = lines
        .iter()
        .flatten()
        .all(|position| position.as_slice().len() > 3);
    if !all_have_four {
        return Ok(None);
    }
    let time = |position: &Position| fourth_coordinate(position, feature.number);
    let lines = lines
        .iter()
        .map(|line| line.iter().map(time).collect())
        .collect::<Result<_>>()?;
    Ok(Some(Times {
        lines,
        of_fourth_coordinate: true,
    }))
}

/// The fourth coordinate as text; `None` where there is none.
pub(super) fn fourth_coordinate<'a>(
    position: &Position,
    number: usize,
) -> Result<Option<Cow<'a, str>>> {
    // Whole numbers beyond this are not exact as coordinates.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let Some(time) = position.as_slice().get(3) else {
        return Ok(None);
    };
    if time.abs() > EXACT {
        return Err(Error::new(format!(
            "the fourth coordinate of feature {number} is too large to be read as an exact time"
        ))
        .advise("give the times in milliseconds, or as a property 'coordTimes'"));
    }
    Ok(Some(Cow::Owned(time.to_string())))
}

/// Whether a property that is an array or an object is where times are looked for.
pub(super) fn may_hold_times(key: &str) -> bool {
    NAMES.contains(&key) || key == "coordinateProperties"
}

const NAMES: [&str; 4] = ["coordTimes", "times", "timestamps", "time"];

/// The array of times, under one of the names that programs give it.
fn times_array<'a>(feature: &Feature<'a>) -> Result<Option<&'a str>> {
    let is_array = |value: &&str| Kind::of(value) == Kind::Array;
    let direct = NAMES
        .iter()
        .find_map(|name| feature.property(name).filter(is_array));
    if direct.is_some() {
        return Ok(direct);
    }
    let mut found = None;
    if let Some(object) = feature.property("coordinateProperties")
        && Kind::of(object) == Kind::Object
    {
        entries(object, |key, value| {
            if NAMES.contains(&&*key) && is_array(&value) {
                found = Some(value);
            }
            Ok(())
        })?;
    }
    Ok(found)
}

fn by_property<'a>(
    array: &'a str,
    lines: &[Vec<Position>],
    number: usize,
) -> Result<Vec<Vec<Option<Cow<'a, str>>>>> {
    let elements = all_elements(array)?;
    let is_nested = elements
        .iter()
        .any(|element| Kind::of(element) == Kind::Array);
    let mismatch = |coordinates: usize, times: usize| {
        Error::new(format!(
            "feature {number} has {coordinates} coordinates but {times} times"
        ))
        .advise("give one time for each coordinate")
    };
    let parts: Vec<Vec<&str>> = if is_nested {
        elements
            .into_iter()
            .map(all_elements)
            .collect::<Result<_>>()?
    } else {
        let coordinates: usize = lines.iter().map(Vec::len).sum();
        if elements.len() != coordinates {
            return Err(mismatch(coordinates, elements.len()));
        }
        let mut elements = elements.into_iter();
        lines
            .iter()
            .map(|line| elements.by_ref().take(line.len()).collect())
            .collect()
    };
    if parts.len() != lines.len() {
        return Err(Error::new(format!(
            "feature {number} has {} lines but times for {}",
            lines.len(),
            parts.len()
        )));
    }
    let wrong = parts
        .iter()
        .zip(lines)
        .find(|(times, line)| times.len() != line.len());
    if let Some((times, line)) = wrong {
        return Err(mismatch(line.len(), times.len()));
    }
    let read = |part: Vec<&'a str>| part.into_iter().map(|value| time(value, number)).collect();
    parts.into_iter().map(read).collect()
}

fn time(value: &str, number: usize) -> Result<Option<Cow<'_, str>>> {
    match Kind::of(value) {
        Kind::Text => unquoted(value).map(Some),
        Kind::Null => Ok(None),
        Kind::Number => Ok(Some(Cow::Borrowed(value))),
        kind => Err(Error::new(format!(
            "a time of feature {number} is {}, not text or a number",
            kind.in_words()
        ))),
    }
}
