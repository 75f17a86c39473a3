//! Columns of numbers as bytes, and bytes as text.

use base64::{Engine, engine::general_purpose::STANDARD};

/// Little-endian numbers one after the other; the widest have to come first, so that a browser can look at each
/// column in place.
#[derive(Debug, Default)]
pub(super) struct Columns(Vec<u8>);

impl Columns {
    pub fn f64(&mut self, values: impl IntoIterator<Item = f64>) {
        self.0.extend(values.into_iter().flat_map(f64::to_le_bytes));
    }

    /// Rounded; take a base off the values first where they are large.
    pub fn f32(&mut self, values: impl IntoIterator<Item = f64>) {
        let rounded = values.into_iter().map(|value| value as f32);
        self.0.extend(rounded.flat_map(f32::to_le_bytes));
    }

    pub fn u32(&mut self, values: impl IntoIterator<Item = u32>) {
        self.0.extend(values.into_iter().flat_map(u32::to_le_bytes));
    }

    pub fn u16(&mut self, values: impl IntoIterator<Item = u16>) {
        self.0.extend(values.into_iter().flat_map(u16::to_le_bytes));
    }

    pub fn u8(&mut self, values: impl IntoIterator<Item = u8>) {
        self.0.extend(values);
    }

    pub fn into_base64(self) -> String {
        STANDARD.encode(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_little_endian_and_in_order() {
        let mut columns = Columns::default();
        columns.f64([1.0]);
        columns.f32([0.1]);
        columns.u32([258]);
        columns.u8([7]);
        let bytes = STANDARD.decode(columns.into_base64()).unwrap();
        assert_eq!(bytes[..8], 1.0_f64.to_le_bytes());
        assert_eq!(bytes[8..12], 0.1_f32.to_le_bytes());
        assert_eq!(bytes[12..], [2, 1, 0, 0, 7]);
    }
}
