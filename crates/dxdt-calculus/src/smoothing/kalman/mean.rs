//! The mean of the fits of several models, by how well each predicts positions.

use super::bias;
use super::ends::Moments;
use super::filter::Series;
use super::fit::{Fit, Residuals};
use super::model::{Model, STATES};

/// A model, and how much it counts; all weights together are 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Weighted {
    pub model: Model,
    pub weight: f64,
}

/// A curve and its derivatives to the jerk, in the units of the samples.
#[derive(Debug, Clone)]
pub(super) struct Curve {
    /// The standard deviation of the positions' noise.
    pub noise: f64,
    pub derivatives: Vec<Vec<f64>>,
    /// Their variances over that of the positions' noise. That of the position is the diagonal of the smoother.
    pub variances: Vec<Vec<f64>>,
    /// The generalized cross-validation score.
    pub score: f64,
}

// What counts for less is left out.
const LEAST_WEIGHT: f64 = 0.02;
const JERK: usize = 3;

/// Weighs the most likely process of each number of states: exp(−n/2·ln s) with the generalized cross-validation score s of
/// n positions, as Akaike (1978) weighs models by his criterion, of which n·ln s is the like. A derivative needs two
/// positions.
pub(super) fn weigh(series: &Series<'_>) -> Vec<Weighted> {
    let count = (0..series.t.len())
        .filter(|&row| series.takes_part(row))
        .count();
    let models: Vec<Model> = STATES
        .map(|states| Model::most_likely(series, states))
        .collect();
    let is_possible = |model: &Model| 2 * model.states <= count.max(2 * STATES.start());
    let scores: Vec<f64> = models
        .iter()
        .map(|model| {
            if is_possible(model) {
                model.score(series)
            } else {
                f64::INFINITY
            }
        })
        .collect();
    let best = scores.iter().copied().fold(f64::INFINITY, f64::min);
    let raw: Vec<f64> = scores
        .iter()
        .map(|&score| {
            if score <= best {
                1.0
            } else {
                (0.5 * count as f64 * (best / score).ln()).exp()
            }
        })
        .collect();
    let least = LEAST_WEIGHT * raw.iter().sum::<f64>();
    let counts = |weight: f64| if weight >= least { weight } else { 0.0 };
    let total: f64 = raw.iter().map(|weight| counts(*weight)).sum();
    models
        .into_iter()
        .zip(raw)
        .map(|(model, weight)| Weighted {
            model,
            weight: counts(weight) / total,
        })
        .collect()
}

/// The model that counts most.
pub(super) fn heaviest(weighted: &[Weighted]) -> Model {
    let heaviest = weighted.iter().max_by(|a, b| a.weight.total_cmp(&b.weight));
    heaviest.map_or(
        Model {
            states: *STATES.start(),
            log_length: 0.0,
        },
        |weighted| weighted.model,
    )
}

impl Curve {
    /// The mean of the fits. Variances have the errors of each fit and how far the fits are apart; the jerk is that of the fits
    /// that have one.
    pub fn mean(series: &Series<'_>, weighted: &[Weighted]) -> Self {
        let has_jerk = |weighted: &&Weighted| weighted.model.states > JERK;
        let mut fits: Vec<(f64, Fit)> = Vec::new();
        for weighted in weighted.iter().filter(|weighted| weighted.weight > 0.0) {
            fits.push((weighted.weight, with_ends(series, weighted.model)));
        }
        let jerk = || weighted.iter().find(has_jerk);
        if !fits.iter().any(|(_, fit)| fit.derivatives.len() > JERK)
            && let Some(weighted) = jerk()
        {
            fits.push((0.0, with_ends(series, weighted.model)));
        }
        Self::of(series, &fits)
    }

    fn of(series: &Series<'_>, fits: &[(f64, Fit)]) -> Self {
        let square: f64 = fits
            .iter()
            .map(|(weight, fit)| weight * fit.noise * fit.noise)
            .sum();
        let rows = series.t.len();
        let (mut derivatives, mut variances) = (Vec::new(), Vec::new());
        for order in 0..=JERK {
            let known: Vec<&(f64, Fit)> = fits
                .iter()
                .filter(|(_, fit)| fit.derivatives.len() > order)
                .collect();
            let total: f64 = known.iter().map(|(weight, _)| weight).sum();
            let share = |weight: f64| {
                if total > 0.0 {
                    weight / total
                } else {
                    1.0 / known.len() as f64
                }
            };
            let mean: Vec<f64> = (0..rows)
                .map(|row| {
                    let terms = known
                        .iter()
                        .map(|(weight, fit)| share(*weight) * fit.derivatives[order][row]);
                    terms.sum()
                })
                .collect();
            let variance = (0..rows).map(|row| {
                let terms = known.iter().map(|(weight, fit)| {
                    let within = fit.variances[order][row];
                    let of = if order == 0 {
                        within
                    } else {
                        within * fit.noise * fit.noise / square
                            + (fit.derivatives[order][row] - mean[row]).powi(2) / square
                    };
                    share(*weight) * of
                });
                terms.sum()
            });
            variances.push(variance.collect::<Vec<f64>>());
            derivatives.push(mean);
        }
        let mut residuals = Residuals::default();
        residuals.add(series, &derivatives[0], &variances[0]);
        Self {
            noise: square.sqrt(),
            score: residuals.score(),
            derivatives,
            variances,
        }
    }
}

/// The fit that takes the ends for a part of the whole, its variances for the bias that it has.
fn with_ends(series: &Series<'_>, model: Model) -> Fit {
    let pilot = model.fit(series, None);
    let moments = Moments::of(series.t, &pilot);
    let mut fit = model.fit(series, Some(&moments));
    fit.noise = pilot.noise;
    let factors = bias::factors(series, model, &moments);
    for (variances, factor) in fit.variances.iter_mut().zip(factors).skip(1) {
        for variance in variances {
            *variance *= factor;
        }
    }
    fit
}
