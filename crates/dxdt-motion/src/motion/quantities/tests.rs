//! Quantities of whole logs whose motion is known.

use proptest::prelude::*;

use super::*;
use crate::audit::{AuditOptions, audit};
use crate::motion::{DeriveOptions, Method, derive};
use dxdt_calculus::Accuracy;

/// The quantities of a log, by the names of their columns.
fn of(text: &str, wanted: &[Quantity], options: &DeriveOptions) -> Vec<(String, Vec<f64>)> {
    let log = crate::testing::log(text);
    let audited = audit(&log, &AuditOptions::default()).unwrap();
    let motion = derive(&audited, options);
    quantities(&audited, &motion, wanted, options)
        .into_iter()
        .map(|column| (column.name, column.values))
        .collect()
}

fn one(text: &str, quantity: Quantity) -> Vec<f64> {
    let mut columns = of(text, &[quantity], &DeriveOptions::default());
    columns.pop().unwrap().1
}

fn log_of<const N: usize>(header: &str, rows: usize, row: impl Fn(f64) -> [f64; N]) -> String {
    let mut text = format!("{header}\n");
    for second in 0..rows {
        let cells = row(second as f64).map(|cell| format!(",{cell}")).concat();
        text.push_str(&format!("{second}{cells}\n"));
    }
    text
}

fn all_close(values: &[f64], expected: f64, tolerance: f64) {
    let close = |value: &f64| (value - expected).abs() <= tolerance;
    assert!(values.iter().all(close), "{values:?} for {expected}");
}

const DEGREES: &str = "t,longitude,latitude,height [m]";

#[test]
fn jerk_of_a_cubic_and_its_wrong_ends() {
    let cubic = log_of("t,x,y", 12, |t| [t * t * t, -2.0 * t * t * t]);
    let columns = of(&cubic, &[Quantity::Jerk], &DeriveOptions::default());
    let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["j_x", "j_y", "jerk"]);
    all_close(&columns[0].1[3..9], 6.0, 1e-10);
    all_close(&columns[2].1[3..9], 6.0 * 5.0_f64.sqrt(), 1e-9);
    for (row, expected) in [2.25, 3.75, 5.25].into_iter().enumerate() {
        all_close(
            &[columns[0].1[row], columns[0].1[11 - row]],
            expected,
            1e-10,
        );
    }
    let accurate = DeriveOptions {
        accuracy: Accuracy::Fourth,
        ..Default::default()
    };
    all_close(&of(&cubic, &[Quantity::Jerk], &accurate)[0].1, 6.0, 1e-9);
}

#[test]
fn jerk_by_first_differences_ends_three_rows_early() {
    let cubic = log_of("t,x", 6, |t| [t * t * t]);
    let options = DeriveOptions {
        method: Method::FirstDifference,
        ..Default::default()
    };
    let jerk = &of(&cubic, &[Quantity::Jerk], &options)[1].1;
    assert_eq!(jerk[..3], [6.0; 3]);
    assert!(jerk[3..].iter().all(|jerk| jerk.is_nan()));
}

#[test]
fn jerk_needs_four_positions_in_a_segment() {
    let text = "t,x\n0,0\n1,1\n2,8\n3,\n100,0\n101,1\n102,8\n103,\n104,64\n";
    let jerk = one(text, Quantity::Jerk);
    assert!(jerk[..4].iter().all(|jerk| jerk.is_nan()));
    assert!(jerk[7].is_nan());
    assert!([4, 5, 6, 8].iter().all(|&row| jerk[row].is_finite()));
}

#[test]
fn jerk_round_the_equator_is_against_the_velocity() {
    // r''' = −ω² r' on a circle.
    let circle = log_of(DEGREES, 40, |t| [-179.0 + 0.1 * t, 0.0, 0.0]);
    let columns = of(&circle, &[Quantity::Jerk], &DeriveOptions::default());
    let omega = 0.1_f64.to_radians();
    let expected = -6_378_137.0 * omega.powi(3);
    all_close(&columns[0].1[3..37], expected, 2e-6 * expected.abs());
    all_close(&columns[1].1[3..37], 0.0, 1e-12);
    all_close(&columns[2].1[3..37], 0.0, 1e-8);
    all_close(&columns[3].1[3..37], -expected, 2e-6 * expected.abs());
}

#[test]
fn straight_on_along_the_equator() {
    let east = log_of(DEGREES, 9, |t| [179.9996 + 1e-4 * t, 0.0, 0.0]);
    let radius = 6_378_137.0;
    all_close(&one(&east, Quantity::Course), 90.0, 1e-6);
    all_close(&one(&east, Quantity::TurnRate)[2..7], 0.0, 1e-6);
    all_close(
        &one(&east, Quantity::Curvature)[2..7],
        1.0 / radius,
        1e-3 / radius,
    );
    let speed = radius * 1e-4_f64.to_radians();
    all_close(&one(&east, Quantity::SpeedOverGround), speed, 1e-6);
    all_close(&one(&east, Quantity::VerticalSpeed), 0.0, 1e-6);
}

#[test]
fn over_the_pole_the_course_turns_round_and_the_motion_does_not() {
    // A great circle of a sphere is none of the ellipsoid, but close to one over the pole.
    let polar = log_of(DEGREES, 21, |t| {
        let latitude = 89.9 + 0.0101 * t;
        if latitude <= 90.0 {
            [30.0, latitude, 100.0]
        } else {
            [-150.0, 180.0 - latitude, 100.0]
        }
    });
    let course = one(&polar, Quantity::Course);
    let from_north = |course: f64| course.min(360.0 - course);
    assert!(course[..9].iter().all(|&course| from_north(course) < 1e-6));
    all_close(&course[11..], 180.0, 1e-6);
    all_close(&one(&polar, Quantity::TurnRate)[2..19], 0.0, 1e-9);
    let speed = one(&polar, Quantity::SpeedOverGround);
    all_close(&speed[1..20], 6_399_593.6 * 0.0101_f64.to_radians(), 0.1);
}

#[test]
fn a_parallel_turns_towards_its_pole() {
    let (latitude, per_second) = (60.0_f64, 0.01_f64);
    let parallel = log_of(DEGREES, 9, |t| [10.0 + per_second * t, latitude, 0.0]);
    all_close(&one(&parallel, Quantity::Course), 90.0, 1e-2);
    // A parallel is a cone's circle unrolled: λ' sin φ, to the left where north is left.
    let expected = -per_second * latitude.to_radians().sin();
    all_close(
        &one(&parallel, Quantity::TurnRate)[2..7],
        expected,
        1e-6 * per_second,
    );
}

#[test]
fn straight_up_there_is_a_speed_and_no_course() {
    let balloon = log_of(DEGREES, 9, |t| [33.3, 44.4, 7.0 * t]);
    all_close(&one(&balloon, Quantity::VerticalSpeed), 7.0, 1e-6);
    for quantity in [Quantity::Course, Quantity::TurnRate] {
        assert!(one(&balloon, quantity).iter().all(|value| value.is_nan()));
    }
    all_close(&one(&balloon, Quantity::PathLength)[8..], 56.0, 1e-7);
}

#[test]
fn headings_round_a_circle() {
    let (radius, omega) = (3.0, 0.1_f64);
    let circle = log_of("t,x,y,z", 63, |t| {
        [radius * (omega * t).cos(), radius * (omega * t).sin(), 5.0]
    });
    // The central difference of a circle is a circle: its direction is exact.
    for (row, heading) in one(&circle, Quantity::Heading)
        .iter()
        .enumerate()
        .skip(1)
        .take(61)
    {
        let expected = 90.0 + (omega * row as f64).to_degrees();
        let turned = (heading - expected).rem_euclid(360.0);
        assert!(turned.min(360.0 - turned) < 1e-6, "row {row}: {heading}");
        assert!((-180.0..=180.0).contains(heading));
    }
    let inside = 2..61;
    let sinc = omega.sin() / omega;
    let turn = &one(&circle, Quantity::TurnRate)[inside.clone()];
    all_close(turn, (omega * sinc).to_degrees(), 1e-6);
    let curvature = &one(&circle, Quantity::Curvature)[inside];
    all_close(curvature, 1.0 / radius, 1e-9);
}

#[test]
fn entities_are_apart_and_order_is_as_asked() {
    let text = "id,t,x\na,0,0\na,1,3\na,2,6\nb,0,5\nb,1,4\nb,2,3\n";
    let wanted = [
        Quantity::PathLength,
        Quantity::TangentialAcceleration,
        Quantity::Curvature,
    ];
    let columns = of(text, &wanted, &DeriveOptions::default());
    assert_eq!(
        columns[0],
        ("path_length".into(), vec![0.0, 3.0, 6.0, 0.0, 1.0, 2.0])
    );
    assert_eq!(columns[1], ("tangential_acceleration".into(), vec![0.0; 6]));
    assert!(columns[2].1.iter().all(|curvature| curvature.is_nan()));
}

#[test]
fn every_name_is_read_back() {
    for quantity in Quantity::ALL {
        assert_eq!(quantity.name().parse(), Ok(quantity));
    }
    let error = "speed".parse::<Quantity>().unwrap_err();
    assert!(error.starts_with("'speed' is none of speed_over_ground, vertical_speed, course"));
}

#[test]
fn units_are_made_of_the_logs_length() {
    assert_eq!(Quantity::Jerk.unit(Some("px")).as_deref(), Some("px/s³"));
    assert_eq!(Quantity::Curvature.unit(Some("m")).as_deref(), Some("1/m"));
    assert_eq!(Quantity::PathLength.unit(None), None);
    assert_eq!(Quantity::Heading.unit(None).as_deref(), Some("°"));
}

proptest! {
    #[test]
    fn nothing_is_infinite(
        rows in prop::collection::vec((any::<f64>(), any::<f64>(), any::<f64>()), 2..9),
        degrees in any::<bool>(),
    ) {
        let header = if degrees { DEGREES } else { "t,x,y,z" };
        let row = |second: f64| {
            let (x, y, z) = rows[second as usize];
            if degrees { [x % 180.0, y % 90.0, z] } else { [x, y, z] }
        };
        let text = log_of(header, rows.len(), row);
        for (name, values) in of(&text, &Quantity::ALL, &DeriveOptions::default()) {
            prop_assert_eq!(values.len(), rows.len());
            prop_assert!(!values.iter().any(|value| value.is_infinite()), "{}", name);
        }
    }
}
