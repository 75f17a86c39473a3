//! What is wrong with single positions.

use std::f64::consts::TAU;

use rand::SeedableRng;
use rand_chacha::ChaCha12Rng;
use rand_distr::{Distribution, StandardNormal, StudentT};

use crate::systems::DURATION;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noise {
    /// Normal, of each row by itself.
    Normal,
    /// Normal; four fifths of it stay from row to row.
    Correlated,
    /// Normal; its standard deviation is 0.3 to 3.3 times the usual, in one and a half waves along the log.
    Uneven,
    /// Student's t with 3 degrees of freedom, of the same variance.
    HeavyTailed,
    /// Positions in steps so large that rounding has the usual deviation; nothing else.
    Rounded,
}

/// Positions with errors, row by row.
pub struct Errors {
    random: ChaCha12Rng,
    /// The error of the row before, where errors are correlated.
    last: Option<f64>,
}

impl Errors {
    pub fn of(seed: u64) -> Self {
        Self {
            random: ChaCha12Rng::seed_from_u64(seed ^ 0x5eed),
            last: None,
        }
    }

    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.random)
    }

    /// What is measured of the next row.
    pub fn measured(&mut self, noise: Noise, x: f64, t: f64, deviation: f64) -> f64 {
        const KEPT: f64 = 0.8;
        const WAVES: f64 = 1.5;
        const DEGREES: f64 = 3.0;
        let error = match noise {
            Noise::Normal => self.normal(),
            Noise::Correlated => {
                let new = self.normal();
                let error = self
                    .last
                    .map_or(new, |last| KEPT * last + (1.0 - KEPT * KEPT).sqrt() * new);
                self.last = Some(error);
                error
            }
            Noise::Uneven => (1.2 * (WAVES * TAU * t / DURATION).sin()).exp() * self.normal(),
            Noise::HeavyTailed => {
                let student = StudentT::new(DEGREES).expect("degrees are positive");
                student.sample(&mut self.random) / (DEGREES / (DEGREES - 2.0)).sqrt()
            }
            Noise::Rounded => {
                let step = deviation * 12f64.sqrt();
                return (x / step).round() * step;
            }
        };
        x + deviation * error
    }
}
