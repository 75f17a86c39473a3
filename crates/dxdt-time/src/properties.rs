//! Properties of the clock that hold for every input, tried on many.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta};
use proptest::prelude::*;

use super::*;

const ORDERS: [DateOrder; 3] = [
    DateOrder::Evident,
    DateOrder::DayFirst,
    DateOrder::MonthFirst,
];

fn numbers(unit: TimeUnit) -> StampFormat {
    let (unit_source, origin) = (UnitSource::Given, Origin::LogStart);
    StampFormat::Number(NumberFormat {
        unit,
        unit_source,
        origin,
        day_number: None,
        decimal_mark: None,
    })
}

/// Texts that are near to timestamps.
fn almost_stamp() -> impl Strategy<Value = String> {
    "[0-9]{1,4}[-/.: ][0-9A-Za-z]{1,3}[-/.: ,][0-9]{1,4}[T ,_]{0,2}[0-9:.,]{0,14}[ APMZGUTC+0-9:-]{0,7}"
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        nanoseconds: i64,
        digits in 0..=9_u8,
        minutes in prop::option::of(-1439..=1439_i16),
    ) {
        let offset = minutes.and_then(UtcOffset::from_minutes);
        let mut text = String::new();
        write_iso8601(&mut text, nanoseconds, digits, offset);
        let stamp = StampFormat::Date(DateOrder::Evident).parse(&text).unwrap();
        prop_assert_eq!((stamp.nanoseconds, stamp.offset, stamp.rest), (nanoseconds, offset, 0));
        prop_assert!(stamp.is_iso8601 && stamp.fraction_digits >= digits);
        prop_assert_eq!(stamp.to_iso8601(), text);
    }

    #[test]
    fn what_is_written_is_what_chrono_writes(nanoseconds: i64) {
        let mut text = String::new();
        write_iso8601(&mut text, nanoseconds, 9, None);
        let chrono = DateTime::from_timestamp_nanos(nanoseconds);
        prop_assert_eq!(text, chrono.format("%Y-%m-%dT%H:%M:%S%.9f").to_string());
    }

    #[test]
    fn civil_dates_are_read_as_chrono_reads_them(
        (year, month, day) in (1600..2300_i32, 1..=12_u32, 1..=31_u32),
        (hour, minute, second) in (0..24_u32, 0..60_u32, 0..60_u32),
        nanosecond in 0..1_000_000_000_u32,
    ) {
        let time = NaiveTime::from_hms_nano_opt(hour, minute, second, nanosecond).unwrap();
        let expected = NaiveDate::from_ymd_opt(year, month, day)
            .and_then(|date| date.and_time(time).and_utc().timestamp_nanos_opt());
        let half = if hour < 12 { "AM" } else { "PM" };
        let hour12 = (hour + 11) % 12 + 1;
        let clock = format!("{hour:02}:{minute:02}:{second:02}.{nanosecond:09}");
        let clock12 = format!("{hour12}:{minute:02}:{second:02}.{nanosecond:09} {half}");
        let compact = format!("{hour:02}{minute:02}{second:02}.{nanosecond:09}");
        let (evident, first_day, first_month) = (ORDERS[0], ORDERS[1], ORDERS[2]);
        for (order, text) in [
            (evident, format!("{year}-{month:02}-{day:02}T{clock}")),
            (evident, format!("{year}-{month:02}-{day:02} {clock}")),
            (evident, format!("{year}/{month}/{day} {clock12}")),
            (evident, format!("{year}{month:02}{day:02}T{compact}")),
            (first_day, format!("{day}/{month}/{year} {clock}")),
            (first_day, format!("{day:02}.{month:02}.{year} {clock}")),
            (first_month, format!("{month}/{day}/{year} {clock12}")),
        ] {
            let read = StampFormat::Date(order).parse(&text).ok().map(|stamp| stamp.nanoseconds);
            prop_assert_eq!(read, expected, "{}", text);
        }
        let pattern = StampFormat::Pattern(Pattern::new("%d/%m/%Y %H:%M:%S%.f").unwrap());
        let read = pattern.parse(&format!("{day}/{month}/{year} {clock}")).ok();
        prop_assert_eq!(read.map(|stamp| stamp.nanoseconds), expected);
    }

    #[test]
    fn epoch_seconds_and_dates_agree(seconds in -9_000_000_000..9_000_000_000_i64) {
        let date = (DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)).format("%Y-%m-%d %H:%M:%S");
        let civil = StampFormat::Date(DateOrder::Evident).parse(&date.to_string()).unwrap();
        let number = numbers(TimeUnit::Second).parse(&seconds.to_string()).unwrap();
        prop_assert_eq!(civil.nanoseconds, number.nanoseconds);
    }

    #[test]
    fn decimals_are_scaled_as_integers_are(
        significand in -999_999_999_999_999_999_999_999_i128..=999_999_999_999_999_999_999_999,
        places in 0..24_usize,
        power in -4..=4_i32,
        comma: bool,
    ) {
        let units = [TimeUnit::Nanosecond, TimeUnit::Microsecond, TimeUnit::Millisecond,
            TimeUnit::Second, TimeUnit::Minute, TimeUnit::Hour, TimeUnit::Day];
        let digits = format!("{:025}", significand.unsigned_abs());
        let (whole, fraction) = digits.split_at(digits.len() - places);
        let sign = if significand < 0 { "-" } else { "" };
        let mark = if comma { "," } else { "." };
        let text = format!("{sign}{whole}{mark}{fraction}e{power}");
        for unit in units {
            // significand · unit · 10^(power - places), rounded half to even.
            let numerator = significand * i128::from(unit.nanoseconds());
            let shift = power - places as i32;
            let expected = if shift >= 0 {
                numerator.checked_mul(10_i128.pow(shift as u32))
            } else {
                let scale = 10_i128.pow(shift.unsigned_abs());
                let (quotient, remainder) = (numerator.div_euclid(scale), numerator.rem_euclid(scale));
                let up = 2 * remainder > scale || (2 * remainder == scale && quotient % 2 != 0);
                Some(quotient + i128::from(up))
            };
            let expected = expected.and_then(|value| i64::try_from(value).ok());
            let read = numbers(unit).parse(&text).ok();
            prop_assert_eq!(read.map(|stamp| stamp.nanoseconds), expected, "{} {}", text, unit);
            if let Some(stamp) = read {
                let exact = shift >= 0 || numerator % 10_i128.pow(shift.unsigned_abs()) == 0;
                prop_assert!(exact || stamp.rest != 0 || shift < -18);
                prop_assert!(!exact || stamp.rest == 0);
                // The whole and the rest, times 10^18 nanoseconds.
                if let Some(exact) = numerator.checked_mul(10_i128.pow(18)).filter(|_| shift < 0) {
                    let scale = 10_i128.pow(shift.unsigned_abs());
                    let read = i128::from(stamp.nanoseconds) * 10_i128.pow(18) + i128::from(stamp.rest);
                    prop_assert!((read - exact / scale).abs() <= 1, "{} {}", text, unit);
                }
            }
        }
    }

    #[test]
    fn digits_beyond_those_kept_only_break_ties(
        seconds in 0..9_000_000_000_u64,
        nanosecond in 0..1_000_000_000_u64,
        zeros in 0..60_usize,
    ) {
        let value = (seconds * 1_000_000_000 + nanosecond) as i64;
        let read = |tail: &str| {
            let text = format!("{seconds}.{nanosecond:09}{tail}");
            let number = numbers(TimeUnit::Second).parse(&text).unwrap();
            number.nanoseconds
        };
        let zeros = "0".repeat(zeros);
        prop_assert_eq!(read(&zeros), value);
        prop_assert_eq!(read(&format!("{zeros}01")), value);
        prop_assert_eq!(read(&format!("5{zeros}")), value + value % 2);
        prop_assert_eq!(read(&format!("5{zeros}1")), value + 1);
        prop_assert_eq!(read(&format!("4{}", "9".repeat(zeros.len()))), value);
    }

    #[test]
    fn durations_that_are_exact_are_read_back(count in 1..1000_i64, scale in 0..6_usize) {
        let unit = [1, 1_000, 1_000_000, 1_000_000_000, 60_000_000_000, 3_600_000_000_000][scale];
        // Up to 59 s, 59 min, 23 h are written without rounding.
        let count = count % [1000, 1000, 1000, 60, 60, 24][scale];
        prop_assume!(count > 0);
        let duration = DurationText(count * unit);
        prop_assert_eq!(duration.to_string().parse(), Ok(duration));
    }

    #[test]
    fn no_text_panics(
        text in prop_oneof!["\\PC*", "[-+0-9.,eE]{0,50}", almost_stamp()],
        pattern in "(%?[-#.:0-9]?[a-zA-Z+%]|.){0,6}",
    ) {
        for order in ORDERS {
            let _ = StampFormat::Date(order).parse(&text);
        }
        for unit in [TimeUnit::Nanosecond, TimeUnit::Second, TimeUnit::Day] {
            let _ = numbers(unit).parse(&text);
        }
        let _ = StampFormat::TimeOfDay { without_seconds: false }.parse(&text);
        let _ = (is_missing(&text), is_date_only(&text), is_time_of_day(&text));
        let _ = (parse_duration(&text), TimeUnit::in_header(&text));
        let format = StampFormat::detect([text.as_str()], &StampHints::default());
        let _ = format.map(|format| format.to_string()).map_err(|error| error.to_string());
        if let Ok(pattern) = Pattern::new(&pattern) {
            let _ = StampFormat::Pattern(pattern).parse(&text).map_err(|error| error.to_string());
        }
    }

    #[test]
    fn every_duration_is_written(nanoseconds: i64) {
        prop_assert!(!DurationText(nanoseconds).to_string().is_empty());
    }

    #[test]
    fn the_patterns_in_an_error_read_the_cell_either_way(
        (first, second) in (1..=12_u32, 1..=12_u32),
        mark in "[-/.]",
        rest in "(( |, |T)1?[0-9]:[0-5][0-9](:[0-5][0-9]([.,][0-9]{1,12})?)?( ?[AP]M)?\
            ( ?(Z|UTC|[+-][01][0-9](:?[0-5][0-9])?))?)?",
    ) {
        let text = format!("{first}{mark}{second}{mark}2021{rest}");
        let error = StampFormat::detect([text.as_str()], &StampHints::default()).err();
        let Some(FormatError::AmbiguousDayMonth { day_first, month_first, .. }) = error else {
            return Ok(());
        };
        for (order, pattern) in [(ORDERS[1], day_first), (ORDERS[2], month_first)] {
            let expected = StampFormat::Date(order).parse(&text).map(|stamp| stamp.nanoseconds);
            let by_pattern = StampFormat::Pattern(Pattern::new(&pattern).unwrap()).parse(&text);
            if let Ok(expected) = expected {
                let read = by_pattern.map(|stamp| stamp.nanoseconds);
                prop_assert_eq!(read, Ok(expected), "{} by {}", text, pattern);
            }
        }
    }
}
