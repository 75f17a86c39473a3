//! What was decided about the stamps, as a finding.

use crate::finding::{Finding, FindingKind};
use crate::log::clock::{DateOrder, Origin, StampFormat, UnitSource};

use super::Clock;

pub(super) fn finding(format: &StampFormat, clock: Clock, scale: Option<&str>) -> Finding {
    let zone = match scale {
        Some(scale) => format!(" in {scale}, not converted"),
        None if clock.has_offset => " in UTC".to_owned(),
        None => ", without an offset: taken as UTC".to_owned(),
    };
    let (meaning, reason, guessed) = match format {
        StampFormat::Number(number) => {
            let from = match number.origin {
                Origin::UnixEpoch => "since 1970",
                _ => "from the log's own zero",
            };
            let (reason, guessed) = match number.unit_source {
                UnitSource::Given => ("given", false),
                UnitSource::Header => ("by the column's name", false),
                UnitSource::Magnitude => ("by their size", false),
                UnitSource::Assumed => {
                    ("assumed: nothing names a unit; --time-unit sets it", false)
                }
            };
            (format!("{} {from}", number.unit), reason, guessed)
        }
        StampFormat::Date(order) => {
            use DateOrder as Order;
            let order = match order {
                Order::DayFirst => "dates, day before month",
                Order::MonthFirst => "dates, month before day",
                Order::Evident => "dates",
            };
            (format!("{order}{zone}"), "the whole column says so", false)
        }
        StampFormat::TimeOfDay => ("times of day".to_owned(), "no column has a date", false),
        StampFormat::Pattern(_) => (format!("dates{zone}"), "by --time-format", false),
    };
    Finding::new(
        FindingKind::Clock {
            meaning,
            reason: reason.to_owned(),
            guessed,
        },
        1,
    )
}
