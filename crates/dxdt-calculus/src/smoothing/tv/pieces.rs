//! Polynomials in pieces, fitted by least squares: their derivatives may jump at given knots only.

use super::super::small_matrix::{
    Matrix, add_sandwich, advance, from_left, from_right_transposed, solve, sum, transition,
    transposed,
};
use super::rows::Rows;

/// A time at which derivatives jump, and which of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Knot {
    pub at: f64,
    /// The lowest derivative that jumps: 1 for the velocity, 2 for the acceleration.
    pub lowest: usize,
    /// The highest that does.
    pub highest: usize,
}

impl Knot {
    /// The place of the knot and the size of each jump.
    pub fn parameters(&self) -> f64 {
        (self.highest + 2 - self.lowest) as f64
    }
}

/// How much each derivative jumps at a knot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Jump<const D: usize> {
    pub size: [f64; D],
    /// Over the variance of the noise.
    pub covariance: Matrix<D>,
}

/// One polynomial, by its derivatives at a time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<const D: usize> {
    at: f64,
    derivatives: [f64; D],
    /// Over the variance of the noise.
    covariance: Matrix<D>,
}

/// Polynomials from knot to knot: one more than there are knots.
#[derive(Debug, Clone)]
pub(super) struct Pieces<const D: usize> {
    pub pieces: Vec<Piece<D>>,
    pub jumps: Vec<Jump<D>>,
}

/// The variance of what is not known yet, over the noise's.
pub(super) const UNKNOWN: f64 = 1e8;

impl<const D: usize> Piece<D> {
    fn unknown(at: f64) -> Self {
        Self {
            at,
            derivatives: [0.0; D],
            covariance: diagonal(|_| UNKNOWN),
        }
    }

    /// The derivatives at a time.
    pub fn derivatives(&self, at: f64) -> [f64; D] {
        advance(&transition(at - self.at), &self.derivatives)
    }

    /// Their variances, over that of the noise.
    pub fn variances(&self, at: f64) -> [f64; D] {
        let row = transition(at - self.at);
        let covariance = from_right_transposed(&row, &from_left(&row, &self.covariance));
        std::array::from_fn(|i| covariance[i][i].max(0.0))
    }

    /// The same polynomial by its derivatives at another time.
    fn moved_to(&self, at: f64) -> Self {
        let row = transition(at - self.at);
        Self {
            at,
            derivatives: advance(&row, &self.derivatives),
            covariance: from_right_transposed(&row, &from_left(&row, &self.covariance)),
        }
    }

    fn take_in(&mut self, rows: &Rows, range: std::ops::Range<usize>) {
        for row in range {
            *self = self.moved_to(rows.t[row]);
            observe(&mut self.derivatives, &mut self.covariance, rows.x[row]);
        }
    }
}

/// What a position differed from the one predicted by the state, that difference's variance, and the gain.
#[derive(Debug, Clone, Copy)]
pub(super) struct Innovation<const D: usize> {
    pub value: f64,
    pub variance: f64,
    pub gain: [f64; D],
}

/// Takes a position of unit noise into a state and its covariance.
#[inline]
pub(super) fn observe<const D: usize>(
    mean: &mut [f64; D],
    covariance: &mut Matrix<D>,
    x: f64,
) -> Innovation<D> {
    let p = *covariance;
    let variance = p[0][0] + 1.0;
    let value = x - mean[0];
    let gain: [f64; D] = std::array::from_fn(|i| p[i][0] / variance);
    for (mean, gain) in mean.iter_mut().zip(gain) {
        *mean += gain * value;
    }
    for i in 0..D {
        for j in 0..=i {
            // p − p²/(p + 1) is p/(p + 1), without the cancellation.
            let rest = if j == 0 {
                gain[i]
            } else {
                p[i][j] - gain[i] * p[j][0]
            };
            let rest = if i == j { rest.max(0.0) } else { rest };
            covariance[i][j] = rest;
            covariance[j][i] = rest;
        }
    }
    Innovation {
        value,
        variance,
        gain,
    }
}

pub(super) fn diagonal<const D: usize>(value: impl Fn(usize) -> f64) -> Matrix<D> {
    std::array::from_fn(|i| std::array::from_fn(|j| if i == j { value(i) } else { 0.0 }))
}

fn times<const D: usize>(a: &Matrix<D>, b: &[f64; D]) -> [f64; D] {
    a.map(|row| row.iter().zip(b).map(|(a, b)| a * b).sum())
}

fn spread<const D: usize>(knot: &Knot, free: bool) -> Matrix<D> {
    let jumping = knot.lowest - usize::from(free)..=knot.highest;
    diagonal(|i| if jumping.contains(&i) { UNKNOWN } else { 0.0 })
}

impl<const D: usize> Pieces<D> {
    /// The least squares fit. At `free` knots the derivative below the lowest that jumps may jump too, which is, to first
    /// order, what it does where the knot is not quite in its place.
    pub fn fit(rows: &Rows, knots: &[Knot], free: bool) -> Self {
        let mut piece = Piece::<D>::unknown(rows.ends().0);
        let mut before = Vec::with_capacity(knots.len());
        let mut row = 0;
        for knot in knots {
            let end = row + rows.t[row..].partition_point(|&t| t < knot.at);
            piece.take_in(rows, row..end);
            row = end;
            piece = piece.moved_to(knot.at);
            before.push(piece);
            piece.covariance = sum(&piece.covariance, &spread(knot, free));
        }
        piece.take_in(rows, row..rows.t.len());
        let mut fit = Self {
            pieces: vec![piece],
            jumps: Vec::with_capacity(knots.len()),
        };
        for (knot, before) in knots.iter().zip(before).rev() {
            let (earlier, jump) = across(&before, &piece.moved_to(knot.at), &spread(knot, free));
            piece = earlier;
            fit.pieces.push(piece);
            fit.jumps.push(jump);
        }
        fit.pieces.reverse();
        fit.jumps.reverse();
        fit
    }

    /// The least squares fit with the knots in their places, and again of its residuals: what is not known at first is not
    /// quite unknown here, which is seen where there is next to no noise.
    pub fn fit_twice(rows: &Rows, knots: &[Knot]) -> Self {
        let mut fit = Self::fit(rows, knots, false);
        let residuals = Rows {
            t: rows.t.clone(),
            x: fit.residuals(rows, knots).collect(),
        };
        let rest = Self::fit(&residuals, knots, false);
        for (piece, rest) in fit.pieces.iter_mut().zip(&rest.pieces) {
            add(&mut piece.derivatives, &rest.derivatives);
        }
        for (jump, rest) in fit.jumps.iter_mut().zip(&rest.jumps) {
            add(&mut jump.size, &rest.size);
        }
        fit
    }

    /// The sum of the squared residuals.
    pub fn squares(&self, rows: &Rows, knots: &[Knot]) -> f64 {
        self.residuals(rows, knots).map(|e| e * e).sum()
    }

    fn residuals(&self, rows: &Rows, knots: &[Knot]) -> impl Iterator<Item = f64> {
        let mut at = 0;
        rows.t.iter().zip(&rows.x).map(move |(t, x)| {
            while knots.get(at).is_some_and(|knot| *t >= knot.at) {
                at += 1;
            }
            x - self.pieces[at].derivatives(*t)[0]
        })
    }
}

fn add<const D: usize>(a: &mut [f64; D], b: &[f64; D]) {
    for (a, b) in a.iter_mut().zip(b) {
        *a += b;
    }
}

/// The piece before a knot by all positions, and the jump (Rauch, Tung and Striebel, 1965): `before` is the piece by the
/// positions before it, `after` the next one by all. Covariances are sums of what cannot be negative.
fn across<const D: usize>(
    before: &Piece<D>,
    after: &Piece<D>,
    spread: &Matrix<D>,
) -> (Piece<D>, Jump<D>) {
    let whole = sum(&before.covariance, spread);
    // P(P + Q)⁻¹ and Q(P + Q)⁻¹: which part of a change is the piece's own, and which the jump's.
    let own = transposed(&solve(&whole, &before.covariance));
    let jumped = transposed(&solve(&whole, spread));
    let change = std::array::from_fn(|i| after.derivatives[i] - before.derivatives[i]);
    let correction = times(&own, &change);
    let mut covariance = [[0.0; D]; D];
    add_sandwich(&mut covariance, &own, &sum(&after.covariance, spread));
    add_sandwich(&mut covariance, &jumped, &before.covariance);
    let piece = Piece {
        at: before.at,
        derivatives: std::array::from_fn(|i| before.derivatives[i] + correction[i]),
        covariance,
    };
    let mut covariance = [[0.0; D]; D];
    let both = sum(&after.covariance, &before.covariance);
    add_sandwich(&mut covariance, &jumped, &both);
    add_sandwich(&mut covariance, &own, spread);
    let size = times(&jumped, &change);
    (piece, Jump { size, covariance })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOT: Knot = Knot {
        at: 10.5,
        lowest: 1,
        highest: 1,
    };

    fn rows(of: impl Fn(f64) -> f64) -> Rows {
        let t: Vec<f64> = (0..21).map(f64::from).collect();
        let x = t.iter().map(|t| of(*t)).collect();
        Rows { t, x }
    }

    #[test]
    fn pieces_meet_at_their_knot() {
        let rows = rows(|t| 5.0 + 2.0 * t - 3.0 * (t - 10.5).max(0.0));
        let fit = Pieces::<2>::fit_twice(&rows, &[KNOT]);
        assert!(fit.squares(&rows, &[KNOT]) < 1e-18);
        assert!((fit.jumps[0].size[1] + 3.0).abs() < 1e-9);
        assert!((fit.pieces[0].derivatives(3.0)[0] - 11.0).abs() < 1e-9);
        assert!((fit.pieces[1].derivatives(20.0)[1] + 1.0).abs() < 1e-9);
    }

    #[test]
    fn lines_on_both_sides_of_a_free_knot_know_nothing_of_each_other() {
        let rows = rows(|t| if t < 10.5 { t } else { 40.0 - 2.0 * t });
        let fit = Pieces::<2>::fit(&rows, &[KNOT], true);
        // The variance of a slope through n unit steps: 12/(n(n² − 1)).
        for (piece, n) in fit.pieces.iter().zip([11.0, 10.0]) {
            let variance = piece.variances(4.0)[1];
            assert!((variance * n * (n * n - 1.0) / 12.0 - 1.0).abs() < 1e-5);
        }
        // 10.5 before, 19 after.
        assert!((fit.jumps[0].size[0] - 8.5).abs() < 1e-4);
        assert!((fit.jumps[0].size[1] + 3.0).abs() < 1e-4);
    }

    #[test]
    fn a_line_has_the_variances_of_a_line() {
        let rows = rows(|t| t * t);
        let fit = Pieces::<2>::fit(&rows, &[], false);
        assert!((fit.pieces[0].variances(10.0)[0] * 21.0 - 1.0).abs() < 1e-5);
        assert!((fit.pieces[0].derivatives(10.0)[1] - 20.0).abs() < 1e-4);
    }
}
