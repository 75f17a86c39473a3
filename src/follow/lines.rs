//! Whole lines at the end of a file.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

// A kill can stop a call only where it passes from one page of the file to the next: rows of one call pass once at most.
const LARGEST_WRITE: usize = 4096;

/// The length of a file without a last line that has no line end.
pub(super) fn end_of_lines(file: &mut File) -> io::Result<u64> {
    let mut end = file.seek(SeekFrom::End(0))?;
    let mut part = [0; 4096];
    while end > 0 {
        let length = end.min(part.len() as u64);
        let start = end - length;
        let part = &mut part[..length as usize];
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(part)?;
        if let Some(at) = memchr::memrchr(b'\n', part) {
            return Ok(start + at as u64 + 1);
        }
        end = start;
    }
    Ok(0)
}

/// Writes whole lines, some with each call.
pub(super) fn append_lines(file: &mut impl Write, mut lines: &[u8]) -> io::Result<()> {
    while !lines.is_empty() {
        let (part, others) = lines.split_at(whole_lines(lines));
        file.write_all(part)?;
        lines = others;
    }
    Ok(())
}

/// How many bytes of whole lines go into one call.
fn whole_lines(lines: &[u8]) -> usize {
    if lines.len() <= LARGEST_WRITE {
        return lines.len();
    }
    let last = memchr::memrchr(b'\n', &lines[..LARGEST_WRITE]);
    let end = last.or_else(|| memchr::memchr(b'\n', lines));
    end.map_or(lines.len(), |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_whole_lines() {
        assert_eq!(whole_lines(b"a\nb\n"), 4);
        assert_eq!(whole_lines(&b"12345678\n".repeat(1000)), 4095);
        let long = [vec![b'1'; 5000], b"\n1\n".to_vec()].concat();
        assert_eq!(whole_lines(&long), 5001);
    }
}
