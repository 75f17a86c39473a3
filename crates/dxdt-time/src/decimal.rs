//! Decimal numbers as they are written, kept exactly and scaled to whole nanoseconds.

use super::error::Reason;

/// Powers of ten that fit 128 bits.
const POWERS: [u128; 39] = {
    let mut powers = [1; 39];
    let mut index = 1;
    while index < powers.len() {
        powers[index] = powers[index - 1] * 10;
        index += 1;
    }
    powers
};

/// Powers of ten that fit 64 bits.
const SHORT_POWERS: [u64; 20] = {
    let mut powers = [1; 20];
    let mut index = 1;
    while index < powers.len() {
        powers[index] = powers[index - 1] * 10;
        index += 1;
    }
    powers
};

/// So many digits fit 64 bits, whatever they are.
const SHORT_DIGITS: usize = 19;

/// So many significant digits are kept: times the 864 of a day, they still fit 128 bits. An `i64` has 19, so that the
/// digits that are not kept can only break a tie.
const KEPT_DIGITS: u32 = 35;

/// A timestamp is read to so many digits of a second: whole nanoseconds, and 18 digits more.
const REST_DIGITS: i64 = 27;

/// The character between whole and fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DecimalMark {
    /// `0.16`
    Point,
    /// `0,16`
    Comma,
}

/// A decimal number: `±significand · 10^exponent`, and a little more where digits were dropped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Decimal {
    negative: bool,
    significand: u128,
    exponent: i64,
    /// Digits other than 0 came after those that were kept.
    dropped: bool,
    mark: Option<DecimalMark>,
}

/// A whole number of nanoseconds, and what there is beyond.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rounded {
    pub(super) value: i64,
    /// What was rounded away, in 10⁻²⁷ s: at most half a nanosecond in size.
    pub(super) rest: i64,
}

impl Rounded {
    fn whole(value: i64) -> Self {
        Self { value, rest: 0 }
    }
}

impl Decimal {
    /// Reads a whole text: `-12`, `+.5`, `5.`, `0,16`, `1.706e+09`.
    #[inline]
    pub(super) fn read(text: &[u8]) -> Result<Decimal, Reason> {
        let (number, end) = Decimal::read_prefix(text)?;
        if end == text.len() {
            Ok(number)
        } else {
            Err(Reason::NotANumber)
        }
    }

    /// Reads the number at the start of a text, and says where it ends.
    #[inline]
    pub(super) fn read_prefix(text: &[u8]) -> Result<(Decimal, usize), Reason> {
        let negative = text.first() == Some(&b'-');
        let start = usize::from(negative || text.first() == Some(&b'+'));
        let (mut value, whole_end) = short_value(text, start, 0);
        let mut digits = whole_end - start;
        let mut end = whole_end;
        let mut fraction_digits = 0;
        let mark = match text.get(whole_end) {
            Some(b'.') => Some(DecimalMark::Point),
            Some(b',') => Some(DecimalMark::Comma),
            _ => None,
        };
        if mark.is_some() {
            (value, end) = short_value(text, whole_end + 1, value);
            fraction_digits = end - whole_end - 1;
            digits += fraction_digits;
        }
        if digits == 0 {
            return Err(Reason::NotANumber);
        }
        let mut exponent = -(fraction_digits as i64);
        let mut significand = u128::from(value);
        let mut dropped = false;
        if digits > SHORT_DIGITS {
            let kept;
            (significand, kept, dropped) = long_value(&text[start..end]);
            exponent += kept;
        }
        if let Some(b'e' | b'E') = text.get(end)
            && let Some((power, power_end)) = read_exponent(text, end + 1)
        {
            exponent += power;
            end = power_end;
        }
        Ok((
            Decimal {
                negative,
                significand,
                exponent,
                dropped,
                mark,
            },
            end,
        ))
    }

    /// The decimal mark, where the number has one.
    pub(super) fn mark(&self) -> Option<DecimalMark> {
        self.mark
    }

    pub(super) fn is_negative(&self) -> bool {
        self.negative
    }

    /// The power of ten of the last digit.
    pub(super) fn exponent(&self) -> i64 {
        self.exponent
    }

    /// The number as a fraction of whole numbers; `None` where it has more digits than these hold.
    pub(super) fn fraction(&self) -> Option<(i128, i128)> {
        let size = i128::try_from(self.significand).ok()?;
        let value = if self.negative { -size } else { size };
        let power = |exponent: u64| {
            let power = POWERS.get(usize::try_from(exponent).ok()?)?;
            i128::try_from(*power).ok()
        };
        let scale = power(self.exponent.unsigned_abs())?;
        match self.exponent >= 0 {
            true => Some((value.checked_mul(scale)?, 1)),
            false => Some((value, scale)),
        }
    }

    /// The number less so many halves; `None` where it has more digits than are kept.
    pub(super) fn minus_halves(&self, halves: i64) -> Option<Self> {
        let exponent = self.exponent.min(-1);
        let power = |from: i64| POWERS.get(usize::try_from(from - exponent).ok()?).copied();
        let size = i128::try_from(self.significand.checked_mul(power(self.exponent)?)?).ok()?;
        let less = i128::from(halves) * 5 * i128::try_from(power(-1)?).ok()?;
        let difference = if self.negative { -size } else { size }.checked_sub(less)?;
        Some(Self {
            negative: difference < 0,
            significand: difference.unsigned_abs(),
            exponent,
            dropped: self.dropped,
            mark: self.mark,
        })
    }

    /// The value to about 15 digits, for a look at its size and nothing else.
    pub(super) fn approximate(&self) -> f64 {
        let exponent = self.exponent.clamp(-400, 400) as i32;
        let size = self.significand as f64 * 10f64.powi(exponent);
        if self.negative { -size } else { size }
    }

    /// The number times `factor · 10^power` (`factor` at most 864), rounded half to even; `None` beyond an `i64`.
    #[inline]
    pub(super) fn scaled(&self, factor: u16, power: i64) -> Option<Rounded> {
        let shift = self.exponent + power;
        if factor == 1
            && !self.dropped
            && let Ok(significand) = u64::try_from(self.significand)
            && let Some(&scale) = SHORT_POWERS.get(shift.unsigned_abs() as usize)
        {
            if shift >= 0 {
                let magnitude = significand.checked_mul(scale)?;
                return signed(magnitude, self.negative).map(Rounded::whole);
            }
            let (quotient, remainder) = (significand / scale, significand % scale);
            if remainder == 0 {
                return signed(quotient, self.negative).map(Rounded::whole);
            }
        }
        self.scaled_long(factor, shift)
    }

    #[cold]
    fn scaled_long(&self, factor: u16, shift: i64) -> Option<Rounded> {
        let product = self.significand * u128::from(factor);
        if product == 0 && !self.dropped {
            return Some(Rounded::whole(0));
        }
        if shift >= 0 {
            let scale = POWERS.get(usize::try_from(shift).ok()?)?;
            let magnitude = u64::try_from(product.checked_mul(*scale)?).ok()?;
            return signed(magnitude, self.negative).map(Rounded::whole);
        }
        let Some(&scale) = POWERS.get(shift.unsigned_abs() as usize) else {
            // Below 10^38 over at least 10^39: less than half.
            return Some(Rounded::whole(0));
        };
        let (quotient, remainder) = (product / scale, product % scale);
        let complement = scale - remainder;
        let above_half = remainder > complement;
        let tie = remainder == complement;
        let up = above_half || (tie && (self.dropped || quotient % 2 == 1));
        let magnitude = u64::try_from(quotient + u128::from(up)).ok()?;
        let rest = parts_of(if up { complement } else { remainder }, shift);
        Some(Rounded {
            value: signed(magnitude, self.negative)?,
            rest: if up == self.negative { rest } else { -rest },
        })
    }
}

/// `value · 10^shift` nanoseconds, at most half of one, in 10⁻²⁷ s.
fn parts_of(value: u128, shift: i64) -> i64 {
    let exponent = usize::try_from(REST_DIGITS - 9 - shift.abs());
    let parts = match exponent {
        Ok(exponent) => value * POWERS[exponent],
        Err(_) => {
            let scale = POWERS[(shift.abs() - (REST_DIGITS - 9)) as usize];
            (value + scale / 2) / scale
        }
    };
    parts as i64
}

/// Adds the digits from `at` on to `value`, and says where they end; meaningless beyond 19 digits.
#[inline]
fn short_value(text: &[u8], mut at: usize, mut value: u64) -> (u64, usize) {
    while let Some(byte) = text.get(at) {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
    (value, at)
}

/// The first significant digits of a text of digits and at most one mark, how many more there are, and whether any of
/// those is not 0.
#[cold]
fn long_value(text: &[u8]) -> (u128, i64, bool) {
    let mut value = 0;
    let mut kept = 0;
    let mut more = 0;
    let mut dropped = false;
    for digit in text
        .iter()
        .filter(|byte| byte.is_ascii_digit())
        .map(|byte| byte - b'0')
    {
        if kept < KEPT_DIGITS {
            value = value * 10 + u128::from(digit);
            kept += u32::from(value != 0);
        } else {
            more += 1;
            dropped |= digit != 0;
        }
    }
    (value, more, dropped)
}

/// Reads `+09`, `-3`, `12` as an exponent of ten; sizes without sense stop far beyond any number here.
fn read_exponent(text: &[u8], start: usize) -> Option<(i64, usize)> {
    let negative = text.get(start) == Some(&b'-');
    let signed = negative || text.get(start) == Some(&b'+');
    let first = start + usize::from(signed);
    let mut end = first;
    let mut size = 0_i64;
    while let Some(byte) = text.get(end).filter(|byte| byte.is_ascii_digit()) {
        size = (size * 10 + i64::from(byte - b'0')).min(1_000_000_000_000);
        end += 1;
    }
    (end > first).then_some((if negative { -size } else { size }, end))
}

/// The magnitude with its sign, where an `i64` holds it.
#[inline]
fn signed(magnitude: u64, negative: bool) -> Option<i64> {
    if negative {
        0_i64.checked_sub_unsigned(magnitude)
    } else {
        i64::try_from(magnitude).ok()
    }
}

/// Whether digits after the ninth of a second round it up (half to even), and what is rounded away, in 10⁻²⁷ s.
pub(super) fn round_tail(tail: &[u8], last_is_odd: bool) -> (bool, i64) {
    const NANOSECOND: i64 = 10_i64.pow(REST_DIGITS as u32 - 9);
    let digits = (0..REST_DIGITS as usize - 9).map(|index| tail.get(index).unwrap_or(&b'0'));
    let parts = digits.fold(0, |value, byte| {
        value * 10 + i64::from(byte.wrapping_sub(b'0'))
    });
    let beyond = || {
        tail.iter()
            .skip(REST_DIGITS as usize - 9)
            .any(|&byte| byte != b'0')
    };
    let up = 2 * parts > NANOSECOND || (2 * parts == NANOSECOND && (last_is_odd || beyond()));
    (up, if up { parts - NANOSECOND } else { parts })
}
