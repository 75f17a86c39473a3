//! Where records of a text end, found from quote to quote instead of line by line.

use super::records::is_comment;

/// Finds line ends that are not inside quotes, as [`Records`](super::Records) sees them, in bytes that grow.
#[derive(Debug, Default)]
pub struct RecordEnds {
    /// Every line before this offset has been looked at; a line starts here.
    at: usize,
    /// The start of the record that is open at `at`.
    open: Option<usize>,
    /// No quote stands from `at` to here.
    without_quote: usize,
}

impl RecordEnds {
    /// The start of the last line that is looked at again when there are more bytes.
    pub fn line_start(&self) -> usize {
        self.at
    }

    /// The start of a record whose quote is not closed yet.
    pub fn open(&self) -> Option<usize> {
        self.open
    }

    /// The first end of a line outside quotes that is at `target` or after it, past the line end; `None` where there is
    /// none in the bytes yet.
    pub fn at_or_after(&mut self, bytes: &[u8], target: usize) -> Option<usize> {
        loop {
            let quote = self.next_quote(bytes);
            if self.open.is_none() {
                let plain = quote.map_or(bytes.len(), |quote| start_of_line(bytes, self.at, quote));
                let from = self.at.max(target.saturating_sub(1)).min(plain);
                if let Some(end) = memchr::memchr(b'\n', &bytes[from..plain]) {
                    self.at = from + end + 1;
                    return Some(self.at);
                }
            }
            let Some(quote) = quote else {
                self.at = start_of_line(bytes, self.at, bytes.len());
                return None;
            };
            let start = start_of_line(bytes, self.at, quote);
            let Some(end) = memchr::memchr(b'\n', &bytes[quote..]) else {
                self.at = start;
                return None;
            };
            self.at = quote + end + 1;
            self.pass_over(&bytes[start..self.at], start);
            if self.open.is_none() && self.at >= target {
                return Some(self.at);
            }
        }
    }

    /// Opens or closes a record at a line with quotes.
    fn pass_over(&mut self, line: &[u8], start: usize) {
        let is_odd = memchr::memchr_iter(b'"', line).count() % 2 == 1;
        self.open = match self.open {
            None if is_odd && !is_comment_line(line) => Some(start),
            Some(_) if is_odd => None,
            open => open,
        };
    }

    fn next_quote(&mut self, bytes: &[u8]) -> Option<usize> {
        let from = self.at.max(self.without_quote);
        let quote = memchr::memchr(b'"', &bytes[from..]).map(|at| from + at);
        self.without_quote = quote.unwrap_or(bytes.len());
        quote
    }
}

fn start_of_line(bytes: &[u8], from: usize, at: usize) -> usize {
    memchr::memrchr(b'\n', &bytes[from..at]).map_or(from, |end| from + end + 1)
}

fn is_comment_line(line: &[u8]) -> bool {
    match std::str::from_utf8(line) {
        Ok(line) => is_comment(line),
        // The text is refused later.
        Err(_) => line.trim_ascii_start().starts_with(b"#"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Records;
    use super::*;

    /// Every end, the bytes coming in pieces of `step`.
    fn ends(text: &str, step: usize) -> Vec<usize> {
        let mut ends = RecordEnds::default();
        let (mut found, mut known) = (Vec::new(), 0);
        loop {
            let target = found.last().map_or(0, |end| end + 1);
            match ends.at_or_after(&text.as_bytes()[..known], target) {
                Some(end) => found.push(end),
                None if known == text.len() => return found,
                None => known = text.len().min(known + step),
            }
        }
    }

    #[test]
    fn line_ends_inside_quotes_are_none() {
        assert_eq!(ends("a,b\n1,\"x\ny\"\n2,z\n3", 99), [4, 12, 16]);
        assert_eq!(ends("# 5\" wide\n1,2\n", 3), [10, 14]);
        assert!(ends("1,\"\n2,3\n", 1).is_empty());
    }

    #[test]
    fn the_first_end_after_a_target_is_found() {
        let text = b"12\n12\n\"1\n\"\n1\n";
        for (target, end) in [(0, 3), (3, 3), (4, 6), (6, 6), (7, 11), (12, 13)] {
            assert_eq!(RecordEnds::default().at_or_after(text, target), Some(end));
        }
        assert_eq!(RecordEnds::default().at_or_after(text, 14), None);
    }

    proptest! {
        #[test]
        fn ends_are_those_of_the_records(text in "[a#\" \n\r,]{0,40}", step in 1usize..9) {
            let found = ends(&text, step);
            // Cut at an end, both halves have the records of the whole.
            let records = |text: &str| Records::new(text, 1)
                .map(|record| record.map(|record| record.text.to_owned()).map_err(|_| ()))
                .collect::<Vec<_>>();
            for &end in &found {
                let mut halves = records(&text[..end]);
                halves.extend(records(&text[end..]));
                prop_assert_eq!(halves, records(&text), "{:?} cut at {}", text, end);
            }
            // No line end outside quotes is left out.
            for (at, _) in text.match_indices('\n').filter(|(at, _)| !found.contains(&(at + 1))) {
                prop_assert!(records(&text[..=at]).iter().any(Result::is_err));
            }
        }
    }
}
