//! The page about measured velocity, figure by figure against the program.

use std::fs;

use serde_json::Value;

use super::support::{Analysis, real_log, root};

/// A row of the page's table: its cells by the names of their columns.
struct Row(Vec<(String, String)>);

impl Row {
    fn cell(&self, name: &str) -> &str {
        let cell = self.0.iter().find(|(column, _)| column == name);
        &cell.unwrap_or_else(|| panic!("no column {name}")).1
    }
}

fn page() -> String {
    fs::read_to_string(root().join("docs/measured-velocity.md")).unwrap()
}

/// The page without its line ends, for sentences that are broken anywhere.
fn prose() -> String {
    page().replace('\n', " ")
}

fn rows() -> Vec<Row> {
    let page = page();
    let cells = |line: &str| -> Vec<String> {
        let line = line.trim().trim_matches('|');
        line.split('|')
            .map(|cell| cell.trim().trim_matches('`').to_owned())
            .collect()
    };
    let mut lines = page.lines().skip_while(|line| !line.starts_with("| log |"));
    let names = cells(lines.next().expect("the table of logs"));
    lines
        .skip(1)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells = cells(line);
            assert_eq!(cells.len(), names.len(), "{line}");
            Row(names.iter().cloned().zip(cells).collect())
        })
        .collect()
}

/// A number with as many decimals as `printed` has, written as the page writes them.
fn as_printed(value: &Value, printed: &str) -> String {
    let Some(number) = value.as_f64() else {
        return "–".to_owned();
    };
    let decimals = printed.split_once('.').map_or(0, |(_, after)| after.len());
    let text = format!("{number:.decimals$}").replace('-', "−");
    match text.split_once('.') {
        Some(_) => text,
        None => grouped(&text),
    }
}

/// `10367` as `10,367`; numbers below 10,000 stand as they are.
fn grouped(number: &str) -> String {
    match number.trim_start_matches('−').len() {
        5.. => {
            let (front, back) = number.split_at(number.len() - 3);
            format!("{front},{back}")
        }
        _ => number.to_owned(),
    }
}

fn measured(analysis: &Analysis, column: &str) -> Value {
    let summary = analysis.summary();
    let columns = summary["measured"].as_array().unwrap();
    let found = columns.iter().find(|one| one["column"] == column);
    found
        .unwrap_or_else(|| panic!("{column} is not compared: {columns:?}"))
        .clone()
}

#[test]
fn the_table_of_logs_is_what_the_program_says() {
    const FIGURES: [&str; 9] = [
        "rows",
        "bias",
        "rms",
        "median",
        "percentile_99",
        "largest",
        "correlation",
        "lag",
        "rms_at_lag",
    ];
    let rows = rows();
    assert_eq!(rows.len(), 14);
    let mut wrong = Vec::new();
    let mut analysis: Option<(String, Analysis)> = None;
    for row in &rows {
        let (log, column) = (row.cell("log"), row.cell("column"));
        let Some(path) = real_log(log) else { continue };
        if analysis.as_ref().is_none_or(|(name, _)| name != log) {
            let run = Analysis::of_file(&path, &["--no-comparison"]);
            let count = run.summary()["measured"].as_array().unwrap().len();
            let on_page = rows.iter().filter(|row| row.cell("log") == log).count();
            assert_eq!(count, on_page, "measured columns of {log}");
            analysis = Some((log.to_owned(), run));
        }
        let (_, run) = analysis.as_ref().unwrap();
        let compared = measured(run, column);
        for figure in FIGURES {
            let printed = row.cell(figure);
            let expected = as_printed(&compared[figure], printed);
            if printed != expected {
                wrong.push(format!("{log} {column} {figure}: {printed} is {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_line_of_the_page_is_what_the_program_prints() {
    let Some(path) = real_log("nmea_flight.log") else {
        return;
    };
    let analysis = Analysis::of_file(&path, &["--no-comparison"]);
    let lines = analysis.messages.lines();
    let line = lines
        .map(str::trim_end)
        .find(|line| line.starts_with("  measured "))
        .unwrap();
    assert!(page().contains(line), "{line}");
}

#[test]
fn truncation_goes_with_a_higher_order() {
    for (log, accuracy, decimals, said) in [
        ("leo_10s.oem", "4", 4, "0.0088, 0.0119 and 0.0057 m/s"),
        ("leo_10s.oem", "8", 4, "0.0088, 0.0119 and 0.0057 m/s"),
        (
            "horizons_halley.txt",
            "8",
            5,
            "0.00019, 0.00021 and 0.00007 m/s",
        ),
    ] {
        let Some(path) = real_log(log) else { continue };
        let analysis = Analysis::of_file(&path, &["--no-comparison", "--accuracy", accuracy]);
        let [x, y, z] = ["vx", "vy", "vz"].map(|column| {
            let rms = measured(&analysis, column)["rms"].as_f64().unwrap();
            format!("{rms:.decimals$}")
        });
        assert_eq!(format!("{x}, {y} and {z} m/s"), said);
        assert!(prose().contains(said));
    }
}

#[test]
fn the_counts_of_the_parabolic_flight() {
    let Some(path) = real_log("zero_gravity_flight.json.gz") else {
        return;
    };
    let motion = Analysis::of_file(&path, &["--no-comparison"]).motion();
    let [longitude, latitude, altitude] =
        ["longitude", "latitude", "altitude"].map(|name| motion.known(name));
    let steps = 1..longitude.len();
    let is_repeated =
        |&row: &usize| longitude[row] == longitude[row - 1] && latitude[row] == latitude[row - 1];
    let repeated = steps.clone().filter(is_repeated).count();
    let at_the_end = steps.clone().rev().take_while(is_repeated).count();
    let rise = |row: usize| (altitude[row] - altitude[row - 1]).abs();
    let level = steps.clone().filter(|&row| rise(row) == 0.0).count();
    let jumps = steps.clone().filter(|&row| rise(row) > 100.0).count();
    let page = prose();
    for said in [
        format!(
            "{repeated} rows repeat the position of the row before, {at_the_end} of them at the end"
        ),
        format!(
            "stays as it is on {} of {} steps and jumps by more than 100 m on {jumps}",
            level,
            grouped(&steps.len().to_string())
        ),
    ] {
        assert!(page.contains(&said), "{said}");
    }
}

#[test]
fn the_tenth_rows_of_the_flying_robot() {
    let Some(path) = real_log("euroc_v102_groundtruth.csv") else {
        return;
    };
    let motion = Analysis::of_file(&path, &["--no-comparison"]).motion();
    let log = fs::read_to_string(path).unwrap();
    let column = |index: usize| -> Vec<f64> {
        let rows = log.lines().skip(1);
        rows.map(|row| row.split(',').nth(index).unwrap().trim().parse().unwrap())
            .collect()
    };
    let mut shares = Vec::new();
    let mut elsewhere = Vec::new();
    for (axis, name) in ["x", "y", "z"].iter().enumerate() {
        let derived = motion.known(&format!("v_p_RS_R_{name}"));
        let squares: Vec<f64> = derived
            .iter()
            .zip(column(8 + axis))
            .map(|(derived, measured)| (derived - measured).powi(2))
            .collect();
        let is_beside = |row: &usize| [9, 0].contains(&(row % 10));
        let (beside, others): (Vec<usize>, Vec<usize>) = (0..squares.len()).partition(is_beside);
        let sum = |rows: &[usize]| rows.iter().map(|&row| squares[row]).sum::<f64>();
        shares.push(100.0 * sum(&beside) / squares.iter().sum::<f64>());
        elsewhere.push((sum(&others) / others.len() as f64).sqrt());
    }
    let range = |values: &[f64]| {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        (low, values.iter().copied().fold(0.0, f64::max))
    };
    let ((least, most), (smallest, largest)) = (range(&shares), range(&elsewhere));
    let page = prose();
    for said in [
        format!("{least:.0} to {most:.0} % of the mean square difference"),
        format!("Elsewhere the RMS is {smallest:.4} to {largest:.4} m/s"),
    ] {
        assert!(page.contains(&said), "{said}");
    }
}
