//! The table of contents, the links, and the options and commands that pages name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use clap::CommandFactory;
use dxdt::cli::Cli;

use super::pages::{Block, Page, code_spans, pages};
use crate::support::root;

/// Options of other programs that the pages name.
const OF_OTHERS: [&str; 9] = [
    "--csv",
    "--example",
    "--locked",
    "--no-deps",
    "--open",
    "--path",
    "--release",
    "--root",
    "--save_as_tum",
];

/// The anchor of a heading, by the rule of GitHub and mdBook.
fn anchor(heading: &str) -> String {
    let text = without_targets(heading);
    let kept = text.trim().chars().filter_map(|c| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        c if c.is_alphanumeric() => Some(c),
        _ => None,
    });
    kept.collect::<String>().to_lowercase()
}

/// `[words](target)` as `[words]`.
fn without_targets(text: &str) -> String {
    let mut parts = text.split("](");
    let mut result = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        result.push_str(part.split_once(')').map_or("", |(_, after)| after));
    }
    result
}

fn anchors(page: &Page) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let headings = page.prose().into_iter().filter_map(|(_, line)| {
        let words = line.trim_start_matches('#');
        (words.len() < line.len()).then(|| words.strip_prefix(' '))?
    });
    headings
        .map(|heading| {
            let anchor = anchor(heading);
            let count = counts.entry(anchor.clone()).or_default();
            *count += 1;
            match *count {
                1 => anchor,
                more => format!("{anchor}-{}", more - 1),
            }
        })
        .collect()
}

/// The targets of links and pictures, with their lines.
fn targets(page: &Page) -> Vec<(usize, String)> {
    let mut targets = Vec::new();
    for (line, text) in page.prose() {
        // In code, a bracket is a bracket.
        let text: String = text.split('`').step_by(2).collect();
        for part in text.split("](").skip(1) {
            let end = part.find(')');
            let end =
                end.unwrap_or_else(|| panic!("{}, line {line}: a link without an end", page.name));
            targets.push((line, part[..end].to_owned()));
        }
    }
    targets
}

/// A path without `.` and `..`; `None` where it leaves the project.
fn resolved(path: &Path) -> Option<PathBuf> {
    let mut resolved = PathBuf::new();
    for component in path.components() {
        match component {
            Component::Normal(name) => resolved.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                if !resolved.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(resolved)
}

/// What is wrong with a link of a page.
fn complaint(page: &Page, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (file, fragment) = match target.split_once('#') {
        Some((file, fragment)) => (file, Some(fragment)),
        None => (target, None),
    };
    let path = if file.is_empty() {
        PathBuf::from(&page.name)
    } else {
        let folder = Path::new(&page.name).parent().unwrap_or(Path::new(""));
        let Some(path) = resolved(&folder.join(file)) else {
            return Some("leaves the project".to_owned());
        };
        path
    };
    if !root().join(&path).exists() {
        return Some(format!("there is no {}", path.display()));
    }
    let is_of_the_book =
        |path: &Path| path.starts_with("docs") && !path.ends_with("images/README.md");
    if is_of_the_book(Path::new(&page.name)) && !is_of_the_book(&path) {
        return Some(
            "leaves the book: as HTML it would lead nowhere; name the file as code".to_owned(),
        );
    }
    let fragment = fragment?;
    let known = anchors(&Page::read(path.to_str()?));
    (!known.contains(fragment)).then(|| format!("{} has no heading '{fragment}'", path.display()))
}

#[test]
fn every_link_leads_somewhere() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for page in pages() {
        for (line, target) in targets(&page) {
            count += 1;
            if let Some(complaint) = complaint(&page, &target) {
                wrong.push(format!("{}, line {line}: {target}: {complaint}", page.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 100, "{count}");
}

#[test]
fn wrong_links_are_seen() {
    let page = Page {
        name: "docs/how-to/gps.md".to_owned(),
        text: "# A `b` (c)\n\n## A b c\n\n```text\n# no heading\n```\n".to_owned(),
    };
    assert_eq!(
        anchors(&page),
        ["a-b-c", "a-b-c-1"].map(str::to_owned).into()
    );
    for (target, is_right) in [
        ("#what-it-says", true),
        ("#no-such", false),
        ("../formats.md#plt", true),
        ("../formats.md#no-such", false),
        ("formats.md", false),
        ("../../data/README.md", false),
        ("https://example.org", true),
    ] {
        assert_eq!(complaint(&page, target).is_none(), is_right, "{target}");
    }
}

#[test]
fn the_table_of_contents_has_every_page() {
    let summary = Page::read("docs/SUMMARY.md");
    let mut wrong = Vec::new();
    let mut listed = BTreeSet::new();
    for (line, target) in targets(&summary) {
        if !root().join("docs").join(&target).is_file() {
            wrong.push(format!(
                "docs/SUMMARY.md, line {line} lists {target}, which is not there"
            ));
        }
        if !listed.insert(format!("docs/{target}")) {
            wrong.push(format!(
                "docs/SUMMARY.md, line {line} lists {target} a second time"
            ));
        }
    }
    for page in pages() {
        let is_of_the_book = page.name.starts_with("docs/")
            && !["docs/SUMMARY.md", "docs/images/README.md"].contains(&page.name.as_str());
        if is_of_the_book && !listed.contains(&page.name) {
            wrong.push(format!(
                "{} is not in docs/SUMMARY.md, or commented out there: give it its line",
                page.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The long options of all commands, with their dashes.
fn options() -> BTreeSet<String> {
    let mut command = Cli::command();
    command.build();
    let commands = std::iter::once(&command).chain(command.get_subcommands());
    commands
        .flat_map(clap::Command::get_arguments)
        .filter_map(|argument| argument.get_long())
        .map(|long| format!("--{long}"))
        .collect()
}

#[test]
fn options_that_pages_name_exist() {
    let known = options();
    let mut wrong = Vec::new();
    let mut count = 0;
    for page in pages() {
        for (line, text) in page.prose() {
            for span in code_spans(text) {
                let is_option = |word: &&str| word.len() > 2 && word.starts_with("--");
                for word in span.split([' ', '=', '|', '\\', ',']).filter(is_option) {
                    count += 1;
                    if !known.contains(word) && !OF_OTHERS.contains(&word) {
                        wrong.push(format!(
                            "{}, line {line}: there is no option {word}",
                            page.name
                        ));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 100, "{count}");
}

/// A command in a `text` block is not run: it must be a form with placeholders, or stand in a block that is run.
#[test]
fn no_command_hides_in_a_text_block() {
    const PLACEHOLDERS: [&str; 3] = ["[", "<", "LOG"];
    let mut wrong = Vec::new();
    let mut forms = 0;
    for page in pages() {
        let (text, others): (Vec<Block>, Vec<Block>) = page
            .blocks()
            .into_iter()
            .partition(|block| block.kind == "text");
        let run: Vec<&str> = others
            .iter()
            .flat_map(|block| &block.lines)
            .map(String::as_str)
            .collect();
        for (block, line) in text
            .iter()
            .flat_map(|block| block.lines.iter().map(move |line| (block, line)))
        {
            let is_command = ["dxdt ", "cargo ", "$ "]
                .iter()
                .any(|start| line.starts_with(start));
            if is_command && !PLACEHOLDERS.iter().any(|word| line.contains(word)) {
                if !run.contains(&line.as_str()) {
                    wrong.push(format!("{}, line {}: {line}", page.name, block.line));
                }
            } else {
                forms += usize::from(is_command);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(forms >= 10, "{forms}");
}

#[test]
fn the_page_about_the_sample_logs_has_every_log() {
    let page = Page::read("docs/reference/sample-logs.md");
    let rows = page
        .text
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let on_page: BTreeSet<String> = rows.map(str::to_owned).collect();
    let files = std::fs::read_dir(root().join("data")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let logs: BTreeSet<String> = names.filter(|name| name != "README.md").collect();
    assert_eq!(on_page, logs);
}
