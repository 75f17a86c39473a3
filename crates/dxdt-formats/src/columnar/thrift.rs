//! As much of Thrift's compact protocol as it takes to check the page headers of Parquet.

/// A reader of one struct after the other; every read is within the bytes, or `None`.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

// Types of fields in the compact protocol.
const STOP: u8 = 0;
const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const I16: u8 = 4;
const I64: u8 = 6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const STRUCT: u8 = 12;

const DEEPEST: usize = 16;

/// What kind of value follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Whole,
    Binary,
    List,
    Struct,
    /// Another, by its number in the protocol.
    Other(u8),
}

impl Kind {
    fn of(kind: u8) -> Self {
        match kind {
            I16..=I64 => Self::Whole,
            BINARY => Self::Binary,
            LIST => Self::List,
            STRUCT => Self::Struct,
            other => Self::Other(other),
        }
    }
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    /// Where the next read starts.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Reads a struct and calls `visit` with each whole number in it or in a struct of it: the numbers of the outer
    /// field (0 where there is none) and of the field itself, and the value.
    pub fn numbers(&mut self, visit: &mut dyn FnMut(i64, i64, i64)) -> Option<()> {
        self.fields(&[], visit)
    }

    /// The number and kind of a struct's next field after the field `before`; `Some(None)` at its end.
    pub fn field(&mut self, before: i64) -> Option<Option<(i64, Kind)>> {
        let head = self.byte()?;
        let (step, kind) = (head >> 4, head & 0x0f);
        if kind == STOP {
            return Some(None);
        }
        let number = match step {
            0 => self.zigzag()?,
            step => before.checked_add(i64::from(step))?,
        };
        Some(Some((number, Kind::of(kind))))
    }

    /// The kind and the number of a list's elements, no more than there are bytes left.
    pub fn list_head(&mut self) -> Option<(Kind, u64)> {
        let head = self.byte()?;
        let (kind, length) = (head & 0x0f, head >> 4);
        let length = match length {
            15 => self.varint()?,
            short => u64::from(short),
        };
        // Parquet has no lists of truth values, which some readers take to be of no bytes; any other element takes one.
        let is_bounded = length <= (self.bytes.len() - self.at) as u64;
        let takes_bytes = !matches!(kind, STOP | TRUE | FALSE);
        (is_bounded && takes_bytes).then_some((Kind::of(kind), length))
    }

    /// Steps over a value that is no element of a list of truth values.
    pub fn skip_value(&mut self, kind: Kind) -> Option<()> {
        let kind = match kind {
            Kind::Whole => I64,
            Kind::Binary => BINARY,
            Kind::List => LIST,
            Kind::Struct => STRUCT,
            Kind::Other(kind) => kind,
        };
        self.value(kind, 0, &[0, 0], &mut |_, _, _| ())
    }

    fn fields(&mut self, path: &[i64], visit: &mut dyn FnMut(i64, i64, i64)) -> Option<()> {
        if path.len() > DEEPEST {
            return None;
        }
        let mut number = 0i64;
        loop {
            let head = self.byte()?;
            let (step, kind) = (head >> 4, head & 0x0f);
            if kind == STOP {
                return Some(());
            }
            number = match step {
                0 => self.zigzag()?,
                step => number.checked_add(i64::from(step))?,
            };
            self.value(kind, number, path, visit)?;
        }
    }

    fn value(
        &mut self,
        kind: u8,
        number: i64,
        path: &[i64],
        visit: &mut dyn FnMut(i64, i64, i64),
    ) -> Option<()> {
        match kind {
            TRUE | FALSE => Some(()),
            BYTE => self.skip(1),
            I16..=I64 => {
                let value = self.zigzag()?;
                if path.len() < 2 {
                    visit(path.first().copied().unwrap_or(0), number, value);
                }
                Some(())
            }
            DOUBLE => self.skip(8),
            BINARY => {
                let length = usize::try_from(self.varint()?).ok()?;
                self.skip(length)
            }
            LIST | SET => self.list(path, visit),
            STRUCT => self.fields(&[path, &[number]].concat(), visit),
            _ => None,
        }
    }

    fn list(&mut self, path: &[i64], visit: &mut dyn FnMut(i64, i64, i64)) -> Option<()> {
        let head = self.byte()?;
        let (kind, length) = (head & 0x0f, head >> 4);
        let length = match length {
            15 => self.varint()?,
            short => u64::from(short),
        };
        // Parquet has no lists of truth values, which some readers take to be of no bytes; any other element takes one.
        if length > (self.bytes.len() - self.at) as u64 || matches!(kind, STOP | TRUE | FALSE) {
            return None;
        }
        // Two more levels keep numbers inside from being taken for fields.
        let inner = [path, &[0, 0]].concat();
        for _ in 0..length {
            match kind {
                STRUCT => self.fields(&inner, visit)?,
                _ if inner.len() > DEEPEST => return None,
                kind => self.value(kind, 0, &inner, visit)?,
            }
        }
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn skip(&mut self, length: usize) -> Option<()> {
        let end = self.at.checked_add(length)?;
        if end > self.bytes.len() {
            return None;
        }
        self.at = end;
        Some(())
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn zigzag(&mut self) -> Option<i64> {
        let value = self.varint()?;
        Some((value >> 1) as i64 ^ -((value & 1) as i64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Numbers = Vec<(i64, i64, i64)>;

    fn numbers(bytes: &[u8]) -> Option<(Numbers, usize)> {
        let mut seen = Vec::new();
        let mut reader = Reader::new(bytes, 0);
        reader.numbers(&mut |outer, field, value| seen.push((outer, field, value)))?;
        Some((seen, reader.position()))
    }

    #[test]
    fn numbers_come_with_their_fields() {
        // 1: i32 3, 2: true, 5: struct { 1: i32 -2, 2: binary "ab" }, 6: list of one i32, 30: i64 300.
        let bytes = [
            0x15, 6, 0x11, 0x3c, 0x15, 3, 0x18, 2, b'a', b'b', 0, 0x19, 0x15, 2, 0x06, 60, 0xd8,
            0x04, 0, 99,
        ];
        let expected = vec![(0, 1, 3), (5, 1, -2), (0, 30, 300)];
        assert_eq!(numbers(&bytes), Some((expected, bytes.len() - 1)));
    }

    #[test]
    fn nothing_is_read_outside() {
        for bytes in [
            &[0x15][..],
            &[0x15, 0xff],
            &[0x18, 50, 1],
            &[0x19, 0xf5, 0xff, 0x7f],
            &[0x1f],
        ] {
            assert_eq!(numbers(bytes), None, "{bytes:?}");
        }
        assert_eq!(numbers(&[0x1c; 100]), None);
        assert_eq!(numbers(&[0x19, 0x19].repeat(100)), None);
    }
}
