//! How far an object has come and how long it moved, told apart from the noise of a log that is known when all rows have
//! gone by.
//!
//! Each row stands for half of the step before it and half of the step after it, within its segment. How far the row stands
//! out is measured by what noise alone would make of it, and rows that stand out alike are added up together. So it can be
//! said afterwards for any noise how much of the way was made by rows that stand out of it.

/// A row moves where it stands out of the noise by so many standard deviations.
const STANDS_OUT: f64 = 3.0;

/// What is added up of rows that stand out alike.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Bin {
    key: u16,
    seconds: f64,
    length: f64,
}

/// The ways of the rows of one object, by how far they stand out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Travel {
    /// In the order of their keys.
    bins: Vec<Bin>,
    jumps: f64,
}

/// What the ways of an object are measured by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measure {
    /// Chords between positions whose noise has this standard deviation, over all axes together. A row stands out by how far
    /// apart the positions before and after it are, over √2.
    Chords {
        /// The standard deviation, 0 where there is no noise.
        noise: f64,
        /// Along so many axes.
        axes: usize,
    },
    /// Speeds with standard errors. A row stands out by its speed over the error of its velocity.
    Speeds {
        /// Along so many axes.
        axes: usize,
    },
}

/// How far an object has come.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Travelled {
    /// The way of the rows that move.
    pub length: f64,
    /// Their time in seconds.
    pub moving: f64,
    /// The time of all rows but those that jump: the steps inside segments.
    pub seconds: f64,
    /// The time of the rows that jump, which are in none of the other figures.
    pub jumps: f64,
    /// How much longer the noise makes the way, about.
    pub added_by_noise: f64,
}

impl Travel {
    /// Adds a row that stands out by so much.
    ///
    /// ```
    /// use dxdt_motion::motion::{Measure, Travel};
    ///
    /// let mut travel = Travel::default();
    /// travel.add(0.01, 1.0, 0.02);
    /// travel.add(5.0, 1.0, 4.0);
    /// let told = travel.told(Measure::Chords { noise: 0.02, axes: 2 });
    /// assert_eq!((told.length, told.moving, told.seconds), (4.0, 1.0, 2.0));
    /// ```
    pub fn add(&mut self, stands_out: f64, seconds: f64, length: f64) {
        let key = key(stands_out);
        let place = self.bins.partition_point(|bin| bin.key < key);
        match self.bins.get_mut(place).filter(|bin| bin.key == key) {
            Some(bin) => {
                bin.seconds += seconds;
                bin.length += length;
            }
            None => self.bins.insert(
                place,
                Bin {
                    key,
                    seconds,
                    length,
                },
            ),
        }
    }

    /// Adds a row whose positions jump.
    pub fn add_jump(&mut self, seconds: f64) {
        self.jumps += seconds;
    }

    /// How far the object has come. The least by which a row stands out is rounded up to the next power of two or to a
    /// quarter, half or three quarters on the way to it.
    pub fn told(&self, measure: Measure) -> Travelled {
        let (noise, axes, factor) = match measure {
            // A chord has the noise of two positions, and is half as long as what is between the rows around.
            Measure::Chords { noise, axes } => (noise, axes, 2.0),
            Measure::Speeds { axes } => (1.0, axes, 0.5),
        };
        // Noise across the way makes it longer; along it, it does not.
        let across = 1.0 - 1.0 / axes.max(1) as f64;
        let limit = key(STANDS_OUT * noise);
        let mut told = Travelled {
            jumps: self.jumps,
            ..Travelled::default()
        };
        for bin in &self.bins {
            told.seconds += bin.seconds;
            if bin.key > limit {
                told.length += bin.length;
                told.moving += bin.seconds;
                let share = factor * across * (noise / least(bin.key)).powi(2);
                told.added_by_noise += bin.length * share.min(1.0);
            }
        }
        told
    }
}

impl Travelled {
    /// Adds another object.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            length: self.length + other.length,
            moving: self.moving + other.moving,
            seconds: self.seconds + other.seconds,
            jumps: self.jumps + other.jumps,
            added_by_noise: self.added_by_noise + other.added_by_noise,
        }
    }
}

/// The slowest speed that stands out of the noise of the positions, where steps take so many seconds.
///
/// ```
/// # use dxdt_motion::motion::slowest_told;
/// assert!((slowest_told(0.02, 1.0) - 0.042).abs() < 0.001);
/// ```
pub fn slowest_told(noise: f64, step: f64) -> f64 {
    STANDS_OUT * std::f64::consts::SQRT_2 * noise / (2.0 * step)
}

// Four keys from each power of two to the next.
const FRACTION_BITS: u32 = 2;
const SHIFT: u32 = f64::MANTISSA_DIGITS - 1 - FRACTION_BITS;

/// 0 for what does not stand out at all.
fn key(value: f64) -> u16 {
    if value > 0.0 {
        // The sign is not set, so that the exponent and the fraction are left.
        1 + (value.to_bits() >> SHIFT) as u16
    } else {
        0
    }
}

/// The smallest value of a key.
fn least(key: u16) -> f64 {
    f64::from_bits(u64::from(key.saturating_sub(1)) << SHIFT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_quarters_of_powers_of_two() {
        let same = |a: f64, b: f64| key(a) == key(b);
        assert!(same(1.0, 1.249) && !same(1.249, 1.25) && !same(0.999, 1.0));
        assert_eq!(key(0.0), 0);
        assert_eq!(key(f64::NAN), 0);
        assert_eq!([least(key(1.3)), least(key(7.9))], [1.25, 7.0]);
        assert!(key(f64::MIN_POSITIVE) > 0 && key(f64::INFINITY) > key(f64::MAX));
    }

    #[test]
    fn without_noise_all_that_is_displaced_moves() {
        let mut travel = Travel::default();
        for length in [0.0, 1e-9, 3.0] {
            travel.add(length, 0.5, length);
        }
        travel.add_jump(0.25);
        let told = travel.told(Measure::Chords {
            noise: 0.0,
            axes: 3,
        });
        assert_eq!((told.moving, told.seconds, told.jumps), (1.0, 1.5, 0.25));
        assert_eq!((told.length, told.added_by_noise), (3.0 + 1e-9, 0.0));
    }
}
