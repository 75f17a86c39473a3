//! What the whole series says of its derivatives at both ends.

use super::super::samples::median;
use super::positions::Positions;
use super::smooth::Smooth;

// Of the whole time, the part in front of an end that counts most for it.
const REACH: f64 = 0.15;
// A derivative is found from few bends: its variance might be twice as large.
const CAUTION: f64 = 2.0;
// Rows on which a derivative is much less sure than on most, as at the ends themselves, say nothing.
const LEAST_SURE: f64 = 4.0;
pub(super) const MOST_STATES: usize = 6;

/// Mean and variance of each derivative, for the start and the end of a series; variances over that of the noise.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Ends {
    pub mean: [f64; MOST_STATES],
    pub variance: [[f64; MOST_STATES]; 2],
}

impl Ends {
    /// From a fit that knows nothing of the ends, with the variance of its noise. The variance is that around the mean over
    /// the whole time, rows near an end counting more for it where the series is one part, and what the fit does not know of
    /// the derivative is in it.
    pub(super) fn of(positions: &Positions, fit: &Smooth, noise: f64) -> Self {
        let t = &positions.t;
        let mut ends = Self {
            mean: [0.0; MOST_STATES],
            variance: [[f64::INFINITY; MOST_STATES]; 2],
        };
        let (Some(&first), Some(&last)) = (t.first(), t.last()) else {
            return ends;
        };
        let reach = if positions.parts.len() == 1 {
            REACH * (last - first)
        } else {
            f64::INFINITY
        };
        for (order, (values, variances)) in fit.derivatives.iter().zip(&fit.variances).enumerate() {
            let least_sure = LEAST_SURE * median(variances.clone());
            let rows: Vec<usize> = (0..t.len())
                .filter(|&row| variances[row] <= least_sure)
                .collect();
            let mean = rows.iter().map(|&row| values[row]).sum::<f64>() / rows.len() as f64;
            ends.mean[order] = mean;
            for (end, at) in [first, last].into_iter().enumerate() {
                let (mut squares, mut weights) = (0.0, 0.0);
                for &row in &rows {
                    let weight = (-(t[row] - at).abs() / reach).exp();
                    squares += weight * ((values[row] - mean).powi(2) / noise + variances[row]);
                    weights += weight;
                }
                ends.variance[end][order] = CAUTION * squares / weights;
            }
        }
        ends
    }
}
