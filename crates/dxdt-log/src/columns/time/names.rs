//! What the name of a column says of it as a time.

use dxdt_formats::ColumnName;
use dxdt_motion::finding::{Candidate, EvidenceKind as E};
use dxdt_time::TimeUnit;

// The higher the score, the more surely the word names the time of a row.
pub(super) const SCORES: &[(&[&str], i32)] = &[
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
pub(super) const AGAINST: &[&str] = &[
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

pub(super) const EXACT: &[&str] = &[
    "time",
    "t",
    "timestamp",
    "datetime",
    "date_time",
    "date time",
    "stamp",
];

// The instant of the measurement, and that at which somebody got or wrote it.
pub(super) const OF_MEASUREMENT: &[&str] = &[
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

pub(super) const OF_RECEIPT: &[&str] = &[
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

pub(super) const FRAMES: &[&str] = &[
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

pub(super) fn add_origin(candidate: &mut Candidate, name: &ColumnName) {
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

pub(in super::super) fn is_exact(name: &ColumnName) -> bool {
    let base = name.base.trim_start_matches('%').to_lowercase();
    EXACT.contains(&base.as_str()) || EXACT.contains(&without_unit(name).as_str())
}

pub(super) fn name_score(name: &ColumnName) -> Option<i32> {
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
pub(super) fn parts(word: &str) -> Option<(&str, &str)> {
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
pub(super) fn has_part(name: &ColumnName, words: &[&str]) -> bool {
    name.words.iter().any(|word| {
        let start = parts(word).map(|(start, _)| start);
        words.contains(&word.as_str()) || start.is_some_and(|start| words.contains(&start))
    })
}

/// `t` of `t_us`: the words before one that is a unit of time.
pub(super) fn without_unit(name: &ColumnName) -> String {
    match name.words.split_last() {
        Some((last, before)) if last.parse::<TimeUnit>().is_ok() => before.join("_"),
        _ => String::new(),
    }
}

pub(super) fn is_frame(name: &ColumnName) -> bool {
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
