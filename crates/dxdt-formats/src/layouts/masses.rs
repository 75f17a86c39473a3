//! Data of Tracker (Open Source Physics): a line that names the point masses, above `t`, `x`, `y`.
//!
//! Older versions write one mass a file, `mass_A` above `t`, `x`, `y`; newer ones write the names above the first
//! column of each mass, with a delimiter after every field, and `#multi:` on a line of its own before several masses
//! that share one `t`.

use crate::ColumnName;
use dxdt_motion::error::{Error, Result, excerpt};

use super::super::{Delimiter, HeaderOrigin, LineAbove, RecordTable, TextTable};
use super::Layout;
use super::cells::Cells;
use super::long::{NamedColumn, Part, melt};

/// Point masses named above their columns.
pub(super) struct PointMasses;

impl Layout for PointMasses {
    fn name(&self) -> &'static str {
        "Tracker data"
    }

    fn lines_read_above(&self) -> usize {
        1
    }

    fn apply(&self, text: &TextTable<'_>) -> Result<Option<RecordTable>> {
        let dialect = text.dialect();
        let (Some(above), HeaderOrigin::Line) = (dialect.lines_above.last(), dialect.header) else {
            return Ok(None);
        };
        let names = dialect.own_names.clone();
        let has_axis = names.iter().any(|name| is_called(name, &["x", "y", "r"]));
        if !names.first().is_some_and(|name| is_time(name)) || !has_axis {
            return Ok(None);
        }
        // A name that is repeated side by side is that of a group.
        let repeats = |pair: &[String]| !pair[0].is_empty() && pair[0] == pair[1];
        if dialect.delimiter != Delimiter::Whitespace && above.fields.windows(2).any(repeats) {
            return Ok(None);
        }
        let Some(masses) = masses(above, &names, dialect.delimiter)? else {
            return Ok(None);
        };
        let parts = parts(&masses, &names);
        for (at, part) in parts.iter().enumerate() {
            if parts[..at].iter().any(|other| other.name == part.name) {
                return Err(
                    Error::new(format!("two masses are called '{}'", excerpt(&part.name)))
                        .at_line(above.line)
                        .advise("give each a name of its own"),
                );
            }
        }
        melt(&Cells::read(text)?, &parts, "mass", true).map(Some)
    }
}

/// A point mass and the first of its columns.
struct Mass {
    name: String,
    start: usize,
}

/// The masses that a line names; `None` where it is a title.
fn masses(above: &LineAbove, names: &[String], delimiter: Delimiter) -> Result<Option<Vec<Mass>>> {
    if delimiter == Delimiter::Whitespace {
        return words_to_masses(above, names);
    }
    let masses: Vec<Mass> = above
        .fields
        .iter()
        .enumerate()
        .filter(|(_, name)| !name.is_empty())
        .map(|(start, name)| Mass {
            name: name.clone(),
            start,
        })
        .collect();
    match &masses[..] {
        [] => return Ok(None),
        [lone] if lone.start == 0 && !is_name(&lone.name) => return Ok(None),
        // A title and what belongs to it, such as `Device,X`.
        [first, second, ..] if (first.start, second.start) == (0, 1) => return Ok(None),
        _ => (),
    }
    let homeless = masses
        .iter()
        .find(|mass| names.get(mass.start).is_none_or(String::is_empty));
    match homeless {
        Some(mass) => Err(Error::new(format!(
            "there is no column below the name '{}'",
            excerpt(&mass.name)
        ))
        .at_line(above.line)
        .advise("put each name above the first column of its mass")),
        None => Ok(Some(masses)),
    }
}

/// Between spaces nothing says above which column a word stands: the words are shared out evenly.
fn words_to_masses(above: &LineAbove, names: &[String]) -> Result<Option<Vec<Mass>>> {
    let first = if names.iter().filter(|name| is_time(name)).count() > 1 {
        0
    } else {
        1
    };
    let starts: Vec<usize> = (first..names.len())
        .filter(|&at| names[at] == names[first])
        .collect();
    let words = &above.fields;
    if starts.len() == 1 {
        let name = words.join(" ");
        return Ok(is_name(&name).then(|| vec![Mass { name, start: 0 }]));
    }
    if starts.is_empty() || !words.len().is_multiple_of(starts.len()) {
        return Err(Error::new(format!(
            "the line has {} words to name {} masses",
            words.len(),
            starts.len()
        ))
        .at_line(above.line)
        .advise("write the names without spaces, or export the data with tabs"));
    }
    let names = words.chunks(words.len() / starts.len());
    let masses = names.zip(starts).map(|(words, start)| Mass {
        name: words.join(" "),
        start,
    });
    Ok(Some(masses.collect()))
}

/// The columns of each mass; a `t` before them, or in the first of them alone, is shared.
fn parts(masses: &[Mass], names: &[String]) -> Vec<Part> {
    let columns = |range: std::ops::Range<usize>| {
        range
            .filter(|&index| !names[index].is_empty())
            .map(|index| NamedColumn {
                name: names[index].clone(),
                index,
            })
            .collect::<Vec<_>>()
    };
    let end = |at: usize| masses.get(at + 1).map_or(names.len(), |next| next.start);
    let has_own_time = |mass: &Mass| is_time(&names[mass.start]);
    let shared_end = match masses {
        [first, others @ ..] if first.start == 0 && !others.iter().all(has_own_time) => 1,
        [first, ..] => first.start,
        [] => 0,
    };
    masses
        .iter()
        .enumerate()
        .map(|(at, mass)| Part {
            name: mass.name.clone(),
            own: columns(mass.start.max(shared_end)..end(at)),
            shared: columns(0..shared_end),
        })
        .collect()
}

/// Whether a lone line is the name of a mass and not a title: it has a word that Tracker names masses with, in one of
/// its languages.
fn is_name(line: &str) -> bool {
    const MASSES: &[&str] = &["mass", "masse", "massa", "masa", "cm"];
    let words = ColumnName::parse(line).words;
    words.len() <= 3 && words.iter().any(|word| MASSES.contains(&word.as_str()))
}

fn is_time(name: &str) -> bool {
    is_called(name, &["t", "time"])
}

fn is_called(name: &str, words: &[&str]) -> bool {
    let name = ColumnName::parse(name);
    matches!(&name.words[..], [word] if words.contains(&word.as_str()))
}

#[cfg(test)]
mod tests;
