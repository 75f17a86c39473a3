//! The loops over all points, which compile to vector instructions.
//!
//! Each loop reads its input once, writes its output once and, on the way, checks the steps: the
//! check is one flag for the whole pass, since leaving the loop at the first bad step would keep it
//! from being vectorized. Every point is computed from its neighbors alone, so the result of a
//! part is that part of the result.

use super::steps::{Direction, Steps};
use super::{Real, Sample};
use multiversion::multiversion;

/// What a pass over three-point neighborhoods met.
pub(super) struct Met {
    /// Whether the steps, all but the first, are valid. If not, the output is meaningless.
    pub valid_steps: bool,
    /// Whether the value of any interior point is infinite.
    pub infinity: bool,
}

/// Sets `out[i]` to the stencil of points `i`, `i + 1`, `i + 2` and the two steps between them: one
/// output for each interior point.
///
/// The one loop that is worth wider vectors: its divisions take longer than its memory traffic.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
pub(super) fn three_point<T: Sample, U: Real, S: Steps, F: Fn(f64, f64, f64, f64, f64) -> f64>(
    values: &[T],
    steps: S,
    direction: Direction,
    stencil: F,
    out: &mut [U],
) -> Met {
    let mut met = Met {
        valid_steps: true,
        infinity: false,
    };
    let neighbours = values.windows(3).zip(steps.iter().zip(steps.rest().iter()));
    for ((f, (h1, h2)), out) in neighbours.zip(out) {
        met.valid_steps &= direction.allows(h2);
        let f = [f[0].promote(), f[1].promote(), f[2].promote()];
        met.infinity |= f[1].abs() == f64::INFINITY;
        *out = U::nearest(stencil(f[0], f[1], f[2], h1, h2));
    }
    met
}

/// Sets `out[i]` to the stencil of points `i` and `i + 1` and the step between them, for all points
/// but the last. Returns whether all steps are valid; if not, the output is meaningless.
pub(super) fn two_point(
    values: &[f64],
    steps: impl Steps,
    direction: Direction,
    stencil: impl Fn(f64, f64, f64) -> f64,
    out: &mut [f64],
) -> bool {
    let mut valid_steps = true;
    for ((f, h), out) in values.windows(2).zip(steps.iter()).zip(out) {
        valid_steps &= direction.allows(h);
        *out = stencil(f[0], f[1], h);
    }
    valid_steps
}

/// Sets `out[i]` to the stencil of points `i`, `i + 1` and `i + 2`: one output for each interior
/// point.
pub(super) fn three_point_uniform<T: Sample, U: Real>(
    values: &[T],
    stencil: impl Fn(f64, f64, f64) -> f64,
    out: &mut [U],
) {
    for (f, out) in values.windows(3).zip(out) {
        *out = U::nearest(stencil(f[0].promote(), f[1].promote(), f[2].promote()));
    }
}

/// Sets `out[j]` to the stencil of `rows[0][j]`, `rows[1][j]` and `rows[2][j]`, for all `j`: one
/// row of an array that is differentiated across its rows. Returns whether any value of the middle
/// row is infinite.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
pub(super) fn three_rows<T: Sample, U: Real, F: Fn(f64, f64, f64) -> f64>(
    rows: [&[T]; 3],
    stencil: F,
    out: &mut [U],
) -> bool {
    let mut infinity = false;
    for (((f0, f1), f2), out) in rows[0].iter().zip(rows[1]).zip(rows[2]).zip(out) {
        let f1 = f1.promote();
        infinity |= f1.abs() == f64::INFINITY;
        *out = U::nearest(stencil(f0.promote(), f1, f2.promote()));
    }
    infinity
}

/// Whether all steps have this length.
pub(super) fn all_equal<S: Steps>(steps: S, length: f64) -> bool {
    steps
        .iter()
        .fold(true, |equal, step| equal & (step == length))
}

/// Whether all steps lead in this direction.
pub(super) fn all_allowed(steps: impl Steps, direction: Direction) -> bool {
    steps
        .iter()
        .fold(true, |allowed, step| allowed & direction.allows(step))
}

#[cfg(test)]
mod tests {
    use super::super::{stencil, steps::CoordinateSteps};
    use super::*;

    /// Whichever version of the loop runs here, with its vectors and its remainder.
    #[test]
    fn a_point_in_the_loop_has_the_bits_of_one_alone() {
        let t: Vec<f64> = (0..100)
            .map(|i| f64::from(i) + f64::from(i * i % 7) / 10.0)
            .collect();
        let f: Vec<f64> = t.iter().map(|t| t.sin()).collect();
        let direction = Direction::of(1.0).unwrap();
        for n in 3..t.len() {
            let mut out = vec![0_f64; n - 2];
            let steps = CoordinateSteps(&t[..n]);
            let met = three_point(&f[..n], steps, direction, stencil::centred, &mut out);
            assert!(met.valid_steps && !met.infinity);
            for i in 1..n - 1 {
                let (h1, h2) = (steps.at(i - 1), steps.at(i));
                let alone = stencil::centred(f[i - 1], f[i], f[i + 1], h1, h2);
                assert_eq!(
                    out[i - 1].to_bits(),
                    alone.to_bits(),
                    "{n} points, point {i}"
                );
            }
        }
    }

    #[test]
    fn what_is_met_is_told_wherever_it_is() {
        let t: Vec<f64> = (0..100).map(f64::from).collect();
        let direction = Direction::of(1.0).unwrap();
        for place in 2..99 {
            let (mut t, mut f) = (t.clone(), vec![0.0; 100]);
            let mut out = vec![0.0; 100];
            f[place] = f64::NEG_INFINITY;
            let met = three_point(
                &f,
                CoordinateSteps(&t),
                direction,
                stencil::centred,
                &mut out,
            );
            assert!(met.valid_steps && met.infinity, "{place}");
            t[place] = t[place - 1];
            let steps = CoordinateSteps(&t);
            assert!(!three_point(&f, steps, direction, stencil::centred, &mut out).valid_steps);
            assert!(!two_point(&f, steps, direction, stencil::slope, &mut out));
        }
    }
}
