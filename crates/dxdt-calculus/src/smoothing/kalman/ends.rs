//! What the whole series says of its derivatives at both ends.

use super::super::samples::median;
use super::filter::{Ends, Known};
use super::fit::Fit;
use super::model::STATES;

// Nothing is assumed of position and velocity.
const FROM: usize = 2;
const ORDERS: usize = *STATES.end();
// Of the whole time, the part in front of an end that counts most for it.
const REACH: f64 = 0.15;
// A derivative is found from few bends: its variance might be twice as large.
const CAUTION: f64 = 2.0;
// Rows on which a derivative is much less sure than on most, as at the ends themselves, say nothing.
const LEAST_SURE: f64 = 4.0;

/// Mean and variance of each derivative, for the start and the end of a series, in the units of the samples.
#[derive(Debug, Clone)]
pub(super) struct Moments {
    mean: [[f64; ORDERS]; 2],
    variance: [[f64; ORDERS]; 2],
    /// The variance of the positions' noise.
    noise: f64,
}

impl Moments {
    /// From a fit that knows nothing of the ends. The variance is that around the mean over the whole time, rows near an end
    /// counting more for it, and what the fit does not know of the derivative is in it.
    pub fn of(t: &[f64], fit: &Fit) -> Self {
        let mut moments = Self {
            mean: [[0.0; ORDERS]; 2],
            variance: [[f64::INFINITY; ORDERS]; 2],
            noise: fit.noise * fit.noise,
        };
        let (Some(&first), Some(&last)) = (t.first(), t.last()) else {
            return moments;
        };
        let reach = REACH * (last - first);
        for (order, (values, variances)) in fit.derivatives.iter().zip(&fit.variances).enumerate() {
            let least_sure = LEAST_SURE * median(variances.clone());
            let rows = || (0..t.len()).filter(|&row| variances[row] <= least_sure);
            let mean = rows().map(|row| values[row]).sum::<f64>() / rows().count() as f64;
            for (end, at) in [first, last].into_iter().enumerate() {
                let (mut squares, mut weights) = (0.0, 0.0);
                for row in rows() {
                    let weight = (-(t[row] - at).abs() / reach).exp();
                    let square = (values[row] - mean).powi(2) + variances[row] * moments.noise;
                    squares += weight * square;
                    weights += weight;
                }
                moments.mean[end][order] = mean;
                moments.variance[end][order] = squares / weights;
            }
        }
        moments
    }

    /// What is known of a state, its variances those of the positions' noise.
    pub fn ends<const M: usize>(&self) -> Ends<M> {
        [0, 1].map(|end| Known {
            from: FROM,
            mean: std::array::from_fn(|order| self.mean[end][order]),
            variance: std::array::from_fn(|order| CAUTION * self.variance[end][order] / self.noise),
        })
    }

    /// The same with variances so many times as large.
    pub fn scaled(&self, factor: f64) -> Self {
        Self {
            variance: self
                .variance
                .map(|orders| orders.map(|variance| factor * variance)),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_near_an_end_count_more_for_it() {
        let t: Vec<f64> = (0..100).map(f64::from).collect();
        // Grows from the start to the end; of a middle row nothing is sure.
        let derivative: Vec<f64> = t.iter().map(|t| 0.1 * t * t.sin()).collect();
        let mut variances = vec![0.01; 100];
        variances[50] = 1e9;
        let fit = Fit {
            noise: 2.0,
            derivatives: vec![derivative; 3],
            variances: vec![variances; 3],
        };
        let [start, end] = Moments::of(&t, &fit).ends::<4>();
        assert!(end.variance[2] > 3.0 * start.variance[2]);
        assert!(end.variance[2] < 100.0 && start.mean == end.mean);
        // What the fit does not have is not known.
        assert!(start.variance[3].is_infinite());
        let scaled = Moments::of(&t, &fit).scaled(2.0).ends::<4>();
        assert!((scaled[0].variance[2] / start.variance[2] - 2.0).abs() < 1e-12);
    }
}
