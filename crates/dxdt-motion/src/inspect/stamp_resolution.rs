//! How finely the timestamps are told, and what that alone does to the speed.

use dxdt_time::Ticks;
use serde::{Serialize, Serializer};

use crate::audit::AuditedLog;

use super::noise_share::Noise;
use super::track::Track;

/// How finely the timestamps are told.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct StampResolution {
    /// All timestamps are whole multiples of this many nanoseconds: the largest of a day, an hour, a minute and the powers
    /// of ten of a tick up to a second, or else a power of two of nanoseconds.
    #[serde(serialize_with = "whole_where_it_is")]
    pub nanoseconds: f64,
    /// The multiples are those of a 64-bit float of this size: the timestamps went through one.
    pub from_float: bool,
    /// Every step that is bridged is a whole number of median steps: such timestamps may be exact.
    pub on_grid: bool,
    /// The positions are too smooth for timestamps that were rounded so coarsely: they are exact.
    pub ruled_out: bool,
    /// If the true instants were rounded to it: the standard deviation of the speed, as a fraction of the speed
    /// ([`StampResolution::speed_error_of`]).
    pub speed_error: Option<f64>,
}

/// The largest units in seconds; below are the powers of ten.
const SECONDS: [u64; 4] = [86_400, 3_600, 60, 1];

// Fewer timestamps are multiples of anything.
const FEWEST_STAMPS: usize = 3;
// Smaller powers of two come about by chance.
const SMALLEST_OF_FLOAT: u64 = 16;

impl StampResolution {
    /// `None` where all timestamps are zero or there are none.
    pub(super) fn of(
        audited: &AuditedLog<'_>,
        tracks: &[Track<'_>],
        median_step: Option<f64>,
    ) -> Option<Self> {
        let common = audited.stamps.iter().fold(0, |common, stamp| {
            greatest_common_divisor(common, stamp.unsigned_abs())
        });
        if common == 0 || audited.stamps.len() < FEWEST_STAMPS {
            return None;
        }
        let largest = audited
            .stamps
            .iter()
            .map(|stamp| stamp.unsigned_abs())
            .max()?;
        let ticks = audited.log.clock.ticks;
        let (unit, from_float) = unit_of(common, largest, ticks);
        Some(Self {
            nanoseconds: unit as f64 / 10_f64.powi(i32::from(ticks.digits()) - 9),
            from_float,
            ruled_out: false,
            on_grid: tracks.iter().all(is_on_grid),
            speed_error: median_step
                .map(|step| Self::speed_error_of(ticks.seconds(unit as i64), step)),
        })
    }

    /// The standard deviation of a central difference because of rounded timestamps, as a fraction of the speed.
    ///
    /// A timestamp rounded to multiples of q is off by an amount that is uniform between ±q/2, of variance q²/12. The
    /// speed Δx/Δt with Δt the difference of two such timestamps is off, to first order, by the fraction δ/Δt, where δ is
    /// the difference of two independent errors, of variance 2·q²/12: the standard deviation is q/(√6·Δt). (This is
    /// the propagation of errors of a quotient, as in the *Guide to the expression of uncertainty in measurement*,
    /// JCGM 100:2008, 5.1.2, with the uniform distribution of 4.3.7.) A central difference over two steps of h has
    /// Δt = 2h: q/(√24·h).
    ///
    /// ```
    /// use dxdt_motion::inspect::StampResolution;
    /// // Whole seconds at a step of a second: a fifth of the speed.
    /// assert!((StampResolution::speed_error_of(1.0, 1.0) - 0.204).abs() < 0.001);
    /// ```
    pub fn speed_error_of(resolution: f64, step: f64) -> f64 {
        resolution / (24_f64.sqrt() * step)
    }
}

impl StampResolution {
    /// Whether the noise of the positions leaves room for timestamps that were rounded.
    ///
    /// An object of speed v whose timestamp is off by δ seems to be off by v·δ along its way, so that rounded timestamps
    /// look like noise of variance v²q²/12 in the positions. Where all noise has less than half of that, they were not
    /// rounded.
    pub(super) fn compare(&mut self, noise: &Noise, median_speed: Option<f64>) {
        let variance: f64 = noise.axes.iter().map(|axis| axis.deviation.powi(2)).sum();
        let resolution = self.nanoseconds / 1e9;
        let of_rounding = median_speed.unwrap_or(0.0).powi(2) * resolution * resolution / 12.0;
        self.ruled_out = variance < of_rounding / 2.0;
    }

    /// Whether the timestamps may have been rounded, as far as one can see.
    pub(super) fn may_be_rounded(&self) -> bool {
        !self.on_grid && !self.ruled_out
    }
}

/// The largest unit that divides the greatest common divisor of timestamps, and whether it is one of a float.
fn unit_of(common: u64, largest: u64, ticks: Ticks) -> (u64, bool) {
    let power_of_two = 1 << common.trailing_zeros();
    let digits = u32::from(ticks.digits());
    let powers = (0..digits).rev().map(|power| 10_u64.checked_pow(power));
    let seconds = SECONDS.into_iter().map(|seconds| {
        let second = 10_u64.checked_pow(digits)?;
        seconds.checked_mul(second)
    });
    let decimal = seconds
        .chain(powers)
        .flatten()
        .find(|unit| common.is_multiple_of(*unit))
        .unwrap_or(1);
    // Floats of nanoseconds. Decimal units have factors of two of their own: 1000 ns is a multiple of 8 ns.
    if ticks == Ticks::NANOSECONDS
        && power_of_two >= SMALLEST_OF_FLOAT
        && power_of_two > decimal
        && decimal < 100
    {
        let spacing = spacing_of_floats(largest);
        return (power_of_two, power_of_two == spacing);
    }
    (decimal, false)
}

/// The distance between neighboring 64-bit floats of the size of a number.
fn spacing_of_floats(number: u64) -> u64 {
    const MANTISSA_BITS: u32 = 53;
    let bits = u64::BITS - number.leading_zeros();
    1 << bits.saturating_sub(MANTISSA_BITS)
}

/// Whole numbers without a decimal point.
fn whole_where_it_is<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    match value.fract() == 0.0 {
        true => serializer.serialize_u64(*value as u64),
        false => serializer.serialize_f64(*value),
    }
}

fn greatest_common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Whether every bridged step is a whole number of the entity's median steps.
fn is_on_grid(track: &Track<'_>) -> bool {
    let steps = || {
        track.segments.iter().flat_map(|segment| {
            track.stamps[segment.clone()]
                .windows(2)
                .map(|pair| pair[1].abs_diff(pair[0]))
        })
    };
    let mut sorted: Vec<u64> = steps().collect();
    if sorted.is_empty() {
        return true;
    }
    let middle = (sorted.len() - 1) / 2;
    let median = *sorted.select_nth_unstable(middle).1;
    median > 0 && steps().all(|step| step.is_multiple_of(median))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NS: Ticks = Ticks::NANOSECONDS;

    #[test]
    fn units_are_powers_of_ten_of_finer_ticks() {
        let finer = Ticks::finest(18, [0, 0]);
        assert_eq!(unit_of(300_000_000, 1 << 60, finer), (100_000_000, false));
        assert_eq!(unit_of(1 << 40, 1 << 60, finer), (1, false));
        let second = 1_000_000_000_000_000_000;
        assert_eq!(unit_of(3 * second, 3 * second, finer), (second, false));
    }

    #[test]
    fn units_are_the_largest_that_fit() {
        let epoch = 1_616_199_720_000_000_000;
        let cases = [
            (60_000_000_000, 60_000_000_000),
            (120_000_000_000, 60_000_000_000),
            (30_000_000_000, 1_000_000_000),
            (20_000_000, 10_000_000),
            (1_000, 1_000),
            (7, 1),
        ];
        for (common, unit) in cases {
            assert_eq!(unit_of(common, epoch, NS), (unit, false), "{common}");
        }
    }

    #[test]
    fn stamps_of_a_float_are_known_by_their_spacing() {
        let epoch = 1_403_715_524_907_143_168_u64;
        assert_eq!(spacing_of_floats(epoch), 256);
        assert_eq!(unit_of(256, epoch, NS), (256, true));
        assert_eq!(unit_of(64, epoch, NS), (64, false));
        // One nanosecond more and the multiples are gone.
        assert_eq!(
            unit_of(greatest_common_divisor(256, 1), epoch, NS),
            (1, false)
        );
    }

    #[test]
    fn the_error_of_rounded_stamps_is_that_of_an_experiment() {
        // A body at speed 1, with each timestamp rounded to 0.1: the true instants spread evenly over the rounding.
        let (step, resolution) = (0.777_31, 0.1);
        let rounded = |t: f64| (t / resolution).round() * resolution;
        let mut squares = 0.0;
        let count = 20_000;
        for i in 0..count {
            let t = f64::from(i) * 3.319_7 + 0.37 * f64::from(i).sqrt();
            let speed = 2.0 * step / (rounded(t + step) - rounded(t - step));
            squares += (speed - 1.0).powi(2);
        }
        let found = (squares / f64::from(count)).sqrt();
        // The two errors of one fixed interval are not quite independent; over all intervals they are.
        let expected = StampResolution::speed_error_of(resolution, step);
        assert!(
            (found / expected - 1.0).abs() < 0.3,
            "{found} for {expected}"
        );
    }
}
