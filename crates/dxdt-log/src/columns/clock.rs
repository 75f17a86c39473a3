//! What the numbers of a clock count: by size, steps, decimals, and the speed that the log measured.

use dxdt_motion::error::{Error, ErrorKind, Result, printable};
use dxdt_motion::finding::{Candidate, Choice, EvidenceKind as E, Question};
use dxdt_time::{DayNumber, TimeUnit, UnitSource};

use super::view::{ColumnView, Content, median};

/// What the numbers of a time column count, where nothing names it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct ClockChoice {
    pub unit: Option<(TimeUnit, UnitSource)>,
    pub day_number: Option<DayNumber>,
    pub counts_frames: bool,
}

/// The steps of a time column in its own unit, and what else tells.
pub(super) struct Clock<'a> {
    pub column: &'a ColumnView<'a>,
    /// The median step between rows of one thing.
    pub step: f64,
    /// The derived speed if the unit is the second, over the measured one.
    pub speed_ratio: Option<f64>,
}

/// Dates from 1990 to 2029, in seconds since 1970, and where 2012 begins.
const DATES: std::ops::Range<f64> = 631_152_000.0..1_893_456_000.0;
const OLD_DATES: f64 = 1_325_376_000.0;

const UNITS: [TimeUnit; 4] = [
    TimeUnit::Second,
    TimeUnit::Millisecond,
    TimeUnit::Microsecond,
    TimeUnit::Nanosecond,
];

impl Clock<'_> {
    /// Chooses the unit. Nothing is to be chosen where the cells are no numbers.
    ///
    /// # Errors
    /// Where two units are about as likely, with what each would give.
    pub fn choose(&self) -> Result<(ClockChoice, Option<Choice>)> {
        if self.column.content != Content::Number {
            return Ok(Default::default());
        }
        if let Some(chosen) = self.by_unknown_unit()? {
            return Ok((chosen, None));
        }
        let Some(middle) = median(self.column.finite().collect()) else {
            return Ok(Default::default());
        };
        if let Some(count) = self.day_number(middle) {
            let unit = (
                TimeUnit::Day,
                UnitSource::Steps {
                    other: TimeUnit::Second,
                },
            );
            let choice = ClockChoice {
                unit: Some(unit),
                day_number: Some(count),
                counts_frames: false,
            };
            return Ok((choice, None));
        }
        let mut candidates: Vec<Candidate> = UNITS
            .iter()
            .map(|unit| self.candidate(*unit, middle))
            .collect();
        candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.weight()));
        let choice = Choice {
            question: Question::TimeUnit,
            candidates,
        };
        let [best, second, ..] = &choice.candidates[..] else {
            return Ok(Default::default());
        };
        let (Some(unit), Some(other)) = (best.unit, second.unit) else {
            return Ok(Default::default());
        };
        let margin = best.weight() - second.weight();
        if margin <= 0 {
            return Err(self.doubt(middle, unit, other));
        }
        let has = |wanted: fn(&E) -> bool| {
            best.evidence
                .iter()
                .any(|evidence| wanted(&evidence.kind) && evidence.weight > 0)
        };
        let is_date = has(|kind| matches!(kind, E::RecentDate));
        let is_clear = margin > if is_date { 5 } else { 4 };
        let source = if has(|kind| matches!(kind, E::MeasuredSpeed(_))) {
            UnitSource::MeasuredSpeed
        } else if is_date && is_clear {
            UnitSource::Magnitude
        } else if unit == TimeUnit::Second {
            UnitSource::Assumed {
                other: (!is_clear).then_some(other),
            }
        } else {
            UnitSource::Steps { other }
        };
        let chosen = ClockChoice {
            unit: Some((unit, source)),
            ..ClockChoice::default()
        };
        Ok((chosen, Some(choice)))
    }

    /// A unit in the name that is not one of time: `days since 1950-01-01` begins with one, others are refused.
    fn by_unknown_unit(&self) -> Result<Option<ClockChoice>> {
        const NO_UNITS: [&str; 12] = [
            "", "-", "1", "utc", "gmt", "local", "unix", "epoch", "posix", "tai", "gps", "number",
        ];
        let last = self.column.name.words.last().map_or("", String::as_str);
        let number = last.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_multiple = number.len() < last.len() && number.parse::<TimeUnit>().is_ok();
        if ["tick", "ticks"].contains(&last) || is_multiple {
            return Err(Error::new(format!(
                "'{}' counts ticks, and nothing says how many there are in a second",
                printable(&self.column.name.base)
            ))
            .of_kind(ErrorKind::Option)
            .advise("give them with --frame-rate, such as 10000000 for ticks of 100 ns, or the unit with --time-unit"));
        }
        let unit = self.column.name.unit.as_deref().unwrap_or_default();
        if NO_UNITS.contains(&unit.to_lowercase().as_str()) {
            return Ok(None);
        }
        let first = unit.split_whitespace().next().unwrap_or_default();
        if let Ok(unit) = first.parse() {
            return Ok(Some(ClockChoice {
                unit: Some((unit, UnitSource::Header)),
                ..ClockChoice::default()
            }));
        }
        if !unit
            .chars()
            .all(|c| c.is_alphanumeric() || " ^/.-_".contains(c))
        {
            return Ok(None);
        }
        Err(Error::new(format!(
            "'{}' is in '{}', which is no unit of time",
            printable(&self.column.name.base),
            printable(unit)
        ))
        .of_kind(ErrorKind::Option)
        .advise("give the unit with --time-unit (s, ms, us, ns, min, h or d), or --frame-rate if frames are counted"))
    }

    /// Day numbers are dates with steps of seconds to days.
    fn day_number(&self, middle: f64) -> Option<DayNumber> {
        let named = &self.column.name;
        let is_named = named
            .words
            .iter()
            .any(|word| ["datenum", "mjd", "jd", "julian", "excel"].contains(&word.as_str()));
        let count = DayNumber::of_size(middle)?;
        let is_fine = self.column.cells.iter().any(|cell| decimals(cell) > 4);
        let is_step_of_days = is_natural(self.step * 86_400.0) && !is_natural(self.step);
        let is_like_days = is_fine && self.step < 0.5 && is_step_of_days;
        let is_by_content = super::time::is_day_number(self.column);
        let is_slow = self.speed_ratio.is_none_or(|ratio| ratio > 10.0);
        (is_named || is_by_content || (is_like_days && is_slow)).then_some(count)
    }

    fn candidate(&self, unit: TimeUnit, middle: f64) -> Candidate {
        let seconds = unit.nanoseconds() as f64 / 1e9;
        let mut candidate = Candidate::of_columns(vec![self.column.name.base.clone()]);
        candidate.unit = Some(unit);
        let date = middle * seconds;
        if DATES.contains(&date) {
            // Milliseconds since power-on look like seconds of these years.
            candidate.add(if date < OLD_DATES { 3 } else { 5 }, E::RecentDate);
        } else if date > DATES.end {
            candidate.add(-8, E::UnlikelyDate);
        }
        if unit == TimeUnit::Second {
            candidate.add(2, E::Convention);
            if self.column.has_decimals() {
                candidate.add(4, E::Decimals);
            }
            let is_round = |value: f64| value % 1000.0 == 0.0;
            if self.column.moves() && self.column.finite().all(is_round) {
                candidate.add(-4, E::RoundNumbers);
            }
        }
        let step = self.step * seconds;
        if step > 0.0 {
            let is_possible = (2e-6..=40.0 * 86_400.0).contains(&step);
            match (is_possible, is_natural(step)) {
                (false, _) => candidate.add(-6, E::ImpossibleStep(step)),
                (true, true) => candidate.add(2, E::NaturalStep(step)),
                (true, false) if step > 3600.0 => candidate.add(-2, E::OddStep(step)),
                (true, false) => {}
            }
        }
        if let Some(ratio) = self.speed_ratio {
            let ratio = ratio / seconds;
            if (0.8..1.25).contains(&ratio) {
                candidate.add(9, E::MeasuredSpeed(ratio));
            } else if !(0.1..10.0).contains(&ratio) {
                candidate.add(-9, E::MeasuredSpeed(ratio));
            }
        }
        candidate
    }

    fn doubt(&self, middle: f64, unit: TimeUnit, other: TimeUnit) -> Error {
        let reading = |unit: TimeUnit| {
            let seconds = unit.nanoseconds() as f64 / 1e9;
            let step = dxdt_motion::words::number::short(self.step * seconds);
            match DATES.contains(&(middle * seconds)) {
                true => {
                    format!("--time-unit {unit} for dates since 1970 with a row every {step} s")
                }
                false => format!("--time-unit {unit} for a row every {step} s"),
            }
        };
        let longer = unit.nanoseconds().max(other.nanoseconds())
            / unit.nanoseconds().min(other.nanoseconds());
        Error::new(format!(
            "nothing says what the numbers of '{}' count, and two units are about as likely, which give speeds that differ {longer} times",
            printable(&self.column.name.base)
        ))
        .of_kind(ErrorKind::Option)
        .advise(format!("give {}, or {}", reading(unit), reading(other)))
    }
}

/// What day numbers count from, if numbers are such by their size.
pub(super) fn day_number_by_size(column: &ColumnView<'_>) -> Option<DayNumber> {
    let middle = median(column.finite().collect())?;
    DayNumber::of_size(middle).filter(|_| column.content == Content::Number)
}

/// Whether instruments are set to such a step: whole rates up to 2 kHz, and whole seconds, minutes and hours that divide
/// what comes next.
fn is_natural(step: f64) -> bool {
    let rate = 1.0 / step;
    if step < 0.9 {
        let is_whole = (rate - rate.round()).abs() <= 0.01 * rate;
        let usual = [
            1000.0, 2000.0, 1250.0, 1200.0, 600.0, 300.0, 240.0, 120.0, 60.0, 30.0, 15.0, 24.0,
            72.0, 90.0, 144.0,
        ];
        let rounded = rate.round();
        let is_usual = usual.contains(&rounded)
            || [5.0, 2.0, 10.0].iter().any(|unit| rounded % unit == 0.0) && rate < 1001.0
            || rate < 10.5;
        return is_whole && is_usual;
    }
    const STEPS: [f64; 19] = [
        1.0, 2.0, 3.0, 4.0, 5.0, 10.0, 15.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1200.0,
        1800.0, 3600.0, 10_800.0, 86_400.0,
    ];
    STEPS
        .iter()
        .any(|usual| (step - usual).abs() <= 0.02 * usual)
}

fn decimals(cell: &str) -> usize {
    let after = cell.rsplit_once(['.', ',']).map_or("", |(_, after)| after);
    after.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use dxdt_formats::{ColumnName, Numerals};

    use super::*;

    fn chosen(
        cells: &[&str],
        speed_ratio: Option<f64>,
    ) -> std::result::Result<(TimeUnit, UnitSource), String> {
        let column = ColumnView::of(
            ColumnName::parse("time"),
            cells.to_vec(),
            Numerals::default(),
        );
        let clock = Clock {
            step: column.median_step().unwrap_or(0.0),
            column: &column,
            speed_ratio,
        };
        match clock.choose() {
            Ok((choice, _)) => Ok(choice.unit.unwrap()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn counted(start: i64, step: i64) -> std::result::Result<(TimeUnit, UnitSource), String> {
        let cells: Vec<String> = (0..9).map(|row| (start + row * step).to_string()).collect();
        chosen(&cells.iter().map(String::as_str).collect::<Vec<_>>(), None)
    }

    #[test]
    fn decimals_are_seconds() {
        let none = UnitSource::Assumed { other: None };
        assert_eq!(
            chosen(&["0.0", "0.1", "0.2"], None),
            Ok((TimeUnit::Second, none))
        );
    }

    #[test]
    fn dates_are_told_by_their_size() {
        let magnitude = UnitSource::Magnitude;
        assert_eq!(counted(1_700_000_000, 1), Ok((TimeUnit::Second, magnitude)));
        assert_eq!(
            counted(1_700_000_000_000, 40),
            Ok((TimeUnit::Millisecond, magnitude))
        );
        assert_eq!(
            counted(1_403_715_524_907_143_168, 5_000_000),
            Ok((TimeUnit::Nanosecond, magnitude))
        );
    }

    #[test]
    fn small_whole_numbers_leave_doubt() {
        let other = Some(TimeUnit::Millisecond);
        assert_eq!(
            counted(0, 1),
            Ok((TimeUnit::Second, UnitSource::Assumed { other }))
        );
        let error = counted(0, 40).unwrap_err();
        assert!(
            error.contains("--time-unit s") && error.contains("--time-unit ms"),
            "{error}"
        );
        // Microseconds since power-on are no dates of 2008 with a row every 10,000 s.
        let read = counted(1_200_000_000, 10_000);
        assert!(
            read.as_ref()
                .is_err_and(|error| error.contains("--time-unit us")),
            "{read:?}"
        );
        let read = counted(1_200_000_000, 10);
        assert_eq!(read, Ok((TimeUnit::Second, UnitSource::Assumed { other })));
        let read = counted(1_930_000_000, 10_000);
        assert!(
            read.as_ref()
                .is_err_and(|error| error.contains("--time-unit us")),
            "{read:?}"
        );
    }

    #[test]
    fn a_measured_speed_tells() {
        let cells = ["312184000", "312284000", "312384000"];
        let chosen = chosen(&cells, Some(1e-6)).unwrap();
        assert_eq!(chosen, (TimeUnit::Microsecond, UnitSource::MeasuredSpeed));
    }

    #[test]
    fn instruments_have_natural_steps() {
        for step in [
            0.001, 0.004, 0.01, 0.02, 0.0333, 0.04, 0.1, 1.0, 5.0, 60.0, 3600.0,
        ] {
            assert!(is_natural(step), "{step}");
        }
        for step in [0.0013, 0.07, 40.0, 100.0, 2000.0, 10_000.0] {
            assert!(!is_natural(step), "{step}");
        }
    }
}
