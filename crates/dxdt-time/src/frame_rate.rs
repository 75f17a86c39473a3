//! Frames a second, for logs that count the frames of a camera.

use std::fmt;
use std::str::FromStr;

/// How many frames there are in a second, as a fraction, so that 30000/1001 is exact.
///
/// ```
/// use dxdt_time::FrameRate;
///
/// let rate: FrameRate = "25".parse()?;
/// assert_eq!((rate.nanoseconds(3), rate.to_string()), (Some(120_000_000), "25".to_owned()));
/// assert_eq!("30000/1001".parse::<FrameRate>()?.nanoseconds(30_000), Some(1_001_000_000_000));
/// assert_eq!("29.97".parse::<FrameRate>()?.to_string(), "29.97");
/// assert!("0".parse::<FrameRate>().is_err() && "fast".parse::<FrameRate>().is_err());
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameRate {
    frames: u64,
    seconds: u64,
}

/// A nanosecond in 10⁻²⁷ s.
const PARTS: i128 = 1_000_000_000_000_000_000;

/// So many digits before and after the point are far more than any camera needs.
const MOST: u64 = 1_000_000_000;

impl FrameRate {
    /// When a frame is, in nanoseconds after frame 0, rounded half to even; `None` beyond 292 years.
    pub fn nanoseconds(self, frame: i64) -> Option<i64> {
        self.scaled(i128::from(frame), 1).map(|(value, _)| value)
    }

    /// When `frame / divisor` is in nanoseconds, and what was rounded away, in 10⁻²⁷ s.
    pub(super) fn scaled(self, frame: i128, divisor: i128) -> Option<(i64, i64)> {
        let product = frame.checked_mul(i128::from(self.seconds) * 1_000_000_000)?;
        let whole = i128::from(self.frames).checked_mul(divisor)?;
        let (quotient, remainder) = (product.div_euclid(whole), product.rem_euclid(whole));
        let complement = whole - remainder;
        let up = remainder > complement || (remainder == complement && quotient % 2 != 0);
        let value = i64::try_from(quotient + i128::from(up)).ok()?;
        let over = if up { -complement } else { remainder };
        let rest = match over.checked_mul(PARTS) {
            Some(parts) => (2 * parts + whole).div_euclid(2 * whole),
            None => (over as f64 / whole as f64 * PARTS as f64) as i128,
        };
        Some((value, rest as i64))
    }

    /// Frames a second.
    pub fn per_second(self) -> f64 {
        self.frames as f64 / self.seconds as f64
    }
}

impl FromStr for FrameRate {
    type Err = String;

    /// Reads `25`, `29.97` or `30000/1001`.
    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            if let Some((frames, seconds)) = text.trim().split_once('/') {
                return Some((frames.trim().parse().ok()?, seconds.trim().parse().ok()?));
            }
            let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
            let fraction = fraction.trim_end_matches('0');
            let digits = format!("{whole}{fraction}");
            let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
            let seconds = 10u64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
            Some((is_plain.then(|| digits.parse().ok())??, seconds))
        };
        match read() {
            Some((frames, seconds))
                if (1..=MOST).contains(&frames) && (1..=MOST).contains(&seconds) =>
            {
                Ok(Self { frames, seconds })
            }
            _ => Err("give frames a second, such as 25, 29.97 or 30000/1001".to_owned()),
        }
    }
}

impl fmt::Display for FrameRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_decimal = 10u64.pow(self.seconds.ilog10()) == self.seconds;
        match is_decimal {
            true => write!(f, "{}", self.per_second()),
            false => write!(f, "{}/{}", self.frames, self.seconds),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_rounded_once() {
        let sixty: FrameRate = "60".parse().unwrap();
        assert_eq!(sixty.nanoseconds(1), Some(16_666_667));
        assert_eq!(sixty.nanoseconds(-1), Some(-16_666_667));
        let third = 333_333_333_333_333_333;
        assert_eq!(sixty.scaled(1, 1), Some((16_666_667, -third)));
        assert_eq!(sixty.scaled(-1, 1), Some((-16_666_667, third)));
        assert_eq!(sixty.nanoseconds(60), Some(1_000_000_000));
        // 1.5 frames, and half a nanosecond to the even one.
        assert_eq!(sixty.scaled(15, 10), Some((25_000_000, 0)));
        let fast: FrameRate = "400000000".parse().unwrap();
        assert_eq!(
            (fast.nanoseconds(1), fast.nanoseconds(3)),
            (Some(2), Some(8))
        );
        assert_eq!(sixty.nanoseconds(i64::MAX), None);
    }

    #[test]
    fn rates_are_written_as_they_are_read() {
        for text in ["25", "29.97", "30000/1001", "0.5"] {
            assert_eq!(text.parse::<FrameRate>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "-25",
            "1e3",
            "25/0",
            "25/x",
            "1.2.3",
            "99999999999",
            ".",
        ] {
            assert!(text.parse::<FrameRate>().is_err(), "{text}");
        }
    }
}
