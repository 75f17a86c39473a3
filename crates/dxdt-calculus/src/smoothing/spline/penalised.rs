//! The smoothing spline as Reinsch (1967) and de Boor (*A Practical Guide to Splines*, chapter XIV) solve it: the derivative
//! that is penalized is a sum of B-splines, whose coefficients solve a banded system.

use super::banded::{Band, Factors, WIDEST, trace_of_product};

/// Knots and positions, and the matrices that do not depend on the smoothing: the spline of degree 2·`M` − 1 penalizes the
/// derivative of order `M`.
#[derive(Debug)]
pub(super) struct Penalised<const M: usize> {
    knots: Vec<f64>,
    /// How many positions each knot stands for.
    counts: Vec<f64>,
    /// The sum of the squares of what positions are off the mean of those of the same knot.
    within: f64,
    /// Column by column the weights of a difference of order `M`: of norm 1, so that steps of any length go together.
    differences: Vec<[f64; WIDEST]>,
    /// The difference's factor to the integral of the derivative times a B-spline.
    factors: Vec<f64>,
    /// The integrals of the products of two B-splines.
    gram: Band,
    /// The products of two differences.
    products: Band,
    /// The differences of the positions.
    right: Vec<f64>,
}

/// What a smoothing parameter comes to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outcome {
    pub count: f64,
    /// The sum of the squares of the residuals.
    pub squares: f64,
    /// The count less the trace of the smoother: how many residuals are free.
    pub free: f64,
}

impl<const M: usize> Penalised<M> {
    pub fn of(stamps: &[f64], positions: &[f64]) -> Self {
        let (knots, positions, counts, within) = apart(stamps, positions);
        let (knots, positions) = (&knots[..], &positions[..]);
        let columns = knots.len().saturating_sub(M);
        let mut differences = Vec::with_capacity(columns);
        let mut factors = Vec::with_capacity(columns);
        let mut right = Vec::with_capacity(columns);
        for (knots, x) in knots.windows(M + 1).zip(positions.windows(M + 1)) {
            let (weights, factor) = difference::<M>(knots);
            let terms = weights.iter().zip(x).map(|(w, value)| w * (value - x[0]));
            right.push(terms.sum());
            differences.push(weights);
            factors.push(factor);
        }
        let mut gram = vec![[0.0; WIDEST]; columns];
        for interval in 0..knots.len().saturating_sub(1) {
            add_integrals::<M>(knots, &factors, interval, &mut gram);
        }
        let product = |i: usize, k: usize| {
            let Some(other) = differences.get(i + k) else {
                return 0.0;
            };
            (k..=M)
                .map(|at| differences[i][at] * other[at - k] / counts[i + at])
                .sum::<f64>()
        };
        let products = (0..columns)
            .map(|i| std::array::from_fn(|k| if k <= M { product(i, k) } else { 0.0 }))
            .collect();
        Self {
            knots: knots.to_vec(),
            counts,
            within,
            differences,
            factors,
            gram,
            products,
            right,
        }
    }

    fn factored(&self, smoothing: f64) -> Factors<M> {
        Factors::of_sum(&self.gram, smoothing, &self.products)
    }

    /// What the positions, or the means of those of a knot, are above the spline.
    fn residuals(&self, smoothing: f64, coefficients: &[f64]) -> Vec<f64> {
        let mut residuals = vec![0.0; self.knots.len()];
        for (start, (weights, coefficient)) in self.differences.iter().zip(coefficients).enumerate()
        {
            for (residual, weight) in residuals[start..=start + M].iter_mut().zip(weights) {
                *residual += smoothing * weight * coefficient;
            }
        }
        for (residual, count) in residuals.iter_mut().zip(&self.counts) {
            *residual /= count;
        }
        residuals
    }

    /// Residuals and trace for a smoothing parameter.
    pub fn outcome(&self, smoothing: f64) -> Outcome {
        let factors = self.factored(smoothing);
        let coefficients = factors.solve(&self.right);
        let residuals = self.residuals(smoothing, &coefficients);
        let squares = residuals.iter().zip(&self.counts);
        let count: f64 = self.counts.iter().sum();
        let free = smoothing * trace_of_product(&self.products, &factors.inverse());
        Outcome {
            count,
            squares: self.within + squares.map(|(r, count)| count * r * r).sum::<f64>(),
            free: free + count - self.knots.len() as f64,
        }
    }

    /// The derivatives of order `M`, and of one more, at timestamps in increasing order, with their variances over that of the
    /// noise; those of the spline itself, so that what noise does is known and what the smoothing cuts off is not.
    pub fn highest(&self, stamps: &[f64], smoothing: f64) -> Highest {
        // The inverse's derivative by the smoothing parameter, −B⁻¹·QᵀQ·B⁻¹, is the coefficients' covariance.
        const CHANGE: f64 = 1e-3;
        let coefficients = self.factored(smoothing).solve(&self.right);
        let inverse = |factor: f64| self.factored(smoothing * factor).inverse();
        let (less, more) = (inverse(1.0 - CHANGE), inverse(1.0 + CHANGE));
        let covariance = |i: usize, j: usize| {
            let (row, k) = (i.min(j), i.abs_diff(j));
            (less[row][k] - more[row][k]) / (2.0 * CHANGE * smoothing)
        };
        let mut highest = Highest::default();
        let mut interval = 0;
        let last = self.knots.len().saturating_sub(2);
        for &stamp in stamps {
            while interval < last && self.knots[interval + 1] <= stamp {
                interval += 1;
            }
            for (order, out) in highest.orders.iter_mut().enumerate() {
                let (first, weights) = self.weights(stamp, interval, order);
                let known = || weights.iter().enumerate().filter(|(_, w)| **w != 0.0);
                let value: f64 = known().map(|(k, w)| w * coefficients[first + k]).sum();
                let variance: f64 = known()
                    .flat_map(|(i, a)| known().map(move |(j, b)| (i, a, j, b)))
                    .map(|(i, a, j, b)| a * b * covariance(first + i, first + j))
                    .sum();
                out.0.push(value);
                // Zero where the spline is natural: there nothing is estimated.
                out.1.push(if variance > 0.0 { variance } else { f64::NAN });
            }
        }
        highest
    }

    /// The weights of the coefficients, from the first that is given, in a derivative: of order `M`, or with `order` 1 of one
    /// more, where a jump at a knot is taken in its middle.
    fn weights(&self, stamp: f64, interval: usize, order: usize) -> (usize, [f64; WIDEST]) {
        let first = (interval + 1).saturating_sub(M + 1);
        let mut weights = [0.0; WIDEST];
        for (column, slot) in (first..self.factors.len()).zip(&mut weights[..=M]) {
            let knots = &self.knots[column..=column + M];
            *slot = self.factors[column]
                * match order {
                    0 => b_spline::<M>(knots, stamp),
                    _ => b_spline_slope::<M>(knots, stamp),
                };
        }
        (first, weights)
    }
}

/// The derivatives of order `M` and of one more with their variances, in that order.
#[derive(Debug, Default)]
pub(super) struct Highest {
    pub orders: [(Vec<f64>, Vec<f64>); 2],
}

/// Knots and their mean positions, how many stand for each, and the sum of the squares of the rest: timestamps that nearly
/// coincide are one knot, as differences over them would all be the same but for rounding.
fn apart(stamps: &[f64], positions: &[f64]) -> (Vec<f64>, Vec<f64>, Vec<f64>, f64) {
    const NEAR: f64 = 1e-4;
    let (mut knots, mut means, mut counts) = (Vec::new(), Vec::new(), Vec::new());
    let (mut row, mut within) = (0, 0.0);
    while row < stamps.len() {
        let near = |stamp: &&f64| **stamp - stamps[row] < NEAR;
        let end = row + stamps[row..].iter().take_while(near).count();
        let count = (end - row) as f64;
        let mean = |values: &[f64]| values.iter().sum::<f64>() / count;
        let mean_position = mean(&positions[row..end]);
        let off = positions[row..end].iter().map(|x| x - mean_position);
        within += off.map(|off| off * off).sum::<f64>();
        knots.push(mean(&stamps[row..end]));
        means.push(mean_position);
        counts.push(count);
        row = end;
    }
    (knots, means, counts, within)
}

/// The weights of the divided difference of `M` + 1 knots, scaled to norm 1, and the factor that makes the B-spline on them
/// the one with which it integrates the derivative.
fn difference<const M: usize>(knots: &[f64]) -> ([f64; WIDEST], f64) {
    let span = knots[M] - knots[0];
    let mut weights = [0.0; WIDEST];
    let mut factorial = 1.0;
    for i in 0..=M {
        let distances = (0..=M).filter(|j| *j != i);
        weights[i] = distances
            .map(|j| span / (knots[i] - knots[j]))
            .product::<f64>();
        factorial *= i.max(1) as f64;
    }
    let norm = weights.iter().map(|w| w * w).sum::<f64>().sqrt();
    // ∫N·f⁽ᵐ⁾ = (m − 1)!·span·[…]f, and the weights above are span^m·[…].
    let integral = factorial / M as f64 * span / span.powi(M as i32);
    (weights.map(|w| w / norm), 1.0 / (norm * integral))
}

/// Adds the integrals over one interval between knots, exact by Gauss's rule.
fn add_integrals<const M: usize>(knots: &[f64], factors: &[f64], interval: usize, gram: &mut Band) {
    const PLACES: [f64; 3] = [-0.774_596_669_241_483_4, 0.0, 0.774_596_669_241_483_4];
    const SHARES: [f64; 3] = [5.0 / 18.0, 8.0 / 18.0, 5.0 / 18.0];
    let (start, end) = (knots[interval], knots[interval + 1]);
    let columns = (interval + 1).saturating_sub(M)..(interval + 1).min(gram.len());
    for (place, share) in PLACES.iter().zip(SHARES) {
        let t = 0.5 * (start + end + place * (end - start));
        let mut values = [0.0; WIDEST];
        for (value, column) in values.iter_mut().zip(columns.clone()) {
            *value = factors[column] * b_spline::<M>(&knots[column..=column + M], t);
        }
        for (at, row) in columns.clone().enumerate() {
            for k in 0..columns.end - row {
                gram[row][k] += share * (end - start) * values[at] * values[at + k];
            }
        }
    }
}

/// The B-spline of order `M` on `M` + 1 knots (de Boor, 1972): those on the same knots add up to 1.
fn b_spline<const M: usize>(knots: &[f64], t: f64) -> f64 {
    let mut values = [0.0; WIDEST];
    for k in 0..M {
        values[k] = f64::from(u8::from(knots[k] <= t && t < knots[k + 1]));
    }
    for order in 1..M {
        for k in 0..M - order {
            let rising = (t - knots[k]) / (knots[k + order] - knots[k]);
            let falling = (knots[k + order + 1] - t) / (knots[k + order + 1] - knots[k + 1]);
            values[k] = rising * values[k] + falling * values[k + 1];
        }
    }
    values[0]
}

/// The slope of that B-spline for order 2, the mean of both sides at a knot; nothing for others, which are not asked for.
fn b_spline_slope<const M: usize>(knots: &[f64], t: f64) -> f64 {
    if M != 2 {
        return 0.0;
    }
    let slope = |t: f64, is_left: bool| {
        let within = |k: usize| match is_left {
            true => knots[k] < t && t <= knots[k + 1],
            false => knots[k] <= t && t < knots[k + 1],
        };
        if within(0) {
            1.0 / (knots[1] - knots[0])
        } else if within(1) {
            -1.0 / (knots[2] - knots[1])
        } else {
            0.0
        }
    };
    0.5 * (slope(t, true) + slope(t, false))
}

#[cfg(test)]
impl<const M: usize> Penalised<M> {
    /// The spline at its knots.
    pub fn curve(&self, positions: &[f64], smoothing: f64) -> Vec<f64> {
        let coefficients = self.factored(smoothing).solve(&self.right);
        let residuals = self.residuals(smoothing, &coefficients);
        positions
            .iter()
            .zip(residuals)
            .map(|(x, r)| x - r)
            .collect()
    }
}
