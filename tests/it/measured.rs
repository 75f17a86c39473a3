//! Velocities and speeds that a log brings along, compared with the derived ones.

use super::support::{Analysis, real_log};

fn measured(analysis: &Analysis) -> Vec<serde_json::Value> {
    analysis.summary()["measured"].as_array().unwrap().clone()
}

fn number(value: &serde_json::Value, name: &str) -> f64 {
    value[name]
        .as_f64()
        .unwrap_or_else(|| panic!("no {name} in {value}"))
}

/// A speed that grows and falls, at uneven timestamps, with the position that belongs to it.
fn log(header: &str, unit: f64, lag: f64) -> String {
    let mut log = format!("t,x [m],{header}\n");
    for row in 0..400 {
        let t = 0.1 * f64::from(row) + 0.02 * f64::from(row % 3);
        let speed = |t: f64| 3.0 + (0.9 * t).sin();
        let x = 3.0 * t - (0.9 * t).cos() / 0.9;
        log.push_str(&format!("{t:.2},{x:.9},{:.9}\n", speed(t - lag) / unit));
    }
    log
}

#[test]
fn a_unit_in_the_name_is_taken() {
    let analysis = Analysis::of(&log("speed [km/h]", 1.0 / 3.6, 0.0), &[]);
    let [speed] = &measured(&analysis)[..] else {
        panic!()
    };
    assert_eq!(
        (speed["unit"].as_str(), speed["unit_guessed"].as_bool()),
        (Some("km/h"), Some(false))
    );
    assert_eq!(speed["rows"], 400);
    assert!(number(speed, "rms") < 2e-3 && number(speed, "correlation") > 0.99999);
    assert!(
        analysis
            .messages
            .contains("measured speed (km/h): derived − measured has bias ")
    );
}

#[test]
fn a_unit_that_nothing_names_is_the_one_that_agrees() {
    let analysis = Analysis::of(&log("groundspeed", 1852.0 / 3600.0, 0.0), &[]);
    let [speed] = &measured(&analysis)[..] else {
        panic!()
    };
    assert_eq!(
        (speed["unit"].as_str(), speed["unit_guessed"].as_bool()),
        (Some("kn"), Some(true))
    );
    assert!(
        analysis
            .messages
            .contains("measured groundspeed (kn, unit guessed)")
    );
}

#[test]
fn an_instrument_that_is_late_is_found_out() {
    let analysis = Analysis::of(&log("vx [m/s]", 1.0, 0.4), &[]);
    let [velocity] = &measured(&analysis)[..] else {
        panic!()
    };
    assert!((number(velocity, "lag") - 0.4).abs() < 0.01, "{velocity}");
    assert!(number(velocity, "rms_at_lag") < 0.1 * number(velocity, "rms"));
}

#[test]
fn a_speed_that_cannot_be_read_stops_nothing() {
    let log = log("speed [m/s]", 1.0, 0.0).replacen("\n0.12,", "\nbad\n0.12,", 0);
    let mut lines: Vec<String> = log.lines().map(str::to_owned).collect();
    lines[7] = lines[7].rsplit_once(',').unwrap().0.to_owned() + ",fast";
    let analysis = Analysis::of(&(lines.join("\n") + "\n"), &[]);
    assert!(measured(&analysis).is_empty());
    assert!(
        analysis
            .messages
            .contains("the measured speed 'speed' is not compared: ")
            && analysis
                .messages
                .contains("line 8, column 'speed [m/s]': 'fast' is not a number"),
        "{}",
        analysis.messages
    );
    assert_eq!(analysis.motion().text("t").len(), 400);
}

#[test]
fn speeds_of_something_else_are_left_alone() {
    let analysis = Analysis::of(
        "t,x,wind_speed,IAS,omega [rad/s]\n0,0,1,2,3\n1,1,1,2,3\n2,2,1,2,3\n",
        &[],
    );
    assert!(measured(&analysis).is_empty());
}

#[test]
fn euroc_measures_its_velocity() {
    let Some(path) = real_log("euroc_v102_groundtruth.csv") else {
        return;
    };
    let compared = measured(&Analysis::of_file(&path, &[]));
    let columns: Vec<&str> = compared
        .iter()
        .filter_map(|value| value["column"].as_str())
        .collect();
    assert_eq!(columns, ["v_RS_R_x", "v_RS_R_y", "v_RS_R_z"]);
    let mean_square = compared
        .iter()
        .map(|value| number(value, "rms").powi(2))
        .sum::<f64>()
        / 3.0;
    assert!((mean_square.sqrt() - 0.002_305).abs() < 1e-6);
    assert!(
        compared
            .iter()
            .all(|value| number(value, "correlation") > 0.9998)
    );
}

#[test]
fn a_satellite_is_as_fast_as_its_ephemeris_says() {
    let Some(path) = real_log("leo_10s.oem") else {
        return;
    };
    let compared = measured(&Analysis::of_file(&path, &[]));
    assert_eq!(compared.len(), 3);
    for velocity in &compared {
        assert_eq!(velocity["unit"], "km/s");
        // 7.6 km/s, of which a step of ten seconds leaves 2.3e-5.
        assert!(number(velocity, "median") < 0.2 && number(velocity, "correlation") > 0.999_999);
    }
}

#[test]
fn a_speed_that_may_be_an_entity_by_its_name_is_still_compared() {
    let analysis = Analysis::of(&log("vehicle_speed [m/s]", 1.0, 0.0), &[]);
    let [speed] = &measured(&analysis)[..] else {
        panic!()
    };
    assert_eq!(speed["rows"], 400);
    assert!(number(speed, "rms") < 2e-3);
}
