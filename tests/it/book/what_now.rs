//! The page about messages: each heading is what the program says, as the block below it shows. That the blocks are what the
//! program prints is tested with those of all pages.

use super::pages::{Block, Page};

/// The messages that head a section, each with the outputs in it.
fn sections(page: &Page) -> Vec<(String, String)> {
    let mut ends: Vec<(usize, &str)> = page.prose();
    ends.retain(|(_, line)| line.starts_with('#'));
    let blocks = page.blocks();
    let outputs = |from: usize, to: usize| {
        let inside = |block: &&Block| block.kind == "console" && (from..to).contains(&block.line);
        let lines = blocks.iter().filter(inside).flat_map(|block| &block.lines);
        let printed = lines.filter(|line| !line.starts_with("$ "));
        let words: Vec<&str> = printed.flat_map(|line| line.split_whitespace()).collect();
        words.join(" ")
    };
    let mut sections = Vec::new();
    for (index, (line, text)) in ends.iter().enumerate() {
        if let Some(message) = text.strip_prefix("### ") {
            let to = ends.get(index + 1).map_or(usize::MAX, |(line, _)| *line);
            sections.push((message.to_owned(), outputs(*line, to)));
        }
    }
    sections
}

/// Whether the parts of a message, between what may differ, are said in this order.
fn is_said(message: &str, printed: &str) -> bool {
    let mut rest = printed;
    message.split('…').map(str::trim).all(|part| {
        let after = rest.split_once(part).map(|(_, after)| after);
        rest = after.unwrap_or(rest);
        after.is_some()
    })
}

#[test]
fn every_heading_is_what_the_program_says() {
    let sections = sections(&Page::read("docs/what-now.md"));
    let wrong: Vec<&str> = sections
        .iter()
        .filter(|(message, printed)| !is_said(message, printed))
        .map(|(message, _)| message.as_str())
        .collect();
    assert!(wrong.is_empty(), "not printed below:\n{}", wrong.join("\n"));
    assert!(sections.len() > 20, "{}", sections.len());
}

#[test]
fn a_heading_that_nothing_prints_is_seen() {
    let text = "## A\n\n### … is late, by …\n\n```console\n$ is late\nrow 3 is\n   late, by 2 s\n```\n\n### late\n\nNo block.\n";
    let page = Page {
        name: "page.md".to_owned(),
        text: text.to_owned(),
    };
    let said: Vec<bool> = sections(&page)
        .iter()
        .map(|(message, printed)| is_said(message, printed))
        .collect();
    assert_eq!(said, [true, false]);
    assert!(!is_said("late … row", "row 3 is late"));
}
