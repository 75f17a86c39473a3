//! Samples of a motion as an instrument would give them.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;

use crate::noise::{Errors, Noise};
use crate::systems::{DURATION, System};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stamps {
    /// Even steps with a jitter of a fifth of a step.
    Jittered,
    /// Any times.
    Random,
    /// As jittered: 20 to 40 rows, then 14 that are not there, and so on.
    Bursts,
    /// As jittered: one row in five is not there.
    Dropped,
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

/// How a motion is sampled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampling {
    /// Of the whole motion, before any are taken away.
    pub rows: usize,
    pub stamps: Stamps,
    pub noise: Noise,
    /// The standard deviation of the noise.
    pub deviation: f64,
    pub damage: Damage,
}

pub struct Samples {
    pub t: Vec<f64>,
    pub x: Vec<f64>,
    pub truth: Vec<[f64; 4]>,
    /// The step that the instrument means to keep, in seconds.
    pub step: f64,
}

impl Sampling {
    pub fn of(&self, system: &System, seed: u64) -> Samples {
        let mut random = ChaCha12Rng::seed_from_u64(seed);
        let mut uniform = move || random.random::<f64>();
        let step = DURATION / self.rows as f64;
        let mut t: Vec<f64> = (0..self.rows)
            .map(|row| match self.stamps {
                Stamps::Random => uniform() * DURATION,
                _ => (row as f64 + 0.2 * (2.0 * uniform() - 1.0) + 0.2) * step,
            })
            .collect();
        t.sort_by(f64::total_cmp);
        t.dedup();
        match self.stamps {
            Stamps::Bursts => keep_bursts(&mut t, &mut uniform),
            Stamps::Dropped => t.retain(|_| uniform() >= 0.2),
            Stamps::Jittered | Stamps::Random => {}
        }
        if self.damage == Damage::Gap {
            let start = DURATION * (0.2 + 0.5 * uniform());
            t.retain(|t| !(start..start + 0.1 * DURATION).contains(t));
        }
        let truth = (system.truth)(&t);
        let mut errors = Errors::of(seed);
        let mut x: Vec<f64> = truth
            .iter()
            .zip(&t)
            .map(|(truth, t)| errors.measured(self.noise, truth[0], *t, self.deviation))
            .collect();
        for value in &mut x {
            match self.damage {
                Damage::Outliers if uniform() < 0.02 => {
                    *value += 20.0 * self.deviation * errors.normal();
                }
                Damage::Missing if uniform() < 0.2 => *value = f64::NAN,
                _ => {}
            }
        }
        Samples { t, x, truth, step }
    }
}

fn keep_bursts(t: &mut Vec<f64>, mut uniform: impl FnMut() -> f64) {
    const GAP: usize = 14;
    let mut burst = || 20 + (21.0 * uniform()) as usize;
    let (mut row, mut end) = (0, burst());
    t.retain(|_| {
        if row == end + GAP {
            end = row + burst();
        }
        row += 1;
        row <= end
    });
}
