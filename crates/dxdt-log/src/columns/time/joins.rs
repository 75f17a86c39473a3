//! Columns that make up one time: a date and a time of day, seconds and their fraction, weeks, parts of a date.

use std::collections::HashMap;

use dxdt_formats::ColumnName;
use dxdt_motion::finding::{Candidate, EvidenceKind as E, RoleReason};
use dxdt_time::{TimeUnit, is_date_only};

use super::super::view::{ColumnView, Content};
use super::Proposal;
use super::names::{add_origin, name_score};
use super::values::Timeline;

/// How columns make up one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeJoin {
    /// One column is all.
    One,
    /// A date and a time of day.
    DateAndTime,
    /// A date and a time of day as whole numbers, of which zeros in front are gone.
    DateAndClockNumber {
        /// Hours, minutes and seconds rather than hours and minutes.
        has_seconds: bool,
    },
    /// Whole seconds, and a fraction in whole units of which a second has so many digits.
    Fraction {
        /// 3, 6 or 9.
        digits: u8,
    },
    /// GPS weeks and seconds of the week, or milliseconds.
    Week {
        /// They are milliseconds.
        in_milliseconds: bool,
    },
    /// Year, month, day, and what there is of hour, minute and second.
    Calendar,
}

/// Columns of the parts of a date and time, in the order in which they are joined.
pub(super) fn calendar(columns: &[ColumnView<'_>]) -> Option<Proposal> {
    const PARTS: [&[&str]; 6] = [
        &["year", "yr", "yyyy", "jahr", "año", "annee", "année"],
        &["month", "mon", "monat", "mes", "mois"],
        &["day", "dd", "dom", "tag", "dia", "día", "jour"],
        &["hour", "hr", "hh", "stunde", "hora", "heure"],
        &["minute", "min", "minuto"],
        &[
            "second", "sec", "ss", "seconds", "sekunde", "segundo", "seconde",
        ],
    ];
    let find = |words: &[&str]| {
        columns.iter().position(|column| {
            let name = column
                .name
                .words
                .last()
                .is_some_and(|word| words.contains(&word.as_str()));
            name && column.content == Content::Number
        })
    };
    let found: Vec<usize> = PARTS.iter().map_while(|words| find(words)).collect();
    let is_year = |column: usize| {
        columns[column]
            .finite()
            .all(|year| (1900.0..2200.0).contains(&year))
    };
    if found.len() < 3 || !is_year(found[0]) {
        return None;
    }
    let names = found
        .iter()
        .map(|&column| columns[column].name.base.clone());
    let mut candidate = Candidate::of_columns(names.collect());
    candidate.add(6, E::Name);
    candidate.add(found.len() as i32, E::TwoColumns);
    add_repeats(&mut candidate, &found, columns);
    Some(Proposal {
        columns: found,
        join: TimeJoin::Calendar,
        counts_frames: false,
        reason: RoleReason::NameOfTime,
        candidate,
    })
}

/// Rows that repeat the one above in all of the columns speak against them.
pub(super) fn add_repeats(candidate: &mut Candidate, of: &[usize], columns: &[ColumnView<'_>]) {
    let rows = columns[of[0]].cells.len();
    let is_same = |row: &usize| {
        let same = |&column: &usize| columns[column].cells[*row] == columns[column].cells[*row - 1];
        of.iter().all(same)
    };
    let share = (1..rows).filter(is_same).count() as f64 / rows.max(1) as f64;
    if share > 0.2 {
        candidate.add(if share > 0.6 { -9 } else { -3 }, E::Repeats);
    }
}

/// Columns that make up one time.
pub(super) fn pairs(columns: &[ColumnView<'_>]) -> Vec<Proposal> {
    let mut found: Vec<Proposal> = calendar(columns).into_iter().collect();
    let seconds = Fractions::of(columns);
    let clocks: Vec<usize> = (0..columns.len())
        .filter(|&index| is_clock(&columns[index]))
        .collect();
    for (index, column) in columns.iter().enumerate() {
        let is_dated = column.content == Content::DateAndTime;
        if is_dated && let Some((second, join)) = seconds.small(index, columns) {
            found.push(pair([index, second], join, columns));
            continue;
        }
        let has_day = column.content == Content::DateOnly;
        if !has_day && (column.content != Content::Number || !column.is_whole()) {
            continue;
        }
        let (Some(next), name) = (columns.get(index + 1), &column.name) else {
            continue;
        };
        let fraction = seconds.named(index, columns);
        let is_named_date = name
            .words
            .iter()
            .any(|word| word.contains("date") || ["datum", "fecha"].contains(&word.as_str()));
        let is_date = |cell: &str| match cell.len() {
            8 => is_date_only(cell),
            // The order of day, month and year has to be given.
            5 | 6 => is_named_date && cell.bytes().all(|byte| byte.is_ascii_digit()),
            _ => false,
        };
        let has_date = has_day
            || (!column.cells.is_empty() && column.cells.iter().all(|cell| is_date(cell.trim())));
        let mut other_clocks = clocks.iter().copied().filter(|&other| other != index);
        let clock = has_date.then(|| other_clocks.next()).flatten();
        let fraction = fraction.or_else(|| seconds.small(index, columns));
        let fraction = fraction.or_else(|| {
            nanoseconds_behind(column, next)
                .then_some((index + 1, TimeJoin::Fraction { digits: 9 }))
        });
        let is_week = column.finite().all(|week| (500.0..4000.0).contains(&week))
            && column.finite().next().is_some();
        let is_named_week = name.has_word(&["week", "wn", "gpst", "gpsweek", "gwk", "wk"])
            || name.base.to_lowercase().contains("week");
        let most = if next.is_whole() {
            604_800_000.0
        } else {
            604_800.0
        };
        let has_seconds = next.content == Content::Number
            && next.finite().all(|second| (0.0..=most).contains(&second));
        let in_milliseconds = next.finite().any(|second| second > 604_800.0);
        let second = fraction
            .or(clock.map(|clock| (clock, of_clock(&columns[clock]))))
            .or((is_week && is_named_week && has_seconds)
                .then_some((index + 1, TimeJoin::Week { in_milliseconds })));
        if let Some((second, join)) = second {
            found.push(pair([index, second], join, columns));
        }
    }
    found
}

pub(super) fn pair(of: [usize; 2], join: TimeJoin, columns: &[ColumnView<'_>]) -> Proposal {
    let first = &columns[of[0]];
    let names = of.map(|column| columns[column].name.base.clone());
    let mut candidate = Candidate::of_columns(names.to_vec());
    candidate.add(name_score(&first.name).unwrap_or(5).max(5), E::Name);
    candidate.add(5, E::TwoColumns);
    add_origin(&mut candidate, &first.name);
    let missing = first.missing_share();
    if missing > 0.1 {
        candidate.add(-6, E::Empty(missing));
    }
    add_repeats(&mut candidate, &of, columns);
    Proposal {
        columns: of.to_vec(),
        join,
        counts_frames: false,
        reason: RoleReason::NameOfTime,
        candidate,
    }
}

/// Whether a column counts hours, minutes and seconds of a day.
fn is_clock(column: &ColumnView<'_>) -> bool {
    let is_named = name_score(&column.name).is_some() || column.name.has_word(&["hms", "hhmmss"]);
    is_named
        && column.content == Content::Number
        && column.cells.iter().all(|cell| is_clock_number(cell.trim()))
}

/// Columns that may be the fraction of whole seconds in another one, with the digits of the fraction.
struct Fractions<'a> {
    /// By the words before the unit that their names end with: the first two, of which one is not the seconds themselves.
    named: HashMap<&'a [String], Vec<(usize, u8)>>,
    /// By a unit anywhere in their names.
    small: Vec<(usize, u8)>,
}

impl<'a> Fractions<'a> {
    fn of(columns: &'a [ColumnView<'_>]) -> Self {
        // A log with more columns of milliseconds has each for another thing.
        const MOST: usize = 100;
        let mut fractions = Self {
            named: HashMap::new(),
            small: Vec::new(),
        };
        for (index, column) in columns.iter().enumerate() {
            let is_fraction = |digits: u8| {
                let limit = 10f64.powi(i32::from(digits));
                column.content == Content::Number
                    && column.is_whole()
                    && column.finite().all(|value| (0.0..limit).contains(&value))
            };
            let words = column.name.words.split_last();
            if let Some((last, before)) = words
                && let Some(digits) = digits_of(last.parse().ok()).filter(|it| is_fraction(*it))
            {
                let known = fractions.named.entry(before).or_default();
                if known.len() < 2 {
                    known.push((index, digits));
                }
            }
            if fractions.small.len() < MOST
                && let Some(digits) = digits_of(TimeUnit::in_header(&column.name.full))
                && is_fraction(digits)
            {
                fractions.small.push((index, digits));
            }
        }
        fractions
    }

    /// A column that is called as the one of whole seconds is, but for the unit.
    fn named(&self, index: usize, columns: &[ColumnView<'_>]) -> Option<(usize, TimeJoin)> {
        let (last, before) = columns[index].name.words.split_last()?;
        let known = self.named.get(before).filter(|_| is_seconds(last))?;
        let (other, digits) = *known.iter().find(|(other, _)| *other != index)?;
        Some((other, TimeJoin::Fraction { digits }))
    }

    /// A column of milli-, micro- or nanoseconds by its name that goes on where whole seconds are repeated.
    fn small(&self, index: usize, columns: &[ColumnView<'_>]) -> Option<(usize, TimeJoin)> {
        let seconds = &columns[index];
        let repeats =
            Timeline::of(seconds).is_some_and(|timeline| timeline.repeats > 0.2 && !timeline.falls);
        name_score(&seconds.name).filter(|_| repeats)?;
        let goes_on = |other: usize| {
            let fraction = &columns[other].numbers;
            (1..fraction.len().min(seconds.cells.len())).all(|row| {
                let same = seconds.cells[row] == seconds.cells[row - 1];
                !same || fraction[row] > fraction[row - 1]
            })
        };
        let others = self.small.iter().filter(|(other, _)| *other != index);
        let found = others.copied().find(|(other, _)| goes_on(*other));
        found.map(|(other, digits)| (other, TimeJoin::Fraction { digits }))
    }
}

/// The digits of the fraction of a second that whole numbers of a unit write.
fn digits_of(unit: Option<TimeUnit>) -> Option<u8> {
    match unit? {
        TimeUnit::Nanosecond => Some(9),
        TimeUnit::Microsecond => Some(6),
        TimeUnit::Millisecond => Some(3),
        _ => None,
    }
}

fn is_seconds(word: &str) -> bool {
    word.parse() == Ok(TimeUnit::Second) || ["tv_sec", "epoch", "unixtime"].contains(&word)
}

/// Whether unnamed whole numbers are nanoseconds of the seconds in the column before: together they rise, and alone do not.
pub(super) fn nanoseconds_behind(seconds: &ColumnView<'_>, fraction: &ColumnView<'_>) -> bool {
    let is_unnamed = |column: &ColumnView<'_>| {
        column
            .name
            .words
            .first()
            .is_some_and(|word| word == "column")
    };
    let is_fraction = fraction.content == Content::Number
        && fraction.is_whole()
        && fraction.finite().all(|value| (0.0..1e9).contains(&value))
        && fraction.finite().any(|value| value >= 1e6);
    let seconds_rise =
        Timeline::of(seconds).is_some_and(|timeline| !timeline.falls && !timeline.is_constant);
    let together: Vec<f64> = seconds
        .numbers
        .iter()
        .zip(&fraction.numbers)
        .map(|(seconds, fraction)| seconds + fraction / 1e9)
        .collect();
    let rises = together.windows(2).all(|pair| pair[1] > pair[0]);
    is_unnamed(seconds)
        && is_unnamed(fraction)
        && is_fraction
        && seconds_rise
        && rises
        && together.len() > 3
}

/// The digits of the fraction that a second column has of the seconds of the first, by the last words of their names and
/// the same words before.
fn fraction_digits(seconds: &ColumnName, fraction: &ColumnName) -> Option<u8> {
    let (last, before) = seconds.words.split_last()?;
    let (last_of_fraction, before_fraction) = fraction.words.split_last()?;
    let digits = digits_of(last_of_fraction.parse().ok())?;
    (is_seconds(last) && before == before_fraction).then_some(digits)
}

/// Hours, minutes and seconds of a day in one number of up to six digits.
pub(super) fn is_clock_number(cell: &str) -> bool {
    let (whole, fraction) = cell.split_once('.').unwrap_or((cell, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let Ok(number) = whole.parse::<u32>() else {
        return false;
    };
    whole.len() <= 6
        && is_digits(whole)
        && is_digits(fraction)
        && number < 240_000
        && number / 100 % 100 < 60
        && number % 100 < 60
}

/// A date is joined by the time of day beside it, and the reverse.
pub(in super::super) fn with_partner(column: usize, columns: &[ColumnView<'_>]) -> Vec<usize> {
    // The nearest one, so that of two dates each has its own time.
    let partner = |wanted: Content| {
        (0..columns.len())
            .filter(|&other| columns[other].content == wanted)
            .min_by_key(|&other| other.abs_diff(column))
    };
    let joined = match columns[column].content {
        Content::DateOnly => [Some(column), partner(Content::TimeOfDay)],
        Content::TimeOfDay => match partner(Content::DateOnly) {
            Some(date) => [Some(date), Some(column)],
            None => [Some(column), None],
        },
        _ => [Some(column), None],
    };
    joined.into_iter().flatten().collect()
}

/// A date beside a clock that counts 120050 or 1200.
fn of_clock(clock: &ColumnView<'_>) -> TimeJoin {
    let has_more = |cell: &&str| {
        let cell = cell.trim();
        cell.contains('.') || cell.len() > 4
    };
    let has_seconds = clock.name.has_word(&["hms", "hhmmss"]) || clock.cells.iter().any(has_more);
    TimeJoin::DateAndClockNumber { has_seconds }
}

/// How two columns that the user names make up a time.
pub(in super::super) fn join_of(given: &[usize], columns: &[ColumnView<'_>]) -> TimeJoin {
    let [first, second, ..] = given else {
        return TimeJoin::One;
    };
    if given.len() > 2 {
        return TimeJoin::Calendar;
    }
    let (first, second) = (&columns[*first], &columns[*second]);
    if let Some(digits) = fraction_digits(&first.name, &second.name) {
        return TimeJoin::Fraction { digits };
    }
    let are_numbers = first.content == Content::Number && second.content == Content::Number;
    if are_numbers && first.finite().all(|week| (500.0..4000.0).contains(&week)) {
        let in_milliseconds = second.finite().any(|second| second > 604_800.0);
        return TimeJoin::Week { in_milliseconds };
    }
    match second.content {
        Content::Number => of_clock(second),
        _ => TimeJoin::DateAndTime,
    }
}
