//! `dxdt completions` and `dxdt manual`, and charts for slides and pages.

use std::fs;

use super::support::{dxdt, root};

const COMMANDS: [&str; 6] = [
    "analyze", "compare", "explain", "inspect", "gradient", "diff",
];

#[test]
fn every_shell_has_completions_for_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = dxdt().args(["completions", shell]).output().unwrap();
        assert!(output.status.success());
        let script = String::from_utf8(output.stdout).unwrap();
        for word in COMMANDS.into_iter().chain(["chart-size", "edge-order"]) {
            assert!(script.contains(word), "{shell} lacks {word}");
        }
    }
    let output = dxdt().args(["completions", "tcsh"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn every_command_has_a_page_of_the_manual() {
    let folder = tempfile::tempdir().unwrap();
    dxdt()
        .args(["manual", "-o"])
        .arg(folder.path())
        .assert()
        .success();
    for command in COMMANDS {
        let page = fs::read_to_string(folder.path().join(format!("dxdt-{command}.1"))).unwrap();
        assert!(
            page.contains(&format!(".TH DXDT-{} 1", command.to_uppercase())),
            "{page}"
        );
        assert!(page.contains("SYNOPSIS"));
    }
    let output = dxdt().arg("manual").output().unwrap();
    let page = fs::read(folder.path().join("dxdt.1")).unwrap();
    assert_eq!(output.stdout, page);
}

#[test]
fn charts_have_the_size_and_the_ground_that_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    for (size, theme, pixels, ground) in [
        ("slide", "dark", (1920, 1080), 24),
        ("paper", "light", (1950, 1240), 255),
        ("column", "light", (1050, 1050), 255),
        ("300x200", "dark", (300, 200), 24),
    ] {
        dxdt()
            .arg("analyze")
            .arg(root().join("data/pendulum.csv"))
            .args(["--chart-size", size, "--theme", theme, "-o"])
            .arg(folder.path())
            .assert()
            .success();
        for chart in ["velocity", "path"] {
            let path = folder.path().join(format!("{chart}.png"));
            let image = image::open(path).unwrap().to_rgb8();
            // The pendulum swings far and low, and its path needs no more height.
            let lower = chart == "path" && image.height() < pixels.1;
            assert_eq!(image.width(), pixels.0);
            assert!(lower || image.height() == pixels.1, "{chart}");
            assert_eq!(image.get_pixel(2, 2).0, [ground; 3]);
        }
    }
    let output = dxdt()
        .args(["analyze", "log.csv", "--theme", "pink"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("give light or dark"));
}
