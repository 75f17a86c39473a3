//! Positions that are coordinates of a map: what `--crs` makes of them, when it is refused and when it is hinted at.

use std::fs;

use super::support::{Analysis, dxdt, error_of};

/// 10 m/s to the north-east on the ellipsoid from 24° E, 60° N, as pyproj 3.7.2 gives it in Web Mercator: places by
/// `Geod(ellps='WGS84').fwd(24, 60, 30, 10 * row)`, coordinates by `Transformer.from_crs(4326, 3857, always_xy=True)`.
const MERCATOR: [[f64; 2]; 5] = [
    [2671667.7790, 8399737.8898],
    [2671677.7539, 8399755.1959],
    [2671687.7289, 8399772.5020],
    [2671697.7038, 8399789.8082],
    [2671707.6789, 8399807.1144],
];
/// The same in UTM, `from_crs(4326, 25835, always_xy=True)`, northing first.
const UTM: [[f64; 2]; 5] = [
    [6655205.4835, 332705.1789],
    [6655213.9077, 332710.5661],
    [6655222.3318, 332715.9533],
    [6655230.7560, 332721.3405],
    [6655239.1802, 332726.7277],
];

fn log(header: &str, rows: &[[f64; 2]]) -> String {
    let rows = rows
        .iter()
        .enumerate()
        .map(|(row, [a, b])| format!("2024-05-01T10:00:{row:02}Z,{a},{b},{}\n", 100 + row));
    format!("{header}\n{}", rows.collect::<String>())
}

fn assert_near(values: &[Option<f64>], expected: f64, within: f64) {
    let is_near =
        |value: &Option<f64>| value.is_some_and(|value| (value - expected).abs() < within);
    assert!(
        values.iter().all(is_near),
        "{values:?} instead of {expected}"
    );
}

#[test]
fn web_mercator_is_derived_on_the_ground() {
    let text = log("time,x,y,altitude [m]", &MERCATOR);
    let plain = Analysis::of(&text, &[]);
    assert!(
        plain.messages.contains("2 times too large"),
        "{}",
        plain.messages
    );
    assert_near(&plain.motion().numbers("speed"), 19.9, 0.2);
    let analysis = Analysis::of(&text, &["--crs", "EPSG:3857"]);
    let motion = analysis.motion();
    assert_near(&motion.numbers("speed_over_ground"), 10.0, 1e-3);
    assert_near(&motion.numbers("course"), 30.0, 0.01);
    assert_near(&motion.numbers("v_up"), 1.0, 1e-6);
    assert_near(&motion.numbers("latitude")[..1], 60.0, 1e-8);
    let said = &analysis.messages;
    let sentence = "positions are in EPSG:3857 (WGS 84 / Pseudo-Mercator; given) with 'x' as easting and 'y' as northing, \
                    converted to longitude and latitude on WGS84";
    assert!(said.contains(sentence), "{said}");
    assert!(!said.contains("map projection"), "{said}");
}

#[test]
fn the_easting_comes_first_by_name_or_as_given() {
    let text = log("time,northing,easting,elevation", &UTM);
    let hinted = Analysis::of(&text, &[]);
    assert!(hinted.messages.contains("name the grid with --crs"));
    let crs = ["--crs", "EPSG:25835"];
    let given = ["--crs", "EPSG:25835", "--position", "northing,easting"];
    for options in [&crs[..], &given] {
        let motion = Analysis::of(&text, options).motion();
        assert_near(&motion.numbers("speed_over_ground"), 10.0, 1e-3);
        assert_near(&motion.numbers("course"), 30.0, 0.01);
        assert_near(&motion.numbers("longitude")[..1], 24.0, 1e-8);
    }
    // In many countries x points to the north.
    let x_north = log("time,x,y,elevation", &UTM);
    let motion = Analysis::of(&x_north, &["--crs", "EPSG:25835", "--position", "y,x"]).motion();
    assert_near(&motion.numbers("course"), 30.0, 0.01);
    let error = error_of(x_north.as_bytes(), &crs);
    assert!(
        error.contains("line 2: 6655205.4835, 332705.1789 is")
            && error.contains(" no place of EPSG:25835 (ETRS89 / UTM zone 35N)"),
        "{error}"
    );
}

#[test]
fn what_contradicts_the_log_is_refused() {
    let degrees = "time,lon,lat\n2024-05-01T10:00:00Z,24.1,60\n2024-05-01T10:00:01Z,24.2,60\n";
    let error = error_of(degrees.as_bytes(), &["--crs", "EPSG:25835"]);
    assert!(
        error.contains("'lon', 'lat' look like longitude and latitude"),
        "{error}"
    );
    Analysis::of(degrees, &["--crs", "EPSG:4326"]);
    let error = error_of(b"t,x\n0,1\n1,2\n2,4\n", &["--crs", "EPSG:25835"]);
    assert!(error.contains("has two axes"), "{error}");
    let mut command = dxdt();
    let output = command
        .args(["inspect", "-", "--crs", "EPSG:4978"])
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains("is geocentric"), "{error}");
    let mut command = dxdt();
    command.args(["inspect", "-", "--crs", "EPSG:3857", "--frame", "cartesian"]);
    command.assert().code(2);
}

#[test]
fn a_row_off_the_map_is_missing() {
    let mut rows = UTM.to_vec();
    rows[2] = [0.0, 9e9];
    let analysis = Analysis::of(
        &log("time,northing,easting,z", &rows),
        &["--crs", "EPSG:25835"],
    );
    let said = &analysis.messages;
    assert!(
        said.contains("1 row with an infinite or impossible position"),
        "{said}"
    );
    assert!(said.contains("log.csv, line 4)"), "{said}");
}

#[test]
fn a_system_that_the_log_names_is_hinted_at_and_kept_as_a_choice() {
    let text = format!("# CRS: EPSG:25835\n{}", log("time,y,x,elevation", &UTM));
    let analysis = Analysis::of(&text, &[]);
    let sentence = "the log names EPSG:25835";
    assert!(
        analysis.messages.contains(sentence),
        "{}",
        analysis.messages
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    fs::write(&path, &text).unwrap();
    let choices = folder.path().join("log.choices");
    let inspect = |options: &[&str]| {
        let mut command = dxdt();
        command
            .current_dir(folder.path())
            .args(["inspect", "log.csv"])
            .args(options);
        let output = command.output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    };
    let first = inspect(&["--crs", "EPSG:25835", "--save-choices", "log.choices"]);
    let kept = fs::read_to_string(choices).unwrap();
    assert!(
        kept.contains("crs = \"EPSG:25835\"") && !kept.contains("frame"),
        "{kept}"
    );
    let from_units = |text: &str| text[text.find("positions are in").unwrap()..].to_owned();
    let again = inspect(&["--choices", "log.choices"]);
    assert_eq!(from_units(&again), from_units(&first));
    let plane = inspect(&["--choices", "log.choices", "--frame", "cartesian"]);
    assert!(plane.contains(sentence), "{plane}");
}
