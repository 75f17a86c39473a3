//! Numbers for people: few digits, no float noise.

/// A number with four significant digits, trailing zeros dropped; very large and small ones in powers of ten.
///
/// ```
/// use dxdt_motion::words::number::short;
/// assert_eq!(short(0.1 + 0.2), "0.3");
/// assert_eq!(short(9.80665), "9.807");
/// assert_eq!(short(-12345.6), "-12346");
/// assert_eq!(short(2.5e-7), "2.5e-7");
/// ```
pub fn short(value: f64) -> String {
    const DIGITS: i32 = 4;
    if value == 0.0 {
        return "0".to_owned();
    }
    if !value.is_finite() {
        return "unknown".to_owned();
    }
    let magnitude = value.abs().log10().floor() as i32;
    if !(-4..7).contains(&magnitude) {
        let text = format!("{value:.3e}");
        return match text.split_once('e') {
            Some((mantissa, exponent)) => {
                format!("{}e{exponent}", without_trailing_zeros(mantissa))
            }
            None => text,
        };
    }
    let decimals = (DIGITS - 1 - magnitude).max(0) as usize;
    let text = format!("{value:.decimals$}");
    without_trailing_zeros(&text).to_owned()
}

/// `1 row`, `2 rows`.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    let grouped = grouped(count);
    format!("{grouped} {}", if count == 1 { one } else { many })
}

/// `22,287`: digits in groups of three.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    if digits.len() <= 4 {
        return digits;
    }
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn without_trailing_zeros(text: &str) -> &str {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        text
    }
}

/// `3 %`, `less than 0.1 %`, `all`.
pub fn percent(share: f64) -> String {
    match share {
        share if share >= 0.995 => "all".to_owned(),
        share if share < 0.001 => "less than 0.1 %".to_owned(),
        share if share < 0.1 => format!("{} %", short((share * 1000.0).round() / 10.0)),
        share => format!("{:.0} %", share * 100.0),
    }
}

/// A number in two significant digits, as many as an error deserves.
pub fn two_digits(value: f64) -> String {
    short(format!("{value:.1e}").parse().unwrap_or(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_few_and_true() {
        let cases = [
            (0.002_304_9, "0.002305"),
            (100.0, "100"),
            (0.0001, "0.0001"),
            (1e7, "1e7"),
            (1.5e300, "1.5e300"),
            (-0.5, "-0.5"),
            (f64::NAN, "unknown"),
        ];
        for (value, expected) in cases {
            assert_eq!(short(value), expected);
        }
    }

    #[test]
    fn counts_are_grouped() {
        assert_eq!(grouped(455), "455");
        assert_eq!(grouped(22_287), "22,287");
        assert_eq!(grouped(4_000_000), "4,000,000");
    }

    #[test]
    fn shares_are_few_digits() {
        let cases = [
            (0.000_2, "less than 0.1 %"),
            (0.034, "3.4 %"),
            (0.8, "80 %"),
            (1.7, "all"),
        ];
        for (share, words) in cases {
            assert_eq!(percent(share), words);
        }
    }
}
