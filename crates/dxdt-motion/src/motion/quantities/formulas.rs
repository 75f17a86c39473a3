//! The quantities that follow from the velocity and acceleration of one row, as functions on columns.
//!
//! A vector is a slice of columns, one an axis. What a row does not tell is NaN: nothing has a direction without a
//! speed. The formulas hold at any scale, as long as the result is a number that a float can be.
//!
//! Sources: tangential and normal acceleration, Kreyszig, *Advanced Engineering Mathematics* (10th edition, 2011),
//! §9.5; curvature, do Carmo, *Differential Geometry of Curves and Surfaces* (1976), §1-5. The turn rate is the time
//! derivative of the direction atan2(v_y, v_x).

use super::vector::{Scaled, norm};

/// The rate of change of the speed, d|v|/dt = a·v/|v|.
pub(super) fn tangential_acceleration(v: &[&[f64]], a: &[&[f64]], out: &mut [f64]) {
    each_row(v, a, out, |v, a| {
        // 0/0 without a speed.
        v.dot(a) / v.norm() * a.unit
    });
}

/// The magnitude of the acceleration across the velocity, |a − (a·v̂)v̂|, as |v×a|/|v| because the difference of two
/// nearly equal vectors would be rounding.
pub(super) fn normal_acceleration(v: &[&[f64]], a: &[&[f64]], out: &mut [f64]) {
    each_row(v, a, out, |v, a| norm(v.cross(a)) / v.norm() * a.unit);
}

/// The curvature of the path, |v×a|/|v|³.
pub(super) fn curvature(v: &[&[f64]], a: &[&[f64]], out: &mut [f64]) {
    each_row(v, a, out, |v, a| {
        let scaled = norm(v.cross(a)) / v.norm().powi(3);
        scaled / v.unit * a.unit / v.unit
    });
}

/// The direction of a vector in a plane, in degrees from x towards y, above −180 and up to 180.
pub(super) fn direction(x: &[f64], y: &[f64], out: &mut [f64]) {
    for (out, (&x, &y)) in out.iter_mut().zip(x.iter().zip(y)) {
        *out = if (x == 0.0 && y == 0.0) || !x.is_finite() || !y.is_finite() {
            f64::NAN
        } else {
            let degrees = y.atan2(x).to_degrees();
            // One name for the direction of −x, whatever the sign of zero; and no negative zero.
            if degrees == -180.0 {
                180.0
            } else {
                degrees + 0.0
            }
        };
    }
}

/// The rate at which the direction of the velocity turns from x towards y, in degrees a second:
/// (v_x·a_y − v_y·a_x)/(v_x² + v_y²).
pub(super) fn turn_rate([vx, vy]: [&[f64]; 2], [ax, ay]: [&[f64]; 2], out: &mut [f64]) {
    each_row(&[vx, vy], &[ax, ay], out, |v, a| {
        let [_, _, turned] = v.cross(a);
        let radians = turned / v.norm().powi(2) / v.unit * a.unit;
        radians.to_degrees() + 0.0
    });
}

/// The magnitude of a vector in a plane.
pub(super) fn magnitude(x: &[f64], y: &[f64], out: &mut [f64]) {
    for (out, (&x, &y)) in out.iter_mut().zip(x.iter().zip(y)) {
        *out = norm([x, y, 0.0]);
    }
}

fn each_row(
    v: &[&[f64]],
    a: &[&[f64]],
    out: &mut [f64],
    formula: impl Fn(&Scaled, &Scaled) -> f64,
) {
    let at = |columns: &[&[f64]], row: usize| {
        Scaled::new([0, 1, 2].map(|axis| columns.get(axis).map_or(0.0, |column| column[row])))
    };
    for (row, out) in out.iter_mut().enumerate() {
        *out = formula(&at(v, row), &at(a, row));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type OfVectors = fn(&[&[f64]], &[&[f64]], &mut [f64]);

    fn of(formula: OfVectors, v: &[f64], a: &[f64]) -> f64 {
        let columns = |vector: &[f64]| vector.iter().map(|c| vec![*c]).collect::<Vec<_>>();
        let (v, a) = (columns(v), columns(a));
        let mut out = [0.0];
        let v: Vec<&[f64]> = v.iter().map(Vec::as_slice).collect();
        let a: Vec<&[f64]> = a.iter().map(Vec::as_slice).collect();
        formula(&v, &a, &mut out);
        out[0]
    }

    fn direction_of(x: f64, y: f64) -> f64 {
        let mut out = [0.0];
        direction(&[x], &[y], &mut out);
        out[0]
    }

    fn turn(v: [f64; 2], a: [f64; 2]) -> f64 {
        let mut out = [0.0];
        turn_rate([&v[..1], &v[1..]], [&a[..1], &a[1..]], &mut out);
        out[0]
    }

    fn close(found: f64, expected: f64) {
        let error = (found - expected).abs();
        assert!(error <= 1e-14 * expected.abs(), "{found} for {expected}");
    }

    #[test]
    fn a_circle_at_any_scale() {
        let (radius, omega) = (2.5_f64, -0.75_f64);
        // Lengths of powers of two, so that the closed form is as exact at every scale.
        for power in [0, 660, -660, 1000, -1000] {
            let scale = 2_f64.powi(power);
            for degrees in [0.0_f64, 30.0, 135.0, 200.0, 359.0] {
                let (sin, cos) = degrees.to_radians().sin_cos();
                let v = [-sin, cos].map(|c| c * radius * omega * scale);
                let a = [cos, sin].map(|c| -c * radius * omega * omega * scale);
                close(of(curvature, &v, &a), 1.0 / radius / scale);
                close(
                    of(normal_acceleration, &v, &a),
                    radius * omega * omega * scale,
                );
                close(turn(v, a), omega.to_degrees());
                let tangential = of(tangential_acceleration, &v, &a);
                assert!(tangential.abs() <= 1e-15 * radius * omega * omega * scale);
            }
        }
    }

    #[test]
    fn a_helix_bends_by_its_radius_and_pitch() {
        // (r cos t, r sin t, c t): curvature r/(r² + c²), normal acceleration r.
        let (r, c) = (3.0, 4.0);
        for t in [0.0_f64, 1.0, 2.5, -7.0] {
            let v = [-r * t.sin(), r * t.cos(), c];
            let a = [-r * t.cos(), -r * t.sin(), 0.0];
            close(of(curvature, &v, &a), r / (r * r + c * c));
            close(of(normal_acceleration, &v, &a), r);
            assert!(of(tangential_acceleration, &v, &a).abs() < 1e-14);
        }
    }

    #[test]
    fn a_projectile_trades_tangential_for_normal_acceleration() {
        let (g, across) = (9.81, 12.0);
        for up in [20.0_f64, 3.0, -15.0] {
            let (v, a) = ([across, up], [0.0, -g]);
            let speed = across.hypot(up);
            close(of(tangential_acceleration, &v, &a), -g * up / speed);
            close(of(normal_acceleration, &v, &a), g * across / speed);
            close(of(curvature, &v, &a), g * across / speed.powi(3));
        }
    }

    #[test]
    fn a_straight_line_has_no_curvature_to_the_last_bit() {
        // All of the acceleration is along the velocity; a − (a·v̂)v̂ would leave rounding.
        let v = [0.1, 0.7, -0.3];
        let a = v.map(|c| -4.0 * c);
        assert_eq!(of(curvature, &v, &a), 0.0);
        assert_eq!(of(normal_acceleration, &v, &a), 0.0);
        close(of(tangential_acceleration, &v, &a), -4.0 * norm(v));
        assert_eq!(of(tangential_acceleration, &[-2.0], &[3.0]), -3.0);
    }

    #[test]
    fn a_slight_bend_is_not_lost_in_a_hard_brake() {
        let v = [1.0, 1.0];
        let a = [-1e6, -1e6 + 1e-9];
        let bend = (a[1] - a[0]) / 2.0_f64.sqrt();
        close(of(normal_acceleration, &v, &a), bend);
    }

    #[test]
    fn directions_are_counter_clockwise_from_x() {
        let cases = [
            ([1.0, 0.0], 0.0),
            ([1.0, 1.0], 45.0),
            ([0.0, 2.0], 90.0),
            ([-1.0, 0.0], 180.0),
            ([-1.0, -0.0], 180.0),
            ([0.0, -1e-200], -90.0),
            ([1e200, -1e200], -45.0),
        ];
        for ([x, y], expected) in cases {
            assert_eq!(direction_of(x, y), expected);
        }
        assert!(direction_of(1.0, -0.0).is_sign_positive());
    }

    #[test]
    fn without_a_speed_there_is_no_direction() {
        for v in [[0.0, -0.0], [f64::NAN, 1.0], [f64::INFINITY, 1.0]] {
            for formula in [tangential_acceleration, normal_acceleration, curvature] {
                assert!(of(formula, &v, &[1.0, 2.0]).is_nan());
            }
            assert!(direction_of(v[0], v[1]).is_nan());
            assert!(turn(v, [1.0, 2.0]).is_nan());
        }
    }

    fn vector() -> impl Strategy<Value = [f64; 3]> {
        let component = || -1.0..1.0_f64;
        let components = (component(), component(), component());
        // Without subnormal components, which have few digits.
        (components, -900..900_i32)
            .prop_map(|((x, y, z), power)| [x, y, z].map(|c| c * 2_f64.powi(power)))
    }

    proptest! {
        #[test]
        fn the_parts_make_up_the_acceleration_at_any_scale(v in vector(), a in vector()) {
            let along = of(tangential_acceleration, &v, &a);
            let across = of(normal_acceleration, &v, &a);
            let error = norm([along, across, 0.0]) - norm(a);
            prop_assert!(error.abs() <= 1e-14 * norm(a), "{along} and {across}");
            let bend = across / norm(v) / norm(v);
            let curvature = of(curvature, &v, &a);
            if bend.is_normal() && (across / norm(v)).is_normal() {
                prop_assert!((curvature - bend).abs() <= 1e-14 * bend, "{curvature} for {bend}");
            }
        }
    }
}
