//! The gradient's formulas for even and for uneven steps: in the interior and at both ends, along a
//! line of points and for a whole row of them.

use super::steps::{Direction, Steps};
use super::{EdgeOrder, Real, Sample, kernel, stencil};

/// How the gradient is computed from values, given the steps between them.
pub(super) trait Formula: Copy + Sync {
    /// Whether the formula is the same at all interior points.
    const IS_THE_SAME_EVERYWHERE: bool;

    /// Sets `out` to the gradient at all points of a line but the two at its ends. Of all steps, the
    /// line takes those from point `first` on.
    fn interior<T: Sample, U: Real>(self, values: &[T], first: usize, out: &mut [U]);

    /// Sets `out` to the gradient at the interior point `i` of many lines, from the values at the
    /// points before, there and after.
    fn interior_row<T: Sample, U: Real>(self, i: usize, rows: [&[T]; 3], out: &mut [U]);

    /// The gradient at the first point, from the values at the first three. The third matters for
    /// edge order 2 only.
    fn first(self, edge_order: EdgeOrder) -> impl Fn(f64, f64, f64) -> f64;

    /// The gradient at the last of `n` points, from the values at the last three, the last one
    /// first. The third matters for edge order 2 only.
    fn last(self, edge_order: EdgeOrder, n: usize) -> impl Fn(f64, f64, f64) -> f64;
}

/// Sets the first and the last of `out` to the gradient at the ends of a line.
pub(super) fn ends<T: Sample, U: Real>(
    formula: impl Formula,
    values: &[T],
    edge_order: EdgeOrder,
    out: &mut [U],
) {
    let n = values.len();
    let value = |i: usize| values[i].promote();
    let first = formula.first(edge_order)(value(0), value(1), value(2.min(n - 1)));
    let last = formula.last(edge_order, n)(value(n - 1), value(n - 2), value(n.saturating_sub(3)));
    (out[0], out[n - 1]) = (U::nearest(first), U::nearest(last));
}

/// Steps of one length.
#[derive(Clone, Copy)]
pub(super) struct Even {
    pub step: f64,
}

impl Formula for Even {
    const IS_THE_SAME_EVERYWHERE: bool = true;

    fn interior<T: Sample, U: Real>(self, values: &[T], _: usize, out: &mut [U]) {
        let stencil = |before, _, after| stencil::centred_uniform(before, after, self.step);
        kernel::three_point_uniform(values, stencil, out);
    }

    fn interior_row<T: Sample, U: Real>(self, _: usize, rows: [&[T]; 3], out: &mut [U]) {
        let stencil = |before, _, after| stencil::centred_uniform(before, after, self.step);
        kernel::three_rows(rows, stencil, out);
    }

    fn first(self, edge_order: EdgeOrder) -> impl Fn(f64, f64, f64) -> f64 {
        move |f0, f1, f2| match edge_order {
            EdgeOrder::First => stencil::slope(f0, f1, self.step),
            EdgeOrder::Second => stencil::one_sided_uniform(f0, f1, f2, self.step),
        }
    }

    fn last(self, edge_order: EdgeOrder, _: usize) -> impl Fn(f64, f64, f64) -> f64 {
        Even { step: -self.step }.first(edge_order)
    }
}

/// Steps of any length, of which at least one differs from the others.
#[derive(Clone, Copy)]
pub(super) struct Uneven<S> {
    pub steps: S,
    pub direction: Direction,
}

impl<S: Steps> Uneven<S> {
    /// As [`Formula::interior`] of the whole line. Returns whether all steps, but for the first, are
    /// valid; if not, `out` is meaningless.
    pub fn interior_and_check<T: Sample, U: Real>(self, values: &[T], out: &mut [U]) -> bool {
        let Self { steps, direction } = self;
        let met = kernel::three_point(values, steps, direction, stencil::centred, out);
        if met.infinity && met.valid_steps {
            redo_infinities(values, steps, out);
        }
        met.valid_steps
    }
}

impl<S: Steps> Formula for Uneven<S> {
    const IS_THE_SAME_EVERYWHERE: bool = false;

    fn interior<T: Sample, U: Real>(self, values: &[T], first: usize, out: &mut [U]) {
        let steps = self.steps.between(first..first + values.len());
        let valid = Self { steps, ..self }.interior_and_check(values, out);
        debug_assert!(valid, "steps are checked beforehand");
    }

    fn interior_row<T: Sample, U: Real>(self, i: usize, rows: [&[T]; 3], out: &mut [U]) {
        let (h1, h2) = (self.steps.at(i - 1), self.steps.at(i));
        let stencil = |f0, f1, f2| stencil::centred(f0, f1, f2, h1, h2);
        if kernel::three_rows(rows, stencil, out) {
            redo_infinities_of_row(rows, [h1, h2], out);
        }
    }

    fn first(self, edge_order: EdgeOrder) -> impl Fn(f64, f64, f64) -> f64 {
        let h1 = self.steps.at(0);
        let h2 = match edge_order {
            EdgeOrder::First => h1,
            EdgeOrder::Second => self.steps.at(1),
        };
        one_sided(edge_order, h1, h2)
    }

    fn last(self, edge_order: EdgeOrder, n: usize) -> impl Fn(f64, f64, f64) -> f64 {
        let h1 = self.steps.at(n - 2);
        let h2 = match edge_order {
            EdgeOrder::First => h1,
            EdgeOrder::Second => self.steps.at(n - 3),
        };
        one_sided(edge_order, -h1, -h2)
    }
}

/// The formula at an end, for the steps away from it.
fn one_sided(edge_order: EdgeOrder, h1: f64, h2: f64) -> impl Fn(f64, f64, f64) -> f64 {
    move |f0, f1, f2| match edge_order {
        EdgeOrder::First => stencil::slope(f0, f1, h1),
        EdgeOrder::Second => stencil::one_sided(f0, f1, f2, h1, h2),
    }
}

/// Computes the interior points of infinite value anew.
#[cold]
fn redo_infinities<T: Sample, U: Real>(values: &[T], steps: impl Steps, out: &mut [U]) {
    for (i, (f, out)) in values.windows(3).zip(out).enumerate() {
        redo_if_infinite([f[0], f[1], f[2]], [steps.at(i), steps.at(i + 1)], out);
    }
}

/// Computes the points of infinite value anew.
#[cold]
fn redo_infinities_of_row<T: Sample, U: Real>(rows: [&[T]; 3], steps: [f64; 2], out: &mut [U]) {
    for (((f0, f1), f2), out) in rows[0].iter().zip(rows[1]).zip(rows[2]).zip(out) {
        redo_if_infinite([*f0, *f1, *f2], steps, out);
    }
}

/// Computes one point anew if its value is infinite.
fn redo_if_infinite<T: Sample, U: Real>(values: [T; 3], [h1, h2]: [f64; 2], out: &mut U) {
    let [f0, f1, f2] = values.map(T::promote);
    if f1.is_infinite() {
        *out = U::nearest(stencil::centred_at_infinity(f0, f1, f2, h1, h2));
    }
}
