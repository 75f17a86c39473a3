//! Columns of numbers as bytes that pack well, and bytes as text.

use std::io::Write;

use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::{Compression, write::GzEncoder};

use dxdt_motion::error::{Error, Result};

/// Little-endian numbers one after the other.
#[derive(Debug, Default)]
pub(super) struct Columns(Vec<u8>);

/// The bits after the first one that an `f64` keeps.
pub(super) const ALL_BITS: u32 = f64::MANTISSA_DIGITS - 1;

impl Columns {
    pub fn f64(&mut self, values: impl IntoIterator<Item = f64>) {
        self.0.extend(values.into_iter().flat_map(f64::to_le_bytes));
    }

    /// The first bytes of all values, then the second ones and so on, since those are alike. Values are rounded to so many
    /// bits after their first, which leaves bytes of zeros.
    pub fn f64_by_bytes(&mut self, values: &[f64], bits: u32) {
        let rounded: Vec<[u8; 8]> = values
            .iter()
            .map(|&value| rounded(value, bits).to_le_bytes())
            .collect();
        for byte in 0..8 {
            self.0.extend(rounded.iter().map(|bytes| bytes[byte]));
        }
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

    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// The nearest value with so many bits after the first; of two as near, the larger in size.
fn rounded(value: f64, bits: u32) -> f64 {
    let dropped = ALL_BITS.saturating_sub(bits);
    if dropped == 0 || !value.is_finite() {
        return value;
    }
    // A carry goes on into the exponent, as it has to.
    let half = 1_u64 << (dropped - 1);
    let near = f64::from_bits((value.to_bits() + half) >> dropped << dropped);
    if near.is_finite() { near } else { value }
}

/// Bytes as gzip, written as Base64.
///
/// # Errors
/// None is expected: what is packed is in memory.
pub(super) fn packed(parts: &[&[u8]]) -> Result<String> {
    let cannot = |error| Error::new(format!("the page cannot be packed: {error}"));
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    for part in parts {
        packer.write_all(part).map_err(cannot)?;
    }
    Ok(STANDARD.encode(packer.finish().map_err(cannot)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::io::Read;

    use flate2::read::GzDecoder;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_little_endian_and_in_order() {
        let mut columns = Columns::default();
        columns.f64([1.0]);
        columns.f32([0.1]);
        columns.u32([258]);
        columns.u8([7]);
        let bytes = columns.into_bytes();
        assert_eq!(bytes[..8], 1.0_f64.to_le_bytes());
        assert_eq!(bytes[8..12], 0.1_f32.to_le_bytes());
        assert_eq!(bytes[12..], [2, 1, 0, 0, 7]);
    }

    #[test]
    fn bytes_of_a_kind_stand_together() {
        let mut columns = Columns::default();
        columns.f64_by_bytes(&[1.5, -2.0], ALL_BITS);
        let bytes = columns.into_bytes();
        for byte in 0..8 {
            let kind = [1.5_f64.to_le_bytes()[byte], (-2.0_f64).to_le_bytes()[byte]];
            assert_eq!(bytes[2 * byte..2 * byte + 2], kind);
        }
    }

    #[test]
    fn what_is_packed_comes_out_again() {
        let text = packed(&[b"<script>", b"&"]).unwrap();
        let mut unpacked = String::new();
        GzDecoder::new(&STANDARD.decode(text).unwrap()[..])
            .read_to_string(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, "<script>&");
    }

    proptest! {
        #[test]
        fn rounding_is_to_the_bits(value in prop::num::f64::ANY, bits in 8_u32..53) {
            let near = rounded(value, bits);
            if value.is_normal() && value.abs() < f64::MAX / 2.0 {
                prop_assert!((near - value).abs() <= value.abs() * 0.5_f64.powi(bits as i32 + 1));
            } else {
                prop_assert_eq!(near.is_nan(), value.is_nan());
            }
        }
    }
}
