//! Ticks of a numeric axis: round values, and labels with no more digits than needed.

use super::{
    label::clean,
    scale::{Range, Scale},
    unit::{Unit, from_unit, in_unit},
};

/// A tick: a value of the axis and what is written there.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    pub value: f64,
    pub label: String,
}

/// A round step between ticks: 1, 2 or 5 times a power of ten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Step {
    exponent: i32,
    mantissa: i32,
}

impl Step {
    /// The largest power of ten that is not above `size`, which is positive.
    pub fn below(size: f64) -> Self {
        Self {
            mantissa: 1,
            exponent: size.log10().floor() as i32,
        }
    }

    /// The largest step that is not above `size`, which is positive.
    pub fn largest_within(size: f64) -> Self {
        let mut step = Self::below(size);
        while step.next().size() <= size {
            step = step.next();
        }
        step
    }

    /// The next larger step.
    pub fn next(self) -> Self {
        let (mantissa, exponent) = match self.mantissa {
            1 => (2, self.exponent),
            2 => (5, self.exponent),
            _ => (1, self.exponent + 1),
        };
        Self { mantissa, exponent }
    }

    pub fn size(self) -> f64 {
        self.multiple(1.0)
    }

    /// The step itself with its unit, such as `20 m` or `5·10⁻⁶ m`.
    pub fn quantity(self, unit: Option<&str>) -> String {
        let number = match power_of_ten(self.exponent) {
            Some(power) if !(-3..=3).contains(&self.exponent) => match self.mantissa {
                1 => power,
                mantissa => format!("{mantissa}·{power}"),
            },
            _ => format!("{:.*}", decimals(self.exponent), self.size()),
        };
        match unit {
            Some(unit) => format!("{number} {unit}"),
            None => number,
        }
    }

    /// `count` steps, rounded only once wherever the power of ten can be had exactly.
    fn multiple(self, count: f64) -> f64 {
        let units = count * f64::from(self.mantissa);
        if self.exponent < 0 {
            units / 10f64.powi(-self.exponent)
        } else {
            units * 10f64.powi(self.exponent)
        }
    }

    /// The multiples of the step in a range.
    pub fn values(self, range: Range) -> Vec<f64> {
        let first = (range.low / self.size()).ceil();
        let last = (range.high / self.size()).floor();
        // The largest number of ticks any caller would use, should rounding play a trick.
        let count = (last - first).clamp(-1.0, 1000.0) as i32;
        (0..=count)
            .map(|i| self.multiple(first + f64::from(i)))
            // Without the sign of a negative zero.
            .map(|value| value + 0.0)
            .collect()
    }
}

/// How the numbers of an axis are written: `value = offset + number × 10^exponent`, with the same decimals on all.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Notation {
    offset: f64,
    offset_decimals: usize,
    exponent: i32,
    decimals: usize,
}

impl Notation {
    /// The notation for ticks at the multiples of `step` in `range`.
    pub fn new(range: Range, step: Step) -> Self {
        let magnitude = range.magnitude();
        let digits = magnitude.max(step.size()).log10().floor() as i32 - step.exponent;
        if digits >= 6 {
            // Large numbers that differ in their last digits: only the differences are written, from a whole number on
            // unless they would be too long then.
            const LONGEST: i32 = 7;
            let place = Step::below(range.span()).exponent + 1;
            let place = if step.exponent >= -LONGEST {
                place.max(0)
            } else {
                place
            };
            let unit = Step {
                mantissa: 1,
                exponent: place,
            };
            let offset = unit.multiple((range.low / unit.size()).floor());
            return Self {
                offset,
                offset_decimals: decimals(place),
                ..Self::without_offset(range.span().max(if place == 0 { 1.0 } else { 0.0 }), step)
            };
        }
        Self::without_offset(magnitude, step)
    }

    fn without_offset(magnitude: f64, step: Step) -> Self {
        let exponent = if !(1e-2..1e5).contains(&magnitude) {
            // Powers of a thousand, as units have prefixes for.
            (magnitude.log10().floor() as i32).div_euclid(3) * 3
        } else {
            0
        };
        Self {
            offset: 0.0,
            offset_decimals: 0,
            exponent,
            decimals: decimals(step.exponent - exponent),
        }
    }

    pub fn format(&self, value: f64) -> String {
        let number = (value - self.offset) / 10f64.powi(self.exponent);
        signed(&format!("{number:.*}", self.decimals))
    }

    /// The symbol of the axis with its unit, such that the numbers can be read off: `x − 4512300 (10³ m)`.
    pub fn describe(&self, symbol: &str, unit: Option<&str>) -> String {
        let mut text = symbol.to_owned();
        if self.offset != 0.0 {
            let sign = if self.offset < 0.0 { '+' } else { '−' };
            let offset = self.offset.abs();
            text += &format!(" {sign} {offset:.*}", self.offset_decimals);
        }
        match (power_of_ten(self.exponent), unit) {
            (None, None) => {}
            (None, Some(unit)) => text += &format!(" ({unit})"),
            (Some(power), None) => text += &format!(" (×{power})"),
            (Some(power), Some(unit)) => text += &format!(" ({power} {unit})"),
        }
        text
    }
}

/// How many decimals show a digit at the place of this power of ten.
fn decimals(exponent: i32) -> usize {
    usize::try_from(-exponent).unwrap_or(0)
}

/// With a true minus sign, and none before a zero.
fn signed(number: &str) -> String {
    match number.strip_prefix('-') {
        Some(digits) if digits.bytes().all(|b| b == b'0' || b == b'.') => digits.to_owned(),
        Some(digits) => format!("−{digits}"),
        None => number.to_owned(),
    }
}

/// `10³`; `None` for 10⁰.
fn power_of_ten(exponent: i32) -> Option<String> {
    let superscript = |c| match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' => '⁰',
        c => char::from_u32('⁰' as u32 + (c as u32 - '0' as u32)).unwrap_or(c),
    };
    (exponent != 0).then(|| {
        let digits: String = exponent.to_string().chars().map(superscript).collect();
        format!("10{digits}")
    })
}

/// The finest round step whose labels have room, as `fits` says of the ticks; on a tiny axis, one with few ticks.
pub(super) fn finest_step(range: Range, fits: impl Fn(&[Tick]) -> bool) -> Step {
    finest_step_of(&[range], fits)
}

/// The same for the parts of an axis that are shown.
pub(super) fn finest_step_of(shown: &[Range], fits: impl Fn(&[Tick]) -> bool) -> Step {
    let span: f64 = shown.iter().map(|part| part.span()).sum();
    let mut step = Step::below(span / 50.0);
    loop {
        let (ticks, _) = ticks_of(shown, step);
        if ticks.len() <= 2 || fits(&ticks) {
            return step;
        }
        step = step.next();
    }
}

/// The ticks at the multiples of a step, and how they are written.
pub(super) fn ticks(range: Range, step: Step) -> (Vec<Tick>, Notation) {
    ticks_of(&[range], step)
}

/// The same for the parts of an axis that are shown.
pub(super) fn ticks_of(shown: &[Range], step: Step) -> (Vec<Tick>, Notation) {
    let whole = shown.iter().copied().reduce(Range::union);
    let notation = Notation::new(whole.unwrap_or(Range::UNIT), step);
    let tick = |value| Tick {
        value,
        label: notation.format(value),
    };
    let values = shown.iter().flat_map(|part| step.values(*part));
    let ticks = values.map(tick).collect();
    (ticks, notation)
}

/// The ticks of an axis of decimal logarithms: whole powers of ten, as many as have room.
pub(super) fn decades(range: Range, fits: impl Fn(&[Tick]) -> bool) -> Vec<Tick> {
    let step = finest_step(range, |ticks| {
        ticks.iter().all(|tick| tick.value.fract() == 0.0) && fits(ticks)
    });
    let tick = |value: f64| Tick {
        value,
        label: power_of_ten(value as i32).unwrap_or_else(|| "1".to_owned()),
    };
    step.values(range).into_iter().map(tick).collect()
}

/// A number in three digits.
pub(super) fn three_digits(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 {
        return "0".to_owned();
    }
    let exponent = size.log10().floor() as i32;
    if (-3..6).contains(&exponent) {
        let text = format!("{value:.*}", decimals(exponent - 2));
        let is_decimal = text.contains('.');
        let text = if is_decimal {
            text.trim_end_matches('0').trim_end_matches('.')
        } else {
            &text
        };
        return signed(text);
    }
    let mantissa = signed(&format!("{:.1}", value / 10f64.powi(exponent)));
    match power_of_ten(exponent) {
        Some(power) => format!("{mantissa}·{power}"),
        None => mantissa,
    }
}

/// A symbol with its unit, such as `v (m/s)`.
pub(super) fn symbol(symbol: &str, unit: Option<&Unit>) -> String {
    match unit {
        Some(unit) => format!("{} ({})", clean(symbol), clean(&unit.name)),
        None => clean(symbol),
    }
}

/// The ticks of an axis in a unit, as fine as `fits` says that labels have room, and the symbol with the unit.
pub(super) fn value_ticks(
    scale: &Scale,
    symbol: &str,
    unit: Option<&Unit>,
    fits: impl Fn(&[Tick]) -> bool,
) -> (Vec<Tick>, String) {
    let range = in_unit(scale.range, unit);
    let step = finest_step(range, |ticks| fits(&from_unit(ticks, unit)));
    let (ticks, notation) = ticks(range, step);
    let name = unit.map(|unit| clean(&unit.name));
    let title = notation.describe(&clean(symbol), name.as_deref());
    (from_unit(&ticks, unit), title)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(low: f64, high: f64, most: usize) -> (Vec<String>, String) {
        let range = Range { low, high };
        let (ticks, notation) = ticks(range, finest_step(range, |ticks| ticks.len() <= most));
        let labels = ticks.into_iter().map(|tick| tick.label).collect();
        (labels, notation.describe("v", Some("m/s")))
    }

    #[test]
    fn labels_have_the_same_decimals_and_a_true_minus() {
        let (ticks, name) = labels(-0.32, 0.41, 9);
        assert_eq!(
            ticks,
            ["−0.3", "−0.2", "−0.1", "0.0", "0.1", "0.2", "0.3", "0.4"]
        );
        assert_eq!(name, "v (m/s)");
        assert_eq!(labels(0.0, 83.0, 6).0, ["0", "20", "40", "60", "80"]);
    }

    #[test]
    fn large_and_small_numbers_share_a_power_of_ten() {
        let (ticks, name) = labels(0.0, 1.6e6, 5);
        assert_eq!(ticks, ["0.0", "0.5", "1.0", "1.5"]);
        assert_eq!(name, "v (10⁶ m/s)");
        let (ticks, name) = labels(-2e-4, 2e-4, 5);
        assert_eq!(ticks, ["−200", "−100", "0", "100", "200"]);
        assert_eq!(name, "v (10⁻⁶ m/s)");
        assert_eq!(labels(0.0, 0.1, 6).1, "v (m/s)");
        assert_eq!(power_of_ten(-12).as_deref(), Some("10⁻¹²"));
        assert_eq!(power_of_ten(45).as_deref(), Some("10⁴⁵"));
    }

    #[test]
    fn a_single_quantity_is_read_as_it_stands() {
        let quantity = |size| Step::below(size).next().quantity(Some("m"));
        assert_eq!(quantity(0.3), "0.2 m");
        assert_eq!(quantity(70.0), "20 m");
        assert_eq!(quantity(2e-5), "2·10⁻⁵ m");
        assert_eq!(Step::below(2e7).quantity(None), "10⁷");
    }

    #[test]
    fn differences_of_large_numbers_have_an_offset() {
        // The offset is a whole number as long as the labels stay short.
        let (ticks, name) = labels(9.992_872_1, 9.992_873_9, 5);
        assert_eq!(ticks[0], "0.9928725");
        assert_eq!(name, "v − 9 (m/s)");
        let (ticks, name) = labels(0.122_31, 0.122_35, 4);
        assert_eq!(ticks[0], "0.12231");
        assert_eq!(name, "v (m/s)");
        let (ticks, name) = labels(4_512_345.1, 4_512_345.85, 4);
        assert_eq!(ticks, ["0.2", "0.4", "0.6", "0.8"]);
        assert_eq!(name, "v − 4512345 (m/s)");
        let (_, name) = labels(-4_512_345.85, -4_512_345.1, 4);
        assert_eq!(name, "v + 4512346 (m/s)");
        // A few digits more are no burden.
        assert_eq!(labels(4990.0, 5010.0, 3).0, ["4990", "5000", "5010"]);
    }

    #[test]
    fn decades_are_whole_powers_of_ten() {
        let range = Range {
            low: -8.3,
            high: 0.4,
        };
        let ticks = decades(range, |ticks| ticks.len() <= 5);
        let labels: Vec<_> = ticks.iter().map(|tick| tick.label.as_str()).collect();
        assert_eq!(labels, ["10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "1"]);
    }

    #[test]
    fn a_lone_number_has_three_digits() {
        let texts = [0.0, -281.234, 6080.0, 0.25, 1.0, -2.4e-7, 3.1e9].map(three_digits);
        assert_eq!(
            texts,
            ["0", "−281", "6080", "0.25", "1", "−2.4·10⁻⁷", "3.1·10⁹"]
        );
    }

    #[test]
    fn any_range_has_ticks() {
        for exponent in -290..300 {
            let size = 10f64.powi(exponent);
            for (low, high) in [(-size, size), (size, 1.000_001 * size), (0.0, 0.37 * size)] {
                let (ticks, _) = labels(low, high, 6);
                assert!((1..=6).contains(&ticks.len()), "{low} {high} {ticks:?}");
                let longest = ticks.iter().map(|label| label.chars().count()).max();
                assert!(longest <= Some(9), "{low} {high} {ticks:?}");
                let mut unique = ticks.clone();
                unique.dedup();
                assert_eq!(ticks, unique, "{low} {high}");
            }
        }
    }
}
