//! The texts of stopwatches and video players: minutes and seconds, hours beyond a day, frames after a colon.

use super::cursor::Cursor;
use super::decimal::Decimal;
use super::duration::parse_duration;
use super::error::Reason;
use super::frame_rate::FrameRate;
use super::stamp::Stamp;
use super::time::read_fraction;
use super::unit::TimeUnit;

/// How times since a start are written in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElapsedForm {
    /// `59:55.5` and `1:00:00.0`: minutes and seconds, with hours in front where there are some.
    Clock,
    /// `10:00:00:15`: hours, minutes, seconds and frames.
    Frames(FrameRate),
    /// `1.5 s`, `12h00m00s`: numbers with their units.
    Durations,
}

/// The parts of a text that stand between colons.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ElapsedText {
    negative: bool,
    parts: [i64; 4],
    pub(super) count: usize,
    /// How many digits the last part has.
    pub(super) last_digits: usize,
    /// Days stand before.
    has_days: bool,
    /// A fraction of the last part.
    fraction: i64,
    fraction_digits: u8,
    rest: i64,
}

impl ElapsedText {
    /// Reads `59:55`, `59:55.0`, `1:00:00.5`, `125:03:00`, `10:00:00:15`; `None` of any other text.
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let negative = text.first() == Some(&b'-');
        let mut cursor = Cursor::new(&text[usize::from(negative)..]);
        let length = cursor.rest().len();
        let days = days_before(&mut cursor);
        let cursor_has_days = cursor.rest().len() < length;
        let mut parts = [0; 4];
        let mut count = 0;
        let mut last_digits;
        loop {
            let digits = cursor.count_digits();
            let most = if count == 0 { 6 } else { 3 };
            if digits == 0 || digits > most || count == 4 {
                return None;
            }
            parts[count] = cursor
                .take_digits()
                .iter()
                .fold(0, |value, digit| value * 10 + i64::from(digit - b'0'));
            count += 1;
            last_digits = digits;
            let is_parted = cursor.eat(b':') || (count == 3 && cursor.eat(b';'));
            if !is_parted {
                break;
            }
        }
        let fraction = read_fraction(&mut cursor);
        if days > 0 && count == 3 {
            parts[0] += 24 * days;
        }
        (count > 1 && cursor.is_at_end()).then_some(Self {
            negative,
            parts,
            count,
            last_digits,
            has_days: cursor_has_days,
            fraction: fraction.nanoseconds,
            fraction_digits: fraction.digits,
            rest: fraction.rest,
        })
    }

    /// Whether this cannot be a time of day: seconds with a fraction after minutes, more than a day, or a sign.
    pub(super) fn is_no_time_of_day(&self) -> bool {
        let has_fraction = self.fraction_digits > 0;
        self.negative
            || self.has_days
            || (self.count == 2 && has_fraction)
            || (self.count < 4 && self.parts[0] > 23)
    }
}

/// Goes past `2 days ` and `2.` before hours, as pandas and .NET write.
fn days_before(cursor: &mut Cursor) -> i64 {
    let mut ahead = *cursor;
    let digits = ahead.take_digits();
    let days = digits
        .iter()
        .take(6)
        .fold(0, |days, digit| days * 10 + i64::from(digit - b'0'));
    let is_word = ahead.skip_spaces() && [&b"days"[..], b"day"].contains(&ahead.take_letters());
    if digits.is_empty() || !is_word {
        return 0;
    }
    ahead.skip_spaces();
    *cursor = ahead;
    days
}

/// Nanoseconds of `0.1 sec`, `12h00m00s`, and what they have beyond, in 10⁻²⁷ s; of a number alone none.
pub(super) fn duration(text: &str) -> Option<(i64, i64)> {
    let unit = text.find(|c: char| c.is_alphabetic())?;
    let (number, unit) = text.split_at(unit);
    if let (Ok(number), Ok(unit)) = (
        Decimal::read(number.trim().as_bytes()),
        unit.parse::<TimeUnit>(),
    ) {
        let (factor, power) = unit.scale();
        let scaled = number.scaled(factor, power)?;
        return Some((scaled.value, scaled.rest));
    }
    Some((parse_duration(text).ok()?, 0))
}

impl ElapsedForm {
    /// Reads a cell.
    pub(super) fn read(self, text: &[u8]) -> Result<Stamp, Reason> {
        if self == Self::Durations {
            let text = std::str::from_utf8(text).map_err(|_| Reason::NotElapsed)?;
            let (nanoseconds, rest) = duration(text).ok_or(Reason::NotElapsed)?;
            return Ok(Stamp {
                nanoseconds,
                rest,
                fraction_digits: 9,
                offset: None,
                is_iso8601: false,
            });
        }
        let read = ElapsedText::read(text).ok_or(Reason::NotElapsed)?;
        let [a, b, c, d] = read.parts;
        let (hours, minutes, seconds, frames) = match (self, read.count) {
            (Self::Clock, 2) => (0, a, b, 0),
            (Self::Clock, 3) | (Self::Frames(_), 3) => (a, b, c, 0),
            (Self::Frames(_), 4) if read.fraction_digits == 0 => (a, b, c, d),
            _ => return Err(Reason::NotElapsed),
        };
        if seconds > 59 {
            return Err(Reason::NoSuchSecond);
        }
        if minutes > 59 && hours > 0 {
            return Err(Reason::NoSuchMinute);
        }
        let (frame, rest) = match self {
            Self::Frames(rate) => {
                if frames as f64 >= rate.per_second() {
                    return Err(Reason::NoSuchFrame);
                }
                rate.scaled(i128::from(frames), 1)
                    .ok_or(Reason::OutOfRange)?
            }
            Self::Clock | Self::Durations => (0, read.rest),
        };
        let whole = (hours * 3600 + minutes * 60 + seconds) * 1_000_000_000;
        let nanoseconds = whole + read.fraction + frame;
        let sign = if read.negative { -1 } else { 1 };
        Ok(Stamp {
            nanoseconds: sign * nanoseconds,
            rest: sign * rest,
            fraction_digits: read.fraction_digits,
            offset: None,
            is_iso8601: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(form: ElapsedForm, text: &str) -> Result<i64, Reason> {
        form.read(text.as_bytes()).map(|stamp| stamp.nanoseconds)
    }

    #[test]
    fn stopwatches_are_read() {
        const SECOND: i64 = 1_000_000_000;
        for (text, nanoseconds) in [
            ("59:55.5", 3_595_500_000_000),
            ("1:00:00.25", 3_600_250_000_000),
            ("125:00", 7_500 * SECOND),
            ("30:00:01", 108_001 * SECOND),
            ("-0:01", -SECOND),
        ] {
            assert_eq!(read(ElapsedForm::Clock, text), Ok(nanoseconds), "{text}");
        }
        assert_eq!(read(ElapsedForm::Clock, "1:60"), Err(Reason::NoSuchSecond));
        assert_eq!(
            read(ElapsedForm::Clock, "1:75:00"),
            Err(Reason::NoSuchMinute)
        );
        for text in ["5", "1:2:3:4", "a:b", "1::2", "1:2.", ""] {
            assert_eq!(
                read(ElapsedForm::Clock, text),
                Err(Reason::NotElapsed),
                "{text}"
            );
        }
    }

    #[test]
    fn time_codes_count_frames() {
        let form = ElapsedForm::Frames("25".parse().unwrap());
        assert_eq!(read(form, "10:00:00:15"), Ok(36_000_600_000_000));
        assert_eq!(read(form, "10:00:00:25"), Err(Reason::NoSuchFrame));
    }
}
