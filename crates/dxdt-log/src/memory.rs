//! How much memory a log may take.

use std::path::Path;
use std::str::FromStr;

use super::BatchOptions;

/// A limit on the memory that a log takes; rows that are more are kept on disk meanwhile.
///
/// ```
/// use dxdt_log::Memory;
///
/// assert_eq!("512MiB".parse(), Ok(Memory::default()));
/// assert_eq!("2GB".parse(), Ok(Memory::bytes(2_000_000_000)));
/// assert_eq!("none".parse(), Ok(Memory::UNLIMITED));
/// assert!("512".parse::<Memory>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory(Option<u64>);

const MIB: u64 = 1 << 20;

impl Memory {
    /// All rows are kept in memory.
    pub const UNLIMITED: Self = Self(None);

    /// So many bytes, of which a quarter is for rows.
    pub fn bytes(bytes: u64) -> Self {
        Self(Some(bytes))
    }

    /// How a log is read whose rows are kept in `folder` or, where it is not there yet, beside it.
    pub fn batches(self, folder: &Path) -> BatchOptions {
        // A folder for temporary files that is not there is an error; where others are to be made there is room beside them.
        let there = match folder == std::env::temp_dir() {
            true => Some(folder),
            false => folder.ancestors().find(|folder| folder.is_dir()),
        };
        BatchOptions {
            batch_bytes: 8 << 20,
            first_rows: 20_000,
            rows_a_run: 1 << 19,
            kept_bytes: self.0.map_or(u64::MAX, |limit| limit / 4),
            folder: there.unwrap_or(Path::new(".")).to_owned(),
            typed: false,
        }
    }
}

impl Default for Memory {
    /// 512 MiB.
    fn default() -> Self {
        Self(Some(512 * MIB))
    }
}

impl FromStr for Memory {
    type Err = String;

    /// A whole number with a unit, such as `512MiB` or `2GB`; or `none`.
    fn from_str(text: &str) -> Result<Self, String> {
        const WRONG: &str = "give a size such as 512MiB or 4GiB, or none";
        if text == "none" {
            return Ok(Self(None));
        }
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = text.split_at(digits);
        let unit: u64 = match unit.trim() {
            "MB" => 1_000_000,
            "GB" => 1_000_000_000,
            "MiB" => MIB,
            "GiB" => 1024 * MIB,
            _ => return Err(WRONG.to_owned()),
        };
        let number: u64 = number.parse().map_err(|_| WRONG.to_owned())?;
        Ok(Self(Some(number.saturating_mul(unit))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        assert_eq!("512MiB".parse(), Ok(Memory::default()));
        assert_eq!("4 GiB".parse(), Ok(Memory(Some(4096 * MIB))));
        assert_eq!("2GB".parse(), Ok(Memory(Some(2_000_000_000))));
        assert_eq!("none".parse(), Ok(Memory(None)));
        for wrong in ["", "512", "MiB", "-1MiB", "1.5GiB", "1 byte"] {
            assert!(wrong.parse::<Memory>().is_err(), "{wrong}");
        }
    }
}
