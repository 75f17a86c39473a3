//! A reader of bytes, one step at a time, without allocation.

/// A place in a text. Every method that fails leaves the place as it was.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Cursor { rest: text }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next byte, or 0 at the end: no timestamp has a zero byte, so it matches nothing.
    pub(super) fn peek(&self) -> u8 {
        self.rest.first().copied().unwrap_or(0)
    }

    pub(super) fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or(&[]);
    }

    /// Goes past `byte` if it is next.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte && !self.is_at_end();
        if found {
            self.skip(1);
        }
        found
    }

    /// Goes past spaces, tabs and the no-break spaces that some locales print before AM and PM; was there any?
    pub(super) fn skip_spaces(&mut self) -> bool {
        let start = self.rest.len();
        loop {
            match self.rest {
                [b' ' | b'\t', ..] => self.skip(1),
                // U+00A0 no-break space and U+202F narrow no-break space.
                [0xC2, 0xA0, ..] => self.skip(2),
                [0xE2, 0x80, 0xAF, ..] => self.skip(3),
                _ => return self.rest.len() < start,
            }
        }
    }

    /// How many digits come next.
    pub(super) fn count_digits(&self) -> usize {
        self.rest
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    }

    /// Goes past all the digits that come next, and gives them.
    pub(super) fn take_digits(&mut self) -> &'a [u8] {
        let (digits, rest) = self.rest.split_at(self.count_digits());
        self.rest = rest;
        digits
    }

    /// Goes past exactly `count` digits (at most 9) and gives their value; more digits may follow.
    pub(super) fn take_number(&mut self, count: usize) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(count)?;
        let mut value = 0;
        for byte in digits {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                return None;
            }
            value = value * 10 + u32::from(digit);
        }
        self.rest = rest;
        Some(value)
    }

    /// Goes past a number of one or two digits that no third follows.
    pub(super) fn take_one_or_two(&mut self) -> Option<u32> {
        match self.count_digits() {
            count @ (1 | 2) => self.take_number(count),
            _ => None,
        }
    }

    /// Goes past the ASCII letters that come next, and gives them.
    pub(super) fn take_letters(&mut self) -> &'a [u8] {
        let count = self
            .rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        let (letters, rest) = self.rest.split_at(count);
        self.rest = rest;
        letters
    }
}
