//! Every block of a page that is for a shell is run.
//!
//! `sh` blocks are scripts. In `console` blocks a line that begins with `$ ` is a command, and the lines after it are its
//! output, standard output and standard error together. All blocks of a page run in one folder, which has the sample logs.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;
use std::sync::Mutex;

use rayon::prelude::*;
use tempfile::TempDir;

use super::is_update;
use super::pages::{Block, Page, pages};
use crate::support::{copy_files, root};

/// Pages whose commands tests of their own run, for they take long: see `noise_page.rs`.
const RUN_ELSEWHERE: [&str; 2] = ["docs/noise.md", "docs/images/README.md"];

/// What `cargo` is on the pages: `cargo run … -- ARGUMENTS` is the program, the rest is tested elsewhere.
const CARGO: &str = r#"#!/bin/sh
[ "$1" = run ] || exit 0
for word; do
    [ "$word" = --example ] && exit 0
done
while [ $# -gt 0 ] && [ "$1" != -- ]; do shift; done
[ $# -gt 0 ] && shift
exec dxdt "$@"
"#;

/// A folder as a reader of the pages has it, and beside it one with the programs.
struct Workplace {
    folder: TempDir,
}

impl Workplace {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let programs = folder.path().join("programs");
        fs::create_dir_all(&programs).unwrap();
        symlink(env!("CARGO_BIN_EXE_dxdt"), programs.join("dxdt")).unwrap();
        let cargo = programs.join("cargo");
        fs::write(&cargo, CARGO).unwrap();
        fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
        for name in ["data", "docs/images"] {
            copy_files(
                &root().join(name),
                &folder.path().join("project").join(name),
            );
        }
        Self { folder }
    }

    /// Runs a script; its exit code and all that it prints.
    fn run(&self, script: &str) -> (Option<i32>, String) {
        let path = std::env::var("PATH").unwrap_or_default();
        let programs = self.folder.path().join("programs");
        let output = Command::new("sh")
            .args(["-eu", "-c"])
            .arg(format!("exec 2>&1\n{script}"))
            .current_dir(self.folder.path().join("project"))
            .env("PATH", format!("{}:{path}", programs.display()))
            .env("HOME", self.folder.path())
            .env("NO_COLOR", "1")
            .env("LC_ALL", "C")
            .output()
            .unwrap();
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.code(), printed)
    }
}

/// The lines of a `console` block with the outputs that its commands have now.
fn console(workplace: &Workplace, block: &Block) -> Result<Vec<String>, String> {
    let mut lines = Vec::new();
    for line in &block.lines {
        let Some(command) = line.strip_prefix("$ ") else {
            if lines.is_empty() {
                return Err("a console block begins with a command".to_owned());
            }
            continue;
        };
        let (code, printed) = workplace.run(command);
        if code != Some(0) {
            return Err(format!("{command}\nends with {code:?} and says\n{printed}"));
        }
        lines.push(line.clone());
        // Spaces at the end of a line would not survive an editor.
        lines.extend(printed.lines().map(|line| line.trim_end().to_owned()));
    }
    Ok(lines)
}

/// Runs the blocks of a page: what is wrong, the text with the outputs of now, and how many blocks were run.
fn run(page: &Page) -> (Vec<String>, String, usize) {
    let mut wrong = Vec::new();
    let mut count = 0;
    let mut lines: Vec<String> = page.text.lines().map(str::to_owned).collect();
    let mut moved = 0_isize;
    let workplace = Workplace::new();
    for block in page.blocks() {
        let place = format!("{}, line {}", page.name, block.line);
        match block.kind.as_str() {
            "sh" => {
                count += 1;
                let (code, printed) = workplace.run(&block.lines.join("\n"));
                if code != Some(0) {
                    wrong.push(format!(
                        "{place}: the block ends with {code:?} and says\n{printed}"
                    ));
                }
            }
            "console" => {
                count += 1;
                match console(&workplace, &block) {
                    Err(error) => wrong.push(format!("{place}: {error}")),
                    Ok(now) if now == block.lines => {}
                    Ok(now) => {
                        let what =
                            super::pages::difference(&block.lines.join("\n"), &now.join("\n"));
                        wrong.push(format!("{place}: of the block, {what}"));
                        let start = block.line.strict_add_signed(moved);
                        moved += now.len() as isize - block.lines.len() as isize;
                        lines.splice(start..start + block.lines.len(), now);
                    }
                }
            }
            "text" | "rust" | "json" | "toml" | "csv" => {}
            // By python/tests, where there is Python.
            "pycon" => {}
            other => wrong.push(format!("{place}: a block of kind '{other}' is not tested")),
        }
    }
    (wrong, lines.join("\n") + "\n", count)
}

#[test]
fn every_command_line_runs_and_prints_what_is_shown() {
    let wrong = Mutex::new(Vec::new());
    let counts: Vec<(String, usize)> = pages()
        .into_par_iter()
        .filter(|page| !RUN_ELSEWHERE.contains(&page.name.as_str()))
        .map(|page| {
            let (mut found, text, count) = run(&page);
            if is_update() && text != page.text {
                fs::write(root().join(&page.name), text).unwrap();
                found.retain(|error| !error.contains(": of the block, "));
            }
            wrong.lock().unwrap().append(&mut found);
            (page.name, count)
        })
        .collect();
    let wrong = wrong.into_inner().unwrap();
    assert!(
        wrong.is_empty(),
        "{}\n(UPDATE_DOCS=1 writes the outputs of now into the pages)",
        wrong.join("\n\n")
    );
    // A page without commands would pass whatever the runner does.
    for name in ["README.md", "docs/tutorial.md", "docs/what-now.md"] {
        let run = counts
            .iter()
            .any(|(page, count)| page == name && *count > 0);
        assert!(run, "no block of {name} was run");
    }
}

#[test]
fn the_picture_of_the_classroom_is_what_its_commands_make() {
    const PICTURE: &str = "docs/images/classroom-acceleration.png";
    let page = Page::read("docs/images/README.md");
    let blocks = page.blocks();
    let block = blocks
        .iter()
        .find(|block| block.lines.iter().any(|line| line.ends_with(PICTURE)));
    let script = block.expect("the commands of the picture").lines.join("\n");
    let workplace = Workplace::new();
    let made = workplace.folder.path().join("project").join(PICTURE);
    fs::remove_file(&made).unwrap();
    let (code, printed) = workplace.run(&script);
    assert_eq!(code, Some(0), "{printed}");
    let [made, kept] =
        [made, root().join(PICTURE)].map(|path| image::open(path).unwrap().to_rgb8());
    assert_eq!(made.dimensions(), kept.dimensions());
    // The last digit of a position may differ from one machine to the next.
    let differ = made
        .pixels()
        .zip(kept.pixels())
        .filter(|(a, b)| a != b)
        .count();
    assert!(differ < 500, "{PICTURE}: {differ} pixels differ");
}

#[test]
fn the_runner_sees_what_is_wrong() {
    let page = |text: &str| Page {
        name: "page.md".to_owned(),
        text: text.to_owned(),
    };
    let (wrong, ..) = run(&page("```sh\ntest -f data/pendulum.csv\n```\n"));
    assert_eq!(wrong, [""; 0]);
    let (wrong, ..) = run(&page("```sh\nfalse\ntrue\n```\n"));
    assert!(wrong[0].starts_with("page.md, line 1: the block ends with Some(1)"));
    let (wrong, ..) = run(&page(
        "```sh\ncargo run --release -- analyze --nonsense\n```\n",
    ));
    assert!(wrong[0].contains("--nonsense"), "{wrong:?}");
    let (wrong, ..) = run(&page("```python\n```\n"));
    assert!(wrong[0].contains("not tested"));
    let text = "# T\n\n```console\n$ echo a; echo b >&2\na\n$ echo c\nd\n```\n\nend\n";
    let (wrong, now, count) = run(&page(text));
    assert_eq!(count, 1);
    assert!(wrong[0].contains("line 3 is\n  $ echo c\nand should be\n  b"));
    let right = "# T\n\n```console\n$ echo a; echo b >&2\na\nb\n$ echo c\nc\n```\n\nend\n";
    assert_eq!(now, right);
    assert_eq!(run(&page(right)).0, [""; 0]);
}
