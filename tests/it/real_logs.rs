//! Logs recorded by others: each runs by its name alone and gives what is known about it.

use super::support::{Analysis, real_log};

fn analysis(name: &str) -> Option<Analysis> {
    Some(Analysis::of_file(&real_log(name)?, &[]))
}

#[test]
fn euroc_agrees_with_its_measured_velocity() {
    let Some(path) = real_log("euroc_v102_groundtruth.csv") else {
        return;
    };
    let analysis = Analysis::of_file(&path, &[]);
    let motion = analysis.motion();
    let measured = measured_velocity(&path);
    assert_eq!(measured.len(), 16_702);
    // Along one axis and row, as NumPy's 0.002305 is reckoned.
    let rms = |prefix: &str, table: &super::support::Table| {
        let (mut sum, mut count) = (0.0, 0);
        for (axis, name) in ["x", "y", "z"].iter().enumerate() {
            for (row, value) in table
                .numbers(&format!("{prefix}_p_RS_R_{name}"))
                .iter()
                .enumerate()
            {
                if let Some(value) = value {
                    sum += (value - measured[row][axis]).powi(2);
                    count += 1;
                }
            }
        }
        (sum / f64::from(count)).sqrt()
    };
    let gradient = rms("v", &motion);
    let difference = rms("diff", &analysis.comparison());
    assert!(gradient <= 0.002_31, "{gradient}");
    assert!((difference - 0.004_27).abs() < 0.000_02, "{difference}");
    assert_eq!(motion.text("time")[0], "1403715524907143168");
    assert_eq!(analysis.summary()["units"]["velocity"], "m/s");
}

/// The columns `v_RS_R_*` of the log.
fn measured_velocity(path: &std::path::Path) -> Vec<[f64; 3]> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_path(path)
        .unwrap();
    let first = reader
        .headers()
        .unwrap()
        .iter()
        .position(|name| name.starts_with("v_RS_R_x"))
        .unwrap();
    let record = |record: csv::Result<csv::StringRecord>| {
        let record = record.unwrap();
        [0, 1, 2].map(|axis| record[first + axis].parse().unwrap())
    };
    reader.records().map(record).collect()
}

#[test]
fn tum_is_named_by_its_comment_and_keeps_its_digits() {
    let Some(analysis) = analysis("tum_fr1_xyz_groundtruth.txt") else {
        return;
    };
    let motion = analysis.motion();
    assert_eq!(motion.names[..5], ["time", "t", "tx", "ty", "tz"]);
    assert_eq!(
        motion.text("time")[..2],
        ["1305031098.6659", "1305031098.6758"]
    );
    assert_eq!(motion.known("t")[..3], [0.0, 0.0099, 0.0199]);
    assert_eq!(motion.text("time").len(), 3000);
}

#[test]
fn geolife_is_walked_in_metres_by_five_people() {
    let Some(analysis) = analysis("geolife_small.csv") else {
        return;
    };
    let summary = analysis.summary();
    assert_eq!(summary["roles"]["entity"], "trajectory_id");
    assert_eq!(summary["roles"]["frame"], "geographic");
    assert_eq!(summary["counts"]["entities"], 5);
    let motion = analysis.motion();
    assert_eq!(motion.text("time")[0], "2008-12-11T04:42:14+00:00");
    let mut speeds: Vec<f64> = motion.numbers("speed").into_iter().flatten().collect();
    speeds.sort_by(f64::total_cmp);
    let median = speeds[speeds.len() / 2];
    assert!((0.3..15.0).contains(&median), "people move at {median} m/s");
    assert!(
        analysis
            .messages
            .contains("taken as longitude and latitude")
    );
}

#[test]
fn boats_are_256_with_455_duplicate_stamps_and_none_out_of_order() {
    let Some(analysis) = analysis("boat-positions.csv") else {
        return;
    };
    let counts = &analysis.summary()["counts"];
    assert_eq!(counts["entities"], 256);
    assert_eq!(counts["duplicate_stamps"], 455);
    assert_eq!(counts["out_of_order"], 0);
    let sum = |kind: &str| analysis.findings(kind)[0]["count"].as_u64().unwrap();
    assert_eq!(
        sum("duplicates_equal") + sum("duplicates_contradicting"),
        455
    );
    assert!(analysis.findings("out_of_order").is_empty());
    let motion = analysis.motion();
    assert_eq!(motion.text("time").len(), 22_287 - 455);
    assert_eq!(motion.text("time")[0], "2021-03-20T00:22:00");
    // Ships in the Suez canal and its roads.
    let speeds = motion.numbers("speed").into_iter().flatten();
    assert!(speeds.fold(0.0, f64::max) < 16.0);
}

#[test]
fn traja_is_told_by_its_names() {
    let Some(analysis) = analysis("traja_3527.csv") else {
        return;
    };
    let motion = analysis.motion();
    assert_eq!(motion.names[..5], ["TrackId", "time", "t", "x", "y"]);
    assert_eq!(motion.known("t")[..3], [0.0, 0.02, 0.04]);
    // (190.9926649 − 195.1955313) / 0.04 s
    assert!((motion.known("v_x")[1] + 105.071_66).abs() < 1e-6);
}

#[test]
fn a_log_that_runs_backwards_is_turned_round() {
    let Some(analysis) = analysis("google_trajectory.csv") else {
        return;
    };
    assert_eq!(analysis.findings("newest_first").len(), 1);
    assert!(analysis.findings("out_of_order").is_empty());
    let t = analysis.motion().known("t");
    assert!(t.windows(2).all(|pair| pair[0] < pair[1]));
}

#[test]
fn birds_are_told_apart_by_their_identifier() {
    let Some(analysis) = analysis("movebank_oystercatcher_2019.csv") else {
        return;
    };
    let summary = analysis.summary();
    assert_eq!(summary["roles"]["entity"], "individual-local-identifier");
    assert_eq!(summary["counts"]["entities"], 2);
    assert_eq!(summary["roles"]["positions"].as_array().unwrap().len(), 3);
}
