//! What the charts of a log show.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::support::{dxdt, said};

/// The charts of a log that a command writes.
struct Charts {
    folder: TempDir,
}

impl Charts {
    fn of(command: &str, log: &str, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.csv");
        fs::write(&path, log).unwrap();
        let output = dxdt()
            .args([command, "--svg", "-q", "-o"])
            .arg(folder.path().join("out"))
            .args(options)
            .arg(&path)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", said(&output));
        Self { folder }
    }

    fn analyzed(log: &str) -> Self {
        Self::of("analyze", log, &[])
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join("out").join(name)
    }

    fn svg(&self, name: &str) -> String {
        fs::read_to_string(self.path(&format!("{name}.svg"))).unwrap()
    }

    fn png(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(&format!("{name}.png"))).unwrap()
    }

    /// Whether a chart has a text, or one that begins like this.
    fn has(&self, name: &str, text: &str) -> bool {
        self.svg(name).contains(&format!(">\n{text}"))
    }
}

/// A log of these columns, a row a second.
fn log(columns: &str, rows: u32, row: impl Fn(f64) -> String) -> String {
    let rows = (0..rows).map(|t| format!("{t},{}\n", row(f64::from(t))));
    format!("time (s),{columns}\n{}", rows.collect::<String>())
}

#[test]
fn velocity_has_a_panel_of_the_speed_and_each_panel_the_unit_that_suits() {
    let charts = Charts::analyzed(&log("x (m),y (m)", 60, |t| {
        format!("{},{}", 1e5 * t, 1e-6 * (0.3 * t).sin())
    }));
    for text in ["v_x (km/s)", "v_y (µm/s)", "speed (km/s)"] {
        assert!(charts.has("velocity", text), "{text}");
    }
    assert!(charts.has("position", "x (km)"));
    // Along one axis the speed is the size of the velocity.
    let one = Charts::analyzed(&log("x (m)", 60, |t| t.to_string()));
    assert!(!one.has("velocity", "speed"));
}

#[test]
fn without_a_height_nothing_is_drawn_upwards() {
    let around = |t: f64| {
        let (sin, cos) = (0.1 * t).sin_cos();
        format!("{},{}", 8.0 + 1e-3 * cos, 47.0 + 1e-3 * sin)
    };
    let flat = Charts::analyzed(&log("lon,lat", 60, around));
    let constant = Charts::analyzed(&log("lon,lat,alt (m)", 60, |t| format!("{},0", around(t))));
    let rising = log("lon,lat,alt (m)", 60, |t| format!("{},{t}", around(t)));
    let rising = Charts::analyzed(&rising);
    for name in ["velocity", "acceleration", "comparison"] {
        let up = if name == "acceleration" {
            "a_up"
        } else {
            "v_up"
        };
        assert!(!flat.has(name, up) && !constant.has(name, up), "{name}");
        assert!(rising.has(name, up), "{name}");
        assert!(flat.svg(name).contains("the log has no height"), "{name}");
        assert!(constant.svg(name).contains("the height never changes"));
    }
    assert!(rising.has("path", "alt (m)") && !flat.has("path", "alt"));
}

#[test]
fn a_spike_is_cut_off_and_counted() {
    let waves = |t: f64| 5.0 * (0.1 * t).sin();
    let spike = |t: f64| waves(t) + if t == 100.0 { 5000.0 } else { 0.0 };
    let charts = Charts::analyzed(&log("x (m),y (m)", 300, |t| {
        format!("{},{}", spike(t), waves(t))
    }));
    assert!(
        charts.has("position", "▲ 1 point above: 4997 m")
            || charts.has("position", "▲ 1 point above: 5")
    );
    assert!(charts.has("velocity", "▲ 1 point above") && charts.has("velocity", "▼ 1 point below"));
    assert!(charts.has("path", "1 point is beyond the frame"));
    let without = log("x (m),y (m)", 300, |t| format!("{0},{0}", waves(t)));
    let without = Charts::analyzed(&without);
    for name in ["position", "velocity", "acceleration", "path"] {
        assert!(!without.svg(name).contains("1 point"), "{name}");
    }
}

#[test]
fn a_gap_of_more_than_half_is_folded() {
    let parted = |after: u32| {
        let rows = (0..50).chain(after..after + 50);
        let rows = rows.map(|t| format!("{t},{}\n", f64::from(t).sin()));
        Charts::analyzed(&format!("time (s),x (m)\n{}", rows.collect::<String>()))
    };
    assert!(parted(3649).has("velocity", "1 h without data"));
    assert!(!parted(120).svg("velocity").contains("without data"));
}

#[test]
fn what_moves_has_a_color_and_what_rests_has_none() {
    // Ten that rest, with more rows each, and two that go somewhere.
    let mut log = "id,time (s),x (m),y (m)\n".to_owned();
    for id in 0..12 {
        let (rows, speed) = if id < 10 { (40, 1e-3) } else { (20, 5.0) };
        for t in 0..rows {
            let x = speed * f64::from(if id < 10 { t % 2 } else { t });
            log.push_str(&format!("ship{id},{t},{x},0\n"));
        }
    }
    let charts = Charts::analyzed(&log);
    for name in ["position", "velocity", "path"] {
        assert!(
            charts.has(name, "id ship10") && charts.has(name, "id ship11"),
            "{name}"
        );
        assert!(charts.has(name, "4 more"), "{name}");
    }
}

#[test]
fn a_path_over_the_antimeridian_is_in_one_piece_and_in_true_proportions() {
    let crossing = |t: f64| {
        let longitude = 170.0 + 0.5 * t;
        let longitude = if longitude > 180.0 {
            longitude - 360.0
        } else {
            longitude
        };
        format!("{longitude},{}", 60.0 + 0.05 * t)
    };
    let charts = Charts::analyzed(&log("lon,lat", 60, crossing));
    let svg = charts.svg("path");
    assert!(charts.has("path", "190") && !svg.contains(">\n−170"));
    assert!(svg.contains("proportions of 61° N"));
    // At 60° a degree of longitude is half as long as one of latitude: 30° by 3° are 5 to 1.
    let size = |name: &str| -> f64 {
        let at = svg.find(name).unwrap() + name.len();
        svg[at..].split('"').next().unwrap().parse().unwrap()
    };
    assert!(size("width=\"") / size("height=\"") > 2.5);
}

#[test]
fn the_map_says_where_it_is_and_how_long_things_are() {
    let circle = |t: f64| {
        let (sin, cos) = (0.1 * t).sin_cos();
        format!("{},{}", -8.25 + 1e-3 * cos, -47.5 + 1e-3 * sin)
    };
    let charts = Charts::analyzed(&log("lon,lat", 64, circle));
    let svg = charts.svg("path");
    assert!(svg.contains("0, 0 is 47.50000° S, 8.25000° W"));
    assert!(charts.has("path", "20 m") && charts.has("path", "N\n"));
    assert!(charts.has("path", "speed (m/s)"));
}

#[test]
fn the_comparison_and_the_methods_show_what_was_asked_for() {
    let noisy = log("x (m),y (m)", 120, |t| {
        let noise = (t * t * 7.3).sin() * 0.02;
        format!("{},{}", (0.1 * t).sin() + noise, (0.13 * t).cos() - noise)
    });
    let plain = Charts::analyzed(&noisy);
    assert!(plain.has("comparison", "Velocity: gradient against first difference"));
    let asked = Charts::of("analyze", &noisy, &["--method", "kalman"]);
    assert!(asked.has(
        "comparison",
        "Velocity: kalman against gradient and first difference"
    ));
    assert!(asked.has("comparison", "kalman\n") && asked.has("comparison", "gradient\n"));
    let methods = Charts::of("compare", &noisy, &[]);
    assert!(!methods.has("methods", "kalman"));
    let methods = Charts::of("compare", &noisy, &["--method", "kalman"]);
    assert!(methods.has("methods", "kalman\n") && methods.has("methods", "auto\n"));
}

#[test]
fn names_that_the_font_lacks_are_latin_in_the_png_and_stay_in_the_svg() {
    let named = |name: &str| {
        let rows = (0..20).map(|t| format!("{name},{t},{}\n", f64::from(t).sin()));
        Charts::analyzed(&format!(
            "id,time (s),x (m)\n{}B,0,0\nB,1,1\nB,2,3\n",
            rows.collect::<String>()
        ))
    };
    let (chinese, latin) = (named("北京"), named("Bei Jing"));
    assert!(chinese.has("velocity", "id 北京") && latin.has("velocity", "id Bei Jing"));
    assert!(chinese.png("velocity") == latin.png("velocity"));
    // The font has these, and shows something else than their transcription.
    assert!(named("Москва").png("velocity") != named("Moskva").png("velocity"));
}

#[test]
fn a_font_comes_from_a_file_or_the_error_says_why_not() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |font: &Path| {
        let output = dxdt()
            .args(["analyze", "data/pendulum.csv", "--font"])
            .arg(font)
            .arg("-o")
            .arg(folder.path().join("out"))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        said(&output)
    };
    let missing = refused(&folder.path().join("missing.ttf"));
    assert!(
        missing.contains("--font") && missing.contains("it cannot be read"),
        "{missing}"
    );
    let text = folder.path().join("text.ttf");
    fs::write(&text, "no font").unwrap();
    let text = refused(&text);
    assert!(
        text.contains("no TrueType or OpenType font; give a .ttf or .otf file"),
        "{text}"
    );
    let font = folder.path().join("serif.ttf");
    fs::write(&font, dejavu::serif::regular()).unwrap();
    let walk = log("x (m)", 20, |t| t.to_string());
    let serif = Charts::of("analyze", &walk, &["--font", &font.display().to_string()]);
    assert!(
        serif
            .svg("velocity")
            .contains("DejaVu Serif, DejaVu Sans, sans-serif")
    );
    assert!(serif.png("velocity") != Charts::analyzed(&walk).png("velocity"));
}
