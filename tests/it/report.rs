//! `dxdt report`: one page with everything, that loads nothing and runs nothing that a log has written into it.

use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::path::Path;

use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::read::GzDecoder;
use serde_json::Value;

use super::support::{Analysis, dxdt, real_log, report_of, root, said};

/// The page of a log, by the program.
fn page_of(log: &Path, options: &[&str]) -> String {
    let (_folder, path) = report_of(log, options);
    fs::read_to_string(path).unwrap()
}

/// The page of a log given as text.
fn page_of_text(log: &str, options: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    fs::write(&path, log).unwrap();
    page_of(&path, options)
}

/// The page without its packed data.
fn without_data(page: &str) -> String {
    let (before, rest) = page.split_once(DATA).unwrap();
    let (_, after) = rest.split_once("</script>").unwrap();
    format!("{before}{after}")
}

const DATA: &str = "<script type=\"application/gzip\" id=\"data\">";

/// The data as the page's script unpacks them: the JSON, and the numbers of each entity.
fn unpacked(page: &str) -> (Value, Vec<Vec<u8>>) {
    let (_, rest) = page.split_once(DATA).unwrap();
    let packed = STANDARD
        .decode(rest.split_once("</script>").unwrap().0)
        .unwrap();
    let mut bytes = Vec::new();
    GzDecoder::new(&packed[..]).read_to_end(&mut bytes).unwrap();
    let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
    let head: Value = serde_json::from_slice(&bytes[4..4 + length]).unwrap();
    let mut numbers = &bytes[4 + length..];
    let of_entities = head["entities"].as_array().unwrap().iter().map(|entity| {
        let (of, rest) = numbers.split_at(entity["bytes"].as_u64().unwrap() as usize);
        numbers = rest;
        of.to_vec()
    });
    let of_entities = of_entities.collect();
    assert!(numbers.is_empty());
    (head, of_entities)
}

fn data_of(page: &str) -> Value {
    unpacked(page).0
}

/// An entity's numbers, read as the page's script reads them.
struct Numbers {
    bytes: Vec<u8>,
    at: usize,
}

impl Numbers {
    /// Those of the first entity of a page.
    fn of(page: &str) -> Self {
        let bytes = unpacked(page).1.swap_remove(0);
        Self { bytes, at: 0 }
    }

    /// Numbers of which the first bytes stand together, then the second ones and so on.
    fn by_bytes(&mut self, count: u64) -> Vec<f64> {
        let bytes = self.take(8 * count);
        let of = |at: usize| std::array::from_fn(|byte| bytes[byte * count as usize + at]);
        (0..count as usize)
            .map(|at| f64::from_le_bytes(of(at)))
            .collect()
    }

    fn f64(&mut self, count: u64) -> Vec<f64> {
        let numbers = self.take(8 * count);
        numbers
            .chunks(8)
            .map(|bytes| f64::from_le_bytes(bytes.try_into().unwrap()))
            .collect()
    }

    fn f32(&mut self, count: u64) -> Vec<f32> {
        let numbers = self.take(4 * count);
        numbers
            .chunks(4)
            .map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap()))
            .collect()
    }

    fn u16(&mut self, count: u64) -> Vec<u16> {
        let numbers = self.take(2 * count);
        numbers
            .chunks(2)
            .map(|bytes| u16::from_le_bytes(bytes.try_into().unwrap()))
            .collect()
    }

    fn take(&mut self, bytes: u64) -> Vec<u8> {
        let end = self.at + bytes as usize;
        let taken = self.bytes[self.at..end].to_vec();
        self.at = end;
        taken
    }
}

#[test]
fn a_page_has_all_parts_and_loads_nothing() {
    for name in ["free_fall", "gps_walk", "pendulum", "two_carts"] {
        let page = page_of(&root().join(format!("data/{name}.csv")), &[]);
        assert!(page.starts_with("<!doctype html>"));
        let ours = without_data(&page);
        for id in ["trust", "findings", "axes", "entities", "charts", "command"] {
            assert!(ours.contains(&format!("id=\"{id}\"")), "{name}: {id}");
        }
        assert!(ours.contains("default-src 'none'"), "{name}");
        for way in [
            "src=", "href=", "@import", "url(", "https://", "http://", "//cdn", "fetch(", "import(",
        ] {
            assert!(!ours.contains(way), "{name}: {way}");
        }
        assert!(page.len() < 300_000, "{name}: {} bytes", page.len());
    }
}

#[test]
fn a_small_log_is_there_row_by_row() {
    let page = page_of(&root().join("data/free_fall.csv"), &[]);
    assert!(page.contains("Every row is on this page"));
    let data = data_of(&page);
    let entity = &data["entities"][0];
    let entries = entity["entries"].as_u64().unwrap();
    let mut numbers = Numbers::of(&page);
    let (steps, height) = (numbers.by_bytes(entries), numbers.by_bytes(entries));
    let second = 10_f64.powi(data["time"]["ticks"].as_i64().unwrap() as i32);
    let mut ticks = 0.0;
    let t: Vec<f64> = steps
        .iter()
        .map(|step| {
            ticks += step;
            ticks / second
        })
        .collect();
    let log = fs::read_to_string(root().join("data/free_fall.csv")).unwrap();
    let rows = log
        .lines()
        .skip(1)
        .map(|line| line.split_once(',').unwrap());
    let rows: Vec<(f64, f64)> = rows
        .map(|(t, x)| (t.parse().unwrap(), x.parse().unwrap()))
        .collect();
    assert_eq!(height, rows.iter().map(|row| row.1).collect::<Vec<_>>());
    assert_eq!(t, rows.iter().map(|row| row.0).collect::<Vec<_>>());
}

#[test]
fn many_rows_stay_under_the_limit_and_keep_their_extremes() {
    const ROWS: u32 = 200_000;
    let mut log = String::from("t (s),x (m),y (m)\n");
    for row in 0..ROWS {
        let t = f64::from(row) * 1e-3;
        let peak = if row == 123_456 { 50.0 } else { 0.0 };
        writeln!(log, "{t:.3},{:.5},{:.5}", 5e6 + t.sin() + peak, t.cos()).unwrap();
    }
    let page = page_of_text(&log, &["--method", "diff"]);
    assert!(page.len() < 4_500_000, "{} bytes", page.len());
    assert!(page.contains("the smallest and the largest value, so that no extreme is lost"));
    let data = data_of(&page);
    let entity = &data["entities"][0];
    let [entries, points] = ["entries", "path"].map(|key| entity[key].as_u64().unwrap());
    let columns = data["digits"].as_array().unwrap().len() as u64;
    assert!(entity["bucketed"] == true && entries < u64::from(ROWS) / 2);
    assert!(
        entries > 5_000,
        "{entries} buckets do not use the room that there is"
    );
    let mut numbers = Numbers::of(&page);
    let bases = numbers.f64(columns + 2);
    let steps = numbers.f64(columns);
    let t = numbers.f32(entries);
    numbers.f32(entries + 3 * points);
    numbers.take(4 * (entity["breaks"].as_u64().unwrap() + entries) + 2 * columns * entries);
    let highest = numbers.u16(entries);
    let bucket = (0..highest.len())
        .max_by_key(|&bucket| highest[bucket])
        .unwrap();
    let peak = bases[0] + f64::from(highest[bucket]) * steps[0];
    assert!(
        (peak - (5e6 + 50.0 + 123.456_f64.sin())).abs() < 1e-5,
        "{peak}"
    );
    assert!(t[bucket] <= 123.456 && t[bucket + 1] > 123.456);
}

#[test]
fn rows_know_their_way_and_their_lines() {
    let log = root().join("data/gps_walk.csv");
    let page = page_of(&log, &[]);
    let (data, _) = unpacked(&page);
    let entries = data["entities"][0]["entries"].as_u64().unwrap();
    let mut numbers = Numbers::of(&page);
    numbers.by_bytes(entries);
    let columns: Vec<Vec<f64>> = data["digits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|_| numbers.by_bytes(entries))
        .collect();
    let column = |key: &str| &columns[data[key].as_u64().unwrap() as usize];
    let motion = Analysis::of_file(&log, &["--quantities", "path_length"]).motion();
    let lengths = motion.numbers("path_length");
    assert_eq!(lengths.len(), column("distance").len());
    for (row, (told, wanted)) in column("distance").iter().zip(&lengths).enumerate() {
        assert_eq!((!told.is_nan()).then_some(*told), *wanted, "row {row}");
    }
    let text = fs::read_to_string(&log).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    for (place, time) in column("place").iter().zip(motion.text("time")) {
        assert!(
            lines[*place as usize - 1].starts_with(&time[..19]),
            "{place}: {time}"
        );
    }
    assert_eq!(data["places"], "line");
}

#[test]
fn twenty_thousand_rows_are_all_on_a_page_under_two_megabytes() {
    let mut log = String::from("time,x (m),y (m),z (m)\n");
    for row in 0..20_000_u32 {
        // Noise in the sixth digit, from a product that goes round.
        let noise = |axis: u32| {
            f64::from(row.wrapping_mul(2_654_435_761).rotate_left(axis * 9) >> 16) / 65_536e3
        };
        let t = f64::from(row) * 0.01;
        let (x, y, z) = (
            40.0 * (0.3 * t).sin() + noise(1),
            40.0 * t.cos() + noise(2),
            0.7 * t + noise(3),
        );
        writeln!(log, "{:.2},{x:.6},{y:.6},{z:.6}", 1.7e9 + t).unwrap();
    }
    for method in ["gradient", "auto"] {
        let page = page_of_text(&log, &["--method", method]);
        assert!(page.len() < 2_000_000, "{method}: {} bytes", page.len());
        assert_eq!(data_of(&page)["entities"][0]["entries"], 20_000);
        assert!(page.contains("Every row is on this page"));
    }
}

#[test]
fn many_entities_share_the_room() {
    let mut log = String::from("t,name,x,y\n");
    for entity in 0..2_100 {
        for row in 0..6 {
            writeln!(log, "{row},e{entity},{},{}", row * entity, row).unwrap();
        }
    }
    let page = page_of_text(&log, &[]);
    assert!(page.len() < 4_500_000, "{} bytes", page.len());
    assert_eq!(data_of(&page)["entities"].as_array().unwrap().len(), 2000);
    assert!(page.contains("2000 of 2100 objects are on this page"));
}

#[test]
fn what_a_log_has_written_is_text() {
    let names = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(2)>",
        "</script><script>window.__hacked=1</script>",
        "<!--<script>",
        "'-alert(3)-'",
        "</style><b>",
    ];
    let mut log = String::from(
        "time,name,\"<script>alert(1)</script>\",\"\"\"><img src=x onerror=alert(2)>\"\n",
    );
    for row in 0..6 {
        for name in names {
            writeln!(
                log,
                "{row},\"{}\",{row},{}",
                name.replace('"', "\"\""),
                row * row
            )
            .unwrap();
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("<b onclick=alert(4)>.csv");
    fs::write(&path, log).unwrap();
    let columns = [
        "--position",
        "<script>alert(1)</script>,\"><img src=x onerror=alert(2)>",
        "--entity",
        "name",
    ];
    let page = page_of(&path, &columns);
    let ours = without_data(&page);
    for mark in [
        "<script>alert",
        "<img",
        "</script><script>window",
        "<b onclick",
        "<!--",
        "</style><b>",
    ] {
        assert!(!ours.contains(mark), "{mark}");
    }
    // They are shown, and each element is closed once.
    assert!(ours.contains("&#60;script&#62;alert(1)&#60;/script&#62;"));
    assert_eq!(page.matches("</script").count(), 2);
    assert_eq!(page.matches("</style").count(), 1);
    let data = data_of(&page);
    let shown: Vec<&str> = data["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["name"].as_str().unwrap())
        .collect();
    assert_eq!(shown, names);
}

#[test]
fn the_same_log_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a page's.html");
    let mut pages = Vec::new();
    for threads in ["1", "4"] {
        let run = dxdt()
            .args(["report", "data/gps_walk.csv", "--method", "auto", "-o"])
            .arg(&path)
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        assert!(run.status.success());
        pages.push(fs::read(&path).unwrap());
    }
    assert!(pages[0] == pages[1]);
    let page = String::from_utf8(pages.remove(0)).unwrap();
    let command = page
        .split_once("<pre><code>")
        .unwrap()
        .1
        .split_once("</code>")
        .unwrap()
        .0;
    assert!(
        command.starts_with("dxdt report data/gps_walk.csv --method auto -o &#39;"),
        "{command}"
    );
    assert!(
        command.ends_with("/a page&#39;\\&#39;&#39;s.html&#39;"),
        "{command}"
    );
}

#[test]
fn errors_bands_and_measured_velocities_are_there() {
    let page = page_of(&root().join("data/gps_walk.csv"), &["--method", "auto"]);
    assert!(page.contains("Standard errors</h3>") && page.contains("id=\"show-band\""));
    let data = data_of(&page);
    assert_eq!(data["errors"].as_array().unwrap().len(), 6);
    assert_eq!(data["path"]["geographic"], true);
    let ratio = data["path"]["ratio"].as_f64().unwrap();
    assert!(
        (ratio - 1.0 / 46.8_f64.to_radians().cos()).abs() < 1e-3,
        "{ratio}"
    );
    let measured = "t,x [m],vx [km/h]\n0,0,36\n1,10,36\n2,20,36\n3,30,36\n4,40,36\n";
    let page = page_of_text(measured, &[]);
    assert!(page.contains("Comparison with the measured velocity"));
    assert_eq!(
        data_of(&page)["groups"][1]["charts"][0]["measured"][0]["name"],
        "measured vx"
    );
}

#[test]
fn a_page_that_cannot_be_written_is_said_before_any_work() {
    let folder = tempfile::tempdir().unwrap();
    let run = dxdt()
        .args(["report", "data/pendulum.csv", "-o"])
        .arg(folder.path())
        .output()
        .unwrap();
    let message = said(&run);
    assert_eq!(run.status.code(), Some(1));
    assert!(
        message.contains("a folder is in the way where a file is needed"),
        "{message}"
    );
    let run = dxdt()
        .args(["report", "no-such-log.csv", "-o"])
        .arg(folder.path().join("a.html"))
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(1));
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        0,
        "nothing is left"
    );
}

#[test]
fn real_logs_of_each_kind_have_a_page() {
    for name in [
        "boat-positions.csv",
        "hurdat2_2019.txt",
        "tum_fr1_xyz_groundtruth.txt",
    ] {
        let Some(log) = real_log(name) else {
            return;
        };
        let page = page_of(&log, &[]);
        assert!(page.len() < 4_500_000, "{name}");
        assert!(!data_of(&page)["entities"].as_array().unwrap().is_empty());
    }
}

#[test]
fn a_path_across_the_antimeridian_is_in_one_piece() {
    let mut log = String::from("time,longitude,latitude\n");
    for minute in 0..50 {
        let longitude = 179.0 + 0.05 * f64::from(minute);
        let longitude = if longitude > 180.0 {
            longitude - 360.0
        } else {
            longitude
        };
        writeln!(log, "2024-01-01T00:{minute:02}:00Z,{longitude:.3},60").unwrap();
    }
    let data = data_of(&page_of_text(&log, &[]));
    let cut = data["path"]["cut"].as_f64().unwrap();
    assert!((-177.5..=179.0).contains(&cut), "{cut}");
    let dots = |chart: usize| data["groups"][0]["charts"][chart]["dots"] == true;
    assert!(dots(0) && !dots(1));
}
