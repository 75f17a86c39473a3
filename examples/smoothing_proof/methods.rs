//! The methods that are compared, and the parameters from which someone who knows the truth would choose.

use dxdt::calculus::smoothing::{
    KalmanOptions, LocalOptions, Smoothed, SplineDegree, SplineOptions, TotalVariationOptions,
    auto, kalman, local, spline, total_variation,
};
use dxdt::calculus::{EdgeOrder, Spacing, gradient};

use crate::samples::Samples;

pub struct Estimate {
    pub derivatives: [Vec<f64>; 4],
    pub standard_errors: [Vec<f64>; 4],
}

pub struct Method {
    pub name: &'static str,
    pub estimate: fn(&Samples) -> Estimate,
}

pub const METHODS: [Method; 5] = [
    Method {
        name: "gradient",
        estimate: chained_gradients,
    },
    Method {
        name: "auto",
        estimate: by_auto,
    },
    Method {
        name: "kalman",
        estimate: by_kalman,
    },
    Method {
        name: "tv",
        estimate: by_total_variation,
    },
    Method {
        name: "local",
        estimate: by_local,
    },
];

impl From<Smoothed> for Estimate {
    fn from(smoothed: Smoothed) -> Self {
        Self {
            derivatives: smoothed.derivatives,
            standard_errors: smoothed.standard_errors,
        }
    }
}

fn chained_gradients(samples: &Samples) -> Estimate {
    let rows = samples.t.len();
    let present: Vec<usize> = (0..rows)
        .filter(|&row| samples.x[row].is_finite())
        .collect();
    let t: Vec<f64> = present.iter().map(|&row| samples.t[row]).collect();
    let mut values: Vec<f64> = present.iter().map(|&row| samples.x[row]).collect();
    let mut derivatives: [Vec<f64>; 4] = std::array::from_fn(|_| Vec::new());
    for column in &mut derivatives {
        // Rows without a position have the derivative of the row before.
        let mut at = 0;
        for row in 0..rows {
            while at + 1 < present.len() && present[at + 1] <= row {
                at += 1;
            }
            column.push(values[at]);
        }
        values = gradient(&values, Spacing::Coordinates(&t), EdgeOrder::Second).unwrap();
    }
    let unknown = || vec![f64::NAN; rows];
    Estimate {
        derivatives,
        standard_errors: std::array::from_fn(|_| unknown()),
    }
}

fn by_auto(samples: &Samples) -> Estimate {
    auto(&samples.t, &samples.x).unwrap().smoothed.into()
}

fn by_kalman(samples: &Samples) -> Estimate {
    kalman(&samples.t, &samples.x, &KalmanOptions::default())
        .unwrap()
        .smoothed
        .into()
}

fn by_total_variation(samples: &Samples) -> Estimate {
    total_variation(&samples.t, &samples.x, &TotalVariationOptions::default())
        .unwrap()
        .smoothed
        .into()
}

fn by_local(samples: &Samples) -> Estimate {
    local(&samples.t, &samples.x, &LocalOptions::default())
        .unwrap()
        .smoothed
        .into()
}

const STATES: std::ops::RangeInclusive<usize> = 3..=6;
const LENGTHS: usize = 24;
const DEGREES: std::ops::RangeInclusive<usize> = 2..=5;
const WIDTHS: usize = 20;
const SPLINES: usize = 16;

/// The number of fits from which an oracle picks.
pub const CANDIDATES: usize = 4 * LENGTHS + 2 * SPLINES + 1 + 4 * WIDTHS;

/// Every method with every parameter, outliers left out as the methods do it themselves; always in the same order.
pub fn each_candidate(samples: &Samples, mut visit: impl FnMut(usize, &Estimate)) {
    let mut at = 0;
    let mut next = |smoothed: Smoothed| {
        visit(at, &smoothed.into());
        at += 1;
    };
    let (t, x) = (&samples.t, &samples.x);
    let typical = samples.step;
    for states in STATES {
        let power = 1 - 2 * states as i32;
        for k in 0..LENGTHS {
            // From less than a step to the whole series.
            let length = typical * 0.4 * 1.33f64.powi(k as i32);
            let options = KalmanOptions {
                states: Some(states),
                ratio: Some(length.powi(power)),
                robust: true,
            };
            next(kalman(t, x, &options).unwrap().smoothed);
        }
    }
    for degree in [SplineDegree::Cubic, SplineDegree::Quintic] {
        for k in 0..SPLINES {
            let power = if degree == SplineDegree::Cubic { 3 } else { 5 };
            let smoothing = (k as f64 * 1.6 - 6.0).exp() * typical.powi(power);
            let options = SplineOptions {
                degree,
                smoothing: Some(smoothing),
                robust: true,
            };
            next(spline(t, x, &options).unwrap().smoothed);
        }
    }
    next(
        total_variation(t, x, &TotalVariationOptions::default())
            .unwrap()
            .smoothed,
    );
    for degree in DEGREES {
        for k in 0..WIDTHS {
            let width = typical * (degree as f64 + 2.0) * 1.25f64.powi(k as i32);
            let options = LocalOptions {
                degree: Some(degree),
                width: Some(width),
                robust: true,
            };
            next(local(t, x, &options).unwrap().smoothed);
        }
    }
}
