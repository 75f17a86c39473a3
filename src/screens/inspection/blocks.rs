//! What there is to say, in blocks of lines, and which of them fit on one screen.

use crate::screens::screen::Screen;

/// So many lines fit on a screen with a prompt below them.
const MOST_LINES: usize = 23;

/// How much a block matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// It is always shown.
    Always,
    /// What may be wrong.
    Warnings,
    /// What was guessed.
    Guesses,
    /// What the verdict is made of.
    Figures,
    /// What was decided for a plain reason.
    Decisions,
    /// What explains the figures.
    Detail,
    /// What is shown where there is room.
    Last,
}

/// Blocks of lines, one below the other.
pub(super) struct Blocks {
    width: usize,
    blocks: Vec<Block>,
    /// An empty line goes before the next block.
    has_gap: bool,
}

struct Block {
    rank: Rank,
    /// What it is called where it is left out.
    name: &'static str,
    text: String,
    /// It starts a group.
    starts: bool,
}

impl Blocks {
    /// None yet, in lines of at most so many characters.
    pub fn new(width: usize) -> Self {
        Self {
            width,
            blocks: Vec::new(),
            has_gap: false,
        }
    }

    /// Adds what is written, where it is anything.
    pub fn add(&mut self, rank: Rank, name: &'static str, write: impl FnOnce(&mut Screen)) {
        let mut screen = Screen::new(self.width);
        write(&mut screen);
        let text = screen.into_text();
        if !text.is_empty() {
            self.blocks.push(Block {
                rank,
                name,
                text,
                starts: std::mem::take(&mut self.has_gap),
            });
        }
    }

    /// The next block starts a group.
    pub fn gap(&mut self) {
        self.has_gap = !self.blocks.is_empty();
    }
}

/// All blocks.
pub(super) fn whole(blocks: Blocks) -> String {
    let all = blocks.blocks.iter().map(|block| (block, true));
    joined(all)
}

/// The blocks that fit on a screen, those that matter most, and a line that tells what is left out.
pub(super) fn one_screen(blocks: Blocks, width: usize) -> String {
    let all = &blocks.blocks;
    let whole = joined(all.iter().map(|block| (block, true)));
    if whole.lines().count() <= MOST_LINES {
        return whole;
    }
    let mut shown: Vec<bool> = all.iter().map(|block| block.rank == Rank::Always).collect();
    let mut order: Vec<usize> = (0..all.len()).filter(|&at| !shown[at]).collect();
    order.sort_by_key(|&at| all[at].rank);
    let lines = |shown: &[bool]| {
        let text = joined(all.iter().zip(shown.iter().copied()));
        text.lines().count() + left_out(all, shown, width).lines().count()
    };
    for at in order {
        shown[at] = true;
        if lines(&shown) > MOST_LINES {
            shown[at] = false;
        }
    }
    joined(all.iter().zip(shown.iter().copied())) + &left_out(all, &shown, width)
}

fn joined<'b>(blocks: impl Iterator<Item = (&'b Block, bool)>) -> String {
    let mut text = String::new();
    let mut has_gap = false;
    for (block, is_shown) in blocks {
        has_gap |= block.starts;
        if is_shown {
            if has_gap {
                text.push('\n');
            }
            has_gap = false;
            text.push_str(&block.text);
        }
    }
    text
}

/// `more  2 warnings, 5 notes, the steps: --verbose`.
fn left_out(blocks: &[Block], shown: &[bool], width: usize) -> String {
    let mut names: Vec<(&str, usize)> = Vec::new();
    for (block, _) in blocks.iter().zip(shown).filter(|(_, shown)| !**shown) {
        match names.iter_mut().find(|(name, _)| *name == block.name) {
            Some((_, count)) => *count += 1,
            None => names.push((block.name, 1)),
        }
    }
    if names.is_empty() {
        return String::new();
    }
    let names = names.iter().map(|(name, count)| match (*name, *count) {
        ("warning" | "note", 1) => format!("1 {name}"),
        ("warning" | "note", count) => format!("{count} {name}s"),
        _ => (*name).to_owned(),
    });
    let names: Vec<String> = names.collect();
    let mut screen = Screen::new(width);
    screen.gap();
    screen.plain("--verbose", &format!("shows {}", names.join(", ")));
    screen.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(warnings: usize) -> Blocks {
        let mut blocks = Blocks::new(100);
        blocks.add(Rank::Always, "", |screen| screen.plain("verdict", "yes"));
        blocks.gap();
        for _ in 0..warnings {
            blocks.add(Rank::Warnings, "warning", |screen| {
                screen.plain("warning", "w")
            });
        }
        for _ in 0..10 {
            blocks.add(Rank::Decisions, "note", |screen| screen.plain("note", "n"));
        }
        blocks.add(Rank::Last, "the rest", |screen| screen.plain("rest", "r"));
        blocks
    }

    #[test]
    fn what_matters_most_is_shown_and_what_is_not_is_named() {
        let lines =
            |text: &str, word: &str| text.lines().filter(|line| line.contains(word)).count();
        let one_screen =
            |warnings| anstream::adapter::strip_str(&one_screen(blocks(warnings), 100)).to_string();
        let whole = |warnings| anstream::adapter::strip_str(&whole(blocks(warnings))).to_string();
        assert_eq!(one_screen(3), whole(3));
        let long = one_screen(15);
        assert_eq!(long.lines().count(), MOST_LINES);
        assert_eq!(lines(&long, "warning  w"), 15);
        assert_eq!(lines(&long, "note  n"), 4);
        assert!(
            long.ends_with("\n --verbose  shows 6 notes, the rest\n"),
            "{long}"
        );
        assert_eq!(whole(15).lines().count(), 28);
        let most = one_screen(40);
        assert!(most.contains("shows 21 warnings, 10 notes"), "{most}");
    }
}
