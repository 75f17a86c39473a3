//! Byte offsets as lines.

/// Lines of byte offsets, each newline counted once as long as the offsets grow.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    counted: usize,
    newlines: u64,
}

impl<'a> Lines<'a> {
    /// Starts at the top of a document.
    pub fn of(document: &'a str) -> Self {
        Self {
            bytes: document.as_bytes(),
            counted: 0,
            newlines: 0,
        }
    }

    /// The line of an offset.
    pub fn at(&mut self, offset: u64) -> u64 {
        let offset = usize::try_from(offset)
            .unwrap_or(usize::MAX)
            .min(self.bytes.len());
        // Only an error, which is the last question, lies before what was asked before.
        if offset < self.counted {
            (self.counted, self.newlines) = (0, 0);
        }
        let between = self.bytes.get(self.counted..offset).unwrap_or_default();
        self.newlines += memchr::memchr_iter(b'\n', between).count() as u64;
        self.counted = offset;
        self.newlines + 1
    }
}
