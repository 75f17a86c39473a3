//! Least squares in a window of time around a timestamp.

use std::ops::Range;

use super::super::samples::Samples;

/// The samples that take part, and where each row stands among them.
#[derive(Debug)]
pub(super) struct Window<'a> {
    samples: &'a Samples,
    t: Vec<f64>,
    x: Vec<f64>,
    /// Of each row, its number among the samples that take part.
    number: Vec<Option<usize>>,
}

/// How long a window is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Length {
    /// In steps.
    Time(f64),
    /// In samples, however far apart.
    Samples(usize),
}

/// Polynomials at every row.
#[derive(Debug)]
pub(super) struct Fitted {
    /// Position to jerk.
    pub derivatives: [Vec<f64>; 4],
    /// Their variances over that of the noise.
    pub variances: [Vec<f64>; 4],
    pub noise: f64,
    pub score: f64,
}

// One more than the highest degree.
const MOST_TERMS: usize = 7;
// More than this in a window tells nothing new about the width.
const LONG: f64 = 400.0;
// Of a timestamp, in steps.
const ROUNDING: f64 = 1e-6;
// Rows on which a width is tried.
const TRIED_ROWS: usize = 1_500;

/// One polynomial at its center: derivatives and their variances over that of the noise.
struct Polynomial {
    derivatives: [f64; 4],
    variances: [f64; 4],
}

impl<'a> Window<'a> {
    pub fn of(samples: &'a Samples, used: &[bool]) -> Self {
        let mut window = Self {
            samples,
            t: Vec::new(),
            x: Vec::new(),
            number: Vec::with_capacity(samples.t.len()),
        };
        for (row, used) in used.iter().enumerate() {
            let takes_part = *used && !samples.x[row].is_nan();
            window.number.push(takes_part.then_some(window.t.len()));
            if takes_part {
                window.t.push(samples.t[row]);
                window.x.push(samples.x[row]);
            }
        }
        window
    }

    /// From the first to the last sample, in steps.
    pub fn span(&self) -> f64 {
        self.t
            .last()
            .zip(self.t.first())
            .map_or(0.0, |(last, first)| last - first)
    }

    /// Whether a width has so many samples that a longer one tells nothing new.
    pub fn is_long(&self, width: f64) -> bool {
        width > LONG
    }

    /// Whether widths are tried on a part of the samples only, because there are many.
    pub fn is_sampled(&self) -> bool {
        self.t.len() > TRIED_ROWS
    }

    /// The samples of the window around a timestamp: of the width where it can be, enough of them for the degree in any case.
    fn rows_around(&self, stamp: f64, degree: usize, width: f64) -> Range<usize> {
        let (first, last) = (self.t[0], self.t[self.t.len() - 1]);
        let low = (stamp - 0.5 * width).min(last - width).max(first);
        let low = low.min(stamp);
        let high = (low + width).max(stamp);
        // Stamps in steps are rounded: which of them is just at the edge of a window must not depend on the last bit.
        let mut start = self.t.partition_point(|&t| t < low - ROUNDING);
        let mut end = self.t.partition_point(|&t| t <= high + ROUNDING);
        let enough = (degree + 2).min(self.t.len());
        while end - start < enough {
            let before = start.checked_sub(1).map(|at| stamp - self.t[at]);
            let after = self.t.get(end).map(|t| t - stamp);
            match (before, after) {
                (Some(before), Some(after)) if before <= after => start -= 1,
                (Some(_), None) => start -= 1,
                (_, Some(_)) => end += 1,
                (None, None) => break,
            }
        }
        start..end
    }

    /// As many samples around a timestamp as a count says, half of them on either side where the ends allow it.
    fn samples_around(&self, stamp: f64, count: usize) -> Range<usize> {
        let nearest = self.t.partition_point(|&t| t < stamp);
        let last = self.t.len().saturating_sub(count);
        let start = nearest.saturating_sub(count / 2).min(last);
        start..(start + count).min(self.t.len())
    }

    /// The polynomial of a degree at a timestamp.
    fn polynomial(&self, stamp: f64, degree: usize, length: Length) -> Option<Polynomial> {
        let rows = match length {
            Length::Time(width) => self.rows_around(stamp, degree, width),
            Length::Samples(count) => self.samples_around(stamp, count),
        };
        let terms = degree + 1;
        if rows.len() < terms {
            return None;
        }
        let reach = (self.t[rows.end - 1] - stamp)
            .abs()
            .max((stamp - self.t[rows.start]).abs());
        let mut moments = [0.0; 2 * MOST_TERMS];
        let mut right = [0.0; MOST_TERMS];
        for row in rows {
            let u = (self.t[row] - stamp) / reach;
            let mut power = 1.0;
            for (k, moment) in moments[..2 * terms - 1].iter_mut().enumerate() {
                *moment += power;
                if k < terms {
                    right[k] += power * self.x[row];
                }
                power *= u;
            }
        }
        let factor = cholesky(&moments, terms)?;
        let solution = solve(&factor, &right, terms);
        let mut polynomial = Polynomial {
            derivatives: [f64::NAN; 4],
            variances: [f64::NAN; 4],
        };
        let mut unit = 1.0;
        for order in 0..terms.min(4) {
            if order > 0 {
                unit *= order as f64 / reach;
            }
            let mut one = [0.0; MOST_TERMS];
            one[order] = 1.0;
            polynomial.derivatives[order] = solution[order] * unit;
            polynomial.variances[order] = solve(&factor, &one, terms)[order] * unit * unit;
        }
        Some(polynomial)
    }

    /// The mean square error of a position predicted by the others, over a part of the rows.
    pub fn score(&self, degree: usize, width: f64) -> f64 {
        let stride = self.t.len().div_ceil(TRIED_ROWS).max(1);
        let (mut squares, mut count) = (0.0, 0.0);
        for row in (0..self.t.len()).step_by(stride) {
            let Some(polynomial) = self.polynomial(self.t[row], degree, Length::Time(width)) else {
                return f64::INFINITY;
            };
            squares += self.predicted_error(row, &polynomial).powi(2);
            count += 1.0;
        }
        squares / count
    }

    /// What the position of a sample is off a polynomial from all others: e/(1 − h).
    fn predicted_error(&self, row: usize, polynomial: &Polynomial) -> f64 {
        let free = (1.0 - polynomial.variances[0]).max(1e-6);
        (self.x[row] - polynomial.derivatives[0]) / free
    }

    /// The polynomial at every row of the samples.
    pub fn fit_all(&self, degree: usize, length: Length) -> Fitted {
        let rows = self.samples.t.len();
        let column = || std::array::from_fn(|_| Vec::with_capacity(rows));
        let mut fitted = Fitted {
            derivatives: column(),
            variances: column(),
            noise: 0.0,
            score: 0.0,
        };
        let (mut errors, mut squares, mut count) = (0.0, 0.0, 0.0);
        for (row, stamp) in self.samples.t.iter().enumerate() {
            let polynomial = self
                .polynomial(*stamp, degree, length)
                .unwrap_or(Polynomial {
                    derivatives: [f64::NAN; 4],
                    variances: [f64::NAN; 4],
                });
            if let Some(number) = self.number[row] {
                let error = self.predicted_error(number, &polynomial);
                if error.is_finite() {
                    errors += error * error;
                    let free = (1.0 - polynomial.variances[0]).max(1e-6);
                    squares += error * error * free;
                    count += 1.0;
                }
            }
            for order in 0..4 {
                fitted.derivatives[order].push(polynomial.derivatives[order]);
                fitted.variances[order].push(polynomial.variances[order]);
            }
        }
        fitted.score = errors / count;
        // A residual has the variance of the noise times its free share.
        fitted.noise = f64::sqrt(squares / count);
        fitted
    }
}

/// The Cholesky factor of the matrix with entries `moments[i + j]`; `None` where it is singular.
fn cholesky(moments: &[f64], terms: usize) -> Option<[[f64; MOST_TERMS]; MOST_TERMS]> {
    let mut factor = [[0.0; MOST_TERMS]; MOST_TERMS];
    for i in 0..terms {
        for j in 0..=i {
            let mut value = moments[i + j];
            for (one, other) in factor[i][..j].iter().zip(&factor[j][..j]) {
                value -= one * other;
            }
            if i == j {
                if value <= 1e-13 * moments[2 * i] {
                    return None;
                }
                factor[i][i] = value.sqrt();
            } else {
                factor[i][j] = value / factor[j][j];
            }
        }
    }
    Some(factor)
}

fn solve(
    factor: &[[f64; MOST_TERMS]; MOST_TERMS],
    right: &[f64; MOST_TERMS],
    terms: usize,
) -> [f64; MOST_TERMS] {
    let mut y = [0.0; MOST_TERMS];
    for i in 0..terms {
        let known: f64 = (0..i).map(|k| factor[i][k] * y[k]).sum();
        y[i] = (right[i] - known) / factor[i][i];
    }
    for i in (0..terms).rev() {
        let known: f64 = (i + 1..terms).map(|k| factor[k][i] * y[k]).sum();
        y[i] = (y[i] - known) / factor[i][i];
    }
    y
}
