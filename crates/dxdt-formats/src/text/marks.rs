//! Where bytes that end fields and lines stand.

/// The places of two bytes in a text, increasing: 64 bytes are looked at together, eight in one word.
#[derive(Debug, Clone)]
pub(super) struct Marks<'a> {
    rest: &'a [u8],
    bytes: [u8; 2],
    /// Where the bytes of `found` start.
    from: usize,
    /// A bit for each of the last 64 bytes that is one of the two and has not been given yet.
    found: u64,
}

impl<'a> Marks<'a> {
    pub fn new(text: &'a [u8], bytes: [u8; 2]) -> Self {
        let mut marks = Self {
            rest: text,
            bytes,
            from: 0,
            found: 0,
        };
        marks.look();
        marks
    }

    /// Looks at the next bytes.
    fn look(&mut self) {
        if let Some((block, rest)) = self.rest.split_first_chunk() {
            self.rest = rest;
            self.found = found_in(block, self.bytes);
        } else {
            let mut block = [0; 64];
            block[..self.rest.len()].copy_from_slice(self.rest);
            let is_text = (1 << self.rest.len()) - 1;
            self.rest = &[];
            self.found = found_in(&block, self.bytes) & is_text;
        }
    }
}

impl Iterator for Marks<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.found == 0 {
            if self.rest.is_empty() {
                return None;
            }
            self.from += 64;
            self.look();
        }
        let at = self.from + self.found.trailing_zeros() as usize;
        self.found &= self.found - 1;
        Some(at)
    }
}

/// A bit for each byte that is one of two.
#[inline]
fn found_in(block: &[u8; 64], bytes: [u8; 2]) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const LOW: u64 = 0x7f * ONES;
    let [one, other] = bytes.map(|byte| u64::from(byte) * ONES);
    // The high bit of each byte that is another: of 0 alone, 0x7f does not carry into it.
    let differ = |word: u64, byte: u64| (((word ^ byte) & LOW) + LOW) | (word ^ byte);
    let (words, _) = block.as_chunks::<8>();
    let mut found = 0;
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let same = !(differ(word, one) & differ(word, other)) & !LOW;
        // The eight high bits, put together in the highest byte.
        let bits = (same >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        found |= bits << (8 * at);
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn marks_are_all_places_of_the_bytes(
            text in proptest::collection::vec(prop_oneof![any::<u8>(), Just(b','), Just(b'\n'), Just(0)], 0..300),
            byte in prop_oneof![any::<u8>(), Just(b','), Just(0)],
        ) {
            let marks: Vec<usize> = Marks::new(&text, [byte, b'\n']).collect();
            let is_mark = |&at: &usize| [byte, b'\n'].contains(&text[at]);
            let expected: Vec<usize> = (0..text.len()).filter(is_mark).collect();
            prop_assert_eq!(marks, expected);
        }
    }
}
