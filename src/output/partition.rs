//! Tables in partitions: a folder of Parquet files that DuckDB, polars and Spark read as one table.
//!
//! The folders are named as Hive names them, `column=value`. The values are dates and numbers, never names from a log.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;

use polars::prelude::{DataFrame, IdxCa, IdxSize, PolarsResult};
use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::log::AuditedLog;
use crate::log::clock::{Origin, write_iso8601};

use super::table::{TableFormat, write};

/// How the rows of a table are put into folders.
///
/// ```
/// use dxdt::output::partition::Partition;
///
/// assert_eq!("date".parse(), Ok(Partition::Date));
/// assert_eq!("entity-hash".parse(), Ok(Partition::EntityHash { buckets: 16 }));
/// assert_eq!("entity-hash=64".parse(), Ok(Partition::EntityHash { buckets: 64 }));
/// assert!("entity-hash=0".parse::<Partition>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partition {
    /// `date=2024-05-11`: the day of the stamp in UTC.
    Date,
    /// `entity_hash=3`: the entity's name, hashed (FNV-1a of 64 bits, Fowler, Noll and Vo; RFC 9923), modulo the number of
    /// buckets. An entity is whole in one folder.
    EntityHash {
        /// How many folders there are at most.
        buckets: u32,
    },
}

impl Partition {
    const BUCKETS: u32 = 16;
    const MOST_BUCKETS: u32 = 10_000;

    /// The column that the folders stand for.
    fn column(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::EntityHash { .. } => "entity_hash",
        }
    }

    /// The rows of each folder, the folders by name.
    fn rows(self, audited: &AuditedLog<'_>) -> BTreeMap<String, Vec<IdxSize>> {
        let mut folders: BTreeMap<String, Vec<IdxSize>> = BTreeMap::new();
        let name = |value: &str| format!("{}={value}", self.column());
        match self {
            Self::EntityHash { buckets } => {
                for entity in &audited.entities {
                    let bucket = fnv_1a(entity.name.as_bytes()) % u64::from(buckets);
                    let rows = folders.entry(name(&bucket.to_string())).or_default();
                    rows.extend(entity.rows.clone().map(|row| row as IdxSize));
                }
            }
            Self::Date => {
                let mut known: Option<(i64, String)> = None;
                for (row, &stamp) in audited.stamps.iter().enumerate() {
                    const DAY: i64 = 86_400_000_000_000;
                    let day = stamp.div_euclid(DAY);
                    let folder = match known.take() {
                        Some((of, folder)) if of == day => folder,
                        _ => name(&date(stamp)),
                    };
                    match folders.get_mut(&folder) {
                        Some(rows) => rows.push(row as IdxSize),
                        None => {
                            folders.insert(folder.clone(), vec![row as IdxSize]);
                        }
                    }
                    known = Some((day, folder));
                }
            }
        }
        folders
    }

    /// Whether the log has what the partition is by.
    ///
    /// # Errors
    /// Where stamps have no date.
    pub fn check(self, audited: &AuditedLog<'_>) -> Result<()> {
        if self == Self::Date && audited.log.clock.origin != Origin::UnixEpoch {
            return Err(Error::new(
                "the stamps count from the log's own zero and have no date to partition by",
            )
            .in_file(audited.log.file_names())
            .advise("give --partition entity-hash, or no partition"));
        }
        Ok(())
    }

    /// Writes a table into folders below `folder`, one file each, with the smallest and largest value of each column in
    /// each group of rows.
    ///
    /// # Errors
    /// What the file system says.
    pub fn write(
        self,
        frame: &DataFrame,
        audited: &AuditedLog<'_>,
        folder: &Path,
    ) -> io::Result<()> {
        let parts = self.rows(audited);
        let parts: Vec<(String, Vec<IdxSize>)> = parts.into_iter().collect();
        parts.into_par_iter().try_for_each(|(name, rows)| {
            let part = folder.join(name);
            std::fs::create_dir_all(&part)?;
            let mut frame =
                rows_of(frame, rows).map_err(|error| io::Error::other(error.to_string()))?;
            let mut file = File::create(part.join("part-0.parquet"))?;
            write(&mut frame, TableFormat::Parquet, &mut file)
        })
    }
}

impl std::str::FromStr for Partition {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let wrong = || {
            format!(
                "give date, entity-hash, or entity-hash=N with N from 1 to {}",
                Self::MOST_BUCKETS
            )
        };
        match text.split_once('=') {
            None if text == "date" => Ok(Self::Date),
            None if text == "entity-hash" => Ok(Self::EntityHash {
                buckets: Self::BUCKETS,
            }),
            Some(("entity-hash", buckets)) => match buckets.parse() {
                Ok(buckets @ 1..=Self::MOST_BUCKETS) => Ok(Self::EntityHash { buckets }),
                _ => Err(wrong()),
            },
            _ => Err(wrong()),
        }
    }
}

fn rows_of(frame: &DataFrame, rows: Vec<IdxSize>) -> PolarsResult<DataFrame> {
    let is_block = rows
        .windows(2)
        .all(|pair| pair[0].checked_add(1) == Some(pair[1]));
    match rows.first() {
        Some(&first) if is_block => Ok(frame.slice(i64::from(first), rows.len())),
        _ => frame.take(&IdxCa::from_vec("".into(), rows)),
    }
}

/// `2024-05-11`, in UTC.
fn date(stamp: i64) -> String {
    let mut text = String::new();
    write_iso8601(&mut text, stamp, 0, None);
    text.split('T').next().unwrap_or_default().to_owned()
}

fn fnv_1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_publication() {
        assert_eq!(fnv_1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv_1a(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv_1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn dates_are_days_in_utc() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(-1), "1969-12-31");
        assert_eq!(date(86_400_000_000_000), "1970-01-02");
    }
}
