//! The shared time axis of a figure.

use super::{
    calendar,
    number::{self, Tick},
    scale::Range,
};

/// How the x values of a [`Figure`](super::Figure) are to be read. They are seconds in any case.
///
/// ```
/// use dxdt_chart::TimeAxis;
///
/// let elapsed = TimeAxis::Seconds { label: "time since the start".into() };
/// let dated = TimeAxis::Clock { origin_unix_nanoseconds: 1_403_715_524_907_143_168, utc: true };
/// assert_ne!(elapsed, dated);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum TimeAxis {
    /// Elapsed time. The axis is in the unit that suits its length, from microseconds to days, and says which.
    Seconds {
        /// What the axis shows, without a unit, such as `time`.
        label: String,
    },
    /// Dates. The ticks are at round instants, and the date is in the label of the axis.
    Clock {
        /// The instant of x = 0, in nanoseconds since the beginning of 1970.
        origin_unix_nanoseconds: i64,
        /// Whether the instants are known to be in UTC; if not, the label claims no time zone.
        utc: bool,
    },
    /// Not times but the decimal logarithms of what is written at the axis: powers of ten.
    Decades {
        /// What the axis shows, with its unit, such as `step h (s)`.
        label: String,
    },
}

impl TimeAxis {
    /// The ticks of an axis of which these parts are shown, and its label. `data` is the part of it that has data.
    pub(super) fn ticks(
        &self,
        shown: &[Range],
        data: Range,
        fits: impl Fn(&[Tick]) -> bool,
    ) -> (Vec<Tick>, String) {
        match self {
            Self::Seconds { label } => elapsed(label, shown, fits),
            Self::Decades { label } => {
                let range = shown.iter().copied().reduce(Range::union);
                let ticks = number::decades(range.unwrap_or(Range::UNIT), fits);
                (ticks, label.clone())
            }
            Self::Clock {
                origin_unix_nanoseconds: origin,
                utc,
            } => {
                let zone = if *utc { " (UTC)" } else { "" };
                let dates =
                    calendar::dates(instant(*origin, data.low), instant(*origin, data.high));
                let ticks = clock(*origin, shown, fits);
                (ticks, format!("time{zone}, {dates}"))
            }
        }
    }

    /// The range to show around values that are all at one instant, as a distance in seconds to both sides.
    pub(super) fn default_reach(&self) -> f64 {
        match self {
            Self::Seconds { .. } | Self::Decades { .. } => 1.0,
            Self::Clock { .. } => 30.0,
        }
    }
}

fn elapsed(label: &str, shown: &[Range], fits: impl Fn(&[Tick]) -> bool) -> (Vec<Tick>, String) {
    let range = shown.iter().copied().reduce(Range::union);
    let range = range.unwrap_or(Range::UNIT);
    // Of a short stretch far from zero only the differences are written, see `Notation`.
    let far = range.magnitude() > 1e4 * range.span();
    let length = if far { range.span() } else { range.magnitude() };
    let (unit, seconds) = duration_unit(length);
    let in_unit: Vec<Range> = shown
        .iter()
        .map(|part| Range {
            low: part.low / seconds,
            high: part.high / seconds,
        })
        .collect();
    let to_seconds = |tick: &Tick| Tick {
        value: tick.value * seconds,
        label: tick.label.clone(),
    };
    let fits = |ticks: &[Tick]| fits(&ticks.iter().map(to_seconds).collect::<Vec<_>>());
    let step = number::finest_step_of(&in_unit, fits);
    let (ticks, notation) = number::ticks_of(&in_unit, step);
    let ticks = ticks.iter().map(to_seconds).collect();
    (ticks, notation.describe(label, Some(unit)))
}

/// The unit that suits a duration, and how many seconds it has.
fn duration_unit(seconds: f64) -> (&'static str, f64) {
    match seconds {
        length if length < 1e-3 => ("µs", 1e-6),
        length if length < 1.0 => ("ms", 1e-3),
        length if length <= 900.0 => ("s", 1.0),
        length if length <= 4.0 * 3600.0 => ("min", 60.0),
        length if length <= 4.0 * 86_400.0 => ("h", 3600.0),
        _ => ("days", 86_400.0),
    }
}

/// A duration, such as `4 h 32 min` or `1.5 s`.
pub(super) fn duration(seconds: f64) -> String {
    let parts = |large: (&str, f64), small: (&str, f64)| {
        let count = (seconds / small.1).round();
        let (whole, rest) = (
            (count * small.1 / large.1).floor(),
            count * small.1 % large.1,
        );
        let rest = (rest / small.1).round();
        if rest == 0.0 {
            format!("{whole} {}", large.0)
        } else {
            format!("{whole} {} {rest} {}", large.0, small.0)
        }
    };
    match seconds {
        length if (60.0..3600.0).contains(&length) => parts(("min", 60.0), ("s", 1.0)),
        length if (3600.0..172_800.0).contains(&length) => parts(("h", 3600.0), ("min", 60.0)),
        _ => {
            let (unit, size) = duration_unit(seconds);
            format!("{} {unit}", number::three_digits(seconds / size))
        }
    }
}

fn clock(origin: i64, shown: &[Range], fits: impl Fn(&[Tick]) -> bool) -> Vec<Tick> {
    let ends = |part: &Range| [instant(origin, part.low), instant(origin, part.high)];
    let lengths = shown
        .iter()
        .map(ends)
        .map(|[from, to]| to as f64 - from as f64);
    let whole: f64 = lengths.sum();
    let steps = calendar::Step::all().filter(|step| !step.is_too_fine(whole));
    let mut fewest = Vec::new();
    for step in steps {
        let ticks_of = |part: &Range| {
            let [from, to] = ends(part);
            let ticks = step.instants(from, to).into_iter().map(|tick| Tick {
                value: (i128::from(tick) - i128::from(origin)) as f64 / 1e9,
                label: step.label(tick),
            });
            let part = *part;
            ticks.filter(move |tick| part.contains(tick.value))
        };
        let ticks: Vec<Tick> = shown.iter().flat_map(ticks_of).collect();
        if fits(&ticks) && !ticks.is_empty() {
            return ticks;
        }
        if !ticks.is_empty() {
            fewest = ticks;
        }
    }
    fewest.truncate(1);
    fewest
}

/// The instant at some seconds after the origin, or the last one that the clock can tell.
fn instant(origin: i64, seconds: f64) -> i64 {
    origin.saturating_add((seconds * 1e9).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(axis: &TimeAxis, low: f64, high: f64) -> (Vec<String>, String) {
        let range = Range { low, high };
        let (ticks, label) = axis.ticks(&[range], range, |ticks| ticks.len() <= 6);
        assert!(ticks.iter().all(|tick| range.contains(tick.value)));
        (ticks.into_iter().map(|tick| tick.label).collect(), label)
    }

    #[test]
    fn elapsed_time_has_a_suitable_unit() {
        let axis = TimeAxis::Seconds {
            label: "time".into(),
        };
        let unit = |high| ticks(&axis, 0.0, high).1;
        assert_eq!(unit(2e-4), "time (µs)");
        assert_eq!(unit(0.3), "time (ms)");
        assert_eq!(unit(83.0), "time (s)");
        assert_eq!(unit(7200.0), "time (min)");
        assert_eq!(unit(100_000.0), "time (h)");
        assert_eq!(unit(1e6), "time (days)");
        let (labels, _) = ticks(&axis, -10.0, 7300.0);
        assert_eq!(labels, ["0", "50", "100"]);
        let (_, label) = ticks(&axis, 1_403_715_524.0, 1_403_715_529.0);
        assert_eq!(label, "time − 1403715520 (s)");
    }

    #[test]
    fn durations_are_read_as_they_are_said() {
        let texts = [0.04, 1.5, 60.0, 95.0, 16_256.0, 7200.0, 400_000.0].map(duration);
        assert_eq!(
            texts,
            [
                "40 ms",
                "1.5 s",
                "1 min",
                "1 min 35 s",
                "4 h 31 min",
                "2 h",
                "4.63 days"
            ]
        );
    }

    #[test]
    fn dated_time_has_round_instants() {
        let axis = TimeAxis::Clock {
            // 2014-06-25 16:58:44.907 UTC
            origin_unix_nanoseconds: 1_403_715_524_907_143_168,
            utc: true,
        };
        let (labels, label) = ticks(&axis, 0.0, 83.0);
        assert_eq!(
            labels,
            [
                "16:58:45", "16:59:00", "16:59:15", "16:59:30", "16:59:45", "17:00:00"
            ]
        );
        assert_eq!(label, "time (UTC), 2014-06-25");
        let (labels, label) = ticks(&axis, 0.0, 3.0 * 86_400.0);
        assert_eq!(
            labels,
            ["26 Jun", "12:00", "27 Jun", "12:00", "28 Jun", "12:00"]
        );
        assert_eq!(label, "time (UTC), 2014-06-25 to 2014-06-28");
    }

    #[test]
    fn times_beyond_the_clock_do_no_harm() {
        let axis = TimeAxis::Clock {
            origin_unix_nanoseconds: 0,
            utc: false,
        };
        let (_, label) = ticks(&axis, -1e12, 1e12);
        assert_eq!(label, "time, 1677-09-21 to 2262-04-11");
        ticks(&axis, 1e300, 1.1e300);
        ticks(&axis, -1e-9, 1e-9);
    }
}
