//! Units of logs, and what the tables make of them.

use super::support::Analysis;

const FEET: &str = "t,x [ft],y [ft]\n0,0,0\n1,10,0\n2,20,0\n";
const FLIGHT: &str = "time,lat,lon,alt [ft]\n2024-01-02T00:00:00Z,50.0,8.0,1000\n2024-01-02T00:00:01Z,50.001,8.0,1010\n2024-01-02T00:00:02Z,50.002,8.0,1020\n";

fn numbers(analysis: &Analysis, column: &str) -> Vec<f64> {
    analysis
        .motion()
        .numbers(column)
        .into_iter()
        .flatten()
        .collect()
}

#[test]
fn tables_are_in_metres() {
    let analysis = Analysis::of(FEET, &[]);
    assert_eq!(numbers(&analysis, "x"), [0.0, 3.048, 6.096]);
    assert_eq!(numbers(&analysis, "v_x"), [3.048; 3]);
    assert!(
        analysis
            .messages
            .contains("positions are in ft (by the column's name), converted to m")
    );
}

#[test]
fn units_are_kept_if_asked() {
    let analysis = Analysis::of(FEET, &["--keep-units"]);
    assert_eq!(numbers(&analysis, "x"), [0.0, 10.0, 20.0]);
    assert_eq!(numbers(&analysis, "v_x"), [10.0; 3]);
    let summary = analysis.summary();
    assert_eq!(
        (
            &summary["units"]["positions"][0],
            &summary["units"]["velocity"]
        ),
        (&"ft".into(), &"ft/s".into())
    );
    assert!(analysis.messages.contains("velocity (ft/s)"));
}

#[test]
fn heights_are_kept_in_the_table_and_derived_in_metres() {
    let analysis = Analysis::of(FLIGHT, &["--keep-units"]);
    assert_eq!(numbers(&analysis, "alt"), [1000.0, 1010.0, 1020.0]);
    assert!(
        numbers(&analysis, "v_up")
            .iter()
            .all(|v| (v - 3.048).abs() < 0.01)
    );
    assert_eq!(analysis.summary()["units"]["positions"][2], "ft");
}

#[test]
fn a_given_unit_is_over_the_header() {
    let analysis = Analysis::of(FEET, &["--length-unit", "km"]);
    assert_eq!(numbers(&analysis, "x"), [0.0, 10_000.0, 20_000.0]);
}

#[test]
fn heights_of_aircraft_are_feet_and_that_is_said() {
    let mut log = "time,lat,lon,altitude,groundspeed,icao24\n".to_owned();
    for row in 0..9 {
        let latitude = 50.0 + 0.001 * f64::from(row);
        log.push_str(&format!(
            "2024-01-02T00:00:0{row}Z,{latitude:.3},8.0,{},216,38cf9b\n",
            1000 + 10 * row
        ));
    }
    let analysis = Analysis::of(&log, &[]);
    assert!(analysis.messages.contains("warning  positions are in degrees and ft (usual for heights in aircraft logs; --length-unit sets it), converted to m"), "{}", analysis.messages);
    assert!((numbers(&analysis, "altitude")[0] - 304.8).abs() < 1e-9);
    assert!(
        analysis
            .messages
            .contains("measured groundspeed (kn, unit guessed)"),
        "{}",
        analysis.messages
    );
}

#[test]
fn radians_are_degrees_in_the_tables() {
    let analysis = Analysis::of(
        "t,lon [rad],lat [rad]\n0,0.1,0.5\n1,0.1,0.500001\n2,0.1,0.500002\n",
        &[],
    );
    assert!((numbers(&analysis, "lat")[0] - 0.5f64.to_degrees()).abs() < 1e-12);
    let north = numbers(&analysis, "v_north")[1];
    assert!((north - 6.36).abs() < 0.02, "{north}");
}

#[test]
fn zero_zero_is_no_position() {
    let log = FLIGHT.replace("50.001,8.0,1010", "0.0,0.0,0");
    let analysis = Analysis::of(&log, &[]);
    assert!(analysis.messages.contains("1 row at longitude 0, latitude 0, which receivers write without a position: taken as missing ("));
    assert_eq!(analysis.motion().text("flag")[1], "missing");
    assert!(
        numbers(&analysis, "speed")
            .iter()
            .all(|speed| *speed < 200.0)
    );
}

#[test]
fn several_columns_together_may_tell_entities_apart() {
    let log = "team,player,t,x\nA,1,0,0\nA,1,1,1\nB,1,0,5\nB,1,1,7\nA,,0,3\nA,,1,3\n";
    let analysis = Analysis::of(log, &["--entity", "team,player"]);
    let motion = analysis.motion();
    assert_eq!(motion.text("team"), ["A", "A", "B", "B", "A", "A"]);
    assert_eq!(motion.text("player"), ["1", "1", "1", "1", "", ""]);
    assert_eq!(numbers(&analysis, "v_x"), [1.0, 1.0, 2.0, 2.0, 0.0, 0.0]);
    assert_eq!(analysis.summary()["counts"]["entities"], 3);
}
