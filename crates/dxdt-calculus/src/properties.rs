//! Properties that hold for all inputs, tried on many.

use super::{
    CalculusError, EdgeOrder, Spacing, diff, forward_difference, gradient, second_derivative,
};
use proptest::{collection::vec, prelude::*};

/// Coordinates that rise by whole steps, unequal in general, and as many whole values: all sums
/// that occur are exact.
fn whole_series() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    (
        -1000_i32..1000,
        vec((1_i32..1000, -100_000_i32..100_000), 3..50),
    )
        .prop_map(|(start, points)| {
            let mut t = f64::from(start);
            let next = |(step, value): (i32, i32)| {
                t += f64::from(step);
                (t, f64::from(value))
            };
            points.into_iter().map(next).unzip()
        })
}

/// As [`whole_series`], with fractions of all lengths.
fn series() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    vec((0.01..10.0, -1e3..1e3), 3..50).prop_map(|points: Vec<(f64, f64)>| {
        let mut t = 0.0;
        let next = |(step, value)| {
            t += step;
            (t, value)
        };
        points.into_iter().map(next).unzip()
    })
}

fn edge_order() -> impl Strategy<Value = EdgeOrder> {
    prop_oneof![Just(EdgeOrder::First), Just(EdgeOrder::Second)]
}

fn on(t: &[f64], f: &[f64], edge_order: EdgeOrder) -> Vec<f64> {
    gradient(f, Spacing::Coordinates(t), edge_order).unwrap()
}

fn map(values: &[f64], change: impl Fn(f64) -> f64) -> Vec<f64> {
    values.iter().map(|&value| change(value)).collect()
}

fn reversed(values: &[f64]) -> Vec<f64> {
    values.iter().rev().copied().collect()
}

proptest! {
    #[test]
    fn lines_are_exact(
        (t, _) in whole_series(), a in -100..100, b in -100..100, edge_order in edge_order()
    ) {
        let f = map(&t, |t| f64::from(a) * t + f64::from(b));
        prop_assert_eq!(on(&t, &f, edge_order), vec![f64::from(a); t.len()]);
    }

    #[test]
    fn parabolas_are_exact((t, _) in whole_series(), a in -100..100, b in -100..100) {
        let (a, b) = (f64::from(a), f64::from(b));
        let f = map(&t, |t| (a * t + b) * t);
        prop_assert_eq!(on(&t, &f, EdgeOrder::Second), map(&t, |t| 2.0 * a * t + b));
        let second = second_derivative(&f, Spacing::Coordinates(&t)).unwrap();
        prop_assert_eq!(second, vec![2.0 * a; t.len()]);
    }

    /// Against the weights of the parabola's slope as fractions of whole numbers.
    #[test]
    fn whole_numbers_are_rounded_correctly((t, f) in whole_series()) {
        let gradient = on(&t, &f, EdgeOrder::First);
        for i in 1..t.len() - 1 {
            let [h1, h2] = [t[i] - t[i - 1], t[i + 1] - t[i]].map(|step| step as i128);
            let [before, here, after] = [f[i - 1], f[i], f[i + 1]].map(|value| value as i128);
            let sum = h1 * h1 * after + (h2 * h2 - h1 * h1) * here - h2 * h2 * before;
            prop_assert_eq!(gradient[i], sum as f64 / (h1 * h2 * (h1 + h2)) as f64);
        }
    }

    #[test]
    fn powers_of_two_pass_through(
        (t, f) in series(), power in -60..60, edge_order in edge_order()
    ) {
        let scale = 2_f64.powi(power);
        let expected = on(&t, &f, edge_order);
        prop_assert_eq!(on(&t, &map(&f, |f| f * scale), edge_order), map(&expected, |g| g * scale));
        prop_assert_eq!(on(&map(&t, |t| t * scale), &f, edge_order), map(&expected, |g| g / scale));
    }

    #[test]
    fn shifts_change_nothing(
        (t, f) in whole_series(), shift in -1e12_f64..1e12, edge_order in edge_order()
    ) {
        let shift = shift.round();
        let expected = on(&t, &f, edge_order);
        prop_assert_eq!(&on(&t, &map(&f, |f| f + shift), edge_order), &expected);
        prop_assert_eq!(&on(&map(&t, |t| t + shift), &f, edge_order), &expected);
    }

    #[test]
    fn reversal_of_time_and_values_reverses_the_result(
        (t, f) in series(), edge_order in edge_order()
    ) {
        let (t_back, f_back) = (reversed(&t), reversed(&f));
        prop_assert_eq!(on(&t_back, &f_back, edge_order), reversed(&on(&t, &f, edge_order)));
        let second = |t, f| second_derivative(f, Spacing::Coordinates(t)).unwrap();
        prop_assert_eq!(second(&t_back, &f_back), reversed(&second(&t, &f)));
    }

    #[test]
    fn steps_are_as_good_as_coordinates((t, f) in series(), edge_order in edge_order()) {
        let steps = diff(&t, 1);
        let by_steps = gradient(&f, Spacing::Steps(&steps), edge_order).unwrap();
        prop_assert_eq!(by_steps, on(&t, &f, edge_order));
        let slopes: Vec<f64> = diff(&f, 1).iter().zip(&steps).map(|(f, h)| f / h).collect();
        prop_assert_eq!(&forward_difference(&f, Spacing::Steps(&steps)).unwrap(), &slopes);
        prop_assert_eq!(&forward_difference(&f, Spacing::Coordinates(&t)).unwrap(), &slopes);
    }

    #[test]
    fn nan_reaches_the_stencils_that_hold_it(
        (t, mut f) in series(), place in any::<prop::sample::Index>(), edge_order in edge_order()
    ) {
        let (n, place) = (f.len(), place.index(f.len()));
        f[place] = f64::NAN;
        for (i, g) in on(&t, &f, edge_order).into_iter().enumerate() {
            let reach = edge_order.min_points();
            let held = match i {
                0 => place < reach,
                _ if i == n - 1 => place + reach >= n,
                _ => place.abs_diff(i) <= 1,
            };
            prop_assert_eq!(g.is_nan(), held, "at {}", i);
        }
    }

    #[test]
    fn the_first_point_out_of_order_is_named(
        (mut t, f) in whole_series(), place in any::<prop::sample::Index>()
    ) {
        let place = 2 + place.index(t.len() - 2);
        t[place] = t[place - 2];
        let error = CalculusError::Unsorted { index: place };
        prop_assert_eq!(gradient(&f, Spacing::Coordinates(&t), EdgeOrder::First), Err(error));
        t[place] = t[place - 1];
        let error = CalculusError::Repeated { index: place };
        prop_assert_eq!(gradient(&f, Spacing::Coordinates(&t), EdgeOrder::First), Err(error));
    }

    #[test]
    fn any_numbers_at_all_give_a_result_or_an_error(
        points in vec((any::<f64>(), any::<f64>()), 0..9), edge_order in edge_order()
    ) {
        let (t, f): (Vec<f64>, Vec<f64>) = points.into_iter().unzip();
        let uniform = Spacing::Uniform(*t.first().unwrap_or(&0.0));
        let steps = Spacing::Steps(t.get(1..).unwrap_or_default());
        for spacing in [Spacing::Coordinates(&t), steps, uniform] {
            let _ = gradient(&f, spacing, edge_order);
            let _ = second_derivative(&f, spacing);
            let _ = forward_difference(&f, spacing);
        }
    }
}
