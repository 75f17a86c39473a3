//! The report in a real browser: clicked, dragged, looked at and printed.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::support::{report_of, root};
use super::webdriver::{Browser, Point};

/// Opens a page and waits for its charts.
fn open(page: &Path) -> Browser {
    let browser = Browser::open();
    browser.visit(page);
    browser.wait_until("document.querySelectorAll('#plots .plot .xy').length > 0");
    browser
}

/// The ends of the time axes of all charts.
fn time_axes(browser: &Browser) -> Vec<[f64; 2]> {
    let axes = browser.run(
        "return [...document.querySelectorAll('#plots .plot')].map((plot) => {
             const axis = plot._fullLayout.xaxis;
             return axis.range.map((end) => axis.r2l(end));
         });",
    );
    serde_json::from_value(axes).unwrap()
}

/// A point of the first panel of a drawing, by fractions of its width and height; the drawing is scrolled into sight.
fn point_in(browser: &Browser, plot: &str, across: f64, down: f64) -> Point {
    let place = browser.run(&format!(
        "const plot = document.getElementById('{plot}');
         plot.scrollIntoView({{block: 'center'}});
         const box = plot.querySelector('.nsewdrag').getBoundingClientRect();
         return [box.x, box.y, box.width, box.height];"
    ));
    let [x, y, width, height]: [f64; 4] = serde_json::from_value(place).unwrap();
    Point {
        x: (x + across * width).round() as i64,
        y: (y + down * height).round() as i64,
    }
}

/// Where the path starts.
fn start_of_path(browser: &Browser) -> Point {
    let corner = point_in(browser, "path", 0.0, 0.0);
    let from_corner = browser.run(
        "const {data, _fullLayout: {xaxis, yaxis}} = document.getElementById('path');
         const {x, y} = data[data.length - 1];
         return [xaxis.d2p(x[0]), yaxis.d2p(y[0])];",
    );
    let [x, y]: [f64; 2] = serde_json::from_value(from_corner).unwrap();
    Point {
        x: corner.x + x.round() as i64,
        y: corner.y + y.round() as i64,
    }
}

/// What stands in the label at the pointer.
fn hover_text(browser: &Browser, plot: &str, point: Point) -> String {
    let nearby = Point {
        x: point.x - 3,
        ..point
    };
    browser.mouse(&[nearby, point], false);
    let text = format!("document.querySelector('#{plot} .hoverlayer').textContent");
    browser.wait_until(&format!("{text} !== ''"));
    browser
        .run(&format!("return {text};"))
        .as_str()
        .unwrap()
        .to_owned()
}

/// Mean brightness from 0 to 255, and how many colors there are.
fn look_at(picture: &image::RgbImage) -> (f64, usize) {
    let sum: u64 = picture
        .pixels()
        .map(|pixel| pixel.0.iter().map(|&part| u64::from(part)).sum::<u64>())
        .sum();
    let colors: std::collections::HashSet<[u8; 3]> =
        picture.pixels().map(|pixel| pixel.0).collect();
    (
        sum as f64 / f64::from(3 * picture.width() * picture.height()),
        colors.len(),
    )
}

#[test]
#[ignore = "needs Chromium and chromedriver; .ci/run runs it"]
fn charts_zoom_together_and_tell_values_and_errors() {
    let (_folder, page) = report_of(&root().join("data/gps_walk.csv"), &["--method", "auto"]);
    let browser = open(&page);
    let whole = time_axes(&browser);
    assert!(whole.len() >= 4, "position, velocity, acceleration, speed");
    assert!(whole.iter().all(|range| *range == whole[0]));

    let text = hover_text(&browser, "plot-1", point_in(&browser, "plot-1", 0.25, 0.5));
    assert!(text.contains("2024-05-11 08:3"), "{text}");
    for axis in ["v_east", "v_north", "v_up"] {
        assert!(text.contains(axis), "{axis} in: {text}");
    }
    assert!(text.contains(" ± ") && text.contains("m/s"), "{text}");

    let drag = [0.3, 0.4, 0.6].map(|across| point_in(&browser, "plot-1", across, 0.5));
    browser.mouse(&drag, true);
    browser.wait_until(
        "document.getElementById('plot-0').layout.xaxis.range[1] < Date.UTC(2024, 4, 11, 8, 38)",
    );
    let zoomed = time_axes(&browser);
    assert!(zoomed.iter().all(|range| *range == zoomed[0]), "{zoomed:?}");
    let share = (zoomed[0][1] - zoomed[0][0]) / (whole[0][1] - whole[0][0]);
    assert!((share - 0.3).abs() < 0.02, "{share}");

    // The path shows where that was.
    let lit = "const line = document.getElementById('path').data.find((trace) => trace.line?.width === 1.8);
               return line.x.filter(Number.isFinite).length / line.x.length;";
    let share = browser.run(lit).as_f64().unwrap();
    assert!((0.2..0.4).contains(&share), "{share}");

    point_in(&browser, "plot-0", 0.0, 0.0);
    browser.click("#plot-0 [data-title='Pan']");
    let drag = [0.5, 0.55, 0.7].map(|across| point_in(&browser, "plot-0", across, 0.5));
    browser.mouse(&drag, true);
    browser.wait_until(&format!(
        "document.getElementById('plot-3').layout.xaxis.range[0] < {}",
        zoomed[0][0] - 1e3
    ));
    let panned = time_axes(&browser);
    assert!(panned.iter().all(|range| *range == panned[0]), "{panned:?}");
    assert!((panned[0][1] - panned[0][0] - (zoomed[0][1] - zoomed[0][0])).abs() < 1.0);

    browser.click("#whole");
    assert_eq!(time_axes(&browser), whole);

    browser.click("#plot-0 [data-title='Zoom in']");
    browser.wait_until(&format!(
        "document.getElementById('plot-2').layout.xaxis.range[0] > {}",
        whole[0][0] + 1e3
    ));
    let closer = time_axes(&browser);
    assert!(closer.iter().all(|range| *range == closer[0]), "{closer:?}");
    // On a busy machine the two clicks may come too far apart.
    for _ in 0..10 {
        browser.double_click(point_in(&browser, "plot-0", 0.5, 0.5));
        std::thread::sleep(std::time::Duration::from_millis(1000));
        if time_axes(&browser) == whole {
            break;
        }
    }
    assert_eq!(time_axes(&browser), whole);
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
#[ignore = "needs Chromium and chromedriver; .ci/run runs it"]
fn light_and_dark_are_no_blank_pages_and_print_is_light() {
    let (_folder, page) = report_of(&root().join("data/pendulum.csv"), &[]);
    let browser = open(&page);
    browser.run("document.getElementById('plot-0').scrollIntoView();");
    let (light, colors) = look_at(&browser.screenshot());
    assert!(light > 200.0 && colors > 50, "{light}, {colors} colors");
    browser.click("#theme");
    browser.run("document.getElementById('plot-0').scrollIntoView();");
    let (dark, colors) = look_at(&browser.screenshot());
    assert!(dark < 70.0 && colors > 50, "{dark}, {colors} colors");

    let ground = "return document.getElementById('plot-0').layout.paper_bgcolor;";
    assert_eq!(browser.run(ground), "#181a1d");
    browser.run(
        "window.printed = [];
         addEventListener('beforeprint', () => {
             const {paper_bgcolor, width} = document.getElementById('plot-0').layout;
             window.printed.push(paper_bgcolor, width < 700);
         });",
    );
    let document = browser.print();
    assert!(document.starts_with(b"%PDF") && document.len() > 20_000);
    assert_eq!(
        browser.run("return window.printed;"),
        serde_json::json!(["#ffffff", true])
    );
    browser.wait_until("document.getElementById('plot-0').layout.paper_bgcolor === '#181a1d'");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
#[ignore = "needs Chromium and chromedriver; .ci/run runs it"]
fn entities_are_picked_by_mouse_and_keyboard() {
    let (_folder, page) = report_of(&root().join("data/two_carts.csv"), &[]);
    let browser = open(&page);
    let key = "return document.getElementById('key').textContent;";
    let both = browser.run(key).as_str().unwrap().to_owned();
    let (a, b) = (both.find('A').unwrap(), both.find('B').unwrap());
    assert!(a < b, "{both}");
    let lines = "return document.getElementById('plot-0').data.filter((trace) => trace.mode === 'lines').length;";
    assert_eq!(browser.run(lines), 4, "two of each axis");
    let hover = hover_text(&browser, "plot-0", point_in(&browser, "plot-0", 0.5, 0.08));
    assert!(
        hover.starts_with("B x") && hover.contains("2024-05-11 08:30:03"),
        "{hover}"
    );
    browser.click("#entity option[value='1']");
    assert_eq!(browser.run(lines), 2);
    let text = hover_text(&browser, "plot-0", point_in(&browser, "plot-0", 0.5, 0.5));
    assert!(
        text.contains('x') && text.contains('y') && text.contains(" m"),
        "{text}"
    );
    browser.type_into("#entity", "\u{e013}");
    assert_eq!(
        browser.run("return document.getElementById('entity').value;"),
        "0",
        "arrow up"
    );
    browser.wait_until("document.getElementById('key').textContent.startsWith('A')");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
#[ignore = "needs Chromium and chromedriver; .ci/run runs it"]
fn many_rows_zoom_into_detail() {
    const ROWS: u32 = 100_000;
    let mut log = String::from("t (s),x (m),y (m)\n");
    for row in 0..ROWS {
        let t = f64::from(row) * 1e-3;
        let peak = if row == 70_000 { 9.0 } else { 0.0 };
        writeln!(log, "{t:.3},{:.5},{:.5}", (3.0 * t).sin() + peak, t.cos()).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    fs::write(&path, log).unwrap();
    let (_folder, page) = report_of(&path, &["--quantities", "all"]);
    let browser = open(&page);
    let drawn = "const trace = document.getElementById('plot-0').data[0];
                 return {points: trace.x.length, highest: Math.max(...trace.y.filter((y) => y !== null)),
                         text: trace.text[Math.floor(trace.text.length / 2)]};";
    let whole = browser.run(drawn);
    assert!(whole["points"].as_f64().unwrap() <= 3000.0, "{whole}");
    assert!(
        whole["highest"].as_f64().unwrap() > 8.0,
        "the peak is in sight: {whole}"
    );
    let rows_of = |drawn: &Value| -> u64 {
        let text = drawn["text"].as_str().unwrap();
        let (_, rows) = text.rsplit_once('(').unwrap();
        rows.split_once(' ').unwrap().0.parse().unwrap()
    };
    assert!(rows_of(&whole) > 80, "{whole}");
    let drag = [0.60, 0.62, 0.66].map(|across| point_in(&browser, "plot-0", across, 0.5));
    browser.mouse(&drag, true);
    browser.wait_until("document.getElementById('plot-1').layout.xaxis.range[1] < 70");
    let zoomed = browser.run(drawn);
    assert!(
        rows_of(&zoomed) < rows_of(&whole) / 4,
        "{zoomed} of {whole}"
    );
    assert_eq!(browser.complaints(), Vec::<String>::new());
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
    let (_folder, page) = report_of(&path, &["--position", &position, "--entity", "name"]);
    let browser = open(&page);
    for (entity, name) in names.iter().enumerate() {
        browser.click(&format!("#entity option[value='{entity}']"));
        let text = hover_text(&browser, "plot-0", point_in(&browser, "plot-0", 0.5, 0.5));
        assert!(
            text.contains("<img src=x"),
            "shown as it is written: {text}"
        );
        let text = hover_text(&browser, "path", start_of_path(&browser));
        assert!(text.contains(&name[..20]), "{text}");
    }
    assert_eq!(browser.run("return window.__hacked === undefined;"), true);
    let made = "return document.querySelectorAll('img:not([src^=\"data:\"]), a[href^=\"javascript\"], main script').length;";
    assert_eq!(browser.run(made), 0);
    let shown = browser.run("return [...document.querySelectorAll('#entity option')].slice(1).map((o) => o.textContent);");
    let shown: Vec<String> = serde_json::from_value(shown).unwrap();
    for (shown, name) in shown.iter().zip(names) {
        assert!(shown.starts_with(name), "{shown}");
    }
    assert_eq!(browser.complaints(), Vec::<String>::new());
}
