//! What was decided about the timestamps.

use dxdt_motion::finding::{StampMeaning, StampZone};
use dxdt_time::{ElapsedForm, StampFormat};

use dxdt_motion::log::Clock;

/// `scale` is that of the dates where it is not UTC.
pub(super) fn meaning(format: &StampFormat, clock: Clock, scale: Option<&str>) -> StampMeaning {
    let zone = || match scale {
        Some(scale) => StampZone::Scale(scale.to_owned()),
        None if clock.has_offset => StampZone::Utc,
        None => StampZone::TakenAsUtc,
    };
    match format {
        StampFormat::Number(number) => StampMeaning::Numbers {
            unit: number.unit,
            origin: number.origin,
            source: number.unit_source,
            day_number: number.day_number,
        },
        StampFormat::Date(order) => StampMeaning::Dates {
            order: *order,
            zone: zone(),
        },
        StampFormat::TimeOfDay { without_seconds } => StampMeaning::TimesOfDay {
            without_seconds: *without_seconds,
        },
        StampFormat::Elapsed(form) => StampMeaning::Elapsed {
            frame_rate: match form {
                ElapsedForm::Clock | ElapsedForm::Durations => None,
                ElapsedForm::Frames(rate) => Some(*rate),
            },
        },
        StampFormat::Frames(rate) => StampMeaning::Frames(*rate),
        StampFormat::Pattern(_) => StampMeaning::ByPattern { zone: zone() },
    }
}
