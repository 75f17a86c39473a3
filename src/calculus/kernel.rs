//! The loops over all points, which compile to vector instructions.
//!
//! Each loop reads its input once, writes its output once and, on the way, checks the steps: the
//! check is one flag for the whole pass, since leaving the loop at the first bad step would keep it
//! from being vectorised. Every point is computed from its neighbours alone, so the result of a
//! part is that part of the result.

use super::spacing::{Direction, Steps};
use multiversion::multiversion;

/// What a pass over three-point neighbourhoods met.
pub(super) struct Met {
    /// Whether the steps, all but the first, are valid. If not, the output is meaningless.
    pub valid_steps: bool,
    /// Whether the value of any interior point is infinite.
    pub infinity: bool,
}

/// Sets `out[i]` to the stencil of points `i − 1`, `i`, `i + 1` and the two steps between them, for
/// all interior points.
///
/// The one loop that is worth wider vectors: its divisions take longer than its memory traffic.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
pub(super) fn three_point<S: Steps, F: Fn(f64, f64, f64, f64, f64) -> f64>(
    values: &[f64],
    steps: S,
    direction: Direction,
    stencil: F,
    out: &mut [f64],
) -> Met {
    let mut met = Met {
        valid_steps: true,
        infinity: false,
    };
    let neighbours = values.windows(3).zip(steps.iter().zip(steps.rest().iter()));
    for ((f, (h1, h2)), out) in neighbours.zip(&mut out[1..]) {
        met.valid_steps &= direction.allows(h2);
        met.infinity |= f[1].abs() == f64::INFINITY;
        *out = stencil(f[0], f[1], f[2], h1, h2);
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

/// Sets `out[i]` to the stencil of points `i − 1`, `i` and `i + 1`, for all interior points.
pub(super) fn three_point_uniform(
    values: &[f64],
    stencil: impl Fn(f64, f64, f64) -> f64,
    out: &mut [f64],
) {
    for (f, out) in values.windows(3).zip(&mut out[1..]) {
        *out = stencil(f[0], f[1], f[2]);
    }
}

/// Whether all steps have this length.
pub(super) fn all_equal<S: Steps>(steps: S, length: f64) -> bool {
    steps
        .iter()
        .fold(true, |equal, step| equal & (step == length))
}

#[cfg(test)]
mod tests {
    use super::super::{spacing::CoordinateSteps, stencil};
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
            let mut out = vec![0.0; n];
            let steps = CoordinateSteps(&t[..n]);
            let met = three_point(&f[..n], steps, direction, stencil::centred, &mut out);
            assert!(met.valid_steps && !met.infinity);
            for i in 1..n - 1 {
                let (h1, h2) = (steps.at(i - 1), steps.at(i));
                let alone = stencil::centred(f[i - 1], f[i], f[i + 1], h1, h2);
                assert_eq!(out[i].to_bits(), alone.to_bits(), "{n} points, point {i}");
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
            assert!(!two_point(
                &f,
                steps,
                direction,
                stencil::slope,
                &mut out[1..]
            ));
        }
    }
}
