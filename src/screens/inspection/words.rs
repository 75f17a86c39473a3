//! Figures of an inspection in words.

use dxdt_motion::error::printable;
use dxdt_motion::finding::{Finding, Place};
use dxdt_motion::words::InOneFile;
use dxdt_motion::words::number::{short, two_digits};
use dxdt_time::SecondsText;

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
    SecondsText(seconds).to_string()
}

/// Two durations, with as many digits as it takes to tell them apart.
pub(super) fn range(low: f64, high: f64, between: &str) -> String {
    // To the nanosecond, or finer where timestamps are.
    const MOST_DIGITS: usize = 17;
    let short = (duration(low), duration(high));
    let finer = (9..=MOST_DIGITS).map(|digits| [low, high].map(|end| with_digits(end, digits)));
    let mut finer = finer.filter(|[low, high]| low != high);
    let (low, high) = match finer.next() {
        Some([low, high]) if short.0 == short.1 => (low, high),
        _ => short,
    };
    format!("{low}{between}{high}")
}

/// A duration to so many digits of a second.
fn with_digits(seconds: f64, digits: usize) -> String {
    let (factor, decimals, unit) = match seconds {
        seconds if seconds >= 1.0 => (1.0, digits, "s"),
        seconds if seconds >= 1e-3 => (1e3, digits - 3, "ms"),
        seconds if seconds >= 1e-6 || digits == 9 => (1e6, digits - 6, "µs"),
        _ => (1e9, digits - 9, "ns"),
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
        let closer = range(0.1, 0.100_000_000_012, " to ");
        assert_eq!(closer, "100 ms to 100.00000001 ms");
        assert_eq!(
            range(1e-10, 1.000_001e-10, " to "),
            "0.1 ns to 0.1000001 ns"
        );
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
