//! The accuracy of first derivatives on a real ephemeris.

use dxdt_calculus::{Accuracy, EdgeOrder, Spacing, gradient, gradient_with_accuracy};
use std::fs;

use crate::support::real_log;

/// A satellite in low orbit, a row every 10 seconds, one of them repeated with other positions:
/// position in km, velocity in km/s.
const EPHEMERIS: &str = "leo_10s.oem";

/// Seconds of the day, positions and velocities, without rows that repeat a timestamp.
fn ephemeris(text: &str) -> (Vec<f64>, [Vec<f64>; 3], [Vec<f64>; 3]) {
    let mut t: Vec<f64> = Vec::new();
    let (mut position, mut velocity) = ([const { Vec::new() }; 3], [const { Vec::new() }; 3]);
    let rows = text.lines().skip_while(|line| line.trim() != "META_STOP");
    for row in rows.skip(1) {
        let fields: Vec<&str> = row.split_whitespace().collect();
        let [stamp, numbers @ ..] = &fields[..] else {
            continue;
        };
        let Some((_, time)) = stamp.split_once('T').filter(|_| numbers.len() == 6) else {
            continue;
        };
        let units: Vec<f64> = time.split(':').map(|unit| unit.parse().unwrap()).collect();
        let seconds = units[0] * 3600.0 + units[1] * 60.0 + units[2];
        if t.last() == Some(&seconds) {
            continue;
        }
        t.push(seconds);
        for axis in 0..3 {
            position[axis].push(numbers[axis].parse().unwrap());
            velocity[axis].push(numbers[axis + 3].parse().unwrap());
        }
    }
    (t, position, velocity)
}

#[test]
fn accuracy_4_comes_closer_to_the_measured_velocity_than_numpy() {
    let Some(path) = real_log(EPHEMERIS) else {
        return;
    };
    let (t, position, velocity) = ephemeris(&fs::read_to_string(path).unwrap());
    assert!(t.len() > 300, "{} rows", t.len());
    let spacing = Spacing::Coordinates(&t);
    // The root mean square of the error of a component over that of the speed.
    let error = |derive: &dyn Fn(&[f64]) -> Vec<f64>| {
        let (mut error, mut speed) = (0.0, 0.0);
        for (position, velocity) in position.iter().zip(&velocity) {
            for (found, measured) in derive(position).iter().zip(velocity) {
                error += (found - measured).powi(2) / 3.0;
                speed += measured.powi(2);
            }
        }
        f64::sqrt(error / speed)
    };
    let by_accuracy =
        |accuracy| error(&|position| gradient_with_accuracy(position, spacing, accuracy).unwrap());
    let by_numpy = error(&|position| gradient(position, spacing, EdgeOrder::Second).unwrap());
    let by_accuracy = Accuracy::ALL.map(by_accuracy);
    eprintln!("relative error: gradient {by_numpy:e}, by accuracy {by_accuracy:?}");
    assert!((by_numpy - by_accuracy[0]).abs() < 1e-9);
    assert!((1.3e-5..1.4e-5).contains(&by_numpy), "{by_numpy:e}");
    assert!(by_accuracy[1] < 1.3e-6, "{:e}", by_accuracy[1]);
}
