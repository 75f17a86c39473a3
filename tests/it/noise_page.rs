//! The page about noise: its commands run, its quotes and figures compared.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::support::{Analysis, Table, folder_with_data, root};

const PICTURES: [&str; 4] = [
    "noise-velocity-gradient.png",
    "noise-velocity-auto.png",
    "noise-acceleration-gradient.png",
    "noise-acceleration-auto.png",
];

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// The page without its line ends, for sentences that are broken anywhere.
fn prose() -> String {
    let page = page("docs/noise.md").replace("\n  ", " ");
    page.replace('\n', " ")
}

/// A block of a page: `sh` or `text`, and its lines.
fn blocks(page: &str) -> Vec<(String, Vec<String>)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, Vec<String>)> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(kind), None) => open = Some((kind.to_owned(), Vec::new())),
            (None, Some((_, lines))) => lines.push(line.to_owned()),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block that does not end");
    blocks
}

/// A folder with the project's sample logs, and one for pictures.
fn workplace() -> TempDir {
    let folder = folder_with_data();
    fs::create_dir_all(folder.path().join("docs/images")).unwrap();
    folder
}

/// Runs a command of a page and gives all that it prints.
fn run(line: &str, folder: &Path) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    match &words[..] {
        ["dxdt", arguments @ ..] => {
            let output = Command::new(env!("CARGO_BIN_EXE_dxdt"))
                .env("COLUMNS", "1000")
                .args(arguments)
                .current_dir(folder)
                .env("NO_COLOR", "1")
                .output()
                .unwrap();
            let printed = [output.stdout, output.stderr].concat();
            let printed = String::from_utf8(printed).unwrap();
            assert_eq!(output.status.code(), Some(0), "{line}: {printed}");
            printed
        }
        ["cp", from, to] => {
            fs::copy(folder.join(from), folder.join(to)).unwrap_or_else(|e| panic!("{line}: {e}"));
            String::new()
        }
        _ => panic!("no test can run: {line}"),
    }
}

#[test]
fn every_command_runs_and_prints_what_is_quoted() {
    let folder = workplace();
    let mut printed = String::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (kind, lines) in blocks(&page("docs/noise.md")) {
        match kind.as_str() {
            "sh" => printed.extend(lines.iter().map(|line| run(line, folder.path()))),
            "text" => {
                // Lines may have spaces at their ends that a page should not have.
                let printed: Vec<&str> = printed.lines().map(str::trim_end).collect();
                let is_quoted = printed.windows(lines.len()).any(|window| window == lines);
                assert!(
                    is_quoted,
                    "{}\nis not in\n{}",
                    lines.join("\n"),
                    printed.join("\n")
                );
            }
            _ => panic!("a block of kind {kind:?} is not tested"),
        }
        *counts.entry(kind).or_default() += 1;
    }
    assert!(counts["sh"] >= 3 && counts["text"] >= 3, "{counts:?}");
}

#[test]
fn pictures_are_what_their_commands_make() {
    let folder = workplace();
    let blocks = blocks(&page("docs/images/README.md"));
    for (_, lines) in blocks.into_iter().filter(|(kind, _)| kind == "sh") {
        for line in lines {
            run(&line, folder.path());
        }
    }
    for name in PICTURES {
        let path = Path::new("docs/images").join(name);
        assert!(page("docs/noise.md").contains(&format!("(images/{name})")));
        let kept = fs::read(root().join(&path)).unwrap();
        assert!(kept.len() < 100_000, "{name} has {} bytes", kept.len());
        let made = fs::read(folder.path().join(&path)).unwrap();
        let [kept, made] = [kept, made].map(|bytes| image::load_from_memory(&bytes).unwrap());
        let [kept, made] = [kept.to_rgb8(), made.to_rgb8()];
        assert_eq!(kept.dimensions(), made.dimensions(), "{name}");
        // The last digit of a position may differ from one machine to the next.
        let differ = kept.pixels().zip(made.pixels()).filter(|(a, b)| a != b);
        let (differ, all) = (differ.count(), kept.pixels().count());
        assert!(
            differ < all / 1000,
            "{name}: {differ} of {all} pixels differ; docs/images/README.md says how to make it again"
        );
    }
}

/// The table of what noise does, by its formulas and by a log that is nothing but noise.
#[test]
fn the_errors_of_derivatives_are_those_of_their_weights() {
    const SIGMA: f64 = 0.01;
    const STEP: f64 = 0.01;
    let norm = |weights: &[f64]| weights.iter().map(|w| w * w).sum::<f64>().sqrt();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut normal = || {
        let mut uniform = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        (0..12).map(|_| uniform()).sum::<f64>() - 6.0
    };
    let mut log = "t (s),x (m)\n".to_owned();
    for row in 0..20_000 {
        log += &format!("{:.2},{:.6}\n", STEP * f64::from(row), SIGMA * normal());
    }
    let page = page("docs/noise.md");
    for (options, column, weights, printed) in [
        (
            ["--method", "gradient"],
            "v_x",
            &[-0.5 / STEP, 0.0, 0.5 / STEP][..],
            "0.71 m/s",
        ),
        (
            ["--method", "diff"],
            "v_x",
            &[-1.0 / STEP, 1.0 / STEP],
            "1.4 m/s",
        ),
        (
            ["--acceleration", "chained"],
            "a_x",
            &[1.0, 0.0, -2.0, 0.0, 1.0].map(|w: f64| w / (4.0 * STEP * STEP)),
            "61 m/s²",
        ),
        (
            ["--acceleration", "direct"],
            "a_x",
            &[1.0, -2.0, 1.0].map(|w: f64| w / (STEP * STEP)),
            "245 m/s²",
        ),
    ] {
        let said = SIGMA * norm(weights);
        let number: f64 = printed.split_once(' ').unwrap().0.parse().unwrap();
        assert!((number / said - 1.0).abs() < 0.02, "{printed}: {said}");
        assert!(page.contains(&format!("| {printed} |")), "{printed}");
        let values = Analysis::of(&log, &options).motion().numbers(column);
        let values: Vec<f64> = values[5..values.len() - 5]
            .iter()
            .flatten()
            .copied()
            .collect();
        let found = root_mean_square(&values);
        assert!((found / said - 1.0).abs() < 0.05, "{printed}: {found}");
    }
}

fn root_mean_square(values: &[f64]) -> f64 {
    (values.iter().map(|value| value * value).sum::<f64>() / values.len() as f64).sqrt()
}

/// The true velocity and acceleration of the sample walk along east, north and up, from data/README.md.
fn walk(t: f64) -> [[f64; 3]; 2] {
    let velocity = |t: f64| {
        let omega = std::f64::consts::TAU / 540.0;
        let (sine, cosine) = (omega * t).sin_cos();
        let latitude = (46.8 + 0.001 * sine).to_radians();
        let height = 740.0 + 6.0 * sine;
        let flattening = 1.0 / 298.257_223_563;
        let eccentricity = flattening * (2.0 - flattening);
        let root = (1.0 - eccentricity * latitude.sin().powi(2)).sqrt();
        let across = 6_378_137.0 / root;
        let along = 6_378_137.0 * (1.0 - eccentricity) / root.powi(3);
        [
            (across + height) * latitude.cos() * (-0.0015 * omega * sine).to_radians(),
            (along + height) * (0.001 * omega * cosine).to_radians(),
            6.0 * omega * cosine,
        ]
    };
    let (before, after) = (velocity(t - 0.01), velocity(t + 0.01));
    // The turning of east, north and up is below 3e-7 m/s² here.
    let acceleration = [0, 1, 2].map(|axis| (after[axis] - before[axis]) / 0.02);
    [velocity(t), acceleration]
}

/// Of velocity (0) or acceleration (1) along an axis: how far it is off, root mean square, and on which share of the rows
/// the truth is in the band.
fn against_truth(motion: &Table, order: usize, axis: usize) -> (f64, f64) {
    let name = format!("{}_{}", ["v", "a"][order], ["east", "north", "up"][axis]);
    let values = motion.numbers(&name);
    let errors = if motion.names.contains(&format!("{name}_err")) {
        motion.numbers(&format!("{name}_err"))
    } else {
        vec![None; values.len()]
    };
    let mut off = Vec::new();
    let mut inside = 0;
    // The first timestamp is 32 ms after the zero of the formula.
    for ((t, value), error) in motion.known("t").iter().zip(values).zip(errors) {
        let Some(value) = value else { continue };
        let difference = value - walk(t + 0.032)[order][axis];
        inside += usize::from(error.is_some_and(|error| difference.abs() <= 1.96 * error));
        off.push(difference);
    }
    let share = inside as f64 / off.len() as f64;
    (root_mean_square(&off), share)
}

#[test]
fn the_errors_and_bands_of_the_walk() {
    let log = root().join("data/gps_walk.csv");
    let of = |method: &str, order: usize| -> [(f64, f64); 2] {
        let motion = Analysis::of_file(&log, &["--method", method, "--no-comparison"]).motion();
        let axes = [0, 1, 2].map(|axis| against_truth(&motion, order, axis));
        let range = |of: fn(&(f64, f64)) -> f64| {
            let values = axes.iter().map(of);
            (
                values.clone().fold(f64::INFINITY, f64::min),
                values.fold(0.0, f64::max),
            )
        };
        [range(|axis| axis.0), range(|axis| axis.1)]
    };
    let text = prose();
    let said = |sentence: String| assert!(text.contains(&sentence), "{sentence}");
    let ([plain, _], [smooth, _]) = (of("gradient", 0), of("auto", 0));
    assert_eq!(format!("{:.3}", plain.0), format!("{:.3}", plain.1));
    said(format!(
        "The gradient's velocity is off by {:.3} m/s (root mean square, each axis), the smoothed one by at most {:.4} m/s.",
        plain.0, smooth.1
    ));
    let ([plain, _], [smooth, _]) = (of("gradient", 1), of("auto", 1));
    said(format!(
        "The acceleration is off by {:.3} to {:.3} m/s², more than the walk ever has, against {:.5} to {:.5} m/s².",
        plain.0, plain.1, smooth.0, smooth.1
    ));
    let ([_, kalman], [_, local]) = (of("kalman", 0), of("local", 0));
    said(format!(
        "the velocity by `kalman` is in its band on {:.0} to {:.0} % of the rows, by `local` on {:.0} to {:.0} %.",
        100.0 * kalman.0,
        100.0 * kalman.1,
        100.0 * local.0,
        100.0 * local.1
    ));
}
