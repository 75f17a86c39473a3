//! Samples of a motion as an instrument would give them.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use rand_distr::{Distribution, StandardNormal};

use crate::systems::{DURATION, System};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stamps {
    /// Even steps with a jitter of a fifth of a step.
    Jittered,
    /// Any times.
    Random,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    None,
    /// One position in fifty is far off.
    Outliers,
    /// A tenth of the time is missing in one piece.
    Gap,
    /// One position in five is missing.
    Missing,
}

pub struct Samples {
    pub t: Vec<f64>,
    pub x: Vec<f64>,
    pub truth: Vec<[f64; 4]>,
}

pub const ROWS: usize = 300;

pub fn make(system: &System, stamps: Stamps, noise: f64, damage: Damage, seed: u64) -> Samples {
    let mut random = ChaCha12Rng::seed_from_u64(seed);
    let mut uniform = move || random.random::<f64>();
    let mut t: Vec<f64> = (0..ROWS)
        .map(|row| match stamps {
            Stamps::Jittered => {
                (row as f64 + 0.2 * (2.0 * uniform() - 1.0) + 0.2) / ROWS as f64 * DURATION
            }
            Stamps::Random => uniform() * DURATION,
        })
        .collect();
    t.sort_by(f64::total_cmp);
    t.dedup();
    if damage == Damage::Gap {
        let start = DURATION * (0.2 + 0.5 * uniform());
        t.retain(|t| !(start..start + 0.1 * DURATION).contains(t));
    }
    let truth = (system.truth)(&t);
    let mut random = ChaCha12Rng::seed_from_u64(seed ^ 0x5eed);
    let mut normal = |deviation: f64| {
        let value: f64 = StandardNormal.sample(&mut random);
        deviation * value
    };
    let mut x: Vec<f64> = truth.iter().map(|truth| truth[0] + normal(noise)).collect();
    for value in &mut x {
        match damage {
            Damage::Outliers if uniform() < 0.02 => *value += normal(20.0 * noise),
            Damage::Missing if uniform() < 0.2 => *value = f64::NAN,
            _ => {}
        }
    }
    Samples { t, x, truth }
}
