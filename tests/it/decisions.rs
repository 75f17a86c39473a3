//! What is what in logs of layouts that people have: each log has its right speed, or a sentence that stops or warns.

use std::collections::BTreeMap;
use std::fs;

use super::support::{Analysis, dxdt, error_of, said};

/// A header above rows of numbers 0, 1, 2, ….
fn log(header: &str, rows: usize, row: impl Fn(usize) -> String) -> String {
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!("{header}\n{}\n", rows.join("\n"))
}

/// A place that goes 3 units to the right and 4 up from row to row.
fn place(row: usize) -> String {
    format!("{},{}", 3 * row, 4 * row)
}

/// Degrees of a thing that goes 1e-5 degrees north from row to row: 1.1120 m at 48°.
fn north(row: usize) -> f64 {
    48.0 + 1e-5 * row as f64
}
const NORTH_STEP: f64 = 1.111_99;

/// The middle of the speeds of each object, by its name; of a log without objects by no name.
fn speeds(analysis: &Analysis) -> BTreeMap<String, f64> {
    let motion = analysis.motion();
    let speed = motion.numbers("speed");
    let names: Vec<String> = match motion.names[0].as_str() {
        "time" => vec![String::new(); speed.len()],
        name => motion.text(name).to_vec(),
    };
    let mut of_each: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for (name, speed) in names.into_iter().zip(speed) {
        of_each.entry(name).or_default().extend(speed);
    }
    let middle = |mut speeds: Vec<f64>| {
        speeds.sort_by(f64::total_cmp);
        speeds[speeds.len() / 2]
    };
    of_each
        .into_iter()
        .map(|(name, speeds)| (name, middle(speeds)))
        .collect()
}

fn assert_speeds(what: &str, log: &str, options: &[&str], expected: &[(&str, f64)]) -> Analysis {
    let analysis = Analysis::of(log, options);
    let found = speeds(&analysis);
    assert_eq!(found.len(), expected.len(), "{what}: {found:?}");
    for (name, speed) in expected {
        let got = found.get(*name).copied().unwrap_or(f64::NAN);
        assert!(
            (got - speed).abs() <= 1e-3 * speed,
            "{what}, '{name}': {got} instead of {speed}\n{}",
            analysis.messages
        );
    }
    analysis
}

/// What the program says where it stops.
fn refusal(log: &str, options: &[&str]) -> String {
    error_of(log.as_bytes(), options)
}

#[test]
fn quantities_name_nothing_and_contents_may() {
    // A course that is called `track`, as gpsd calls it.
    let course = log("time,lat,lon,track,speed", 40, |row| {
        let track = [350, 352, 350, 355][row % 4];
        format!("{row}.0,{:.7},9.0,{track},1.1", north(row))
    });
    assert_speeds("course", &course, &[], &[("", NORTH_STEP)]);
    // A word that accounts for every step back in time.
    let words = log("t_s,x,y,wagon", 40, |row| {
        let (step, wagon) = (row / 2, ["red", "blue"][row % 2]);
        let fast = 1 + row % 2;
        format!("{step}.5,{},{},{wagon}", 3 * step * fast, 4 * step * fast)
    });
    let expected = [("red", 5.0), ("blue", 10.0)];
    let found = assert_speeds("words", &words, &[], &expected);
    assert!(
        found.messages.contains("object is 'wagon'"),
        "{}",
        found.messages
    );
    let one = Analysis::of(&words, &["--entity", "none"]);
    assert_eq!(speeds(&one).len(), 1);
}

#[test]
fn a_time_may_be_in_two_columns() {
    let sec_nanosec = log("sec,nanosec,x,y", 20, |row| {
        format!(
            "{},{},{}",
            1_700_000_000 + row / 4,
            row % 4 * 250_000_000,
            place(row)
        )
    });
    assert_speeds("seconds and nanoseconds", &sec_nanosec, &[], &[("", 20.0)]);
    let date_clock = log("date,time,x_m,y_m", 20, |row| {
        format!(
            "20240110,{},{}",
            115_950 + row + if row > 9 { 4040 } else { 0 },
            place(row)
        )
    });
    assert_speeds("numbers of date and clock", &date_clock, &[], &[("", 5.0)]);
}

#[test]
fn clocks_are_told_by_all_the_evidence() {
    let uptime = log("timestamp,x_m,y_m", 20, |row| {
        format!("{},{}", 1_932_000_000 + 10_000 * row, place(row))
    });
    let stopped = refusal(&uptime, &[]);
    assert!(stopped.contains("--time-unit"), "{stopped}");
    assert_speeds("uptime", &uptime, &["--time-unit", "us"], &[("", 500.0)]);
    let days = log("time,x_m,y_m", 20, |row| {
        format!("{:.9},{}", 45_301.5 + row as f64 / 86_400.0, place(row))
    });
    assert_speeds("days of a spreadsheet", &days, &[], &[("", 5.0)]);
    let minutes = log("time,x_m,y_m", 20, |row| {
        format!("{:02}:{:02}.5,{}", row / 60, row, place(row))
    });
    assert_speeds("minutes and seconds", &minutes, &[], &[("", 5.0)]);
    let frames = log("frame,x_m,y_m", 20, |row| format!("{row},{}", place(row)));
    assert!(refusal(&frames, &[]).contains("--frame-rate"));
    assert_speeds("frames", &frames, &["--frame-rate", "30"], &[("", 150.0)]);
    let strict = log("t,x_m,y_m", 20, |row| format!("{row},{}", place(row)));
    assert_speeds("a bare t", &strict, &[], &[("", 5.0)]);
    let stopped = refusal(&strict, &["--strict"]);
    assert!(stopped.contains("--strict"), "{stopped}");
}

#[test]
fn what_moves_goes_before_what_is_constant() {
    let home = log("time,home_lat,home_lon,lat,lon", 30, |row| {
        format!("2024-01-10T12:00:{row:02}Z,47.0,8.0,{:.7},9.0", north(row))
    });
    assert_speeds("home", &home, &[], &[("", NORTH_STEP)]);
    let scaled = log("time,latitude_e7,longitude_e7", 30, |row| {
        format!(
            "2024-01-10T12:00:{row:02}Z,{},90000000",
            480_000_000 + 100 * row
        )
    });
    assert_speeds("integers", &scaled, &[], &[("", NORTH_STEP)]);
    let letters = log("time,lat,ns,lon,ew", 30, |row| {
        format!("2024-01-10T12:00:{row:02}Z,{:.7},S,9.0,W", north(row))
    });
    let found = assert_speeds("hemispheres", &letters, &[], &[("", NORTH_STEP)]);
    assert!(found.motion().known("lat").iter().all(|lat| *lat < 0.0));
    assert!(found.motion().known("v_north").iter().all(|v| *v < 0.0));
}

#[test]
fn points_side_by_side_are_things() {
    let points = log("t_s,left_x,left_y,right_x,right_y", 20, |row| {
        format!("{row},{},{},{}", place(row), 100 + 6 * row, 8 * row)
    });
    let expected = [("left", 5.0), ("right", 10.0)];
    assert_speeds("points", &points, &[], &expected);
    assert_speeds("one point", &points, &["--point", "right"], &expected[1..]);
    assert!(refusal(&points, &["--point", "nose"]).contains("'left'"));
}

#[test]
fn words_stand_for_missing_and_marks_for_invalid() {
    let words = log("t_s,x,y", 20, |row| match row {
        5 => "5,#N/A,--".to_owned(),
        6 => "6,.,-nan(ind)".to_owned(),
        _ => format!("{row},{}", place(row)),
    });
    let found = assert_speeds("words", &words, &[], &[("", 5.0)]);
    assert_eq!(found.findings("position_missing")[0]["count"], 2);
    let own = words.replace("#N/A", "lost");
    assert!(refusal(&own, &[]).contains("--missing"));
    assert_speeds("own words", &own, &["--missing", "lost"], &[("", 5.0)]);
    let marked = log("t_s,x,y,likelihood", 20, |row| match row {
        7 | 8 => format!("{row},900,900,0.002"),
        _ => format!("{row},{},0.99", place(row)),
    });
    let found = assert_speeds("marks", &marked, &[], &[("", 5.0)]);
    assert_eq!(found.findings("marked_invalid").len(), 1);
    let speed = found.motion().numbers("speed");
    assert!(speed[7].is_none() && speed.iter().flatten().all(|speed| *speed < 5.1));
}

#[test]
fn motion_that_cannot_be_is_told() {
    let jump = log("t_s,x_m,y_m", 40, |row| {
        format!("{row},{}", place(row + row / 20 * 10_000))
    });
    let found = Analysis::of(&jump, &[]);
    let finding = &found.findings("positions_jump")[0];
    assert_eq!(finding["count"], 1);
    assert!(finding["places"].to_string().contains("22"), "{finding}");
    // What happens again and again is the motion, such as the saccades of an eye.
    let often = log("t_s,x_m,y_m", 400, |row| {
        format!("{row},{}", place(row + row / 40 * 10_000))
    });
    assert!(
        Analysis::of(&often, &[])
            .findings("positions_jump")
            .is_empty()
    );
    let wrapped = log("t_s,counts", 40, |row| {
        format!("{row},{}", (65_000 + 31 * row) % 65_536)
    });
    let found = Analysis::of(&wrapped, &["--position", "counts"]);
    assert!(found.messages.contains("2^16"), "{}", found.messages);
}

#[test]
fn unlike_units_have_no_norm() {
    let unlike = log("t_s,x (mm),y (deg)", 20, |row| {
        format!("{row},{}", place(row))
    });
    assert!(refusal(&unlike, &[]).contains("unit"));
}

#[test]
fn choices_are_shown_saved_and_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let first = log("t,x_m,y_m,home_x,home_y", 30, |row| {
        format!("{row}.25,{},1,1", place(row))
    });
    fs::write(path("first.csv"), first).unwrap();
    let why = dxdt()
        .args(["inspect", "--why"])
        .arg(path("first.csv"))
        .output()
        .unwrap();
    let why = said(&why);
    for evidence in [
        "position\n",
        "'x', 'y', +",
        "'home_x', 'home_y', -",
        "unit of the timestamps",
    ] {
        assert!(why.contains(evidence), "{evidence}: {why}");
    }
    let inspect = |log: &str, choice: &str| {
        let output = dxdt()
            .args(["inspect", choice])
            .arg(path("choices.toml"))
            .arg(path(log))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", said(&output));
        said(&output)
    };
    inspect("first.csv", "--save-choices");
    let saved = fs::read_to_string(path("choices.toml")).unwrap();
    assert!(saved.contains("time-unit = \"s\""), "{saved}");
    // Alone, its steps would be those of another unit.
    let next = log("t,x_m,y_m,home_x,home_y", 30, |row| {
        format!("{},{},1,1", 200 * row, place(row))
    });
    fs::write(path("next.csv"), next).unwrap();
    let told = inspect("next.csv", "--choices");
    assert!(told.contains("timestamps are in s"), "{told}");
    fs::write(path("choices.toml"), "clock = 3\n").unwrap();
    let output = dxdt()
        .args(["analyze", "--choices"])
        .arg(path("choices.toml"))
        .arg(path("next.csv"))
        .output()
        .unwrap();
    assert!(!output.status.success() && said(&output).contains("clock"));
}
