//! How much memory a log may take.

use std::str::FromStr;

use dxdt_motion::error::{Error, Result};

/// A limit on the memory that a log takes; rows that are more are kept on disk meanwhile, and what has to be in memory as
/// a whole and is more is an error.
///
/// ```
/// use dxdt_formats::Memory;
///
/// assert_eq!("512MiB".parse(), Ok(Memory::default()));
/// assert_eq!("2GB".parse(), Ok(Memory::bytes(2_000_000_000)));
/// assert_eq!("none".parse(), Ok(Memory::UNLIMITED));
/// assert!("512".parse::<Memory>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory(Option<u64>);

const MIB: u64 = 1 << 20;

/// The subject of a sentence on the memory for a log.
pub(super) const WHOLE: &str = "the log, which has to be in memory as a whole,";

impl Memory {
    /// All rows are kept in memory.
    pub const UNLIMITED: Self = Self(None);

    /// So many bytes, of which a quarter is for rows.
    pub fn bytes(bytes: u64) -> Self {
        Self(Some(bytes))
    }

    /// The bytes of rows that are kept in memory: a quarter.
    pub fn for_rows(self) -> u64 {
        self.0.map_or(u64::MAX, |limit| limit / 4)
    }

    /// Whether so many bytes may be taken for `what`, which is the subject of a sentence.
    ///
    /// # Errors
    /// Where it is more than the limit.
    pub fn check(self, bytes: u64, what: &str) -> Result<()> {
        // So much the program takes itself, whatever the limit.
        const ALWAYS: u64 = 16 * MIB;
        let is_beyond = |limit: &u64| bytes > (*limit).max(ALWAYS);
        let Some(limit) = self.0.filter(is_beyond) else {
            return Ok(());
        };
        let enough = bytes.max(limit.saturating_mul(2)).next_power_of_two();
        Err(Error::new(format!(
            "{what} takes more memory than the limit of {}",
            in_units(limit)
        ))
        .advise(format!(
            "allow more, such as --memory {}",
            in_units(enough).replace(' ', "")
        )))
    }
}

/// `512 MiB`, `2 GiB`; part of a MiB is a whole one.
fn in_units(bytes: u64) -> String {
    let mib = bytes.div_ceil(MIB).max(1);
    match mib % 1024 {
        0 => format!("{} GiB", mib / 1024),
        _ => format!("{mib} MiB"),
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
    fn from_str(text: &str) -> std::result::Result<Self, String> {
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

/// What is left of a limit for a table that has to be in memory as a whole.
#[derive(Debug, Clone)]
pub struct Budget {
    memory: Memory,
    content: u64,
    taken: u64,
}

impl Budget {
    /// The cells of a table are there once more, as numbers and as rows, before the table is gone.
    const TIMES: u64 = 3;
    const CELL: u64 = 17;

    /// No limit.
    pub const UNLIMITED: Self = Self {
        memory: Memory::UNLIMITED,
        content: 0,
        taken: 0,
    };

    /// A limit of which the content of the file takes so many bytes.
    pub fn new(memory: Memory, content: u64) -> Self {
        Self {
            memory,
            content,
            taken: content,
        }
    }

    /// The bytes of the file.
    pub fn content(&self) -> u64 {
        self.content
    }

    /// A cell is added to the table.
    ///
    /// # Errors
    /// Where the table has outgrown the limit.
    pub fn add(&mut self, cell: Option<&str>) -> Result<()> {
        // So short a text is part of what stands for it.
        const SHORT: usize = 12;
        let text = cell.map_or(0, str::len);
        let bytes = Self::CELL + if text > SHORT { text as u64 } else { 0 };
        self.take(bytes.saturating_mul(Self::TIMES))
    }

    /// As [`Budget::add`], of so many numbers or short texts.
    ///
    /// # Errors
    /// As [`Budget::add`].
    pub fn add_cells(&mut self, cells: u64) -> Result<()> {
        self.take(cells.saturating_mul(Self::CELL * Self::TIMES))
    }

    /// A column gets a name, which is kept in several places.
    ///
    /// # Errors
    /// As [`Budget::add`].
    pub fn name(&mut self, name: &str) -> Result<()> {
        const PLACES: u64 = 16;
        self.take((name.len() as u64).saturating_mul(PLACES))
    }

    /// So many bytes are taken for something else.
    ///
    /// # Errors
    /// Where it is more than there is.
    pub fn take(&mut self, bytes: u64) -> Result<()> {
        self.taken = self.taken.saturating_add(bytes);
        self.memory.check(self.taken, WHOLE)
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

    #[test]
    fn more_than_the_limit_is_said_with_what_is_enough() {
        let memory = Memory::bytes(64 * MIB);
        assert!(memory.check(64 * MIB, "it").is_ok());
        assert!(Memory::bytes(1).check(MIB, "it").is_ok());
        assert!(Memory::bytes(1).check(20 * MIB, "it").is_err());
        assert!(Memory::UNLIMITED.check(u64::MAX, "it").is_ok());
        let said = |bytes| memory.check(bytes, "the image").unwrap_err().to_string();
        assert_eq!(
            said(65 * MIB),
            "the image takes more memory than the limit of 64 MiB; allow more, such as --memory 128MiB"
        );
        assert!(said(1500 * MIB).ends_with("; allow more, such as --memory 2GiB"));
    }
}
