//! Symmetric, positive matrices with entries near the diagonal only: their factors, solutions and the same entries of
//! their inverse, all in time linear in the rows.

/// The most entries a row has right of the diagonal, and the diagonal.
pub(super) const WIDEST: usize = 4;

/// The diagonal and the entries right of it, row by row: entry `(i, i + k)` is `[i][k]`.
pub(super) type Band = Vec<[f64; WIDEST]>;

/// The factors L·D·Lᵀ of a matrix with `M` entries right of the diagonal, in the manner of Martin and Wilkinson (1965).
#[derive(Debug)]
pub(super) struct Factors<const M: usize> {
    diagonal: Vec<f64>,
    /// `[i][k]` is entry `(i + k, i)` of L.
    lower: Band,
}

impl<const M: usize> Factors<M> {
    /// Of a + factor·b.
    pub fn of_sum(a: &Band, factor: f64, b: &Band) -> Self {
        // Below this share of the entry a pivot is rounding.
        const LEAST_SHARE: f64 = 1e-15;
        let mut diagonal: Vec<f64> = Vec::with_capacity(a.len());
        let mut lower: Band = Vec::with_capacity(a.len());
        for (i, (a, b)) in a.iter().zip(b).enumerate() {
            let mut row: [f64; WIDEST] = std::array::from_fn(|k| a[k] + factor * b[k]);
            let least = LEAST_SHARE * row[0];
            for k in 1..=M.min(i) {
                let (before, pivot) = (&lower[i - k], diagonal[i - k]);
                let multiple = before[k] * pivot;
                for p in 0..=M - k {
                    row[p] -= multiple * before[k + p];
                }
            }
            let pivot = row[0].max(least);
            for entry in &mut row[1..] {
                *entry /= pivot;
            }
            diagonal.push(pivot);
            lower.push(row);
        }
        Self { diagonal, lower }
    }

    /// The solution for a right-hand side.
    pub fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut x = right.to_vec();
        for i in 0..x.len() {
            for k in 1..=M.min(i) {
                x[i] -= self.lower[i - k][k] * x[i - k];
            }
        }
        for i in (0..x.len()).rev() {
            x[i] /= self.diagonal[i];
            for k in 1..=M.min(x.len() - 1 - i) {
                x[i] -= self.lower[i][k] * x[i + k];
            }
        }
        x
    }

    /// The entries of the inverse where the matrix has its own (Hutchinson and de Hoog, 1985).
    pub fn inverse(&self) -> Band {
        let rows = self.diagonal.len();
        let mut inverse = vec![[0.0; WIDEST]; rows];
        for i in (0..rows).rev() {
            let l = &self.lower[i];
            let reach = M.min(rows - 1 - i);
            let mut row = [0.0; WIDEST];
            for (p, entry) in row.iter_mut().enumerate().take(reach + 1).skip(1) {
                *entry = -(1..=reach)
                    .map(|k| l[k] * inverse[i + k.min(p)][k.abs_diff(p)])
                    .sum::<f64>();
            }
            let known: f64 = (1..=reach).map(|k| l[k] * row[k]).sum();
            row[0] = 1.0 / self.diagonal[i] - known;
            inverse[i] = row;
        }
        inverse
    }
}

/// The trace of the product of two symmetric matrices, of which one has no entries outside the band.
pub(super) fn trace_of_product(a: &Band, b: &Band) -> f64 {
    let row = |(a, b): (&[f64; WIDEST], &[f64; WIDEST])| {
        let beside: f64 = a[1..].iter().zip(&b[1..]).map(|(a, b)| a * b).sum();
        a[0] * b[0] + 2.0 * beside
    };
    a.iter().zip(b).map(row).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: usize = 7;

    fn band() -> Band {
        let mut band: Band = (0..ROWS)
            .map(|i| [9.0 + i as f64, -3.0, 1.0 + 0.1 * i as f64, 0.4])
            .collect();
        for (i, row) in band.iter_mut().enumerate() {
            for (k, entry) in row.iter_mut().enumerate() {
                if i + k >= ROWS {
                    *entry = 0.0;
                }
            }
        }
        band
    }

    fn entry(band: &Band, i: usize, j: usize) -> f64 {
        band[i.min(j)]
            .get(i.abs_diff(j))
            .copied()
            .unwrap_or_default()
    }

    #[test]
    fn solutions_and_inverses_are_those_of_the_whole_matrix() {
        let zero = vec![[0.0; WIDEST]; ROWS];
        let band = band();
        let factors = Factors::<3>::of_sum(&band, 0.0, &zero);
        let inverse = factors.inverse();
        for column in 0..ROWS {
            let mut unit = vec![0.0; ROWS];
            unit[column] = 1.0;
            let x = factors.solve(&unit);
            for i in 0..ROWS {
                let product: f64 = (0..ROWS).map(|j| entry(&band, i, j) * x[j]).sum();
                assert!((product - unit[i]).abs() < 1e-14);
                if i.abs_diff(column) <= 3 {
                    assert!((entry(&inverse, i, column) - x[i]).abs() < 1e-15);
                }
            }
        }
        assert!((trace_of_product(&band, &inverse) - ROWS as f64).abs() < 1e-12);
    }
}
