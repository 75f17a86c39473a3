//! Which column is the time, or which two: by names, cells, and how values go on from row to row.

use dxdt_formats::{ColumnName, HeaderOrigin};
use dxdt_motion::finding::{Candidate, Choice, EvidenceKind as E, Question, RoleReason};
use dxdt_time::{DayNumber, StampFormat, StampHints, TimeUnit, is_date_only};

use super::scale::{self, Speeds};
use super::view::{ColumnView, Content};

/// The time columns and how they make up a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TimeChoice {
    pub columns: Vec<usize>,
    pub join: TimeJoin,
    pub counts_frames: bool,
    pub reason: RoleReason,
    /// Other columns that are times.
    pub others: Vec<usize>,
    /// Columns called as the time that cannot be read.
    pub unreadable: Vec<usize>,
}

/// How columns make up one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeJoin {
    /// One column is all.
    One,
    /// A date and a time of day.
    DateAndTime,
    /// A date and a time of day as whole numbers, of which zeros in front are gone.
    DateAndClockNumber,
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

// The higher the score, the more surely the word names the time of a row.
const SCORES: &[(&[&str], i32)] = &[
    (&["timestamp", "timestamps", "datetime"], 9),
    (
        &[
            "date", "time", "zeit", "temps", "tiempo", "tempo", "tijd", "tid", "timecode",
        ],
        7,
    ),
    (
        &[
            "utc",
            "epoch",
            "stamp",
            "gmt",
            "tow",
            "gpst",
            "datenum",
            "mjd",
            "jd",
            "uhrzeit",
            "datum",
            "fecha",
            "hora",
            "sow",
            "czas",
            "время",
            "时间",
            "時間",
            "時刻",
        ],
        6,
    ),
    (
        &[
            "elapsed",
            "seconds",
            "secs",
            "sec",
            "millis",
            "milliseconds",
            "micros",
            "microseconds",
            "nanoseconds",
            "clock",
            "uptime",
        ],
        5,
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
    "life",
    "exposure",
    "travel",
    "valid",
    "uncertainty",
    "error",
    "quality",
    "of",
    "headway",
    "lost",
    "birth",
    "deployed",
    "resolution",
    "rate",
    "ref",
    "reference",
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

// The instant of the measurement, and that at which somebody got or wrote it.
const OF_MEASUREMENT: &[&str] = &[
    "fix",
    "header",
    "gps",
    "gnss",
    "measurement",
    "measured",
    "sample",
    "sampled",
    "acquisition",
    "position",
    "pos",
    "capture",
    "captured",
    "observation",
    "observed",
    "sensor",
    "device",
    "update",
];
const OF_RECEIPT: &[&str] = &[
    "received",
    "receive",
    "receipt",
    "recv",
    "rx",
    "rcv",
    "server",
    "log",
    "logged",
    "logging",
    "upload",
    "uploaded",
    "host",
    "system",
    "sys",
    "created",
    "inserted",
    "stored",
    "arrival",
    "published",
    "publish",
    "bag",
    "pc",
    "contact",
    "local",
    "transmit",
    "sent",
];

const FRAMES: &[&str] = &[
    "frame",
    "frames",
    "frameid",
    "frameno",
    "framenumber",
    "frameindex",
    "fnum",
    "image",
    "img",
];

/// What the sample says of a column as a time.
struct Timeline {
    rises: bool,
    falls: bool,
    /// The share of rows that repeat the one above.
    repeats: f64,
    is_even: bool,
    is_constant: bool,
}

impl Timeline {
    fn of(column: &ColumnView<'_>) -> Option<Self> {
        let instants: Vec<f64> = match column.content {
            Content::Number => column.finite().collect(),
            Content::DateAndTime | Content::DateOnly | Content::TimeOfDay => {
                let cells = || column.cells.iter().copied();
                let format = StampFormat::detect(cells(), &StampHints::default()).ok()?;
                let parsed = cells().filter_map(|cell| format.parse(cell).ok());
                parsed.map(|stamp| stamp.nanoseconds as f64).collect()
            }
            _ => return None,
        };
        if instants.len() < 2 {
            return None;
        }
        let steps: Vec<f64> = instants.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let count = |test: fn(&&f64) -> bool| steps.iter().filter(test).count();
        let falls = count(|step| **step < 0.0);
        let stays = count(|step| **step == 0.0);
        let mut sorted: Vec<f64> = steps.iter().copied().filter(|step| *step > 0.0).collect();
        sorted.sort_by(f64::total_cmp);
        let quantile = |share: f64| sorted.get((sorted.len() as f64 * share) as usize).copied();
        let is_even = match (quantile(0.1), quantile(0.5), quantile(0.9)) {
            (Some(low), Some(middle), Some(high)) => high - low <= 0.1 * middle,
            _ => false,
        };
        Some(Self {
            rises: falls == 0 && stays < steps.len(),
            falls: falls > 0,
            repeats: stays as f64 / steps.len() as f64,
            is_even,
            is_constant: stays == steps.len(),
        })
    }
}

impl TimeChoice {
    /// Takes another column whose steps make the derived speed agree far better with the measured one.
    pub fn prefer_by_speed(&mut self, speeds: &Speeds<'_>) {
        let Speeds {
            columns,
            position,
            measured,
            ..
        } = speeds;
        let [taken] = self.columns[..] else {
            return;
        };
        let is_free = |index: &usize| {
            let is_measured = measured.iter().any(|role| role.column == *index);
            *index != taken && !position.columns.contains(index) && !is_measured
        };
        let spread = |column: usize| scale::speed_spread(speeds, column);
        let Some(own) = spread(taken).filter(|_| columns[taken].content == Content::Number) else {
            return;
        };
        let goes_on = |index: &usize| {
            let timeline = Timeline::of(&columns[*index]);
            has_epoch_numbers(&columns[*index])
                && timeline.is_some_and(|timeline| !timeline.is_constant)
        };
        let others = (0..columns.len()).filter(is_free).filter(goes_on);
        let best = others
            .filter_map(|index| Some((spread(index)?, index)))
            .min_by(|(a, _), (b, _)| a.total_cmp(b));
        if let Some((other, index)) = best
            && other < 0.03
            && other * 5.0 < own
        {
            self.others.retain(|column| *column != index);
            self.others.push(taken);
            self.columns = vec![index];
            self.reason = RoleReason::AgreesWithSpeed;
        }
    }
}

/// Columns that may be the time, with what speaks for them.
struct Proposal {
    columns: Vec<usize>,
    join: TimeJoin,
    counts_frames: bool,
    reason: RoleReason,
    candidate: Candidate,
}

/// Chooses the time; none where nothing speaks for any column.
pub(super) fn choose(
    columns: &[ColumnView<'_>],
    header: HeaderOrigin,
) -> (Option<TimeChoice>, Choice) {
    let mut proposals = pairs(columns);
    let paired: Vec<usize> = proposals
        .iter()
        .flat_map(|pair| pair.columns.clone())
        .collect();
    for (index, column) in columns.iter().enumerate() {
        if !paired.contains(&index) {
            proposals.extend(propose(index, column, columns));
        }
    }
    if proposals.is_empty() && header == HeaderOrigin::None {
        proposals.extend(first_that_grows(columns));
    }
    // The first of equals wins.
    let order = |proposal: &Proposal| std::cmp::Reverse(proposal.candidate.weight());
    proposals.sort_by_key(order);
    let unreadable = (0..columns.len())
        .filter(|&index| columns[index].content == Content::Text && is_exact(&columns[index].name))
        .collect();
    let choice = Choice {
        question: Question::Time,
        candidates: proposals
            .iter()
            .map(|proposal| proposal.candidate.clone())
            .collect(),
    };
    let mut proposals = proposals
        .into_iter()
        .filter(|proposal| match proposal.reason {
            RoleReason::EpochNumbers | RoleReason::OnlyGrows => proposal.candidate.weight() > 0,
            _ => proposal.candidate.weight() > -8,
        });
    let chosen = proposals.next().map(|best| TimeChoice {
        others: proposals
            .filter(|other| {
                other.reason != RoleReason::CountsFrames && other.reason != RoleReason::EpochNumbers
            })
            .flat_map(|other| other.columns)
            .filter(|column| !best.columns.contains(column))
            .collect(),
        columns: best.columns,
        join: best.join,
        counts_frames: best.counts_frames,
        reason: best.reason,
        unreadable,
    });
    (chosen, choice)
}

fn propose(index: usize, column: &ColumnView<'_>, columns: &[ColumnView<'_>]) -> Option<Proposal> {
    if matches!(
        column.content,
        Content::Text | Content::Empty | Content::Degrees
    ) {
        return None;
    }
    let name = &column.name;
    let mut candidate = Candidate::of_columns(vec![name.base.clone()]);
    let mut reason = RoleReason::NameOfTime;
    let mut is_frames = false;
    if counts_frames(column) {
        candidate.add(3, E::Frames);
        is_frames = true;
        reason = RoleReason::CountsFrames;
    } else if let Some(score) = name_score(name) {
        candidate.add(score, E::Name);
        add_origin(&mut candidate, name);
        if is_epoch(column) {
            candidate.add(3, E::EpochNumbers);
        }
    } else if column.content.is_time() {
        reason = RoleReason::DatesOrTimes;
        if name.has_word(AGAINST) {
            candidate.add(-1, E::NameOfOther);
        }
    } else if is_epoch(column) || is_day_number(column) {
        candidate.add(3, E::EpochNumbers);
        reason = RoleReason::EpochNumbers;
    } else {
        return None;
    }
    if column.content.is_time() {
        candidate.add(2, E::Dates);
    }
    add_timeline(&mut candidate, column);
    Some(Proposal {
        columns: with_partner(index, columns),
        join: TimeJoin::One,
        counts_frames: is_frames,
        reason,
        candidate,
    })
    .map(|proposal| Proposal {
        join: match proposal.columns.len() {
            1 => TimeJoin::One,
            _ => TimeJoin::DateAndTime,
        },
        ..proposal
    })
}

fn add_origin(candidate: &mut Candidate, name: &ColumnName) {
    if has_part(name, OF_MEASUREMENT) {
        let is_fix = has_part(
            name,
            &["fix", "header", "gps", "gnss", "position", "measurement"],
        );
        candidate.add(if is_fix { 4 } else { 2 }, E::OfMeasurement);
    }
    if has_part(name, OF_RECEIPT) || name.full.starts_with('%') {
        candidate.add(-3, E::OfReceipt);
    }
}

fn add_timeline(candidate: &mut Candidate, column: &ColumnView<'_>) {
    if let Some(timeline) = Timeline::of(column) {
        let found = [
            (timeline.rises, 2, E::Rises),
            (timeline.falls, -1, E::Falls),
            (timeline.is_even, 1, E::EvenSteps),
            (timeline.repeats > 0.2, -3, E::Repeats),
            (
                timeline.repeats > 0.6 && !timeline.is_constant,
                -4,
                E::Repeats,
            ),
            (timeline.is_constant, -6, E::Constant),
        ];
        for (_, weight, kind) in found.into_iter().filter(|(is_so, ..)| *is_so) {
            candidate.add(weight, kind);
        }
    }
    let missing = column.missing_share();
    if missing > 0.1 {
        candidate.add(if missing > 0.5 { -6 } else { -2 }, E::Empty(missing));
    }
}

/// Columns of the parts of a date and time, in the order in which they are joined.
fn calendar(columns: &[ColumnView<'_>]) -> Option<Proposal> {
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
fn add_repeats(candidate: &mut Candidate, of: &[usize], columns: &[ColumnView<'_>]) {
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
fn pairs(columns: &[ColumnView<'_>]) -> Vec<Proposal> {
    let mut found: Vec<Proposal> = calendar(columns).into_iter().collect();
    for (index, column) in columns.iter().enumerate() {
        let is_dated = column.content == Content::DateAndTime;
        if is_dated && let Some((second, join)) = small_fraction(index, columns) {
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
        let fraction = columns.iter().enumerate().find_map(|(other, fraction)| {
            let digits = fraction_digits(name, &fraction.name)?;
            let limit = 10f64.powi(i32::from(digits));
            let is_fraction = fraction.content == Content::Number
                && fraction.is_whole()
                && fraction.finite().all(|value| (0.0..limit).contains(&value));
            (other != index && is_fraction).then_some((other, TimeJoin::Fraction { digits }))
        });
        let is_of_day = |cell: &str| is_clock_number(cell);
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
        let clock = (0..columns.len()).find(|&other| {
            let clock = &columns[other];
            let is_named =
                name_score(&clock.name).is_some() || clock.name.has_word(&["hms", "hhmmss"]);
            let is_clock = clock.content == Content::Number
                && clock.cells.iter().all(|cell| is_of_day(cell.trim()));
            has_date && other != index && is_named && is_clock
        });
        let fraction = fraction.or_else(|| small_fraction(index, columns));
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
            .or(clock.map(|clock| (clock, TimeJoin::DateAndClockNumber)))
            .or((is_week && is_named_week && has_seconds)
                .then_some((index + 1, TimeJoin::Week { in_milliseconds })));
        if let Some((second, join)) = second {
            found.push(pair([index, second], join, columns));
        }
    }
    found
}

fn pair(of: [usize; 2], join: TimeJoin, columns: &[ColumnView<'_>]) -> Proposal {
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

/// A column of milli-, micro- or nanoseconds by its name that goes on where whole seconds are repeated.
fn small_fraction(index: usize, columns: &[ColumnView<'_>]) -> Option<(usize, TimeJoin)> {
    let seconds = &columns[index];
    let repeats =
        Timeline::of(seconds).is_some_and(|timeline| timeline.repeats > 0.2 && !timeline.falls);
    name_score(&seconds.name).filter(|_| repeats)?;
    columns.iter().enumerate().find_map(|(other, fraction)| {
        let digits = match TimeUnit::in_header(&fraction.name.full)? {
            TimeUnit::Nanosecond => 9,
            TimeUnit::Microsecond => 6,
            TimeUnit::Millisecond => 3,
            _ => return None,
        };
        let limit = 10f64.powi(i32::from(digits));
        let is_fraction = fraction.content == Content::Number
            && fraction.is_whole()
            && fraction.finite().all(|value| (0.0..limit).contains(&value));
        let goes_on = (1..fraction.numbers.len().min(seconds.cells.len())).all(|row| {
            let same = seconds.cells[row] == seconds.cells[row - 1];
            !same || fraction.numbers[row] > fraction.numbers[row - 1]
        });
        (other != index && is_fraction && goes_on).then_some((other, TimeJoin::Fraction { digits }))
    })
}

/// Whether unnamed whole numbers are nanoseconds of the seconds in the column before: together they rise, and alone do not.
fn nanoseconds_behind(seconds: &ColumnView<'_>, fraction: &ColumnView<'_>) -> bool {
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
pub(super) fn fraction_digits(seconds: &ColumnName, fraction: &ColumnName) -> Option<u8> {
    let (last, before) = seconds.words.split_last()?;
    let (last_of_fraction, before_fraction) = fraction.words.split_last()?;
    let is_seconds = last.parse() == Ok(TimeUnit::Second)
        || ["tv_sec", "epoch", "unixtime"].contains(&last.as_str());
    let digits = match last_of_fraction.parse() {
        Ok(TimeUnit::Nanosecond) => 9,
        Ok(TimeUnit::Microsecond) => 6,
        Ok(TimeUnit::Millisecond) => 3,
        _ => return None,
    };
    (is_seconds && before == before_fraction).then_some(digits)
}

/// Hours, minutes and seconds of a day in one number of up to six digits.
fn is_clock_number(cell: &str) -> bool {
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
pub(super) fn with_partner(column: usize, columns: &[ColumnView<'_>]) -> Vec<usize> {
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

/// How two columns that the user names make up a time.
pub(super) fn join_of(given: &[usize], columns: &[ColumnView<'_>]) -> TimeJoin {
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
        Content::Number => TimeJoin::DateAndClockNumber,
        _ => TimeJoin::DateAndTime,
    }
}

pub(super) fn is_exact(name: &ColumnName) -> bool {
    let base = name.base.trim_start_matches('%').to_lowercase();
    EXACT.contains(&base.as_str()) || EXACT.contains(&without_unit(name).as_str())
}

fn name_score(name: &ColumnName) -> Option<i32> {
    if is_exact(name) {
        return Some(10);
    }
    // `tracked_at`, `recorded at`: the instant of something.
    let is_instant = name.words.len() > 1 && name.words.last().is_some_and(|word| word == "at");
    let by_word = SCORES
        .iter()
        .find(|(words, _)| name.has_word(words))
        .map(|(_, score)| *score);
    let base = name.base.to_lowercase();
    let glued = ["timestamp", "datetime"]
        .iter()
        .any(|word| base.contains(word))
        .then_some(8);
    let compound = name
        .words
        .iter()
        .any(|word| {
            parts(word).is_some_and(|(_, end)| end == "time" || end == "stamp" || end == "date")
        })
        .then_some(7);
    let is_long = name.unit.is_some() || name.words.last().is_some_and(|word| word.len() > 1);
    let by_unit = (is_long
        && TimeUnit::in_header(&name.full).is_some()
        && !name.has_word(&["rate", "speed", "velocity", "period", "latency", "age"]))
    .then_some(4);
    let score = by_word
        .or(glued)
        .or(compound)
        .or(is_instant.then_some(6))
        .or(by_unit)?;
    (!has_part(name, AGAINST)).then_some(score)
}

/// `fix` and `time` of `fixtime`.
fn parts(word: &str) -> Option<(&str, &str)> {
    ["timestamp", "time", "stamp", "date"]
        .iter()
        .find_map(|end| {
            Some((
                word.strip_suffix(end).filter(|start| !start.is_empty())?,
                *end,
            ))
        })
}

/// Whether a word of a name, or the start of a compound one, is one of these.
fn has_part(name: &ColumnName, words: &[&str]) -> bool {
    name.words.iter().any(|word| {
        let start = parts(word).map(|(start, _)| start);
        words.contains(&word.as_str()) || start.is_some_and(|start| words.contains(&start))
    })
}

/// `t` of `t_us`: the words before one that is a unit of time.
fn without_unit(name: &ColumnName) -> String {
    match name.words.split_last() {
        Some((last, before)) if last.parse::<TimeUnit>().is_ok() => before.join("_"),
        _ => String::new(),
    }
}

/// Whether a column counts frames by its name.
pub(super) fn counts_frames(column: &ColumnView<'_>) -> bool {
    is_frame(&column.name) && column.content == Content::Number && column.is_whole()
}

fn is_frame(name: &ColumnName) -> bool {
    let is_unit = name
        .unit
        .as_deref()
        .is_some_and(|unit| FRAMES.contains(&unit.to_lowercase().as_str()));
    let named = name.has_word(FRAMES)
        && !name.has_word(&[
            "rate",
            "sub",
            "total",
            "per",
            "count",
            "id",
            "time",
            "timestamp",
            "drop",
            "name",
        ]);
    if TimeUnit::in_header(&name.full).is_some() {
        return false;
    }
    let is_number = name
        .words
        .first()
        .is_some_and(|word| FRAMES.contains(&word.as_str()))
        && name.words.len() == 2
        && ["id", "number", "no", "nr", "index", "idx", "num"].contains(&name.words[1].as_str());
    named || is_number || is_unit
}

/// Whether numbers are dates from 2000 to 2034, counted from 1970.
fn has_epoch_numbers(column: &ColumnView<'_>) -> bool {
    const YEARS: std::ops::Range<f64> = 946_684_800.0..2_051_222_400.0;
    let is_in = |scale: f64| {
        column
            .finite()
            .all(|value| YEARS.contains(&(value / scale)))
    };
    column.content == Content::Number && [1.0, 1e3, 1e6, 1e9].into_iter().any(is_in)
}

/// Whether numbers are dates from 2000 to 2035 that rise.
fn is_epoch(column: &ColumnView<'_>) -> bool {
    let rises = Timeline::of(column).is_some_and(|timeline| timeline.rises);
    rises && has_epoch_numbers(column)
}

/// Whether numbers are Julian days or those of MATLAB, of recent years and with a time of day, that rise.
pub(super) fn is_day_number(column: &ColumnView<'_>) -> bool {
    let is_day = |value: f64| {
        matches!(
            DayNumber::of_size(value),
            Some(DayNumber::Julian | DayNumber::Matlab)
        )
    };
    let rises = Timeline::of(column).is_some_and(|timeline| timeline.rises);
    column.content == Content::Number
        && column.has_decimals()
        && rises
        && column.finite().all(is_day)
}

/// The last resort for a log without names: the first column of numbers that only grows.
fn first_that_grows(columns: &[ColumnView<'_>]) -> Option<Proposal> {
    let grows = |column: &ColumnView<'_>| {
        column.content == Content::Number
            && Timeline::of(column).is_some_and(|timeline| timeline.rises)
    };
    let column = columns.iter().position(grows)?;
    let mut candidate = Candidate::of_columns(vec![columns[column].name.base.clone()]);
    candidate.add(2, E::Rises);
    Some(Proposal {
        columns: vec![column],
        join: TimeJoin::One,
        counts_frames: false,
        reason: RoleReason::OnlyGrows,
        candidate,
    })
}

#[cfg(test)]
mod tests {
    use dxdt_formats::Numerals;

    use super::*;

    /// The time of a table without rows that differ: header and rows, apart by `|`.
    fn chosen(table: &str) -> Option<(Vec<usize>, TimeJoin)> {
        let mut lines = table
            .split('|')
            .map(|line| line.split(',').collect::<Vec<_>>());
        let header = lines.next().unwrap();
        let rows: Vec<Vec<&str>> = lines.collect();
        let columns: Vec<ColumnView<'_>> = header
            .iter()
            .enumerate()
            .map(|(index, name)| {
                let cells = rows.iter().map(|row| row[index]).collect();
                ColumnView::of(ColumnName::parse(name), cells, Numerals::default())
            })
            .collect();
        choose(&columns, HeaderOrigin::Line)
            .0
            .map(|choice| (choice.columns, choice.join))
    }

    fn column(table: &str) -> Option<usize> {
        chosen(table).map(|(columns, _)| columns[0])
    }

    #[test]
    fn names_are_ranked() {
        assert_eq!(column("Frame,Time,TrackId|1,1,1|2,2,1"), Some(1));
        assert_eq!(
            column("event-id,timestamp,gps-time-to-fix|1,2021-03-20,4|2,2021-03-21,5"),
            Some(1)
        );
        assert_eq!(
            column("ID,ais_pos_timestamp|1,2021-03-20|1,2021-03-21"),
            Some(1)
        );
        assert_eq!(column("x,t_us|1,1|2,2"), Some(1));
        assert_eq!(column("a,b|1,2|3,4"), None);
    }

    #[test]
    fn the_measurement_goes_before_the_receipt() {
        let rows = "|100,90|200,190";
        for (header, expected) in [
            ("%time,field.header.stamp", 1),
            ("servertime,fixtime", 1),
            ("received_at,gps_time", 1),
            ("device_time,log_time", 0),
        ] {
            assert_eq!(
                column(&format!("{header}{rows}")),
                Some(expected),
                "{header}"
            );
        }
        assert_eq!(
            column("time,millis|123825300,1395837505119|123825300,1395837505140"),
            Some(1)
        );
        assert_eq!(
            column("time(ms),datetime|0,2021-03-20 10:00:00|100,2021-03-20 10:00:00"),
            Some(0)
        );
    }

    #[test]
    fn two_columns_make_up_a_time() {
        assert_eq!(
            chosen("x,Date,Time|1,2021-03-20,10:00:00|2,2021-03-20,10:00:01"),
            Some((vec![1, 2], TimeJoin::DateAndTime))
        );
        assert_eq!(
            chosen("stamp.secs,stamp.nsecs,x|10,999999999,1|11,5,2"),
            Some((vec![0, 1], TimeJoin::Fraction { digits: 9 }))
        );
        assert_eq!(
            chosen("sec,usec,x|10,999999,1|11,5,2"),
            Some((vec![0, 1], TimeJoin::Fraction { digits: 6 }))
        );
        assert_eq!(
            chosen("date,time,x|20240110,120050,1|20240110,120051,2"),
            Some((vec![0, 1], TimeJoin::DateAndClockNumber))
        );
        assert_eq!(
            chosen("week,tow,x|2297,129600.0,1|2297,129600.2,2"),
            Some((
                vec![0, 1],
                TimeJoin::Week {
                    in_milliseconds: false
                }
            ))
        );
    }

    #[test]
    fn contents_need_no_name() {
        assert_eq!(column("a,b|1,2021-03-20 10:00|2,2021-03-20 10:01"), Some(1));
        assert_eq!(column("a,tst|1,1700000000|1,1700000010"), Some(1));
        assert_eq!(column("frame,x|0,5|1,7"), Some(0));
    }
}
