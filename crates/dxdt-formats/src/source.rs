//! Bytes of a log from a file or standard input, decompressed.

use std::io;

use dxdt_motion::error::{Error, Result};

use super::content::Content;
use super::input::Input;
use super::memory::{Budget, Memory};
use super::spool::SpoolRoom;

/// The most bytes of a line, 64 MiB. No row of a log is longer; a file of a single line could fill the memory several
/// times over.
pub const LONGEST_LINE: usize = 64 << 20;

/// How many bytes from the start of a file are enough to tell how it is encoded.
pub(super) const ENOUGH_TO_TELL: usize = 1 << 20;

pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The whole of one log as bytes, with the name it goes by in messages.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path as it was given, or `standard input`.
    pub name: String,
    /// The content, decompressed.
    pub bytes: Vec<u8>,
    /// How the content was compressed, such as `gzip`.
    pub compression: Option<&'static str>,
    /// How much memory it may take with all that is read from it.
    pub memory: Memory,
}

impl Source {
    /// Reads `path`, or standard input where it is `-`; gzip, zstd and zip are recognised by content.
    ///
    /// # Errors
    /// Where the file is missing, is a folder, cannot be read, is damaged where it is compressed, or is empty.
    pub fn read(path: &str) -> Result<Self> {
        Self::read_within(path, Memory::UNLIMITED)
    }

    /// As [`Source::read`], in limited memory.
    ///
    /// # Errors
    /// As [`Source::read`], and where the content takes more.
    pub fn read_within(path: &str, memory: Memory) -> Result<Self> {
        let room = SpoolRoom::in_memory().within(memory);
        Input::open(path, &room, &|_| Ok(()))?.whole()
    }

    /// Takes bytes that were read elsewhere, decompressing gzip, zstd and a zip archive with one log in it.
    ///
    /// Data that grow beyond 1 GiB and a thousand times their compressed size, or beyond 64 GiB, are taken for a
    /// decompression bomb.
    ///
    /// ```
    /// use dxdt_formats::Source;
    /// let source = Source::from_bytes("log.csv".into(), b"t,x\n0,1\n".to_vec())?;
    /// assert_eq!(source.bytes.len(), 8);
    /// # Ok::<(), dxdt_motion::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the compressed data are damaged, encrypted, hold several files or grow too far, or there is no content.
    pub fn from_bytes(name: String, raw: Vec<u8>) -> Result<Self> {
        Input::of(name, Content::in_memory(raw), &SpoolRoom::in_memory())?.whole()
    }

    /// What is left for a table of it.
    pub(super) fn budget(&self) -> Budget {
        Budget::new(self.memory, self.bytes.len() as u64)
    }

    /// How the content is written, in words: encoding and compression.
    ///
    /// ```
    /// use dxdt_formats::Source;
    /// let source = Source::from_bytes("log.csv".into(), b"t,x\n0,1\n".to_vec())?;
    /// assert_eq!(source.encoding(), "ASCII");
    /// # Ok::<(), dxdt_motion::Error>(())
    /// ```
    pub fn encoding(&self) -> String {
        encoding_of(&self.bytes, self.compression)
    }

    /// The content as text of rows, without its byte-order mark.
    ///
    /// # Errors
    /// Bytes that are not UTF-8, with their line; a NUL byte; a line longer than 64 MiB.
    pub fn text(&self) -> Result<&str> {
        check_lines(&self.bytes, LONGEST_LINE, 1)?;
        self.text_of_any_lines()
    }

    /// The content as text that need not have lines, such as JSON.
    ///
    /// # Errors
    /// As [`Source::text`], but for the length of lines.
    pub(super) fn text_of_any_lines(&self) -> Result<&str> {
        refuse_utf_16(&self.bytes)?;
        let text = text_of(&self.bytes, 1)?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
    }
}

/// How content is written, in words, told from its first MiB.
pub(super) fn encoding_of(bytes: &[u8], compression: Option<&str>) -> String {
    // Enough to tell; the rest is checked when it is read.
    let start = &bytes[..bytes.len().min(ENOUGH_TO_TELL)];
    let is_text = match std::str::from_utf8(start) {
        Ok(_) => true,
        // A character that the cut has parted.
        Err(error) => error.error_len().is_none() && start.len() < bytes.len(),
    };
    let encoding = if start.starts_with(BYTE_ORDER_MARK) {
        "UTF-8 with a byte-order mark"
    } else if start.contains(&0) {
        "binary"
    } else if start.is_ascii() {
        "ASCII"
    } else if is_text {
        "UTF-8"
    } else {
        "8-bit text that is not UTF-8"
    };
    match compression {
        Some(compression) => format!("{encoding}, {compression}"),
        None => encoding.to_owned(),
    }
}

/// The error of a file without content.
pub(super) fn refuse_empty(bytes: &[u8]) -> Result<()> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::new("the file is empty")
            .advise("give a log with a header line and rows of timestamps and positions"));
    }
    Ok(())
}

/// Refuses a file that starts as UTF-16 does.
///
/// # Errors
/// `start` begins with the byte-order mark of UTF-16.
pub fn refuse_utf_16(start: &[u8]) -> Result<()> {
    if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
        return Err(Error::new("the text is UTF-16").advise("save it as UTF-8"));
    }
    Ok(())
}

/// Bytes that start with line `first_line` of their file as text.
///
/// # Errors
/// As [`Source::text`], but for the length of lines.
pub(super) fn text_of(bytes: &[u8], first_line: u64) -> Result<&str> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let valid = &bytes[..error.valid_up_to()];
        let line = first_line + line_ends(valid);
        let byte = valid.len() - memchr::memrchr(b'\n', valid).map_or(0, |at| at + 1) + 1;
        Error::new(format!(
            "byte {byte} of the line (0x{:02x}) is not UTF-8 text",
            bytes[error.valid_up_to()]
        ))
        .at_line(line)
        .advise("save the file as UTF-8")
    })?;
    refuse_zeros(bytes, first_line)?;
    Ok(text)
}

/// The error of bytes that start with line `first_line` of their file and have a NUL among them.
pub(super) fn refuse_zeros(bytes: &[u8], first_line: u64) -> Result<()> {
    let Some(at) = memchr::memchr(0, bytes) else {
        return Ok(());
    };
    let line = first_line + line_ends(&bytes[..at]);
    Err(Error::new("there is a NUL byte: this is not a text table")
        .at_line(line)
        .advise("give a text log, or one in another supported format"))
}

/// How many lines end in the bytes.
pub(super) fn line_ends(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// Looks from line end to line end in strides of the longest line, so that nearly nothing is read.
pub(super) fn check_lines(bytes: &[u8], longest: usize, first_line: u64) -> Result<()> {
    let mut start = 0;
    while bytes.len() - start > longest {
        match memchr::memrchr(b'\n', &bytes[start..=start + longest]) {
            Some(end) => start += end + 1,
            None => {
                let line = first_line + line_ends(&bytes[..start]);
                return Err(line_too_long(line));
            }
        }
    }
    Ok(())
}

/// The error of a line, counted from 1, that is longer than [`LONGEST_LINE`].
pub fn line_too_long(line: u64) -> Error {
    Error::new(format!(
        "the line is longer than {} MiB: this is not a log of rows",
        LONGEST_LINE >> 20
    ))
    .at_line(line)
    .advise("give a log with one row per line")
}

/// The error of a file that the system does not let be read.
pub(super) fn failed(error: &io::Error) -> Error {
    Error::new(format!("the file cannot be read ({error})")).caused_by(error)
}

/// Why a file cannot be read.
pub fn unreadable(name: &str, error: &io::Error) -> Error {
    let (what, advice) = match error.kind() {
        io::ErrorKind::NotFound => ("there is no such file", "check the path"),
        io::ErrorKind::IsADirectory => (
            "this is a folder, not a log",
            "name the files in it, for example with * in your shell",
        ),
        io::ErrorKind::PermissionDenied => (
            "there is no permission to read the file",
            "ask for read permission on the file",
        ),
        _ => {
            return failed(error).in_file(name);
        }
    };
    Error::new(what)
        .caused_by(error)
        .in_file(name)
        .advise(advice)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn gzipped(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn gzip_is_recognised_by_content() {
        let source = Source::from_bytes("a".into(), gzipped(b"t,x\n1,2\n")).unwrap();
        assert_eq!(source.bytes, b"t,x\n1,2\n");
    }

    #[test]
    fn members_of_a_gzip_are_joined() {
        let mut raw = gzipped(b"t,x\n");
        raw.extend(gzipped(b"1,2\n"));
        assert_eq!(
            Source::from_bytes("a".into(), raw).unwrap().bytes,
            b"t,x\n1,2\n"
        );
    }

    #[test]
    fn truncated_gzip_is_an_error() {
        let mut raw = gzipped(&b"t,x\n1,2\n".repeat(1000));
        raw.truncate(raw.len() / 2);
        let error = Source::from_bytes("a.csv.gz".into(), raw).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("a.csv.gz: the gzip data is damaged")
        );
    }

    #[test]
    fn lines_that_are_too_long_are_found() {
        assert!(check_lines(b"12345\n12345\n123", 5, 1).is_ok());
        assert!(check_lines(b"12345", 5, 1).is_ok());
        let error = check_lines(b"1234\n\n123456\n1", 5, 1).unwrap_err();
        assert_eq!(error.line(), Some(3));
        let mut bytes = b"t,x\n0,1\n".to_vec();
        bytes.resize(bytes.len() + LONGEST_LINE + 1, b'1');
        let source = Source::from_bytes("a.csv".into(), bytes).unwrap();
        assert_eq!(
            source.text().unwrap_err().to_string(),
            "line 3: the line is longer than 64 MiB: this is not a log of rows; give a log with one row per line"
        );
        assert!(source.text_of_any_lines().is_ok());
    }

    #[test]
    fn missing_and_empty_files_are_said() {
        let missing = Source::read("/no/such/log.csv").unwrap_err().to_string();
        assert_eq!(
            missing,
            "/no/such/log.csv: there is no such file; check the path"
        );
        assert!(Source::from_bytes("e".into(), b" \n".to_vec()).is_err());
    }
}
