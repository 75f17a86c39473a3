//! Real logs in text formats of their own: each runs by its name alone and agrees with what it measured itself.

use std::fs;
use std::path::PathBuf;

use dxdt_motion::finding::{FormatNote, HorizonsScale};

use super::support::{Analysis, Table, dxdt, format_notes, real_log, said};

fn analysis(name: &str) -> Option<(PathBuf, Analysis)> {
    let path = real_log(name)?;
    let analysis = Analysis::of_file(&path, &[]);
    Some((path, analysis))
}

/// The note on what the positions of an ephemeris are.
fn ephemeris([object, center, frame]: [&str; 3], times: Option<&str>) -> FormatNote {
    let named = |name: &str| Some(name.to_owned());
    FormatNote::Ephemeris {
        object: named(object),
        center: named(center),
        frame: named(frame),
        times: times.map(str::to_owned),
    }
}

/// The largest error of the inner rows' velocity, relative to the speed, against measured velocities in m/s.
fn largest_error(motion: &Table, measured: &[[f64; 3]], rows: impl Iterator<Item = usize>) -> f64 {
    let velocity = ["v_x", "v_y", "v_z"].map(|name| motion.known(name));
    let norm = |vector: [f64; 3]| vector.iter().map(|c| c * c).sum::<f64>().sqrt();
    rows.map(|row| {
        let error = [0, 1, 2].map(|axis| velocity[axis][row] - measured[row][axis]);
        norm(error) / norm(measured[row])
    })
    .fold(0.0, f64::max)
}

#[test]
fn a_satellite_agrees_with_its_ephemeris() {
    let Some((path, analysis)) = analysis("leo_10s.oem") else {
        return;
    };
    let motion = analysis.motion();
    assert_eq!(motion.text("time").len(), 361);
    assert_eq!(motion.text("time")[1], "2020-06-01T12:00:10.000000Z");
    let contradicting = &analysis.findings("duplicates_contradicting")[0];
    assert_eq!(contradicting["count"], 2);
    assert_eq!(contradicting["places"][0]["line"], 368);
    assert_eq!(
        format_notes(&path),
        [ephemeris(["TEST_OBJ", "Earth", "ICRF"], Some("UTC"))]
    );
    let mut measured: Vec<(String, [f64; 3])> = Vec::new();
    for line in fs::read_to_string(path).unwrap().lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        if fields.len() == 7 && fields[0].starts_with("2020-") {
            let metres = |index: usize| 1e3 * fields[index].parse::<f64>().unwrap();
            measured.push((fields[0].to_owned(), [4, 5, 6].map(metres)));
        }
    }
    measured.dedup_by(|later, earlier| later.0 == earlier.0);
    let measured: Vec<[f64; 3]> = measured.into_iter().map(|(_, velocity)| velocity).collect();
    let error = largest_error(&motion, &measured, 1..360);
    // h²/6 · |jerk| / |velocity| = (10 s · 2π / 92.5 min)² / 6 on a circle.
    assert!(error < 2.5e-5, "{error}");
}

#[test]
fn a_comet_agrees_with_its_ephemeris() {
    let Some((path, analysis)) = analysis("horizons_halley.txt") else {
        return;
    };
    let motion = analysis.motion();
    assert_eq!(motion.text("time").len(), 183);
    assert_eq!(motion.text("time")[0], "1986-01-01T00:00:00.0000");
    assert_eq!(motion.known("t")[182], 182.0 * 2.0 * 86_400.0);
    let names = ["1P/Halley", "Solar System Barycenter (0)", "ICRF"];
    let scale = HorizonsScale::Tdb;
    assert_eq!(
        format_notes(&path),
        [ephemeris(names, None), FormatNote::HorizonsStamps { scale }]
    );
    const METRES_PER_AU: f64 = 149_597_870_700.0;
    let text = fs::read_to_string(path).unwrap();
    let (_, table) = text.split_once("$$SOE").unwrap();
    let measured: Vec<[f64; 3]> = table
        .lines()
        .filter_map(|line| line.trim().strip_prefix("VX="))
        .take(183)
        .map(|line| {
            let numbers = line.replace("VY=", " ").replace("VZ=", " ");
            let numbers: Vec<f64> = numbers
                .split_whitespace()
                .map(|number| number.parse::<f64>().unwrap() * METRES_PER_AU / 86_400.0)
                .collect();
            numbers.try_into().unwrap()
        })
        .collect();
    let error = largest_error(&motion, &measured, 1..182);
    // Near the Sun two days are long.
    assert!((0.5e-3..2e-3).contains(&error), "{error}");
}

#[test]
fn storms_move_as_fast_as_storms() {
    let Some((_, analysis)) = analysis("hurdat2_2019.txt") else {
        return;
    };
    let summary = analysis.summary();
    assert_eq!(summary["counts"]["entities"], 19);
    assert_eq!(summary["roles"]["entity"], "storm");
    assert_eq!(summary["roles"]["frame"], "geographic");
    let motion = analysis.motion();
    assert_eq!(motion.text("storm").len(), 486);
    assert_eq!(motion.text("storm")[0], "AL022019 BARRY");
    assert_eq!(motion.text("time")[0], "2019-07-10T12:00:00Z");
    assert_eq!(
        (motion.known("longitude")[0], motion.known("latitude")[0]),
        (-86.5, 28.5)
    );
    let fastest = motion
        .numbers("speed")
        .into_iter()
        .flatten()
        .fold(0.0, f64::max);
    assert!((10.0..40.0).contains(&fastest), "{fastest} m/s");
}

#[test]
fn a_walk_has_feet_of_altitude_and_a_gap_of_hours() {
    let Some((_, analysis)) = analysis("geolife_20081023055305.plt") else {
        return;
    };
    let motion = analysis.motion();
    assert_eq!(motion.text("time").len(), 961);
    assert_eq!(motion.text("time")[0], "2008-10-23T05:53:05Z");
    assert_eq!(motion.known("altitude")[0], 492.0 * 0.3048);
    assert_eq!(analysis.findings("gaps").len(), 1);
    let t = motion.known("t");
    let longest = t
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .fold(0.0, f64::max);
    assert_eq!(longest, 16_256.0);
}

#[test]
fn markers_are_melted_into_entities() {
    let Some((path, analysis)) = analysis("balancing.trc") else {
        return;
    };
    let motion = analysis.motion();
    assert_eq!(motion.names[..6], ["marker", "time", "t", "x", "y", "z"]);
    assert_eq!(motion.text("marker").len(), 2100);
    assert_eq!(analysis.summary()["counts"]["entities"], 21);
    assert_eq!(analysis.findings("format_note").len(), 0);
    // The last marker's last frame is the last three cells of the file.
    let text = fs::read_to_string(path).unwrap();
    let last: Vec<&str> = text.trim_end().rsplit('\t').take(3).collect();
    for (axis, cell) in ["z", "y", "x"].iter().zip(last) {
        assert_eq!(motion.known(axis)[2099], cell.parse::<f64>().unwrap());
    }
    assert_eq!(motion.text("marker")[2099], "LWrist");
    assert_eq!(motion.text("time")[0], "0.0166666666666666");
}

#[test]
fn a_damaged_file_is_one_sentence_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("storms.csv");
    let storm = "AL012019, ANDREA, 2,\n20190520, 1800,  , SS, 29.3N,  68.7W,  35, 1006,\n";
    fs::write(&path, storm).unwrap();
    let output = dxdt().arg("analyze").arg(&path).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let message = said(&output);
    assert_eq!(
        message
            .trim_end()
            .replace(&path.display().to_string(), "LOG"),
        "error: LOG, line 1: AL012019 ANDREA has 1 row where its header says 2; \
         the file may be cut off or damaged: download it again, or correct the header"
    );
}
