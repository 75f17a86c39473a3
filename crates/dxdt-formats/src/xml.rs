//! XML as elements with their lines: what the readers of GPX and TCX share.
//!
//! Names are without their namespace prefix. References to entities of a document type are never expanded, and depth
//! and lengths are limited, so that no document takes more memory or time than its own size asks for.

mod fault;
mod lines;
mod points;
mod start;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use quick_xml::errors::IllFormedError;
use quick_xml::events::{BytesRef, Event};
use quick_xml::reader::Reader;

use dxdt_motion::error::{Error, Result, excerpt};

use fault::{DAMAGED, broken, undefined_reference};
use lines::Lines;
pub(super) use points::{Cell, Points, set_cell};
pub(super) use start::Start;

// GPX and TCX with every extension need a dozen.
const DEEPEST: usize = 64;
const LONGEST_TEXT: usize = 1 << 20;

/// The name of the root element of a document, of which only the start may be there; `None` where it is no XML.
pub(super) fn root_name(start: &[u8]) -> Option<String> {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    if !start.trim_ascii_start().starts_with(b"<") {
        return None;
    }
    // A character of another encoding, or one that is cut in two, may stand in a comment before the root.
    let text = String::from_utf8_lossy(start);
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                return Some(tag.local_name().into_inner().to_owned());
            }
            Ok(Event::Text(between)) if between.trim_ascii().is_empty() => {}
            Ok(Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_)) => {}
            _ => return None,
        }
    }
}

/// One step through a document.
#[derive(Debug)]
pub(super) enum Node<'a> {
    /// An element begins.
    Start(Start<'a>),
    /// An element ends.
    End(End<'a>),
}

/// The end of an element.
#[derive(Debug)]
pub(super) struct End<'a> {
    /// The name without its prefix.
    pub name: &'a str,
    /// The line where it began.
    pub line: u64,
    /// The text since the last element within it: of an element without others, its whole text.
    pub text: Cow<'a, str>,
}

/// A document, read element by element.
#[derive(Debug)]
pub(super) struct Xml<'a> {
    document: &'a str,
    root: &'static str,
    reader: Reader<&'a [u8]>,
    lines: Lines<'a>,
    open: Vec<(&'a str, u64)>,
    has_root: bool,
    text: Cow<'a, str>,
}

impl<'a> Xml<'a> {
    /// Starts at the top of a document, whose root element is to have this name.
    pub fn new(document: &'a str, root: &'static str) -> Self {
        let mut reader = Reader::from_str(document);
        reader.config_mut().expand_empty_elements = true;
        Self {
            document,
            root,
            reader,
            lines: Lines::of(document),
            open: Vec::new(),
            has_root: false,
            text: Cow::Borrowed(""),
        }
    }

    /// How many elements are open: a start counts itself, an end no longer.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The next start or end; `None` after the root element.
    ///
    /// # Errors
    /// XML that is not well-formed, is cut off or passes a limit, with its line.
    pub fn next(&mut self) -> Result<Option<Node<'a>>> {
        loop {
            let offset = self.reader.buffer_position();
            let event = self.reader.read_event().map_err(|error| {
                let at = match error {
                    // An end is reported behind it where nothing is open.
                    quick_xml::Error::IllFormed(IllFormedError::UnmatchedEndTag(_)) => offset,
                    _ => self.reader.error_position(),
                };
                broken(&error).at_line(self.lines.at(at))
            })?;
            match event {
                Event::Start(tag) => {
                    let (length, name_length) = (tag.len(), tag.name().into_inner().len());
                    return self.start(offset, length, name_length).map(Some);
                }
                Event::End(_) => {
                    if let Some((name, line)) = self.open.pop() {
                        let text = std::mem::take(&mut self.text);
                        return Ok(Some(Node::End(End { name, line, text })));
                    }
                }
                Event::Text(text) => self.add_text(offset, text.into_inner())?,
                Event::CData(text) => self.add_text(offset, text.into_inner())?,
                Event::GeneralRef(reference) => {
                    let text =
                        resolved(&reference).map_err(|e| e.at_line(self.lines.at(offset)))?;
                    self.add_text(offset, text)?;
                }
                // An empty element comes as its start and its end.
                Event::Empty(_) => {}
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_) => {}
                Event::Eof => return self.end(offset).map(|()| None),
            }
        }
    }

    fn start(&mut self, offset: u64, length: usize, name_length: usize) -> Result<Node<'a>> {
        let line = self.lines.at(offset);
        let from = usize::try_from(offset)
            .unwrap_or(usize::MAX)
            .saturating_add(1);
        let tag = self
            .document
            .get(from..from.saturating_add(length))
            .unwrap_or_default();
        let whole_name = tag.get(..name_length).unwrap_or_default();
        let name = whole_name
            .split_once(':')
            .map_or(whole_name, |(_, name)| name);
        if name.is_empty() {
            return Err(Error::new("a tag has no name")
                .at_line(line)
                .advise(DAMAGED));
        }
        if self.has_root && self.open.is_empty() {
            return Err(after_the_end(&format!("<{}>", excerpt(name))).at_line(line));
        }
        if self.open.len() == DEEPEST {
            return Err(
                Error::new(format!("elements are nested more than {DEEPEST} deep"))
                    .at_line(line)
                    .advise("no log needs that: export it again"),
            );
        }
        if !self.has_root && name != self.root {
            let what = format!(
                "the root element is <{}>, not <{}>",
                excerpt(name),
                self.root
            );
            return Err(Error::new(what)
                .at_line(line)
                .advise("leave out --log-format, so that the content decides"));
        }
        self.has_root = true;
        self.text = Cow::Borrowed("");
        self.open.push((name, line));
        Ok(Node::Start(Start {
            name,
            line,
            tag,
            name_length,
        }))
    }

    fn add_text(&mut self, offset: u64, text: Cow<'a, str>) -> Result<()> {
        let Some((name, line)) = self.open.last() else {
            if text.trim_ascii().is_empty() {
                return Ok(());
            }
            // The line of the first word, and not of the empty lines before it.
            let blank = text.len() - text.trim_ascii_start().len();
            let line = self.lines.at(offset + blank as u64);
            let shown = format!("'{}'", excerpt(&text));
            return Err(if self.has_root {
                after_the_end(&shown).at_line(line)
            } else {
                Error::new(format!(
                    "{shown} comes before the root element: this is not XML"
                ))
                .at_line(line)
                .advise("check the file, or the format that was given")
            });
        };
        if self.text.len() + text.len() > LONGEST_TEXT {
            return Err(Error::new(format!(
                "the text of <{}> is longer than 1 MiB",
                excerpt(name)
            ))
            .at_line(*line)
            .advise("no log needs that: export it again"));
        }
        if self.text.is_empty() {
            self.text = text;
        } else {
            self.text.to_mut().push_str(&text);
        }
        Ok(())
    }

    /// At the end of the document nothing may be open.
    fn end(&mut self, offset: u64) -> Result<()> {
        let Some((name, line)) = self.open.last() else {
            return if self.has_root {
                Ok(())
            } else {
                Err(Error::new("the file has no elements")
                    .at_line(self.lines.at(offset))
                    .advise(DAMAGED))
            };
        };
        let what = format!(
            "the XML ends inside <{}>, which begins on line {line}",
            excerpt(name)
        );
        Err(Error::new(what)
            .at_line(self.lines.at(offset))
            .advise(DAMAGED))
    }
}

fn after_the_end(what: &str) -> Error {
    Error::new(format!("{what} follows the end of the root element"))
        .advise("a file holds one document: split it, or remove what follows")
}

/// The text of a reference such as `&amp;` or `&#176;`.
fn resolved(reference: &BytesRef<'_>) -> Result<Cow<'static, str>> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => Ok(Cow::Owned(character.to_string())),
        Ok(None) => quick_xml::escape::resolve_predefined_entity(reference)
            .map(Cow::Borrowed)
            .ok_or_else(|| undefined_reference(reference)),
        Err(_) => Err(undefined_reference(reference)),
    }
}
