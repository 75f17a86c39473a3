//! As much of FlatBuffers as it takes to check the messages of Arrow IPC: every read is within the bytes, or `None`.

/// A table: fields by their number, each of which may be missing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// A vector of inline structs or of offsets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vector<'a> {
    bytes: &'a [u8],
    at: usize,
    size: usize,
    length: usize,
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

pub(super) fn i32_at(bytes: &[u8], at: usize) -> Option<i32> {
    array(bytes, at).map(i32::from_le_bytes)
}

pub(super) fn i64_at(bytes: &[u8], at: usize) -> Option<i64> {
    array(bytes, at).map(i64::from_le_bytes)
}

fn offset_from(bytes: &[u8], at: usize) -> Option<usize> {
    let offset = u32::from_le_bytes(array(bytes, at)?);
    at.checked_add(offset as usize)
}

impl<'a> Table<'a> {
    pub fn root(bytes: &'a [u8]) -> Option<Self> {
        let at = offset_from(bytes, 0)?;
        Some(Self { bytes, at })
    }

    /// Where the table starts in its bytes.
    pub fn position(&self) -> usize {
        self.at
    }

    fn field(&self, number: usize) -> Option<usize> {
        let back = i64::from(i32_at(self.bytes, self.at)?);
        let fields = usize::try_from(i64::try_from(self.at).ok()? - back).ok()?;
        let size = usize::from(u16::from_le_bytes(array(self.bytes, fields)?));
        let slot = 4 + 2 * number;
        if slot + 2 > size {
            return None;
        }
        let offset = u16::from_le_bytes(array(self.bytes, fields.checked_add(slot)?)?);
        (offset != 0).then_some(self.at.checked_add(usize::from(offset))?)
    }

    pub fn u8(&self, number: usize) -> Option<u8> {
        self.bytes.get(self.field(number)?).copied()
    }

    pub fn i64(&self, number: usize) -> Option<i64> {
        i64_at(self.bytes, self.field(number)?)
    }

    pub fn table(&self, number: usize) -> Option<Self> {
        let at = offset_from(self.bytes, self.field(number)?)?;
        Some(Self {
            bytes: self.bytes,
            at,
        })
    }

    /// A vector of elements of `size` bytes; `None` too where it does not lie within the bytes.
    pub fn vector(&self, number: usize, size: usize) -> Option<Vector<'a>> {
        let start = offset_from(self.bytes, self.field(number)?)?;
        let length = u32::from_le_bytes(array(self.bytes, start)?) as usize;
        let at = start + 4;
        let end = length.checked_mul(size)?.checked_add(at)?;
        (end <= self.bytes.len()).then_some(Vector {
            bytes: self.bytes,
            at,
            size,
            length,
        })
    }
}

impl<'a> Vector<'a> {
    /// The elements, as their bytes.
    pub fn structs(self) -> impl Iterator<Item = &'a [u8]> {
        let elements = self
            .bytes
            .get(self.at..self.at + self.length * self.size)
            .unwrap_or_default();
        elements.chunks_exact(self.size)
    }

    /// The elements that are offsets to tables.
    pub fn tables(self) -> impl Iterator<Item = Option<Table<'a>>> {
        (0..self.length).map(move |index| {
            let at = offset_from(self.bytes, self.at + index * self.size)?;
            Some(Table {
                bytes: self.bytes,
                at,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // A table at 14 with its fields' offsets at 4: field 0 is the byte 7, field 1 is missing, field 2 a vector.
    const BYTES: [u8; 40] = [
        14, 0, 0, 0, 10, 0, 12, 0, 4, 0, 0, 0, 8, 0, // root and offsets of the fields
        10, 0, 0, 0, 7, 0, 0, 0, 4, 0, 0, 0, // the table
        2, 0, 0, 0, 1, 1, 2, 2, 0, 0, 0, 0, 0, 0, // a vector of two
    ];

    #[test]
    fn fields_are_found_or_missing() {
        let table = Table::root(&BYTES).unwrap();
        assert_eq!((table.position(), table.u8(0)), (14, Some(7)));
        assert_eq!(table.u8(1), None);
        assert_eq!(table.u8(9), None);
        let vector = table.vector(2, 2).unwrap();
        assert_eq!(vector.structs().collect::<Vec<_>>(), [[1, 1], [2, 2]]);
        assert!(table.vector(2, 6).is_none());
    }

    #[test]
    fn nothing_is_read_outside() {
        for length in 0..BYTES.len() {
            let Some(table) = Table::root(&BYTES[..length]) else {
                continue;
            };
            let _ = (table.u8(0), table.i64(0), table.table(2).map(|t| t.u8(0)));
            let _ = table.vector(2, 4).map(|vector| vector.tables().count());
        }
        assert!(Table::root(&[0xff; 8]).unwrap().u8(0).is_none());
    }
}
