//! `--method auto`, `kalman` and `local`: noisy positions smoothed, with standard errors.

use std::fs;

use polars::prelude::{ParquetReader, SerReader};

use super::support::{Analysis, Table, dxdt, root};

const SMOOTHERS: [&str; 3] = ["auto", "kalman", "local"];

/// Noise that is the same on every run: xorshift, and the sum of twelve for the normal distribution.
struct Noise(u64);

impl Noise {
    fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

/// The step of the sine in seconds, its amplitude in meters, its angular frequency and its noise in meters.
const STEP: f64 = 0.05;
const AMPLITUDE: f64 = 0.5;
const FREQUENCY: f64 = 2.0;
const NOISE: f64 = 0.01;

/// The timestamps of a log of a sine with noise, and its positions in whole micrometers.
fn sine(rows: usize, seed: u64) -> Vec<(f64, i64)> {
    let mut noise = Noise(seed * 0x9E37_79B9_7F4A_7C15);
    (0..rows)
        .map(|row| {
            let t = STEP * row as f64;
            let x = AMPLITUDE * (FREQUENCY * t).sin() + NOISE * noise.normal();
            (t, (1e6 * x).round() as i64)
        })
        .collect()
}

/// The log in seconds and meters.
fn text(rows: &[(f64, i64)]) -> String {
    let row = |&(t, x): &(f64, i64)| format!("{t:.2},{:.6}\n", x as f64 / 1e6);
    "t (s),x (m)\n".to_owned() + &rows.iter().map(row).collect::<String>()
}

fn root_mean_square(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    assert!(!values.is_empty());
    (values.iter().map(|value| value * value).sum::<f64>() / values.len() as f64).sqrt()
}

/// The errors of velocity and acceleration of the sine.
fn errors(motion: &Table) -> [f64; 2] {
    let t = motion.known("t");
    let error = |column: &str, truth: &dyn Fn(f64) -> f64| {
        let values = motion.known(column);
        root_mean_square(t.iter().zip(values).map(|(t, value)| value - truth(*t)))
    };
    [
        error("v_x", &|t| AMPLITUDE * FREQUENCY * (FREQUENCY * t).cos()),
        error("a_x", &|t| {
            -AMPLITUDE * FREQUENCY * FREQUENCY * (FREQUENCY * t).sin()
        }),
    ]
}

fn analyze(log: &str, method: &str) -> Analysis {
    Analysis::of(log, &["--method", method])
}

#[test]
fn standard_errors_are_columns_of_the_table() {
    let log = text(&sine(60, 1));
    let plain = Analysis::of(&log, &[]).motion();
    assert!(plain.names.iter().all(|name| !name.ends_with("_err")));
    for method in SMOOTHERS {
        let motion = analyze(&log, method).motion();
        for column in ["v_x_err", "a_x_err"] {
            assert!(motion.known(column).iter().all(|error| *error > 0.0));
        }
        let further: Vec<&String> = motion
            .names
            .iter()
            .filter(|name| !plain.names.contains(name))
            .collect();
        assert_eq!(further, ["v_x_err", "a_x_err"]);
    }
}

#[test]
fn a_parquet_table_has_the_same_columns_and_values() {
    let log = text(&sine(60, 2));
    let csv = analyze(&log, "auto").motion();
    let analysis = Analysis::of(&log, &["--method", "auto", "--format", "parquet"]);
    let file = fs::File::open(analysis.folder.path().join("out/motion.parquet")).unwrap();
    let frame = ParquetReader::new(file).finish().unwrap();
    let names: Vec<&str> = frame
        .get_column_names()
        .iter()
        .map(|name| name.as_str())
        .collect();
    assert_eq!(names, csv.names);
    for column in ["v_x", "v_x_err", "a_x_err"] {
        let values = frame.column(column).unwrap().f64().unwrap();
        let values: Vec<f64> = values.into_no_null_iter().collect();
        assert_eq!(values, csv.known(column));
    }
}

#[test]
fn a_sine_with_noise_is_found_better_than_by_the_gradient() {
    for seed in [3, 4] {
        let log = text(&sine(240, seed));
        let gradient = errors(&Analysis::of(&log, &[]).motion());
        for method in SMOOTHERS {
            let motion = analyze(&log, method).motion();
            let smoothed = errors(&motion);
            assert!(
                smoothed[0] < gradient[0] / 2.0 && smoothed[1] < gradient[1] / 3.0,
                "{method}: {smoothed:?} where the gradient has {gradient:?}"
            );
            // The standard errors say how large the errors are.
            for (column, error) in ["v_x_err", "a_x_err"].into_iter().zip(smoothed) {
                let told = root_mean_square(motion.known(column).into_iter());
                assert!(
                    (told / 3.0..told * 3.0).contains(&error),
                    "{method}, {column}: {error} where {told} is told"
                );
            }
        }
    }
}

#[test]
fn outliers_are_left_out_flagged_and_counted() {
    const WRONG: [usize; 3] = [30, 77, 78];
    let mut rows = sine(120, 5);
    let log = text(&rows);
    for row in WRONG {
        rows[row].1 += 1_000_000;
    }
    let with_outliers = text(&rows);
    for method in SMOOTHERS {
        let analysis = analyze(&with_outliers, method);
        let motion = analysis.motion();
        let flagged: Vec<usize> = (0..rows.len())
            .filter(|&row| motion.text("flag")[row].contains("outlier"))
            .collect();
        assert!(
            WRONG.iter().all(|row| flagged.contains(row)),
            "{method}: {flagged:?}"
        );
        let [finding] = &analysis.findings("outliers_left_out")[..] else {
            panic!("{method}: one finding")
        };
        assert_eq!(finding["count"], flagged.len(), "{method}");
        assert_eq!(finding["severity"], "warning");
        assert!(flagged.len() <= WRONG.len() + 2, "{method}: {flagged:?}");
        let counted = analysis.summary()["smoothing"]["axes"][0]["outliers"].clone();
        assert_eq!(counted, flagged.len(), "{method}");
        let [before, after] = [&analyze(&log, method).motion(), &motion].map(errors);
        assert!(
            after[0] < 1.5 * before[0],
            "{method}: {after:?}, {before:?}"
        );
    }
    // The gradient knows of no outliers.
    let flags = Analysis::of(&with_outliers, &[]).motion();
    assert!(
        flags
            .text("flag")
            .iter()
            .all(|flag| !flag.contains("outlier"))
    );
}

#[test]
fn short_segments_keep_the_gradient_and_say_so() {
    // A gap of ten seconds, and then fewer rows than can be smoothed.
    let with_a_tail_of = |tail: usize| {
        let mut rows = sine(60 + tail, 6);
        for row in &mut rows[60..] {
            row.0 += 10.0;
        }
        text(&rows)
    };
    // What is fitted to an object as a whole needs three rows of a segment, the others six.
    for (method, few, enough) in [("auto", 2, 3), ("kalman", 2, 3), ("local", 5, 6)] {
        let log = with_a_tail_of(few);
        let analysis = analyze(&log, method);
        let [motion, gradient] = [analysis.motion(), Analysis::of(&log, &[]).motion()];
        for column in ["v_x", "a_x"] {
            let [smoothed, gradient] = [&motion, &gradient].map(|table| table.numbers(column));
            assert_eq!(smoothed[60..], gradient[60..], "{method}");
            assert!(smoothed[..60] != gradient[..60], "{method}");
        }
        let errors = motion.numbers("v_x_err");
        assert!(errors[..60].iter().all(Option::is_some));
        assert!(errors[60..].iter().all(Option::is_none));
        let [finding] = &analysis.findings("too_short_to_smooth")[..] else {
            panic!("{method}: one finding")
        };
        assert_eq!(finding["count"], 1);
        let said = format!(
            "1 segment has fewer than {enough} rows with a position, too few to smooth: the gradient is used there"
        );
        assert!(analysis.messages.contains(&said), "{}", analysis.messages);
        let analysis = analyze(&with_a_tail_of(enough), method);
        assert!(analysis.findings("too_short_to_smooth").is_empty());
        assert!(analysis.motion().known("v_x_err").len() == 60 + enough);
    }
}

#[test]
fn longitude_and_latitude_are_smoothed_as_metres_are() {
    // A loop of 80 by 50 m at 47° north, with 5 cm of noise; WGS84.
    let (latitude, longitude, height) = (47.0_f64, 8.0_f64, 400.0);
    let sine = latitude.to_radians().sin();
    let eccentricity = 6.694_379_990_141_3e-3_f64;
    let across = 6_378_137.0 / (1.0 - eccentricity * sine * sine).sqrt();
    let along = 6_378_137.0 * (1.0 - eccentricity) / (1.0 - eccentricity * sine * sine).powf(1.5);
    let metres_a_degree = [
        (across + height) * latitude.to_radians().cos() * 1_f64.to_radians(),
        (along + height) * 1_f64.to_radians(),
    ];
    let mut noise = Noise(0x1234_5678_9ABC_DEF1);
    let mut cartesian = "t (s),x (m),y (m),z (m)\n".to_owned();
    let mut geographic = "time,longitude,latitude,elevation (m)\n".to_owned();
    for row in 0..150 {
        let angle = 0.05 * f64::from(row);
        let [x, y, z] = [
            40.0 * angle.sin(),
            25.0 * angle.cos(),
            3.0 * (0.5 * angle).sin(),
        ]
        .map(|position| position + 0.05 * noise.normal());
        cartesian += &format!("{row},{x:.6},{y:.6},{z:.6}\n");
        let [east, north] = [x / metres_a_degree[0], y / metres_a_degree[1]];
        geographic += &format!(
            "2024-05-11T08:{:02}:{:02}Z,{:.11},{:.11},{:.6}\n",
            row / 60,
            row % 60,
            longitude + east,
            latitude + north,
            height + z
        );
    }
    for method in ["kalman", "local"] {
        let [metres, degrees] = [&cartesian, &geographic].map(|log| analyze(log, method).motion());
        for quantity in ["v", "a"] {
            for (axis, direction) in [("x", "east"), ("y", "north"), ("z", "up")] {
                let a = metres.known(&format!("{quantity}_{axis}"));
                let b = degrees.known(&format!("{quantity}_{direction}"));
                let difference = root_mean_square(a.iter().zip(&b).map(|(a, b)| a - b));
                let size = root_mean_square(a.iter().copied());
                assert!(
                    difference < 0.03 * size,
                    "{method}, {quantity} {direction}: {difference} of {size}"
                );
                let [a, b] = [
                    metres.known(&format!("{quantity}_{axis}_err")),
                    degrees.known(&format!("{quantity}_{direction}_err")),
                ]
                .map(|errors| root_mean_square(errors.into_iter()));
                assert!(
                    (a / b - 1.0).abs() < 0.05,
                    "{method}, {quantity} {direction}: {a}, {b}"
                );
            }
        }
    }
}

#[test]
fn units_and_rates_scale_the_answer_and_nothing_else() {
    let rows = sine(120, 7);
    let table = |header: &str, row: &dyn Fn(usize, i64) -> String| {
        let rows = rows.iter().enumerate();
        header.to_owned() + &rows.map(|(at, (_, x))| row(at, *x)).collect::<String>()
    };
    let plain = text(&rows);
    let millimetres = table("t (s),x (mm)\n", &|at, x| {
        format!("{:.2},{:.3}\n", 0.05 * at as f64, x as f64 / 1e3)
    });
    let epoch = table("timestamp_ms,x (m)\n", &|at, x| {
        format!(
            "{},{:.6}\n",
            1_715_416_200_000 + 50 * at as u64,
            x as f64 / 1e6
        )
    });
    let hundred_times_slower = table("t (s),x (m)\n", &|at, x| {
        format!("{},{:.6}\n", 5 * at, x as f64 / 1e6)
    });
    let faster = table("t (s),x (m)\n", &|at, x| {
        format!("{:.6},{:.6}\n", 5e-5 * at as f64, x as f64 / 1e6)
    });
    for method in ["kalman", "local"] {
        let expected = analyze(&plain, method).motion();
        for (name, log, rate) in [
            ("millimetres", &millimetres, 1.0),
            ("epoch", &epoch, 1.0),
            ("slower", &hundred_times_slower, 0.01),
            ("faster", &faster, 1000.0),
        ] {
            let found = analyze(log, method).motion();
            for (column, factor) in [
                ("v_x", rate),
                ("v_x_err", rate),
                ("a_x", rate * rate),
                ("a_x_err", rate * rate),
            ] {
                let [expected, found] = [&expected, &found].map(|table| table.known(column));
                let largest = expected
                    .iter()
                    .fold(0.0, |most: f64, value| most.max(value.abs()));
                for (expected, found) in expected.iter().zip(&found) {
                    assert!(
                        (found / factor - expected).abs() < 1e-6 * largest,
                        "{method}, {name}, {column}: {found} / {factor} is not {expected}"
                    );
                }
            }
        }
    }
}

/// Two things in one log, in the order of their timestamps.
fn two_things() -> String {
    let things = [sine(80, 8), sine(80, 9)];
    let mut log = "t (s),name,x (m)\n".to_owned();
    for row in 0..80 {
        for (name, rows) in ["a", "b"].iter().zip(&things) {
            let (t, x) = rows[row];
            log += &format!("{t:.2},{name},{:.6}\n", x as f64 / 1e6);
        }
    }
    log
}

#[test]
fn threads_do_not_change_a_byte() {
    let log = two_things();
    let tables = ["1", "2"].map(|threads| {
        let analysis = Analysis::of(&log, &["--method", "auto", "--threads", threads]);
        ["motion.csv", "summary.json"]
            .map(|name| fs::read_to_string(analysis.folder.path().join("out").join(name)).unwrap())
    });
    let [one, two] = tables.each_ref().map(|[motion, _]| motion);
    assert!(one == two);
    let [one, two] = tables.each_ref().map(|[_, summary]| {
        let summary: serde_json::Value = serde_json::from_str(summary).unwrap();
        summary["smoothing"].clone()
    });
    assert_eq!(one, two);
}

#[test]
fn the_comparison_is_that_of_the_gradient() {
    let log = text(&sine(60, 10));
    let comparison = |options: &[&str]| {
        let analysis = Analysis::of(&log, options);
        fs::read(analysis.folder.path().join("out/comparison.csv")).unwrap()
    };
    let expected = comparison(&[]);
    for method in SMOOTHERS {
        assert!(comparison(&["--method", method]) == expected, "{method}");
    }
    assert!(comparison(&["--method", "auto", "--edge-order", "1"]) != expected);
}

#[test]
fn charts_have_the_band_and_the_gradient() {
    let charts = |log: &str, options: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.csv");
        fs::write(&path, log).unwrap();
        let run = dxdt()
            .args(["analyze", "--svg", "-q", "-o"])
            .arg(folder.path().join("out"))
            .args(options)
            .arg(&path)
            .output()
            .unwrap();
        assert!(run.status.success());
        ["velocity", "acceleration", "position", "comparison"]
            .map(|name| fs::read_to_string(folder.path().join(format!("out/{name}.svg"))).unwrap())
    };
    let has = |svg: &str, label: &str| svg.contains(&format!(">\n{label}"));
    let [velocity, acceleration, others @ ..] =
        charts(&text(&sine(60, 11)), &["--method", "kalman"]);
    for chart in [&velocity, &acceleration] {
        for label in ["smoothed", "gradient", "95 % band"] {
            assert!(has(chart, label), "{label}");
        }
    }
    assert!(others.iter().all(|chart| !has(chart, "95 % band")));
    // Of several things, the bands alone.
    let [velocity, ..] = charts(&two_things(), &["--method", "kalman"]);
    assert!(has(&velocity, "95 % band") && !has(&velocity, "gradient"));
    let [velocity, acceleration, ..] = charts(&text(&sine(60, 11)), &[]);
    assert!(!has(&velocity, "95 % band") && !has(&acceleration, "95 % band"));
}

#[test]
fn the_sample_walk_is_better_by_far() {
    let walk = root().join("data/gps_walk.csv");
    let [smoothed, gradient] = ["kalman", "gradient"]
        .map(|method| Analysis::of_file(&walk, &["--method", method]).motion());
    // data/README.md has the truth: h = 740 m + 6 m·sin ωt, timestamps 0 to 80 ms late.
    let omega = std::f64::consts::TAU / 540.0;
    let first_stamp = 0.032;
    let error = |motion: &Table, column: &str, amplitude: f64, of: fn(f64) -> f64| {
        let t = motion.known("t");
        let values = motion.numbers(column);
        let errors = t
            .iter()
            .zip(values)
            .filter_map(|(t, value)| Some(value? - amplitude * of(omega * (t + first_stamp))));
        root_mean_square(errors)
    };
    let of = |motion: &Table| {
        [
            error(motion, "v_up", 6.0 * omega, f64::cos),
            error(motion, "a_up", -6.0 * omega * omega, f64::sin),
        ]
    };
    let (smoothed, gradient) = (of(&smoothed), of(&gradient));
    assert!(
        smoothed[0] < gradient[0] / 20.0,
        "{smoothed:?} {gradient:?}"
    );
    assert!(
        smoothed[1] < gradient[1] / 100.0,
        "{smoothed:?} {gradient:?}"
    );
}

#[test]
fn the_share_of_noise_is_in_the_summary() {
    let log = root().join("data/gps_walk.csv");
    let share = |options: &[&str]| {
        let summary = Analysis::of_file(&log, options).summary();
        let axis = &summary["smoothing"]["axes"][0];
        ["velocity_noise_share", "acceleration_noise_share"]
            .map(|name| axis[name].as_f64().unwrap())
    };
    let [velocity, acceleration] = share(&["--errors"]);
    // Of the gradient's acceleration most is noise, of its velocity little.
    assert!(
        velocity < 0.1 && acceleration > 0.7,
        "{velocity} {acceleration}"
    );
    let [velocity, acceleration] = share(&["--method", "kalman"]);
    assert!(
        velocity < 0.01 && acceleration < 0.1,
        "{velocity} {acceleration}"
    );
}
