//! The report in a real browser: clicked, dragged, looked at and printed.

mod page;

use std::fmt::Write as _;
use std::fs;

use serde_json::json;

use super::support::{Analysis, report_of, root};
use super::webdriver::{Browser, Point};
use page::{Charts, SPEED, log_file};

/// A helix that turns faster and faster: positions along three axes, 10 Hz.
fn helix(rows: u32) -> String {
    let mut log = String::from("t (s),x (m),y (m),z (m)\n");
    for row in 0..rows {
        let t = 0.1 * f64::from(row);
        let turn = 0.02 * t * t;
        let (x, y, z) = (3.0 * turn.sin(), 3.0 * turn.cos(), 0.05 * t * t);
        writeln!(log, "{t:.1},{x:.6},{y:.6},{z:.6}").unwrap();
    }
    log
}

#[test]
#[ignore = "needs Chromium and chromedriver; .ci/run runs it"]
fn pointing_at_a_chart_shows_the_place_and_pointing_at_the_path_the_time() {
    let (_folder, page) = report_of(&root().join("data/gps_walk.csv"), &["--method", "auto"]);
    let charts = Charts::open(&page);
    for share in [0.2, 0.37, 0.8] {
        let text = charts.point(SPEED, share, 0.5);
        assert!(text.contains("2024-05-11 08:3"), "{text}");
        assert!(
            text.contains(" UTC, ") && text.contains("after the start"),
            "{text}"
        );
        assert!(text.contains("speed ") && text.contains("accel "), "{text}");
        assert!(text.contains("line "), "{text}");
        let place = charts.dots("path");
        let [there] = place[..] else {
            panic!("{place:?}")
        };
        let time = charts.moment(SPEED).unwrap();
        // The place is pointed at: the charts show when that was.
        charts.point_at("path", there);
        let back = charts.moment(SPEED).unwrap();
        assert!((back - time).abs() < 3.0, "{back} px, not {time} px");
        assert_eq!(charts.dots("path").len(), 1);
        let text = charts.readout();
        assert!(
            text.contains("longitude 8.") && text.contains("speed "),
            "{text}"
        );
    }
    // Charts further down tell standard errors, and all show the same moment.
    let text = charts.point("plot-1-0", 0.6, 0.5);
    for axis in ["v_east", "v_north", "v_up"] {
        assert!(text.contains(axis), "{axis} in: {text}");
    }
    assert!(text.contains(" ± ") && text.contains("m/s"), "{text}");
    let shares = charts.run(
        "return [...document.querySelectorAll('.plot:not(#path)')].map((plot) => {
             const width = plot.querySelector('canvas').getBoundingClientRect().width;
             return (parseFloat(plot.querySelector('.moment').style.left) - 64) / (width - 74);
         });",
    );
    let shares: Vec<f64> = serde_json::from_value(shares).unwrap();
    assert!(
        shares.len() > 8 && shares.iter().all(|share| (share - 0.6).abs() < 0.01),
        "{shares:?}"
    );
    charts.end();
}

#[test]
#[ignore = "needs Chromium and chromedriver; .ci/run runs it"]
fn a_selected_range_has_the_figures_of_its_rows() {
    let log = helix(600);
    let motion = Analysis::of(&log, &[]).motion();
    let (folder, path) = log_file(&log);
    let (_page_folder, page) = report_of(&path, &[]);
    let charts = Charts::open(&page);
    charts.drag(SPEED, 0.31, 0.74);
    let (from, to) = charts.brush(SPEED, [0.0, 59.9]);
    assert!(
        (15.0..25.0).contains(&from) && (40.0..50.0).contains(&to),
        "{from} to {to}"
    );

    let t = motion.known("t");
    let within: Vec<usize> = (0..t.len())
        .filter(|&row| t[row] >= from && t[row] <= to)
        .collect();
    let (first, last) = (within[0], within[within.len() - 1]);
    let line = charts.text("#distance");
    assert!(
        line.starts_with(&format!("{} rows", within.len())),
        "{line}"
    );
    let [x, y, z] = ["x", "y", "z"].map(|axis| motion.known(axis));
    let step = |row: usize| {
        [&x, &y, &z]
            .map(|axis| (axis[row + 1] - axis[row]).powi(2))
            .iter()
            .sum::<f64>()
            .sqrt()
    };
    let distance: f64 = (first..last).map(step).sum();
    let told = line
        .rsplit_once("distance ")
        .unwrap()
        .1
        .trim_end_matches(" m");
    assert!(
        close(told.parse().unwrap(), distance),
        "{told} for {distance}"
    );

    for (place, name) in ["v_x", "speed", "accel"].into_iter().enumerate() {
        let values = motion.known(name);
        let rows = first..last;
        let area: f64 = rows
            .map(|row| (t[row + 1] - t[row]) * (values[row] + values[row + 1]) / 2.0)
            .sum();
        let mean = area / (t[last] - t[first]);
        let count = within.len() as f64;
        let middle = |of: &[f64]| within.iter().map(|&row| of[row]).sum::<f64>() / count;
        let (mid_t, mid_v) = (middle(&t), middle(&values));
        let above: f64 = within
            .iter()
            .map(|&row| (t[row] - mid_t) * (values[row] - mid_v))
            .sum();
        let below: f64 = within.iter().map(|&row| (t[row] - mid_t).powi(2)).sum();
        let least = within
            .iter()
            .map(|&row| values[row])
            .fold(f64::INFINITY, f64::min);
        let most = within
            .iter()
            .map(|&row| values[row])
            .fold(f64::NEG_INFINITY, f64::max);
        let cells = charts.figures(name);
        let units = [
            ["m/s", "m/s²", "m", "m/s", "m/s"],
            ["m/s", "m/s²", "m", "m/s", "m/s"],
            ["m/s²", "m/s³", "m/s", "m/s²", "m/s²"],
        ][place];
        for ((cell, wanted), unit) in cells
            .iter()
            .zip([mean, above / below, area, least, most])
            .zip(units)
        {
            let (number, of) = cell.split_once(' ').unwrap();
            assert_eq!(of, unit, "{name}: {cells:?}");
            let number: f64 = number.replace('−', "-").parse().unwrap();
            assert!(
                close(number, wanted),
                "{name}: {number} for {wanted}, {cells:?}"
            );
        }
    }

    // What is selected is what is saved, with all digits.
    charts.click("#csv");
    let saved = charts.downloaded("log-shown.csv");
    let mut lines = saved.lines();
    let heads: Vec<&str> = lines.next().unwrap().split(',').collect();
    assert_eq!(heads[..5], ["t [s]", "line", "x [m]", "y [m]", "z [m]"]);
    let speed = heads
        .iter()
        .position(|head| *head == "speed [m/s]")
        .unwrap();
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), within.len());
    for (cells, &row) in rows.iter().zip(&within) {
        assert_eq!(cells[0].parse::<f64>().unwrap(), t[row]);
        assert_eq!(cells[1], (row + 2).to_string());
        assert_eq!(cells[4].parse::<f64>().unwrap(), z[row]);
        assert_eq!(
            cells[speed].parse::<f64>().unwrap(),
            motion.known("speed")[row]
        );
    }

    let whole = charts.text("#range");
    charts.click("#zoom-range");
    let range = charts.changed("#range", &whole);
    assert!(
        range.starts_with("In sight: ") && range.ends_with(", of 1 min"),
        "{range}"
    );
    assert_eq!(
        charts.run("return document.getElementById('figures').hidden;"),
        true
    );
    charts.click("#whole");
    assert_eq!(charts.changed("#range", &range), whole);
    charts.end();
    drop(folder);
}

/// Alike to the five digits that are shown.
fn close(shown: f64, wanted: f64) -> bool {
    (shown - wanted).abs() <= 0.6e-4 * wanted.abs()
}

#[test]
#[ignore = "needs Chromium and chromedriver; .ci/run runs it"]
fn charts_zoom_and_move_together_by_mouse_keys_and_buttons() {
    let (_folder, page) = report_of(&root().join("data/gps_walk.csv"), &[]);
    let charts = Charts::open(&page);
    let whole = charts.text("#range");
    assert_eq!(whole, "2024-05-11 08:30:00 to 08:39:59 UTC (9 min 59 s)");
    let length = |words: &str| -> f64 {
        let (_, length) = words.split_once('(').unwrap();
        let mut seconds = 0.0;
        let mut parts = length.split(')').next().unwrap().split(' ');
        while let (Some(number), Some(unit)) = (parts.next(), parts.next()) {
            let factor = if unit == "min" { 60.0 } else { 1.0 };
            seconds += factor * number.parse::<f64>().unwrap();
        }
        seconds
    };
    charts.click("#closer");
    let closer = charts.changed("#range", &whole);
    assert!((length(&closer) - 305.0).abs() < 6.0, "{closer}");
    charts.click("#later");
    let later = charts.changed("#range", &closer);
    assert!((length(&later) - length(&closer)).abs() < 2.0, "{later}");
    charts.click("#farther");
    charts.changed("#range", &later);
    charts.click("#whole");
    charts.wait(&format!(
        "document.getElementById('range').textContent === '{whole}'"
    ));

    charts.hold("\u{e009}", true);
    charts.wheel(charts.place(SPEED, 0.5, 0.5), -120);
    charts.hold("\u{e009}", false);
    let wheeled = charts.changed("#range", &whole);
    assert!(length(&wheeled) < 520.0, "{wheeled}");
    charts.hold("\u{e008}", true);
    charts.drag(SPEED, 0.5, 0.45);
    charts.hold("\u{e008}", false);
    let moved = charts.changed("#range", &wheeled);
    assert!((length(&moved) - length(&wheeled)).abs() < 2.0, "{moved}");
    charts.double_click(charts.place(SPEED, 0.5, 0.5));
    charts.wait(&format!(
        "document.getElementById('range').textContent === '{whole}'"
    ));

    // By keys: to a row, on with Shift held, closer, and back.
    charts.run(&format!("document.getElementById('{SPEED}').focus();"));
    charts.press(&["\u{e014}"]);
    charts.press(&["\u{e008}", "\u{e014}"]);
    charts.press(&["\u{e008}", "\u{e014}"]);
    charts.wait("!document.getElementById('figures').hidden");
    assert!(
        charts.text("#distance").starts_with("3 rows"),
        "{}",
        charts.text("#distance")
    );
    assert!(charts.text("#spoken").contains("speed "));
    charts.press(&["\u{e00c}"]);
    charts.wait("document.getElementById('figures').hidden");
    charts.press(&["+"]);
    let closer = charts.changed("#range", &whole);
    assert!(length(&closer) < 320.0, "{closer}");
    charts.press(&["0"]);
    charts.wait(&format!(
        "document.getElementById('range').textContent === '{whole}'"
    ));
    charts.end();
}

#[test]
#[ignore = "needs Chromium and chromedriver; .ci/run runs it"]
fn positions_are_seen_from_each_side_and_in_space() {
    let (folder, path) = log_file(&helix(300));
    let (_page_folder, page) = report_of(&path, &[]);
    let charts = Charts::open(&page);
    charts.point(SPEED, 0.5, 0.5);
    let said = |charts: &Charts| {
        charts
            .run("return document.getElementById('path').getAttribute('aria-label');")
            .to_string()
    };
    let mut seen = vec![(charts.dots("path"), charts.picture("path"))];
    assert!(said(&charts).contains("along x and y"));
    for (plane, axes) in [
        ("xz", "along x and z"),
        ("yz", "along y and z"),
        ("3d", "along x, y, z"),
    ] {
        charts.click(&format!("[data-plane='{plane}']"));
        charts.wait(&format!(
            "document.getElementById('path').getAttribute('aria-label').includes('{axes}')"
        ));
        assert_eq!(
            charts.run("return document.querySelector('[aria-pressed=true]').dataset.plane;"),
            plane
        );
        charts.point(SPEED, 0.5, 0.5);
        let now = (charts.dots("path"), charts.picture("path"));
        assert!(now.0.len() == 1 && !seen.contains(&now), "{plane}");
        seen.push(now);
    }
    // The height in the middle of the time is a quarter of the whole.
    let [_, (xz, _), (yz, _), (space, picture)] = &seen[..] else {
        panic!()
    };
    assert!((xz[0].y - yz[0].y).abs() < 2, "{xz:?} {yz:?}");
    let middle = charts.place("path", 0.5, 0.5);
    let turned = [0, 30, 90].map(|by| Point {
        x: middle.x + by,
        y: middle.y + by / 2,
    });
    charts.mouse(&turned, true);
    charts.point(SPEED, 0.5, 0.5);
    assert_ne!(&charts.picture("path"), picture, "it has turned");
    assert_ne!(&charts.dots("path"), space);
    charts.run("document.getElementById('path').focus();");
    let before = charts.picture("path");
    charts.press(&["\u{e012}"]);
    charts.settle();
    assert_ne!(charts.picture("path"), before);
    charts.end();
    drop(folder);
}

#[test]
#[ignore = "needs Chromium and chromedriver; .ci/run runs it"]
fn playing_goes_along_time() {
    let (_folder, page) = report_of(&root().join("data/two_carts.csv"), &[]);
    let charts = Charts::open(&page);
    charts.click("#play");
    charts.wait("document.getElementById('clock').textContent !== ''");
    let first = charts.text("#clock");
    let place = charts.dots("path");
    charts.changed("#clock", &first);
    charts.wait("Number(document.getElementById('moment').value) > 100");
    let on = charts.dots("path");
    assert!(on.len() == 2 && on != place, "{on:?}");
    assert!(first.starts_with("2024-05-11 08:30:"), "{first}");
    charts.click("#play");
    charts.settle();
    let stopped = charts.text("#clock");
    charts.settle();
    assert_eq!(charts.text("#clock"), stopped);
    assert_eq!(charts.text("#play"), "Play");
    // The slider goes where it is clicked.
    charts.click("#moment");
    charts.settle();
    let value = charts
        .run("return Number(document.getElementById('moment').value);")
        .as_f64()
        .unwrap();
    assert!((value - 500.0).abs() < 30.0, "{value}");
    charts.end();
}

/// Forty objects: every fifth one goes far, the others hardly move.
fn fleet() -> String {
    let mut log = String::from("time,ship,x (m),y (m)\n");
    for ship in 0..40 {
        let pace = if ship % 5 == 3 {
            4.0 + f64::from(ship) / 10.0
        } else {
            0.001
        };
        for row in 0..30 {
            let t = 10 * row;
            let wiggle = 0.05 * f64::from((row * 7 + ship) % 5);
            writeln!(
                log,
                "2024-05-11T08:{:02}:{:02}+02:00,ship {ship},{:.3},{:.3}",
                t / 60,
                t % 60,
                pace * f64::from(t) + wiggle,
                f64::from(ship)
            )
            .unwrap();
        }
    }
    log
}

#[test]
#[ignore = "needs Chromium and chromedriver; .ci/run runs it"]
fn a_page_opens_on_what_moves_and_objects_are_searched() {
    let (folder, path) = log_file(&fleet());
    let (_page_folder, page) = report_of(&path, &[]);
    let charts = Charts::open(&page);
    assert_eq!(charts.text("#objects summary"), "Objects: 8 of 40");
    let key = charts.text("#key");
    for ship in [3, 8, 13, 18, 23, 28, 33, 38] {
        assert!(key.contains(&format!("ship {ship}")), "{key}");
    }
    charts.click("#objects summary");
    charts.type_into("#search", "hip 12");
    let names = "[...document.querySelectorAll('#objects-list li:not([hidden]) button')].map((name) => name.textContent)";
    assert_eq!(charts.run(&format!("return {names};")), json!(["ship 12"]));
    charts.click("#objects-list li:not([hidden]) button");
    assert_eq!(
        charts.changed("#objects summary", "Objects: 8 of 40"),
        "Object ship 12 of 40"
    );
    // Those that are found can be shown together: 3, 13, 23, 30 to 39.
    charts.run("document.getElementById('search').value = '';");
    charts.type_into("#search", "3");
    charts.click("#objects-all");
    assert_eq!(
        charts.changed("#objects summary", "Object ship 12 of 40"),
        "Objects: 13 of 40"
    );
    charts.run("document.getElementById('search').value = '';");
    charts.type_into("#search", "ship");
    charts.click("#objects-all");
    assert_eq!(
        charts.changed("#objects summary", "Objects: 13 of 40"),
        "Objects: all 40"
    );
    charts.click("#objects-none");
    assert_eq!(
        charts.changed("#objects summary", "Objects: all 40"),
        "Objects: 0 of 40"
    );
    for ship in [4, 9] {
        charts.click(&format!("#objects-list li:nth-child({ship}) input"));
    }
    charts.wait("document.querySelector('#objects summary').textContent === 'Objects: 2 of 40'");
    charts.press(&["\u{e00c}"]);
    assert_eq!(
        charts.run("return document.getElementById('objects').open;"),
        false
    );
    // Two objects in a range: a row for each, of the chart that was dragged over.
    charts.drag(SPEED, 0.2, 0.8);
    let rows = charts.run("return [...document.querySelectorAll('#figures tbody th')].map((cell) => cell.textContent);");
    assert_eq!(rows, json!(["ship 3", "ship 8"]));
    let heads = charts.text("#figures thead");
    assert!(
        heads.contains("mean of speed") && heads.contains("distance"),
        "{heads}"
    );
    // The pointer tells the nearest of them, with its name.
    let text = charts.point(SPEED, 0.5, 0.1);
    assert!(
        text.starts_with("ship 8") && text.contains("2024-05-11 08:02:"),
        "{text}"
    );
    charts.click("#csv");
    let saved = charts.downloaded("log-shown.csv");
    assert!(saved.starts_with("ship,time,t [s],line,"), "{saved}");
    assert!(
        saved
            .lines()
            .skip(1)
            .all(|line| line.starts_with("ship 3,2024-05-11T08:")
                || line.starts_with("ship 8,2024-05-11T08:"))
    );
    charts.click("#objects summary");
    charts.click("#objects-moving");
    charts.wait("document.querySelector('#objects summary').textContent === 'Objects: 8 of 40'");
    charts.end();
    drop(folder);
}

#[test]
#[ignore = "needs Chromium and chromedriver; .ci/run runs it"]
fn speeds_are_in_the_unit_that_was_asked_for() {
    let log = "t (s),x (m)\n0,0\n1,10\n2,20\n3,30\n4,40\n5,50\n";
    let (folder, path) = log_file(log);
    for options in [
        &["--speed-unit", "km/h"][..],
        &["--speed-unit", "km/h", "--method", "kalman"],
    ] {
        let (_page_folder, page) = report_of(&path, options);
        let charts = Charts::open(&page);
        let text = charts.point(SPEED, 0.5, 0.5);
        assert!(text.contains("36") && text.contains("km/h"), "{text}");
        charts.click("#csv");
        let saved = charts.downloaded("log-shown.csv");
        let mut lines = saved.lines();
        let head: Vec<&str> = lines.next().unwrap().split(',').collect();
        let speed = head
            .iter()
            .position(|name| *name == "speed [km/h]")
            .unwrap();
        for line in lines {
            let value: f64 = line.split(',').nth(speed).unwrap().parse().unwrap();
            assert!((value - 36.0).abs() < 1e-4, "{line}");
        }
        charts.end();
    }
    drop(folder);
}

#[test]
#[ignore = "needs Chromium and chromedriver; .ci/run runs it"]
fn a_page_opens_on_the_time_of_the_motion() {
    let mut log = String::from("t (s),x (m),y (m)\n");
    for t in 0..1000 {
        let x = f64::from(t.clamp(300, 400) - 300);
        writeln!(log, "{t},{x},{}", 0.5 * x).unwrap();
    }
    let (folder, path) = log_file(&log);
    let (_page_folder, page) = report_of(&path, &[]);
    let charts = Charts::open(&page);
    assert_eq!(
        charts.text("#range"),
        "In sight: 4 min 55 s to 6 min 45 s (1 min 50 s), of 16 min 39 s"
    );
    charts.click("#whole");
    charts.wait("document.getElementById('range').textContent.startsWith('0 s to 16 min 39 s')");
    charts.end();
    drop(folder);
}

#[test]
#[ignore = "needs Chromium and chromedriver; .ci/run runs it"]
fn a_place_of_a_finding_shows_its_row() {
    let (_folder, page) = report_of(&root().join("data/gps_walk.csv"), &[]);
    let charts = Charts::open(&page);
    let whole = charts.text("#range");
    for (line, row) in [(154, 154), (244, 244)] {
        charts.click(&format!("[data-place='{line}']"));
        charts.settle();
        let spoken = charts.text("#spoken");
        let near = spoken.contains(&format!("line {row}"))
            || spoken.contains(&format!("line {}", row - 1));
        assert!(near, "{spoken}");
        assert_eq!(charts.readout().replace('\n', ", "), spoken);
        assert_ne!(charts.text("#range"), whole);
        assert_eq!(charts.dots("path").len(), 1);
    }
    charts.end();
}

#[test]
#[ignore = "needs Chromium and chromedriver; .ci/run runs it"]
fn light_and_dark_are_no_blank_pages_and_print_is_light() {
    let (_folder, page) = report_of(&root().join("data/pendulum.csv"), &[]);
    let charts = Charts::open(&page);
    let (light, colors) = charts.look();
    assert!(light > 200.0 && colors > 50, "{light}, {colors} colors");
    charts.click("#theme");
    charts.settle();
    let (dark, colors) = charts.look();
    assert!(dark < 70.0 && colors > 50, "{dark}, {colors} colors");
    assert_eq!(charts.corner(&charts.picture("path")), [24, 26, 29]);
    charts.run(
        "window.printed = [];
         addEventListener('beforeprint', () => {
             const canvas = document.querySelector('#path canvas');
             window.printed.push(canvas.toDataURL(), canvas.clientWidth < 700);
         });",
    );
    let document = charts.print();
    assert!(document.starts_with(b"%PDF") && document.len() > 20_000);
    let printed = charts.run("return window.printed;");
    assert_eq!(charts.corner(printed[0].as_str().unwrap()), [255, 255, 255]);
    assert_eq!(printed[1], true);
    charts.settle();
    assert_eq!(charts.corner(&charts.picture("path")), [24, 26, 29]);
    charts.end();
}

#[test]
#[ignore = "needs Chromium and chromedriver; .ci/run runs it"]
fn many_rows_zoom_into_detail() {
    const ROWS: u32 = 100_000;
    let mut log = String::from("t (s),x (m),y (m)\n");
    let (mut top, mut length) = (0.0, Vec::new());
    let mut before: Option<(f64, f64)> = None;
    for row in 0..ROWS {
        let t = f64::from(row) * 1e-3;
        let peak = if row == 70_000 { 9.0 } else { 0.0 };
        let (x, y) = ((3.0 * t).sin() + peak, t.cos());
        writeln!(log, "{t:.3},{x:.5},{y:.5}").unwrap();
        top += before.map_or(0.0, |(x0, y0)| f64::hypot(x - x0, y - y0));
        length.push(top);
        before = Some((x, y));
    }
    let (folder, path) = log_file(&log);
    let (_page_folder, page) = report_of(&path, &["--quantities", "all"]);
    let charts = Charts::open(&page);
    let said = charts.run("return document.getElementById('plot-0-0').getAttribute('aria-label');");
    assert!(
        said.as_str().unwrap().contains("to 9.4")
            && said.as_str().unwrap().contains("1 min 10.000"),
        "the peak is in sight: {said}"
    );
    let rows_of = |text: &str| -> f64 {
        let (before, _) = text.split_once(" rows").unwrap();
        before
            .rsplit(|c: char| !c.is_ascii_digit())
            .next()
            .unwrap()
            .parse()
            .unwrap()
    };
    let text = charts.point(SPEED, 0.5, 0.5);
    assert!(rows_of(&text) > 2.0 && text.contains(" … "), "{text}");
    charts.drag(SPEED, 0.2, 0.5);
    let (from, to) = charts.brush(SPEED, [0.0, 99.999]);
    // What is told encloses what is true.
    let line = charts.text("#distance");
    let told: Vec<f64> = line
        .rsplit_once("distance ")
        .unwrap()
        .1
        .trim_end_matches(" m")
        .split(" … ")
        .map(|end| end.parse().unwrap())
        .collect();
    let rows: f64 = line
        .split_once(" rows")
        .unwrap()
        .0
        .replace(',', "")
        .parse()
        .unwrap();
    let first = (from * 1e3).ceil() as usize;
    let true_length = length[(to * 1e3) as usize] - length[first];
    let slack = 2.0 * true_length / rows * 100.0;
    assert!(
        told[0] < true_length && told[1] > true_length - slack && told[1] - told[0] < 0.1,
        "{told:?} for {true_length}"
    );
    assert!(charts.figures("speed")[0].contains(" … ") && charts.figures("speed")[1] == "–");
    charts.click("#csv");
    let saved = charts.downloaded("log-shown.csv");
    assert!(
        saved.starts_with("t [s],seconds,rows,x [m] min,x [m] max,"),
        "{}",
        &saved[..200]
    );
    charts.end();
    drop(folder);
}

#[test]
#[ignore = "needs Chromium and chromedriver; .ci/run runs it"]
fn on_a_phone_nothing_is_cut_and_a_finger_selects() {
    let (folder, path) = log_file(&fleet());
    let (_page_folder, page) = report_of(&path, &[]);
    let charts = Charts::of(Browser::of_size(500, 900), &page);
    charts.run("document.body.style.width = '400px'; dispatchEvent(new Event('resize'));");
    let widths = charts.run("return [document.documentElement.scrollWidth, innerWidth];");
    let [all, window]: [f64; 2] = serde_json::from_value(widths).unwrap();
    assert!(all <= window, "{all} of {window}");
    let swipe = [0.3, 0.4, 0.6].map(|across| charts.place(SPEED, across, 0.5));
    charts.swipe(&swipe);
    charts.wait("!document.getElementById('figures').hidden");
    charts.end();
    drop(folder);
}

#[test]
#[ignore = "needs Chromium and chromedriver; .ci/run runs it"]
fn a_hostile_log_runs_nothing() {
    let names = [
        "<script>window.__hacked=1</script>",
        "\"><img src=x onerror=window.__hacked=2>",
        "</script><script>window.__hacked=3</script>",
        "<a href=\"javascript:window.__hacked=4\">x</a>",
        "%{y}<br>$\\\\href{javascript:window.__hacked=5}{x}$",
    ];
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("\"{}\"", name.replace('"', "\"\"")))
        .collect();
    let mut log = format!("time,name,{},{}\n", quoted[1], quoted[3]);
    for row in 0..9 {
        for name in &quoted {
            writeln!(log, "{row},{name},{row},{}", row * row).unwrap();
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    fs::write(&path, log).unwrap();
    let position = names[1].to_owned() + "," + names[3];
    let (_page_folder, page) = report_of(&path, &["--position", &position, "--entity", "name"]);
    let charts = Charts::open(&page);
    for (entity, name) in names.iter().enumerate() {
        charts.click("#objects summary");
        charts.click(&format!(
            "#objects-list li:nth-child({}) button",
            entity + 1
        ));
        charts.press(&["\u{e00c}"]);
        let text = charts.point("plot-0-0", 0.5, 0.5);
        assert!(
            text.contains("<img src=x"),
            "shown as it is written: {text}"
        );
        let there = charts.dots_at(SPEED, 0.5);
        assert_eq!(there.len(), 1);
        charts.point_at("path", charts.dots("path")[0]);
        assert!(
            charts.readout().contains(&name[..20]),
            "{}",
            charts.readout()
        );
        assert!(charts.text("#objects summary").contains(&name[..20]));
    }
    charts.drag(SPEED, 0.2, 0.7);
    charts.click("#csv");
    let saved = charts.downloaded("log-shown.csv");
    assert!(
        saved.lines().nth(1).unwrap().starts_with("%{y}<br>"),
        "{saved}"
    );
    assert_eq!(charts.run("return window.__hacked === undefined;"), true);
    let made =
        "return document.querySelectorAll('img, a[href^=\"javascript\"], main script').length;";
    assert_eq!(charts.run(made), 0);
    let shown = charts.run("return [...document.querySelectorAll('#objects-list button')].map((name) => name.textContent);");
    let shown: Vec<String> = serde_json::from_value(shown).unwrap();
    assert_eq!(shown, names);
    charts.end();
}
