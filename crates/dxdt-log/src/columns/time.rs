//! Which column is the time: by name, then by content.

use super::content::Content;
use dxdt_formats::ColumnName;
use dxdt_motion::finding::RoleReason;
use dxdt_time::TimeUnit;

/// The time column, or the date column and the time-of-day column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TimeChoice {
    pub columns: Vec<usize>,
    pub reason: RoleReason,
}

// The higher the score, the more surely the word names the time of a row.
const SCORES: &[(&[&str], u32)] = &[
    (&["timestamp", "timestamps", "datetime"], 90),
    (&["date", "time", "zeit", "temps", "tiempo"], 70),
    (&["utc", "epoch", "stamp", "gmt", "tow"], 60),
    (
        &[
            "elapsed",
            "seconds",
            "secs",
            "sec",
            "millis",
            "milliseconds",
            "nanoseconds",
            "clock",
        ],
        50,
    ),
];

// Words of columns that hold a length of time or something about it.
const AGAINST: &[&str] = &[
    "to",
    "zone",
    "delta",
    "dt",
    "duration",
    "interval",
    "step",
    "since",
    "offset",
    "exposure",
    "travel",
    "valid",
    "uncertainty",
    "error",
    "quality",
    "of",
];

const EXACT: &[&str] = &[
    "time",
    "t",
    "timestamp",
    "datetime",
    "date_time",
    "date time",
    "stamp",
];

pub(super) fn choose(names: &[ColumnName], contents: &[Content]) -> Option<TimeChoice> {
    let mut scored: Vec<(u32, usize)> = names
        .iter()
        .zip(contents)
        .enumerate()
        .filter_map(|(index, (name, content))| Some((score(name, *content)?, index)))
        .collect();
    scored.sort_by_key(|&(score, index)| (std::cmp::Reverse(score), index));
    if let Some(&(_, best)) = scored.first() {
        return Some(TimeChoice {
            columns: with_partner(best, contents),
            reason: RoleReason::NameOfTime,
        });
    }
    // No name says so: a column of dates does.
    let dated = contents.iter().position(|content| {
        matches!(
            content,
            Content::DateAndTime | Content::DateOnly | Content::TimeOfDay
        )
    })?;
    Some(TimeChoice {
        columns: with_partner(dated, contents),
        reason: RoleReason::DatesOrTimes,
    })
}

/// A date is joined by the time of day beside it, and the reverse.
fn with_partner(column: usize, contents: &[Content]) -> Vec<usize> {
    let partner = |wanted: Content| contents.iter().position(|content| *content == wanted);
    let columns = match contents[column] {
        Content::DateOnly => [Some(column), partner(Content::TimeOfDay)],
        Content::TimeOfDay => match partner(Content::DateOnly) {
            Some(date) => [Some(date), Some(column)],
            None => [Some(column), None],
        },
        _ => [Some(column), None],
    };
    columns.into_iter().flatten().collect()
}

fn score(name: &ColumnName, content: Content) -> Option<u32> {
    if matches!(content, Content::Text | Content::Empty) {
        return None;
    }
    let base = name.base.to_lowercase();
    if EXACT.contains(&base.as_str()) || EXACT.contains(&without_unit(name).as_str()) {
        return Some(100);
    }
    // `tracked_at`, `recorded at`: the instant of something.
    let is_instant = name.words.len() > 1 && name.words.last().is_some_and(|word| word == "at");
    let by_word = SCORES
        .iter()
        .find(|(words, _)| name.has_word(words))
        .map(|(_, score)| *score);
    let glued = ["timestamp", "datetime"]
        .iter()
        .any(|word| base.contains(word))
        .then_some(80);
    let score = by_word.or(glued).or(is_instant.then_some(60))?;
    (!name.has_word(AGAINST)).then_some(score)
}

/// `t` of `t_us`: the words before one that is a unit of time.
fn without_unit(name: &ColumnName) -> String {
    match name.words.split_last() {
        Some((last, before)) if last.parse::<TimeUnit>().is_ok() => before.join("_"),
        _ => String::new(),
    }
}

/// The last resort for a log without names: the first column of numbers that only grows.
pub(super) fn guess<'a>(
    contents: &[Content],
    mut cells: impl FnMut(usize) -> Vec<&'a str>,
) -> Option<TimeChoice> {
    (0..contents.len())
        .filter(|&index| contents[index] == Content::Number)
        .find(|&index| {
            let values: Vec<f64> = cells(index)
                .iter()
                .filter_map(|cell| cell.parse().ok())
                .collect();
            values.len() > 1
                && values.windows(2).all(|pair| pair[0] <= pair[1])
                && values.first() < values.last()
        })
        .map(|column| TimeChoice {
            columns: vec![column],
            reason: RoleReason::OnlyGrows,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(header: &str, contents: &[Content]) -> Option<Vec<usize>> {
        let names: Vec<_> = header.split(',').map(ColumnName::parse).collect();
        choose(&names, contents).map(|choice| choice.columns)
    }

    #[test]
    fn names_are_ranked() {
        use Content::{DateAndTime as D, Number as N};
        assert_eq!(chosen("Frame,Time,TrackId", &[N, N, N]), Some(vec![1]));
        assert_eq!(
            chosen("event-id,timestamp,gps-time-to-fix", &[N, D, N]),
            Some(vec![1])
        );
        assert_eq!(chosen("ID,ais_pos_timestamp", &[N, D]), Some(vec![1]));
        assert_eq!(chosen("user_id,tracked_at", &[N, D]), Some(vec![1]));
        assert_eq!(chosen("x,t_us", &[N, N]), Some(vec![1]));
        assert_eq!(chosen("Time (s),x (m)", &[N, N]), Some(vec![0]));
    }

    #[test]
    fn a_date_and_a_time_of_day_are_joined() {
        use Content::{DateOnly, Number, TimeOfDay};
        assert_eq!(
            chosen("x,Date,Time", &[Number, DateOnly, TimeOfDay]),
            Some(vec![1, 2])
        );
        assert_eq!(
            chosen("Time,Date,x", &[TimeOfDay, DateOnly, Number]),
            Some(vec![1, 0])
        );
    }

    #[test]
    fn dates_need_no_name() {
        assert_eq!(
            chosen("a,b", &[Content::Number, Content::DateAndTime]),
            Some(vec![1])
        );
        assert_eq!(chosen("a,b", &[Content::Number, Content::Number]), None);
    }

    #[test]
    fn the_guess_wants_growth() {
        let rows = [["5", "0.1"], ["3", "0.2"]];
        let cells = |index: usize| rows.iter().map(|row| row[index]).collect();
        let choice = guess(&[Content::Number; 2], cells).unwrap();
        let expected = (vec![1], RoleReason::OnlyGrows);
        assert_eq!((choice.columns, choice.reason), expected);
    }
}
