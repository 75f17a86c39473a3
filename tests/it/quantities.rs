//! `--quantities`: which columns there are, what they hold, and what is refused.

use std::fs::{self, File};

use polars::prelude::{DataFrame, IpcReader, JsonFormat, JsonReader, ParquetReader, SerReader};

use super::support::{Analysis, Table, dxdt, real_log, said};

const GEOGRAPHIC: [&str; 4] = ["speed_over_ground", "vertical_speed", "course", "turn_rate"];

/// A circle of radius 2 m, a step a second, at 1 rad in 20 s.
fn circle() -> String {
    let mut log = String::from("t,x [m],y [m]\n");
    for second in 0..60 {
        let angle = f64::from(second) / 20.0;
        log.push_str(&format!(
            "{second},{},{}\n",
            2.0 * angle.cos(),
            2.0 * angle.sin()
        ));
    }
    log
}

/// The names between `accel` and `segment`.
fn further(table: &Table) -> Vec<&str> {
    let names = table.names.iter().map(String::as_str);
    let after = names.skip_while(|name| *name != "accel").skip(1);
    after.take_while(|name| *name != "segment").collect()
}

/// What the program says when it refuses a log and its options, and its exit code.
fn refusal(log: &str, choice: &str) -> (String, Option<i32>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    fs::write(&path, log).unwrap();
    let output = dxdt()
        .arg("analyze")
        .arg(&path)
        .args(["--quantities", choice, "-o"])
        .arg(folder.path().join("out"))
        .output()
        .unwrap();
    assert!(!folder.path().join("out").exists());
    let message = said(&output);
    (
        message.replace(&path.display().to_string(), "LOG"),
        output.status.code(),
    )
}

fn sorted(values: impl IntoIterator<Item = Option<f64>>) -> Vec<f64> {
    let mut known: Vec<f64> = values.into_iter().flatten().collect();
    known.sort_by(f64::total_cmp);
    known
}

fn median(values: impl IntoIterator<Item = Option<f64>>) -> f64 {
    let known = sorted(values);
    known[known.len() / 2]
}

#[test]
fn cartesian_logs_have_those_that_are_asked_for() {
    let columns = |options: &[&str]| further(&Analysis::of(&circle(), options).motion()).join(" ");
    assert_eq!(columns(&[]), "");
    assert_eq!(columns(&["--quantities", "none"]), "");
    assert_eq!(
        columns(&["--quantities", "path_length,jerk,heading"]),
        "path_length j_x j_y jerk heading"
    );
    assert_eq!(
        columns(&["--quantities", "all"]),
        "heading turn_rate tangential_acceleration normal_acceleration j_x j_y jerk curvature path_length"
    );
}

#[test]
fn geographic_logs_have_four_without_being_asked() {
    let log = "t,longitude,latitude\n0,10,50\n1,10.001,50\n2,10.002,50\n3,10.003,50\n";
    let analysis = Analysis::of(log, &[]);
    assert_eq!(further(&analysis.motion()), GEOGRAPHIC);
    assert!(analysis.messages.contains(
        "further quantities: speed_over_ground (m/s), vertical_speed (m/s), course (°), turn_rate (°/s)"
    ));
    let none = Analysis::of(log, &["--quantities", "none"]);
    assert!(further(&none.motion()).is_empty());
    assert!(!none.messages.contains("further quantities"));
    let one = Analysis::of(log, &["--quantities", "curvature"]);
    assert_eq!(further(&one.motion()), ["curvature"]);
}

#[test]
fn a_circle_is_told_by_table_and_summary() {
    let analysis = Analysis::of(
        &circle(),
        &["--quantities", "curvature,turn_rate,normal_acceleration"],
    );
    let motion = analysis.motion();
    let middle = |name: &str| motion.known(name)[2..58].to_vec();
    assert!(middle("curvature").iter().all(|k| (k - 0.5).abs() < 1e-9));
    let turn = 0.05_f64.to_degrees();
    assert!(
        middle("turn_rate")
            .iter()
            .all(|w| (w - turn).abs() < 1e-3 * turn)
    );
    let across = 2.0 * 0.05 * 0.05;
    assert!(
        middle("normal_acceleration")
            .iter()
            .all(|a| (a - across).abs() < 2e-3 * across)
    );
    let summary = analysis.summary();
    assert_eq!(
        summary["quantities"],
        serde_json::json!([
            {"name": "curvature", "unit": "1/m"},
            {"name": "turn_rate", "unit": "°/s"},
            {"name": "normal_acceleration", "unit": "m/s²"},
        ])
    );
    let ranges = summary["entities"][0]["quantities"].as_array().unwrap();
    let largest = sorted(motion.numbers("turn_rate")).pop();
    assert_eq!(ranges[1][1].as_f64(), largest);
}

#[test]
fn the_jerk_of_a_smoother_is_that_of_its_curve() {
    // x = t³ with an error that changes its sign from row to row: the jerk is 6.
    let rows = (0..80).map(|i| {
        let t = 0.1 * f64::from(i);
        let error = [0.02, -0.03, 0.01, 0.03, -0.03][i as usize * 7 % 5];
        format!("{t:.1},{:.4}\n", t * t * t + error)
    });
    let log = "t (s),x (m)\n".to_owned() + &rows.collect::<String>();
    let of = |method: &str| {
        let analysis = Analysis::of(&log, &["--quantities", "jerk", "--method", method]);
        analysis.motion()
    };
    let largest = |motion: &Table| {
        let jerks = motion.known("j_x");
        jerks
            .iter()
            .map(|jerk| (jerk - 6.0).abs())
            .fold(0.0, f64::max)
    };
    let smoothed = of("kalman");
    assert_eq!(smoothed.known("j_x_err").len(), 80);
    assert!(largest(&smoothed) < 0.5, "{}", largest(&smoothed));
    assert!(largest(&of("gradient")) > 10.0);
    // What another program gives has no jerk of its own: it is the derivative of its acceleration.
    let preset = of("numpy");
    assert!(largest(&preset) > 10.0);
    assert!(preset.numbers("j_x_err").iter().all(Option::is_none));
}

#[test]
fn what_cannot_be_known_is_empty() {
    // At rest, then a row without a position, then motion.
    let log = "t,x,y\n0,1,1\n1,1,1\n2,1,1\n3,1,1\n4,,2\n5,3,1\n6,5,1\n7,7,1\n";
    let motion = Analysis::of(log, &["--quantities", "all"]).motion();
    for name in [
        "heading",
        "turn_rate",
        "curvature",
        "tangential_acceleration",
    ] {
        let values = motion.numbers(name);
        assert_eq!((values[1], values[4]), (None, None), "{name}");
        assert!(values[6].is_some(), "{name}");
    }
    assert_eq!(
        motion.text("path_length"),
        ["0.0", "0.0", "0.0", "0.0", "", "2.0", "4.0", "6.0"]
    );
    assert_eq!(motion.numbers("heading")[6], Some(0.0));
}

#[test]
fn every_format_has_them() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log.csv");
    fs::write(&log, circle()).unwrap();
    let read = |format: &str| -> DataFrame {
        let run = dxdt()
            .arg("analyze")
            .arg(&log)
            .args([
                "--no-charts",
                "--quantities",
                "heading,jerk",
                "--format",
                format,
                "-o",
            ])
            .arg(folder.path())
            .output()
            .unwrap();
        assert!(run.status.success());
        let file = File::open(folder.path().join(format!("motion.{format}"))).unwrap();
        let frame = match format {
            "parquet" => ParquetReader::new(file).finish(),
            "ipc" => IpcReader::new(file).finish(),
            _ => JsonReader::new(file)
                .with_json_format(JsonFormat::JsonLines)
                .finish(),
        };
        frame.unwrap()
    };
    for format in ["parquet", "ipc", "jsonl"] {
        let frame = read(format);
        for name in ["heading", "j_x", "j_y", "jerk"] {
            let column = frame.column(name).unwrap().f64().unwrap();
            assert_eq!(column.null_count(), 0, "{format} {name}");
        }
        let heading = frame
            .column("heading")
            .unwrap()
            .f64()
            .unwrap()
            .get(20)
            .unwrap();
        assert!(
            (heading - (90.0 + 1_f64.to_degrees())).abs() < 1e-9,
            "{format}"
        );
    }
}

#[test]
fn quantities_that_are_not_defined_are_refused() {
    let (message, code) = refusal("t,x\n0,0\n1,1\n2,2\n", "path_length,curvature");
    insta::assert_snapshot!(message.trim_end(), @"error: LOG: curvature is not defined here: motion along one axis does not turn or bend; name others with --quantities; those of this log are tangential_acceleration, jerk, path_length");
    assert_eq!(code, Some(1));
    let (message, code) = refusal(&circle(), "course");
    insta::assert_snapshot!(message.trim_end(), @"error: LOG: course is not defined here: it needs longitude and latitude; name others with --quantities; those of this log are heading, turn_rate, tangential_acceleration, normal_acceleration, jerk, curvature, path_length");
    assert_eq!(code, Some(1));
    let (message, _) = refusal("t,longitude,latitude\n0,1,1\n1,1,2\n", "heading");
    insta::assert_snapshot!(message.trim_end(), @"error: LOG: heading is not defined here: it is measured from the x axis, and a log with longitude and latitude has a course instead; name others with --quantities; those of this log are speed_over_ground, vertical_speed, course, turn_rate, tangential_acceleration, normal_acceleration, jerk, curvature, path_length");
    let (message, code) = refusal(&circle(), "jerk,spin");
    assert!(
        message.contains("'spin' is none of speed_over_ground, vertical_speed"),
        "{message}"
    );
    assert_eq!(code, Some(2));
}

#[test]
fn names_of_a_log_give_way() {
    let log = "t,jerk,course\n0,0,0\n1,1,2\n2,4,4\n3,9,6\n";
    let options = ["--position", "jerk,course", "--quantities", "jerk"];
    let analysis = Analysis::of(log, &options);
    assert_eq!(
        further(&analysis.motion()),
        ["j_jerk_in_log", "j_course_in_log", "jerk"]
    );
    assert_eq!(analysis.findings("column_renamed").len(), 2);
}

#[test]
fn boats_have_plausible_courses() {
    let Some(path) = real_log("boat-positions.csv") else {
        return;
    };
    let motion = Analysis::of_file(&path, &["--quantities", "all"]).motion();
    let course = motion.numbers("course");
    assert!(
        course
            .iter()
            .flatten()
            .all(|course| (0.0..360.0).contains(course))
    );
    let speed = motion.numbers("speed_over_ground");
    // 265 rows are exactly at rest, and no other row with a velocity is without a course.
    let at_rest = speed.iter().filter(|speed| **speed == Some(0.0)).count();
    let without = speed
        .iter()
        .zip(&course)
        .filter(|(speed, course)| speed.is_some() && course.is_none());
    assert_eq!((at_rest, without.count()), (265, 265));
    // In the canal between its lakes and the sea ships go north or south.
    let longitude = motion.known("longitude");
    let latitude = motion.known("latitude");
    let in_canal = |row: usize| {
        (30.8..31.2).contains(&latitude[row]) && (32.2..32.45).contains(&longitude[row])
    };
    let sailing: Vec<f64> = (0..course.len())
        .filter(|&row| in_canal(row) && speed[row].is_some_and(|speed| speed > 3.0))
        .filter_map(|row| course[row])
        .collect();
    assert!(sailing.len() > 100, "{}", sailing.len());
    let along = |course: &&f64| {
        let from_axis = course.rem_euclid(180.0);
        from_axis.min(180.0 - from_axis) < 30.0
    };
    let share = sailing.iter().filter(along).count() as f64 / sailing.len() as f64;
    assert!(share > 0.95, "{share}");
}

#[test]
fn geolife_courses_are_the_bearings_between_neighbours() {
    let Some(path) = real_log("geolife_small.csv") else {
        return;
    };
    let motion = Analysis::of_file(&path, &["--quantities", "all"]).motion();
    let (x, y) = (motion.known("X"), motion.known("Y"));
    let (entity, segment) = (motion.text("trajectory_id"), motion.text("segment"));
    let course = motion.numbers("course");
    let same = |a: usize, b: usize| entity[a] == entity[b] && segment[a] == segment[b];
    let deviations = (1..x.len() - 1).map(|row| {
        let (before, after) = (row - 1, row + 1);
        if !same(before, after) || (x[before], y[before]) == (x[after], y[after]) {
            return None;
        }
        // Of a plane that touches the Earth here.
        let east = (x[after] - x[before]) * y[row].to_radians().cos();
        let bearing = east.atan2(y[after] - y[before]).to_degrees();
        let turned = (course[row]? - bearing).rem_euclid(360.0);
        Some(turned.min(360.0 - turned))
    });
    let median_deviation = median(deviations);
    assert!(median_deviation < 0.5, "{median_deviation}°");
    // The last length of each entity is the largest; five tracks of 75.3 km.
    let length = motion.known("path_length");
    let ends = (0..x.len()).filter(|&row| row + 1 == x.len() || entity[row] != entity[row + 1]);
    let all: f64 = ends.map(|row| length[row]).sum();
    assert!((all - 75_281.0).abs() < 1.0, "{all} m");
    assert!((0.3..15.0).contains(&median(motion.numbers("speed_over_ground"))));
}

#[test]
fn euroc_has_all_and_they_agree() {
    let Some(path) = real_log("euroc_v102_groundtruth.csv") else {
        return;
    };
    let motion = Analysis::of_file(&path, &["--quantities", "all"]).motion();
    let known = |name: &str| motion.known(name);
    let parts = known("tangential_acceleration")
        .into_iter()
        .zip(known("normal_acceleration"));
    for ((along, across), accel) in parts.zip(known("accel")) {
        assert!((along.hypot(across) - accel).abs() <= 1e-12 * accel);
    }
    let across = known("normal_acceleration").into_iter().zip(known("speed"));
    for ((across, speed), curvature) in across.zip(known("curvature")) {
        assert!((across - curvature * speed * speed).abs() <= 1e-12 * across);
    }
    // The path never shrinks, and is as long as the mean speed says.
    let length = known("path_length");
    assert!(length.windows(2).all(|pair| pair[0] <= pair[1]));
    let speed: f64 = known("speed").iter().sum::<f64>() / length.len() as f64;
    let duration = known("t").last().copied().unwrap();
    let flown = length.last().copied().unwrap();
    assert!(
        (flown / (speed * duration) - 1.0).abs() < 0.01,
        "{flown} m, {}",
        speed * duration
    );
    // The acceleration's own differences, away from the ends.
    let (t, a, j) = (known("t"), known("a_p_RS_R_x"), known("j_p_RS_R_x"));
    let row = 5000;
    let (before, after) = (t[row] - t[row - 1], t[row + 1] - t[row]);
    let slope = (before * before * (a[row + 1] - a[row]) + after * after * (a[row] - a[row - 1]))
        / (before * after * (before + after));
    assert!((j[row] - slope).abs() <= 1e-9 * slope.abs());
}
