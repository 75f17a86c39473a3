//! The clock as a whole: columns in, nanoseconds out.

use super::*;

const NS: StampHints = StampHints {
    unit: Some(TimeUnit::Nanosecond),
    header_unit: None,
    pattern: None,
    likely_unit: None,
    day_number: None,
    counts_frames: false,
    frame_rate: None,
    decimal_mark: None,
};

fn detect(cells: &[&str]) -> Result<StampFormat, FormatError> {
    StampFormat::detect(cells.iter().copied(), &StampHints::default())
}

fn nanoseconds(format: &StampFormat, cell: &str) -> Result<i64, Reason> {
    format
        .parse(cell)
        .map(|stamp| stamp.nanoseconds)
        .map_err(|error| error.reason())
}

#[test]
fn the_unit_comes_from_the_option_the_header_the_size_or_nothing() {
    let epoch_ns = ["1403715524907143168", "1403715524912143104", "0"];
    let relative = ["0", "0.5", "1"];
    let header = StampHints {
        header_unit: Some(TimeUnit::Millisecond),
        ..StampHints::default()
    };
    let both = StampHints {
        unit: Some(TimeUnit::Nanosecond),
        ..header
    };
    for (cells, hints, unit, source, origin) in [
        (
            epoch_ns,
            StampHints::default(),
            TimeUnit::Nanosecond,
            UnitSource::Magnitude,
            Origin::UnixEpoch,
        ),
        (
            epoch_ns,
            NS,
            TimeUnit::Nanosecond,
            UnitSource::Given,
            Origin::UnixEpoch,
        ),
        (
            epoch_ns,
            both,
            TimeUnit::Nanosecond,
            UnitSource::Given,
            Origin::UnixEpoch,
        ),
        (
            relative,
            header,
            TimeUnit::Millisecond,
            UnitSource::Header,
            Origin::LogStart,
        ),
        (
            relative,
            NS,
            TimeUnit::Nanosecond,
            UnitSource::Given,
            Origin::LogStart,
        ),
        (
            relative,
            StampHints::default(),
            TimeUnit::Second,
            UnitSource::Assumed { other: None },
            Origin::LogStart,
        ),
    ] {
        let StampFormat::Number(format) = StampFormat::detect(cells, &hints).unwrap() else {
            panic!("{cells:?} is not numbers");
        };
        assert_eq!(
            (format.unit, format.unit_source, format.origin),
            (unit, source, origin)
        );
    }
}

#[test]
fn most_numbers_decide_the_decimal_mark() {
    let format = detect(&["0,5", "1,000", "1.5"]).unwrap();
    assert_eq!(nanoseconds(&format, "1,000"), Ok(1_000_000_000));
    assert_eq!(nanoseconds(&format, "3"), Ok(3_000_000_000));
    assert_eq!(nanoseconds(&format, "1.5"), Err(Reason::OtherDecimalMark));
}

#[test]
fn dates_are_read_and_written_as_iso_8601() {
    for (cell, written) in [
        ("2008-12-11 04:42:14+00", "2008-12-11T04:42:14+00:00"),
        ("2008-12-11  04:42:14 UTC", "2008-12-11T04:42:14Z"),
        ("2008-12-11t04:42:14z", "2008-12-11T04:42:14Z"),
        (
            "2021-03-20T00:22:05.250-03:00",
            "2021-03-20T00:22:05.250-03:00",
        ),
        (
            "2021-03-20 00:22:05,25 +0530",
            "2021-03-20T00:22:05.25+05:30",
        ),
        ("2021-03-20 00:22", "2021-03-20T00:22:00"),
        ("2021-03-20", "2021-03-20T00:00:00"),
        ("2021/3/20 0:22", "2021-03-20T00:22:00"),
        ("2021.03.20 00:22", "2021-03-20T00:22:00"),
        ("2021:03:20 00:22:05", "2021-03-20T00:22:05"),
        ("20080312T044214Z", "2008-03-12T04:42:14Z"),
        ("20080312 044214.5", "2008-03-12T04:42:14.5"),
        ("20080312_044214", "2008-03-12T04:42:14"),
        ("20080312044214", "2008-03-12T04:42:14"),
        ("20/03/2021 00:22", "2021-03-20T00:22:00"),
        ("3/20/2021, 12:05:06 AM", "2021-03-20T00:05:06"),
        ("20.03.2021 00:22:05,250", "2021-03-20T00:22:05.250"),
        ("20-03-2021", "2021-03-20T00:00:00"),
        ("3/3/2021", "2021-03-03T00:00:00"),
        ("12-Dec-2008 04:42:14", "2008-12-12T04:42:14"),
        ("Dec 12, 2008 4:42:14 PM", "2008-12-12T16:42:14"),
        ("12 December 2008", "2008-12-12T00:00:00"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
        (
            "2016-12-31T23:59:59.9999999999Z",
            "2017-01-01T00:00:00.000000000Z",
        ),
        (
            "1677-09-21T00:12:43.145224192",
            "1677-09-21T00:12:43.145224192",
        ),
        (
            "2262-04-11T23:47:16.854775807",
            "2262-04-11T23:47:16.854775807",
        ),
        (
            "2262-04-12T23:46:16.854775807+23:59",
            "2262-04-12T23:46:16.854775807+23:59",
        ),
    ] {
        let format = detect(&[cell]).unwrap();
        assert!(format.is_date(), "{cell}");
        assert_eq!(
            format
                .parse(cell)
                .map(|stamp| stamp.to_iso8601())
                .as_deref(),
            Ok(written)
        );
    }
}

#[test]
fn only_whole_iso_8601_counts_as_such() {
    let format = StampFormat::Date(DateOrder::Evident);
    for (cell, is_iso8601) in [
        ("2021-03-20T00:22:05", true),
        ("2021-03-20T00:22:05.123456789012Z", true),
        ("2021-03-20T00:22:05-03:00", true),
        ("2021-03-20 00:22:05", false),
        ("2021-03-20T00:22:05,5", false),
        ("2021-03-20T00:22:05z", false),
        ("2021-03-20T00:22:05 Z", false),
        ("2021-03-20T00:22:05+00", false),
        ("2021-03-20T00:22:05+0000", false),
        ("2021-03-20T00:22:05 ", false),
        ("2021-03-20T00:22", false),
        ("2021-03-20", false),
    ] {
        assert_eq!(format.parse(cell).unwrap().is_iso8601, is_iso8601, "{cell}");
    }
}

#[test]
fn wrong_dates_have_a_reason() {
    let format = StampFormat::Date(DateOrder::DayFirst);
    for (cell, reason) in [
        ("2021-02-30", Reason::NoSuchDay),
        ("2021-02-29T00:00:00", Reason::NoSuchDay),
        ("31/04/2021", Reason::NoSuchDay),
        ("04/31/2021", Reason::NoSuchDay),
        ("2021-13-01", Reason::NoSuchDay),
        ("2021-00-01", Reason::NoSuchDay),
        ("2021-03-20T24:00:00", Reason::NoSuchHour),
        ("2021-03-20T00:60:00", Reason::NoSuchMinute),
        ("2021-03-20T00:00:61", Reason::NoSuchSecond),
        ("2021-03-20T00:00:00+24:00", Reason::NoSuchOffset),
        ("2021-03-20T00:00:00 CET", Reason::TrailingText),
        ("2021-03-20x", Reason::TrailingText),
        ("2021-03-20T", Reason::NotATime),
        ("2021-03-20T00:00:0a", Reason::TrailingText),
        ("21/03/20", Reason::TwoDigitYear),
        ("1677-09-21T00:12:43.145224191", Reason::OutOfRange),
        ("2262-04-11T23:47:16.854775808", Reason::OutOfRange),
        ("9999-12-31", Reason::OutOfRange),
        ("tomorrow", Reason::NotADate),
        ("12345", Reason::NotADate),
    ] {
        assert_eq!(nanoseconds(&format, cell), Err(reason), "{cell}");
    }
    let open = StampFormat::Date(DateOrder::Evident);
    assert_eq!(nanoseconds(&open, "3/4/2021"), Err(Reason::DayOrMonthFirst));
}

#[test]
fn the_whole_column_decides_between_day_and_month() {
    let day = Ok(StampFormat::Date(DateOrder::DayFirst));
    let month = Ok(StampFormat::Date(DateOrder::MonthFirst));
    assert_eq!(detect(&["1/2/2021 00:00", "13/2/2021 00:00"]), day);
    assert_eq!(detect(&["1/2/2021 00:00", "1/13/2021 00:00"]), month);
    assert_eq!(
        detect(&["1/1/2021", "2/2/2021"]),
        Ok(StampFormat::Date(DateOrder::Evident))
    );
    let ambiguous = detect(&["1/1/2021 00:22", "1/2/2021 00:22"])
        .unwrap_err()
        .to_string();
    assert!(
        ambiguous.contains("'1/2/2021 00:22' can have"),
        "{ambiguous}"
    );
    assert!(
        ambiguous.contains("--time-format '%d/%m/%Y %H:%M' or --time-format '%m/%d/%Y %H:%M'"),
        "{ambiguous}"
    );
    let contradiction = detect(&["13/2/2021", "2/13/2021"]).unwrap_err();
    assert!(matches!(
        contradiction,
        FormatError::ContradictoryDayMonth { .. }
    ));
    let short = detect(&["20-03-21"]).unwrap_err().to_string();
    assert!(
        short.contains("'%d-%m-%y' or --time-format '%y-%m-%d'"),
        "{short}"
    );
}

#[test]
fn most_cells_decide_what_a_column_is() {
    assert_eq!(
        detect(&["garbage", "05:53", "05:54", "NaN", ""]),
        Ok(StampFormat::TimeOfDay {
            without_seconds: true
        })
    );
    assert_eq!(detect(&["", "NA"]), Err(FormatError::NoCells));
    assert_eq!(
        detect(&["x", "y", "5"]),
        Err(FormatError::Unrecognised { cell: "x".into() })
    );
    // Fourteen digits are a date only if all are, and no unit is known.
    let compact = ["20080312044214", "20080312044215"];
    assert_eq!(detect(&compact), Ok(StampFormat::Date(DateOrder::Evident)));
    assert!(matches!(
        StampFormat::detect(compact, &NS),
        Ok(StampFormat::Number(_))
    ));
    assert!(matches!(
        detect(&["20080312044214", "20080312044299"]),
        Ok(StampFormat::Number(_))
    ));
    let format = detect(&["05:53:05.25"]).unwrap();
    assert_eq!(
        (format.origin(), format.is_date()),
        (Origin::Midnight, false)
    );
    assert_eq!(nanoseconds(&format, "05:53:05.25"), Ok(21_185_250_000_000));
}
