//! Figures of an inspection in words.

use dxdt_motion::error::printable;
use dxdt_motion::finding::{Finding, Place};
use dxdt_motion::words::InOneFile;
use dxdt_motion::words::number::{short, two_digits};
use dxdt_time::DurationText;

use dxdt_motion::inspect::Inspection;

/// A place, without the file where there is only one.
pub(super) fn place(inspection: &Inspection, place: &Place) -> String {
    match &inspection.files[..] {
        [_] => place.at.to_string(),
        _ => format!("{}, {}", printable(&place.file), place.at),
    }
}

/// The sentence of a finding, without the file where there is only one.
pub(super) fn sentence(inspection: &Inspection, finding: &Finding) -> String {
    match &inspection.files[..] {
        [_] => InOneFile(finding).to_string(),
        _ => finding.to_string(),
    }
}

pub(super) fn duration(seconds: f64) -> String {
    DurationText((seconds * 1e9).round() as i64).to_string()
}

/// Two durations, with as many digits as it takes to tell them apart.
pub(super) fn range(low: f64, high: f64, between: &str) -> String {
    let (short_low, short_high) = (duration(low), duration(high));
    if short_low == short_high {
        return format!("{}{between}{}", all_digits(low), all_digits(high));
    }
    format!("{short_low}{between}{short_high}")
}

/// A duration to the nanosecond.
fn all_digits(seconds: f64) -> String {
    let (factor, decimals, unit) = match seconds {
        seconds if seconds >= 1.0 => (1.0, 9, "s"),
        seconds if seconds >= 1e-3 => (1e3, 6, "ms"),
        _ => (1e6, 3, "µs"),
    };
    let text = format!("{:.decimals$}", seconds * factor);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text} {unit}")
}

/// Rows in Hz, or per minute, hour or day where they are few.
pub(super) fn rate(per_second: f64) -> String {
    let (rate, unit) = match per_second {
        rate if rate >= 1.0 / 3.0 => (rate, "Hz"),
        rate if rate >= 1.0 / 180.0 => (rate * 60.0, "per minute"),
        rate if rate >= 1.0 / 43_200.0 => (rate * 3600.0, "per hour"),
        rate => (rate * 86_400.0, "per day"),
    };
    format!("{} {unit}", short(rate))
}

/// What bounds steps whose distance from the median is such a fraction of it, in words that go before "the median"; `None`
/// where the distance rounds to nothing.
pub(super) fn jitter(fraction: f64) -> Option<String> {
    if fraction > 1.0 {
        // A step is never less than nothing.
        return Some(format!("{} times", two_digits(1.0 + fraction)));
    }
    let percent = (fraction * 1e5).round() / 1e3;
    (percent > 0.0).then(|| format!("±{} % of", two_digits(percent)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_durations_are_told_apart() {
        assert_eq!(range(0.01, 0.03, " to "), "10 ms to 30 ms");
        let close = range(0.004_999_68, 0.005_000_192, " to ");
        assert_eq!(close, "4.99968 ms to 5.000192 ms");
    }

    #[test]
    fn jitter_beyond_the_median_is_a_factor() {
        let cases = [
            (0.0, None),
            (0.053_95, Some("±5.4 % of")),
            (1.0, Some("±100 % of")),
            (4.8, Some("5.8 times")),
        ];
        for (fraction, words) in cases {
            assert_eq!(jitter(fraction).as_deref(), words);
        }
    }

    #[test]
    fn rates_are_numbers_one_can_read() {
        let cases = [
            (200.0, "200 Hz"),
            (1.0 / 60.0, "1 per minute"),
            (1e-3, "3.6 per hour"),
        ];
        for (per_second, words) in cases {
            assert_eq!(rate(per_second), words);
        }
    }
}
