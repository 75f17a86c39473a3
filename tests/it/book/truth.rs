//! The truth that `data/README.md` tells about the logs of robot, gulls, aircraft and cart, against the program.

use std::f64::consts::TAU;

use crate::support::{Analysis, Table, root};

fn motion(log: &str, options: &[&str]) -> Table {
    Analysis::of_file(&root().join("data").join(log), options).motion()
}

/// The root mean square of a column minus what it should be, over the rows that have it.
fn off(motion: &Table, column: &str, truth: impl Fn(usize) -> f64) -> f64 {
    let differences: Vec<f64> = motion
        .numbers(column)
        .into_iter()
        .enumerate()
        .filter_map(|(row, value)| Some(value? - truth(row)))
        .collect();
    assert!(differences.len() > 80, "{column}: {}", differences.len());
    let squares: f64 = differences
        .iter()
        .map(|difference| difference * difference)
        .sum();
    (squares / differences.len() as f64).sqrt()
}

#[test]
fn the_robot_moves_on_its_figure_of_eight() {
    let motion = motion("robot_pose.txt", &["--method", "kalman", "--no-comparison"]);
    let omega = TAU / 20.0;
    // The first timestamp is 1 ms after the zero of the formula.
    let t: Vec<f64> = motion.known("t").iter().map(|t| t + 0.001).collect();
    for (axis, amplitude, times) in [("tx", 1.5, 1.0), ("ty", 0.75, 2.0), ("tz", 0.1, 3.0)] {
        let rate = times * omega;
        let velocity = |row: usize| amplitude * rate * (rate * t[row]).cos();
        let acceleration = |row: usize| -amplitude * rate * rate * (rate * t[row]).sin();
        let off = [
            off(&motion, &format!("v_{axis}"), velocity),
            off(&motion, &format!("a_{axis}"), acceleration),
        ];
        assert!(off[0] < 3e-4 && off[1] < 3e-3, "{axis}: {off:?}");
    }
}

#[test]
fn the_gulls_fly_round_their_ellipses() {
    let motion = motion("gulls.csv", &["--method", "kalman", "--no-comparison"]);
    let birds = motion.text("individual-local-identifier").to_vec();
    let seconds: Vec<f64> = motion
        .text("time")
        .iter()
        .map(|time| of_the_first_day(time))
        .collect();
    // Degrees of latitude and longitude in meters at 53.7° and the ellipsoid's height, within a thousandth of both.
    let metres = |latitude: f64| {
        let eccentricity = 0.006_694_38;
        let root = (1.0 - eccentricity * latitude.to_radians().sin().powi(2)).sqrt();
        let across = 6_378_137.0 / root * latitude.to_radians().cos();
        let along = 6_378_137.0 * (1.0 - eccentricity) / root.powi(3);
        [across.to_radians(), along.to_radians()]
    };
    let truth = |row: usize| {
        let (north, east, hours) = match birds[row].as_str() {
            "Ada" => (0.06, 0.10, 3.0),
            _ => (0.09, 0.05, 4.0),
        };
        let omega = TAU / (hours * 3600.0);
        let (sine, cosine) = (omega * seconds[row]).sin_cos();
        let [across, along] = metres(53.7 + north * sine);
        [
            -east * omega * sine * across,
            north * omega * cosine * along,
        ]
    };
    for (axis, name) in ["v_east", "v_north"].iter().enumerate() {
        let off = off(&motion, name, |row| truth(row)[axis]);
        assert!(off < 0.02, "{name}: {off}");
    }
    let flags = motion.text("flag");
    assert_eq!(
        flags.iter().filter(|flag| flag.contains("outlier")).count(),
        1
    );
    assert_eq!(
        flags.iter().filter(|flag| flag.contains("missing")).count(),
        1
    );
}

/// Seconds since midnight of the day on which the gulls' log begins.
fn of_the_first_day(time: &str) -> f64 {
    let number = |range: std::ops::Range<usize>| -> f64 { time[range].parse().unwrap() };
    86_400.0 * (number(8..10) - 11.0)
        + 3600.0 * number(11..13)
        + 60.0 * number(14..16)
        + number(17..19)
}

#[test]
fn the_aircraft_flies_its_descent_and_its_turn() {
    let motion = motion("aircraft.csv", &["--method", "kalman", "--no-comparison"]);
    // A message is of some instant within its second: half a second later in the mean.
    let t: Vec<f64> = motion.known("t").iter().map(|t| t + 0.5).collect();
    let heading = |t: f64| 70.0 + 1.5 * (t - 400.0).clamp(0.0, 60.0);
    let speed = |t: f64| 128.0 - 0.1 * (t - 460.0).max(0.0);
    let off_speed = off(&motion, "speed_over_ground", |row| speed(t[row]));
    let off_course = off(&motion, "course", |row| heading(t[row]));
    let is_sinking = |t: f64| (100.0..500.0).contains(&t);
    let off_climb = off(&motion, "vertical_speed", |row| {
        if is_sinking(t[row]) { -7.803 } else { 0.0 }
    });
    assert!(
        off_speed < 1.5 && off_course < 1.0 && off_climb < 1.0,
        "{off_speed} {off_course} {off_climb}"
    );
    let log = Table::read(&root().join("data/aircraft.csv"));
    let measured = off(&log, "groundspeed", |row| speed(t[row]) * 3600.0 / 1852.0);
    // Within 0.6 % of 249 knots, and rounded to one.
    assert!(measured < 1.0, "{measured}");
}

#[test]
fn the_cart_has_one_acceleration() {
    let motion = motion(
        "cart_tracker.txt",
        &["--method", "kalman", "--no-comparison"],
    );
    let t = motion.known("t");
    let [velocity, acceleration] = [
        off(&motion, "v_x", |row| 1.2 - 0.8 * t[row]),
        off(&motion, "a_x", |_| -0.8),
    ];
    assert!(
        velocity < 1e-3 && acceleration < 3e-3,
        "{velocity} {acceleration}"
    );
    assert!(off(&motion, "v_y", |_| 0.0) < 1e-3);
}
