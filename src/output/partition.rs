//! Tables in partitions: a folder of Parquet files that DuckDB, polars and Spark read as one table.
//!
//! The folders are named as Hive names them, `column=value`. The values are dates and numbers, never names from a log.

use std::ops::Range;

use dxdt_motion::error::{Error, Result};
use dxdt_motion::log::PositionLog;
use dxdt_time::{Origin, write_iso8601};

const DAY: i64 = 86_400_000_000_000;

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
    /// `date=2024-05-11`: the day of the timestamp in UTC.
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

    /// The name of the folder of a value: a number of a day since 1970, or of a bucket.
    pub(super) fn folder(self, value: i64) -> String {
        match self {
            // The first instant of the first day that timestamps reach is before the first timestamp.
            Self::Date => format!("{}={}", self.column(), date(value.saturating_mul(DAY))),
            Self::EntityHash { .. } => format!("{}={value}", self.column()),
        }
    }

    /// The rows of a frame in their order, cut where they go into another folder.
    pub(super) fn runs(self, keys: &RowKeys<'_>) -> Vec<(i64, Range<usize>)> {
        match self {
            Self::EntityHash { buckets } => {
                let bucket = |name: &str| (fnv_1a(name.as_bytes()) % u64::from(buckets)) as i64;
                let entities = keys.entities.iter();
                entities
                    .map(|(name, rows)| (bucket(name), rows.clone()))
                    .collect()
            }
            Self::Date => {
                let day = |stamp: &i64| stamp.div_euclid(DAY);
                let mut end = 0;
                let days = keys.stamps.chunk_by(|a, b| day(a) == day(b));
                days.map(|stamps| {
                    let start = end;
                    end += stamps.len();
                    (day(&stamps[0]), start..end)
                })
                .collect()
            }
        }
    }

    /// Whether the log has what the partition is by.
    ///
    /// # Errors
    /// Where timestamps have no date.
    pub fn check(self, log: &PositionLog) -> Result<()> {
        if self == Self::Date && log.clock.origin != Origin::UnixEpoch {
            return Err(Error::new(
                "the timestamps count from the log's own zero, so there is no date to partition by",
            )
            .in_file(log.file_names())
            .advise("give --partition entity-hash, or no partition"));
        }
        Ok(())
    }
}

/// What says into which folders the rows of a frame go.
#[derive(Debug, Clone)]
pub struct RowKeys<'a> {
    /// The timestamp of each row in nanoseconds, for [`Partition::Date`].
    pub stamps: &'a [i64],
    /// The entities by name with their rows, which together are all rows in their order, for
    /// [`Partition::EntityHash`].
    pub entities: Vec<(&'a str, Range<usize>)>,
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
        for stamp in [0, -1, i64::MIN, i64::MAX] {
            let name = Partition::Date.folder(stamp.div_euclid(DAY));
            assert_eq!(name, format!("date={}", date(stamp)));
        }
    }
}
