//! Pages of Markdown: which there are, their blocks, and their prose.

use std::fs;
use std::path::Path;

use crate::support::root;

/// A page of Markdown.
pub struct Page {
    /// From the root of the project, such as `docs/noise.md`.
    pub name: String,
    pub text: String,
}

/// A fenced block.
pub struct Block {
    /// The word after the fence.
    pub kind: String,
    /// The line of the opening fence, counted from 1.
    pub line: usize,
    pub lines: Vec<String>,
}

impl Page {
    pub fn read(name: &str) -> Self {
        let text = fs::read_to_string(root().join(name));
        Self {
            name: name.to_owned(),
            text: text.unwrap_or_else(|error| panic!("{name}: {error}")),
        }
    }

    /// The fenced blocks, in order.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut open: Option<(usize, Block)> = None;
        for (index, line) in self.text.lines().enumerate() {
            match (&mut open, fence(line)) {
                (Some((ticks, _)), Some((closing, ""))) if closing >= *ticks => {
                    blocks.extend(open.take().map(|(_, block)| block));
                }
                (Some((_, block)), _) => block.lines.push(line.to_owned()),
                (None, Some((ticks, kind))) => {
                    let block = Block {
                        kind: kind.to_owned(),
                        line: index + 1,
                        lines: Vec::new(),
                    };
                    open = Some((ticks, block));
                }
                (None, None) => assert!(
                    !line.trim_start().starts_with("```"),
                    "{}, line {}: a fence that is indented is not tested",
                    self.name,
                    index + 1
                ),
            }
        }
        assert!(open.is_none(), "{}: a block that does not end", self.name);
        blocks
    }

    /// The lines outside of blocks and comments, each with its number.
    pub fn prose(&self) -> Vec<(usize, &str)> {
        let blocks = self.blocks();
        let is_code = |number: usize| {
            let of =
                |block: &Block| (block.line..=block.line + block.lines.len() + 1).contains(&number);
            blocks.iter().any(of)
        };
        let mut is_comment = false;
        let mut lines = Vec::new();
        for (index, line) in self.text.lines().enumerate() {
            if is_code(index + 1) {
                continue;
            }
            is_comment |= line.contains("<!--");
            if !is_comment {
                lines.push((index + 1, line));
            }
            is_comment &= !line.contains("-->");
        }
        lines
    }
}

/// The backticks of a fence and the words after them.
fn fence(line: &str) -> Option<(usize, &str)> {
    let words = line.trim_start_matches('`');
    let ticks = line.len() - words.len();
    (ticks >= 3).then(|| (ticks, words.trim()))
}

/// The pages of the book, of its pictures, of the sample logs, and the README.
pub fn pages() -> Vec<Page> {
    let mut names = Vec::new();
    collect(&root().join("docs"), "docs", &mut names);
    names.sort();
    names.extend(["README.md", "data/README.md"].map(str::to_owned));
    names.iter().map(|name| Page::read(name)).collect()
}

fn collect(folder: &Path, prefix: &str, names: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let name = format!("{prefix}/{name}");
        if path.is_dir() {
            // What mdBook has made.
            if name != "docs/book" {
                collect(&path, &name, names);
            }
        } else if path.extension().is_some_and(|extension| extension == "md") {
            names.push(name);
        }
    }
}

/// The parts of a line that stand between backticks.
pub fn code_spans(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// The first difference of two texts, for a person.
pub fn difference(kept: &str, made: &str) -> String {
    let mut kept_lines = kept.lines();
    let mut made_lines = made.lines();
    for line in 1.. {
        match (kept_lines.next(), made_lines.next()) {
            (None, None) => break,
            (kept, made) if kept == made => {}
            (kept, made) => {
                return format!(
                    "line {line} is\n  {}\nand should be\n  {}",
                    kept.unwrap_or("(no line)"),
                    made.unwrap_or("(no line)")
                );
            }
        }
    }
    "only line ends differ".to_owned()
}
