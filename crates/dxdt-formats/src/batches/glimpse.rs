//! Some rows of a text from the middle of it, as far as they can be told without all that is above them.

use std::sync::Arc;

use super::super::content::Content;
use super::super::text::Dialect;
use super::batch::{TextPiece, TextRows};
use super::head::has_odd_quotes;

/// The rows of the whole lines in `bytes` bytes from `at` on; `None` where a line has an open quote or there is none.
///
/// Whether such lines stand inside quotes cannot be told: nothing but a guess may depend on them.
pub(super) fn rows_at(
    content: &Content,
    name: &Arc<str>,
    dialect: &Dialect,
    at: u64,
    bytes: usize,
) -> Option<TextRows> {
    let mut piece = Vec::new();
    content.from(at).read_on(&mut piece, bytes).ok()?;
    let start = memchr::memchr(b'\n', &piece)? + 1;
    let end = memchr::memrchr(b'\n', &piece)? + 1;
    let lines = piece.get(start..end).filter(|lines| !lines.is_empty())?;
    if memchr::memchr(b'"', lines).is_some()
        && lines.split(|byte| *byte == b'\n').any(has_odd_quotes)
    {
        return None;
    }
    let mut dialect = dialect.clone();
    dialect.lines_above.clear();
    dialect.repeated_names.clear();
    Some(TextRows {
        name: name.clone(),
        pieces: vec![TextPiece::read(lines.to_vec(), &dialect).ok()?],
        dialect,
        cut_off: None,
    })
}
