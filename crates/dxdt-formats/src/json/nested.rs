//! Records with a list of objects that have the positions: the players of a frame, the points of a stretch of way.

use std::collections::HashSet;
use std::fmt::Write;

use dxdt_motion::error::Result;

use super::super::memory::Budget;
use super::scan::{self, Kind};

/// Records of which each is one object of such a list, with the values of the record that it is from.
pub(super) struct Unfolded {
    /// Each as an object.
    pub records: Vec<String>,
    /// The number of the record that it is from, from 0.
    pub of: Vec<usize>,
    /// The key of the list.
    pub list: String,
    /// The key that tells objects apart which are there at the same instant.
    pub thing: Option<String>,
}

/// Unfolds records; `None` where they have positions of their own, or no such list.
///
/// # Errors
/// A record that cannot be read; records that outgrow the memory.
pub(super) fn unfold(records: &[&str], budget: &mut Budget) -> Result<Option<Unfolded>> {
    let Some((list, has_time)) = list_of(records)? else {
        return Ok(None);
    };
    let thing = (!has_time).then(|| "object".to_owned());
    let mut unfolded = Unfolded {
        records: Vec::new(),
        of: Vec::new(),
        list,
        thing,
    };
    for (number, record) in records.iter().enumerate() {
        let members = members(record)?;
        let is_shared = |value: &str| !matches!(Kind::of(value), Kind::Array | Kind::Object);
        let shared: Vec<_> = members
            .iter()
            .filter(|(_, value)| is_shared(value))
            .collect();
        let mut push = |name: Option<String>, object: &str| -> Result<()> {
            let own = self::members(object)?;
            let mut text = String::from("{");
            if let (Some(key), Some(name)) = (&unfolded.thing, name) {
                let _ = write!(text, "\"{key}\":{},", quoted(&name));
            }
            let own_keys: HashSet<&str> = own.iter().map(|(key, _)| key.as_str()).collect();
            let shared = shared
                .iter()
                .filter(|(key, _)| !own_keys.contains(key.as_str()));
            for (key, value) in shared.copied().chain(&own) {
                // What all share is written once for each of them.
                budget.take(2 * (key.len() + value.len()) as u64)?;
                let _ = write!(text, "{}:{value},", quoted(key));
            }
            text.pop();
            text.push('}');
            unfolded.records.push(text);
            unfolded.of.push(number);
            Ok(())
        };
        for (key, value) in &members {
            let is_list = *key == unfolded.list || (!has_time && is_list_of_positions(value)?);
            if is_list && Kind::of(value) == Kind::Array {
                for (index, object) in scan::all_elements(value)?.into_iter().enumerate() {
                    if Kind::of(object) == Kind::Object {
                        push(
                            Some(name_of(object)?.unwrap_or_else(|| format!("{key} {index}"))),
                            object,
                        )?;
                    }
                }
            } else if !has_time && Kind::of(value) == Kind::Object && has_position(value)? {
                push(Some(key.clone()), value)?;
            }
        }
    }
    Ok(Some(unfolded))
}

/// The key of the list whose objects have positions, and whether they have times too.
fn list_of(records: &[&str]) -> Result<Option<(String, bool)>> {
    for record in records.iter().take(super::FIRST_RECORDS) {
        if Kind::of(record) != Kind::Object || has_position(record)? {
            return Ok(None);
        }
        for (key, value) in members(record)? {
            let first = (Kind::of(value) == Kind::Array)
                .then(|| scan::first_element(value))
                .flatten();
            if let Some(first) = first
                && Kind::of(first) == Kind::Object
                && has_position(first)?
            {
                let has_time = members(first)?.iter().any(|(key, _)| is_time(key));
                return Ok(Some((key, has_time)));
            }
        }
    }
    Ok(None)
}

fn is_list_of_positions(value: &str) -> Result<bool> {
    let first = (Kind::of(value) == Kind::Array)
        .then(|| scan::first_element(value))
        .flatten();
    match first {
        Some(first) if Kind::of(first) == Kind::Object => has_position(first),
        _ => Ok(false),
    }
}

fn members(object: &str) -> Result<Vec<(String, &str)>> {
    let mut members = Vec::new();
    scan::entries(object, |key, value| {
        members.push((key.into_owned(), value));
        Ok(())
    })?;
    Ok(members)
}

/// Whether an object itself has coordinates.
fn has_position(object: &str) -> Result<bool> {
    let keys: Vec<String> = members(object)?
        .into_iter()
        .map(|(key, _)| key.to_lowercase())
        .collect();
    let has = |words: &[&str]| keys.iter().any(|key| words.contains(&key.as_str()));
    let in_plane = has(&["x"]) && has(&["y"]);
    let on_earth = has(&["lat", "latitude", "latitudee7"])
        && has(&["lon", "lng", "long", "longitude", "longitudee7"]);
    let as_one = has(&[
        "xyz",
        "pos",
        "point",
        "latlng",
        "position",
        "location",
        "coordinates",
        "geometry",
    ]);
    Ok(in_plane || on_earth || as_one)
}

fn is_time(key: &str) -> bool {
    let key = key.to_lowercase();
    ["t", "ts", "tst"].contains(&key.as_str()) || key.contains("time") || key.contains("date")
}

/// What an object of a list is called.
fn name_of(object: &str) -> Result<Option<String>> {
    let is_name = |key: &str| {
        let key = key.to_lowercase();
        key == "id"
            || key == "name"
            || key.ends_with("_id")
            || key.ends_with("id") && key.len() <= 10
    };
    for (key, value) in members(object)? {
        if is_name(&key) {
            return Ok(match Kind::of(value) {
                Kind::Text => Some(scan::unquoted(value)?.into_owned()),
                Kind::Number => Some(value.to_owned()),
                _ => None,
            });
        }
    }
    Ok(None)
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            c if u32::from(c) < 0x20 => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::super::super::memory::Memory;
    use super::*;

    fn unfolded(records: &[&str]) -> Option<Unfolded> {
        unfold(records, &mut Budget::new(Memory::UNLIMITED, 0)).unwrap()
    }

    #[test]
    fn players_of_a_frame_are_records() {
        let frame = r#"{"frame": 1, "time": "00:00:01", "ball": {"x": 1, "y": 2}, "players": [{"x": 3, "y": 4, "player_id": 7}, {"x": 5, "y": 6}]}"#;
        let unfolded = unfolded(&[frame]).unwrap();
        assert_eq!(
            unfolded.records,
            [
                r#"{"object":"ball","frame":1,"time":"00:00:01","x":1,"y":2}"#,
                r#"{"object":"7","frame":1,"time":"00:00:01","x":3,"y":4,"player_id":7}"#,
                r#"{"object":"players 1","frame":1,"time":"00:00:01","x":5,"y":6}"#
            ]
        );
        assert_eq!(
            (unfolded.of, unfolded.list.as_str()),
            (vec![0, 0, 0], "players")
        );
    }

    #[test]
    fn points_with_times_are_one_way() {
        let records = [
            r#"{"start": 1, "path": [{"point": "1, 2", "time": "a\"b"}]}"#,
            r#"{"start": 2, "visit": {"x": 1, "y": 2}}"#,
        ];
        let unfolded = unfolded(&records).unwrap();
        assert_eq!(
            unfolded.records,
            [r#"{"start":1,"point":"1, 2","time":"a\"b"}"#]
        );
        assert_eq!(unfolded.thing, None);
    }

    #[test]
    fn records_with_positions_stay() {
        for record in [
            r#"{"t": 1, "lat": 1, "lon": 2, "satellites": [{"x": 1, "y": 2}]}"#,
            r#"{"t": 1, "list": [{"a": 1}]}"#,
            r#"{"t": 1, "list": [1, 2]}"#,
            "[1]",
        ] {
            assert!(unfolded(&[record]).is_none(), "{record}");
        }
    }
}
