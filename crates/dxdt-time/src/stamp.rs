//! One timestamp as it was read.

use super::offset::UtcOffset;
use super::write::write_iso8601;

/// A timestamp: whole nanoseconds, and what the text said besides.
///
/// ```
/// use dxdt_time::{StampFormat, StampHints};
///
/// let cells = ["20/03/2021 00:22:05.250", "20/03/2021 00:22:06.500"];
/// let stamp = StampFormat::detect(cells, &StampHints::default())?.parse(cells[0])?;
/// assert_eq!(stamp.nanoseconds, 1_616_199_725_250_000_000);
/// assert_eq!((stamp.rest, stamp.fraction_digits, stamp.offset), (0, 3, None));
/// assert_eq!(stamp.to_iso8601(), "2021-03-20T00:22:05.250");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stamp {
    /// Nanoseconds since the origin of the column's format: see [`Origin`](super::Origin).
    pub nanoseconds: i64,
    /// What the text has beyond whole nanoseconds, in 10⁻²⁷ s: from −5·10¹⁷ to 5·10¹⁷. Digits below are rounded.
    pub rest: i64,
    /// How many digits of the second's fraction the text has, at most 9.
    pub fraction_digits: u8,
    /// The offset from UTC that the text has. Without one the civil time is taken as UTC.
    pub offset: Option<UtcOffset>,
    /// The text already is `YYYY-MM-DDTHH:MM:SS[.fraction][Z|±HH:MM]`, with nothing around it.
    pub is_iso8601: bool,
}

impl Stamp {
    /// The timestamp as ISO 8601, as a local time with the offset of the text; see [`write_iso8601`].
    ///
    /// It means something only where the format's origin is the Unix epoch.
    pub fn to_iso8601(&self) -> String {
        let mut text = String::new();
        write_iso8601(
            &mut text,
            self.nanoseconds,
            self.fraction_digits,
            self.offset,
        );
        text
    }
}
