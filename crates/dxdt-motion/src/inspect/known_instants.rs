//! Instants at which clocks stand that were never set or have overflowed.

use serde::Serialize;

/// Such an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct KnownInstant {
    /// ISO 8601, in UTC.
    pub instant: &'static str,
    /// What it is, such as `the smallest 32-bit Unix time`.
    pub meaning: &'static str,
    #[serde(skip)]
    seconds: i64,
    /// How near in seconds a timestamp must be; a log may well be from a day of which the instant is only the start.
    #[serde(skip)]
    tolerance: i64,
}

const DAY: i64 = 86_400;

const fn known(
    instant: &'static str,
    seconds: i64,
    tolerance: i64,
    meaning: &'static str,
) -> KnownInstant {
    KnownInstant {
        instant,
        meaning,
        seconds,
        tolerance,
    }
}

// 1601-01-01, the zero of Windows file times, is before the first instant of 64-bit nanoseconds.
const KNOWN: [KnownInstant; 12] = [
    known(
        "1899-12-30",
        -2_209_161_600,
        DAY,
        "the zero of spreadsheets",
    ),
    known("1900-01-01", -2_208_988_800, DAY, "the zero of NTP"),
    known(
        "1901-12-13T20:45:52",
        -2_147_483_648,
        DAY,
        "the smallest 32-bit Unix time",
    ),
    known(
        "1904-01-01",
        -2_082_844_800,
        DAY,
        "the zero of QuickTime and old Macintosh clocks",
    ),
    known("1970-01-01", 0, DAY, "the zero of Unix time"),
    known(
        "1980-01-01",
        315_532_800,
        DAY,
        "the zero of FAT file systems",
    ),
    known("1980-01-06", 315_964_800, DAY, "the zero of GPS time"),
    known(
        "1999-08-22",
        935_280_000,
        20,
        "the first rollover of GPS weeks",
    ),
    known(
        "2000-01-01",
        946_684_800,
        0,
        "where many clocks start when never set",
    ),
    known(
        "2019-04-07",
        1_554_595_200,
        20,
        "the second rollover of GPS weeks",
    ),
    known(
        "2036-02-07T06:28:16",
        2_085_978_496,
        DAY,
        "the overflow of NTP",
    ),
    known(
        "2038-01-19T03:14:07",
        2_147_483_647,
        DAY,
        "the largest 32-bit Unix time",
    ),
];

impl KnownInstant {
    /// The instant that a timestamp, in nanoseconds since 1970, is at.
    pub(crate) fn at(stamp: i64) -> Option<Self> {
        let seconds = stamp.div_euclid(1_000_000_000);
        let away = |known: &KnownInstant| seconds.abs_diff(known.seconds);
        KNOWN
            .into_iter()
            .filter(|known| away(known) <= known.tolerance.unsigned_abs())
            .min_by_key(away)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dxdt_time::write_iso8601;

    #[test]
    fn instants_are_what_they_are_called() {
        for known in KNOWN {
            let mut text = String::new();
            write_iso8601(&mut text, known.seconds * 1_000_000_000, 0, None);
            let text = text.trim_end_matches("T00:00:00");
            assert_eq!(text, known.instant);
        }
    }

    #[test]
    fn a_stamp_is_at_the_nearest() {
        let at =
            |seconds: i64| KnownInstant::at(seconds * 1_000_000_000).map(|known| known.instant);
        assert_eq!(at(-2_147_483_648), Some("1901-12-13T20:45:52"));
        assert_eq!(at(3600), Some("1970-01-01"));
        assert_eq!(at(946_684_800), Some("2000-01-01"));
        assert_eq!(at(946_684_801), None, "a log may be from that day");
        assert_eq!(at(1_616_199_720), None);
    }
}
