//! Digits at fixed places, eight bytes taken together in one word.

/// Eight bytes that are digits where the form has zeros and else are those of the form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    bytes: u64,
    /// Every bit of the bytes that are no digits.
    marks: u64,
}

impl Form {
    pub(super) const fn new(form: &[u8; 8]) -> Self {
        let (mut marks, mut at) = ([0; 8], 0);
        while at < 8 {
            if form[at] != b'0' {
                marks[at] = u8::MAX;
            }
            at += 1;
        }
        Self {
            bytes: u64::from_le_bytes(*form),
            marks: u64::from_le_bytes(marks),
        }
    }

    /// At the place of each digit that another follows, the number of the two; `None` where the bytes are not of the form.
    #[inline]
    pub(super) fn pairs(self, bytes: &[u8; 8]) -> Option<[u8; 8]> {
        const ONES: u64 = 0x0101_0101_0101_0101;
        // What a digit is worth, and 0 for what is of the form: 6 more makes sixteen of all above nine.
        let digits = u64::from_le_bytes(*bytes) ^ self.bytes;
        let beyond = (digits | digits.wrapping_add(6 * ONES)) & (0xf0 * ONES);
        if beyond != 0 || digits & self.marks != 0 {
            return None;
        }
        Some((digits * 10 + (digits >> 8)).to_le_bytes())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn pairs_are_the_numbers_of_two_digits(
            bytes in proptest::array::uniform8(prop_oneof![9 => b'0'..=b'9', 1 => any::<u8>()]),
        ) {
            let pairs = Form::new(b"00000000").pairs(&bytes);
            prop_assert_eq!(pairs.is_some(), bytes.iter().all(u8::is_ascii_digit));
            for (at, pair) in bytes.windows(2).enumerate() {
                if let Some(pairs) = pairs {
                    prop_assert_eq!(pairs[at], (pair[0] - b'0') * 10 + (pair[1] - b'0'));
                }
            }
        }

        #[test]
        fn other_bytes_are_those_of_the_form(bytes in "[0-9:.]{2}[:;/]([0-9]{2}|[0-9:@]{2})[:;]..", mark: u8) {
            let mut bytes: [u8; 8] = match bytes.as_bytes().try_into() {
                Ok(bytes) => bytes,
                // The last two are any characters.
                Err(_) => return Ok(()),
            };
            if mark < 16 {
                bytes[2] = mark;
            }
            let is_of_form = (0..8).all(|at| match at {
                2 | 5 => bytes[at] == b':',
                _ => bytes[at].is_ascii_digit(),
            });
            prop_assert_eq!(Form::new(b"00:00:00").pairs(&bytes).is_some(), is_of_form);
        }
    }
}
