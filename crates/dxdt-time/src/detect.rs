//! Which format a column of timestamps has: the whole column decides, so that no stray cell does.

use super::cursor::Cursor;
use super::date::{DateText, read_date};
use super::datetime::{DateOrder, read_civil};
use super::day_number::DayNumber;
use super::decimal::{Decimal, DecimalMark};
use super::elapsed_text::{ElapsedForm, ElapsedText, duration};
use super::error::{FormatError, Reason, excerpt};
use super::format::{NumberFormat, Origin, StampFormat};
use super::frame_rate::FrameRate;
use super::missing::is_missing;
use super::pattern::Pattern;
use super::suggest::{FirstField, suggest_pattern};
use super::time::read_time;
use super::unit::{Magnitudes, TimeUnit, UnitSource};

/// What is known of a column of timestamps before its cells are looked at.
///
/// ```
/// use dxdt_time::{StampHints, TimeUnit};
///
/// let hints = StampHints { header_unit: TimeUnit::in_header("Time (ms)"), ..StampHints::default() };
/// assert_eq!(hints.header_unit, Some(TimeUnit::Millisecond));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct StampHints<'a> {
    /// The unit of `--time-unit`. A column that is not numbers has no use for it.
    pub unit: Option<TimeUnit>,
    /// The unit in the column's header, from [`TimeUnit::in_header`].
    pub header_unit: Option<TimeUnit>,
    /// The pattern of `--time-format`.
    pub pattern: Option<&'a str>,
    /// The unit that other columns and the steps speak for, where neither of the two above is there.
    pub likely_unit: Option<(TimeUnit, UnitSource)>,
    /// What day numbers count from, if these are such.
    pub day_number: Option<DayNumber>,
    /// The column counts frames.
    pub counts_frames: bool,
    /// Frames a second.
    pub frame_rate: Option<FrameRate>,
    /// The decimal mark, where it is known; otherwise that of most cells.
    pub decimal_mark: Option<DecimalMark>,
}

impl StampFormat {
    /// Decides the format of a column from all its cells; missing values may be among them.
    ///
    /// Numbers take the unit given, else that of the header, else the one of s, ms, us and ns in which the median is an
    /// instant of the years 1990 to 2099, else seconds. They count from the Unix epoch where in their unit the median is
    /// such an instant, else from the log's own zero. Fourteen digits that are a date and time in every row, such as
    /// `20080312044214`, are one if no unit is known. A comma before the last digits is a decimal mark, never one of
    /// thousands.
    ///
    /// Most cells decide what a column is; the others are errors when they are parsed.
    ///
    /// ```
    /// use dxdt_time::{DateOrder, Origin, StampFormat, StampHints, TimeUnit, UnitSource};
    ///
    /// let cells = ["1403715524907143168", "1403715524912143104"];
    /// let StampFormat::Number(format) = StampFormat::detect(cells, &StampHints::default())? else { panic!() };
    /// assert_eq!((format.unit, format.unit_source), (TimeUnit::Nanosecond, UnitSource::Magnitude));
    /// assert_eq!(format.origin, Origin::UnixEpoch);
    ///
    /// let cells = ["3/4/2021 00:22", "3/20/2021 00:22"];
    /// assert_eq!(StampFormat::detect(cells, &StampHints::default())?, StampFormat::Date(DateOrder::MonthFirst));
    ///
    /// let error = StampFormat::detect(["3/4/2021 00:22"], &StampHints::default()).unwrap_err();
    /// assert!(error.to_string().contains("--time-format '%d/%m/%Y %H:%M'"));
    /// # Ok::<(), dxdt_time::FormatError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where no format fits most cells, the order of day and month stays open, years have two digits, or the pattern
    /// is not one; see [`FormatError`].
    pub fn detect<'a>(
        cells: impl IntoIterator<Item = &'a str>,
        hints: &StampHints<'_>,
    ) -> Result<StampFormat, FormatError> {
        if let Some(pattern) = hints.pattern {
            return by_pattern(pattern);
        }
        let mut tally = StampTally::default();
        for cell in cells {
            tally.add(cell);
        }
        tally.decide(hints)
    }
}

/// What the cells of a column look like, counted.
#[derive(Debug, Default)]
pub struct StampTally {
    numbers: usize,
    /// Numbers that also are a date and time, as in `20080312044214`.
    compact_dates: usize,
    points: usize,
    commas: usize,
    magnitudes: Magnitudes,
    dates: usize,
    two_digit_years: usize,
    times_of_day: usize,
    /// Times of day without seconds.
    in_minutes: usize,
    /// Of these and other cells with colons, those that can only be times since a start.
    elapsed: usize,
    time_codes: usize,
    /// Of these, those with three digits after the last colon: milliseconds.
    in_milliseconds: usize,
    /// Numbers with units of time.
    durations: usize,
    others: usize,
    /// The first cell of its kind: one that can only have the day first, only the month, either; and so on.
    day_first: Option<String>,
    month_first: Option<String>,
    undecided: Option<String>,
    two_digit_year: Option<String>,
    time_code: Option<String>,
    other: Option<String>,
}

impl StampTally {
    /// Counts a cell.
    #[inline]
    pub fn add(&mut self, cell: &str) {
        if is_missing(cell) {
            return;
        }
        let cell = cell.trim_ascii();
        let text = cell.as_bytes();
        if let Ok(number) = Decimal::read(text) {
            self.numbers += 1;
            self.magnitudes.add(number.approximate());
            match number.mark() {
                Some(DecimalMark::Point) => self.points += 1,
                Some(DecimalMark::Comma) => self.commas += 1,
                None => {}
            }
            self.compact_dates += usize::from(is_compact_date(text));
            return;
        }
        match read_date(&mut Cursor::new(text)) {
            Ok(DateText::Ordered { .. }) => self.dates += 1,
            Ok(DateText::Unordered { first, second, .. }) => {
                self.dates += 1;
                self.compare_day_and_month(cell, first, second);
            }
            Err(Reason::TwoDigitYear) => {
                self.two_digit_years += 1;
                self.two_digit_year.get_or_insert_with(|| cell.to_owned());
            }
            // Forms that do not start with the date, such as `Mon Jan  2 15:04:05 2006`.
            Err(_) if read_civil(text, DateOrder::Evident).is_ok() => self.dates += 1,
            Err(_) => self.add_time(cell),
        }
    }

    fn add_time(&mut self, cell: &str) {
        let text = cell.as_bytes();
        let elapsed = ElapsedText::read(text);
        match elapsed {
            Some(code) if code.count == 4 => {
                self.time_codes += 1;
                self.in_milliseconds += usize::from(code.last_digits == 3);
                self.time_code.get_or_insert_with(|| cell.to_owned());
            }
            Some(time) if time.is_no_time_of_day() => self.elapsed += 1,
            _ if read_time(&mut Cursor::new(text)).is_ok() => {
                self.times_of_day += 1;
                self.in_minutes += usize::from(elapsed.is_some_and(|time| time.count == 2));
            }
            _ if duration(cell).is_some() => self.durations += 1,
            _ => {
                self.others += 1;
                self.other.get_or_insert_with(|| cell.to_owned());
            }
        }
    }

    fn compare_day_and_month(&mut self, cell: &str, first: u32, second: u32) {
        let witness = match (first > 12, second > 12) {
            (true, false) => &mut self.day_first,
            (false, true) => &mut self.month_first,
            (false, false) if first != second => &mut self.undecided,
            // Equal: either order is right. Both above 12: no date, which parsing it will say.
            _ => return,
        };
        witness.get_or_insert_with(|| cell.to_owned());
    }

    /// The format of the column whose cells were added.
    ///
    /// # Errors
    /// As [`StampFormat::detect`].
    pub fn decide(&self, hints: &StampHints) -> Result<StampFormat, FormatError> {
        if let Some(pattern) = hints.pattern {
            return by_pattern(pattern);
        }
        let dates = self.dates + self.two_digit_years;
        let times = self.times_of_day + self.elapsed;
        let most = self
            .numbers
            .max(dates)
            .max(times)
            .max(self.time_codes)
            .max(self.durations)
            .max(self.others);
        if most == 0 {
            Err(FormatError::NoCells)
        } else if self.numbers == most && hints.counts_frames && hints.unit.is_none() {
            let missing = FormatError::FrameRateMissing {
                cell: String::new(),
                is_time_code: false,
            };
            hints.frame_rate.map(StampFormat::Frames).ok_or(missing)
        } else if self.numbers == most {
            Ok(self.decide_number(hints))
        } else if dates == most {
            self.decide_date()
        } else if times == most && self.elapsed > 0 {
            Ok(StampFormat::Elapsed(ElapsedForm::Clock))
        } else if times == most {
            let without_seconds = self.in_minutes == times;
            Ok(StampFormat::TimeOfDay { without_seconds })
        } else if self.time_codes == most {
            let missing = FormatError::FrameRateMissing {
                cell: excerpt(self.time_code.as_deref().unwrap_or_default()),
                is_time_code: true,
            };
            let form = |rate| StampFormat::Elapsed(ElapsedForm::Frames(rate));
            let thousand = (self.in_milliseconds == self.time_codes).then(|| "1000".parse().ok());
            hints
                .frame_rate
                .or(thousand.flatten())
                .map(form)
                .ok_or(missing)
        } else if self.durations == most {
            Ok(StampFormat::Elapsed(ElapsedForm::Durations))
        } else {
            let cell = excerpt(self.other.as_deref().unwrap_or_default());
            Err(FormatError::Unrecognised { cell })
        }
    }

    fn decide_number(&self, hints: &StampHints) -> StampFormat {
        let known = match (hints.unit, hints.header_unit) {
            (Some(unit), _) => Some((unit, UnitSource::Given)),
            (None, Some(unit)) => Some((unit, UnitSource::Header)),
            (None, None) => None,
        };
        if known.is_none() && self.compact_dates == self.numbers {
            return StampFormat::Date(DateOrder::Evident);
        }
        let epoch_unit = self.magnitudes.epoch_unit();
        let by_size = epoch_unit.map(|unit| (unit, UnitSource::Magnitude));
        let (unit, unit_source) = known
            .or(hints.likely_unit)
            .or(by_size)
            .unwrap_or((TimeUnit::Second, UnitSource::Assumed { other: None }));
        let day_number = hints.day_number.filter(|_| unit == TimeUnit::Day);
        let origin = if epoch_unit == Some(unit) || day_number.is_some() {
            Origin::UnixEpoch
        } else {
            Origin::LogStart
        };
        let mark_of_most = match (self.points, self.commas) {
            (0, 0) => None,
            (points, commas) if points >= commas => Some(DecimalMark::Point),
            _ => Some(DecimalMark::Comma),
        };
        let decimal_mark = hints.decimal_mark.or(mark_of_most);
        StampFormat::Number(NumberFormat {
            unit,
            unit_source,
            origin,
            day_number,
            decimal_mark,
        })
    }

    fn decide_date(&self) -> Result<StampFormat, FormatError> {
        if let Some(cell) = &self.two_digit_year
            && self.two_digit_years > self.dates
        {
            // Slashes, points and a month's name in front never have the year first.
            let year_first =
                !cell.contains(['/', '.']) && cell.starts_with(|c: char| c.is_ascii_digit());
            let other = if year_first {
                FirstField::Year
            } else {
                FirstField::Month
            };
            return Err(FormatError::TwoDigitYear {
                cell: excerpt(cell),
                day_first: suggest_pattern(cell, FirstField::Day),
                other: suggest_pattern(cell, other),
            });
        }
        match (&self.day_first, &self.month_first, &self.undecided) {
            (Some(day_first), Some(month_first), _) => Err(FormatError::ContradictoryDayMonth {
                day_first_cell: excerpt(day_first),
                month_first_cell: excerpt(month_first),
                day_first: suggest_pattern(day_first, FirstField::Day),
                month_first: suggest_pattern(month_first, FirstField::Month),
            }),
            (Some(_), None, _) => Ok(StampFormat::Date(DateOrder::DayFirst)),
            (None, Some(_), _) => Ok(StampFormat::Date(DateOrder::MonthFirst)),
            (None, None, Some(cell)) => Err(FormatError::AmbiguousDayMonth {
                cell: excerpt(cell),
                day_first: suggest_pattern(cell, FirstField::Day),
                month_first: suggest_pattern(cell, FirstField::Month),
            }),
            (None, None, None) => Ok(StampFormat::Date(DateOrder::Evident)),
        }
    }
}

/// Minutes without hours are times since a start, which no clock's pattern reads beyond the hour.
fn by_pattern(pattern: &str) -> Result<StampFormat, FormatError> {
    match pattern {
        "%M:%S" | "%M:%S%.f" | "%M:%S.%f" => Ok(StampFormat::Elapsed(ElapsedForm::Clock)),
        _ => Pattern::new(pattern).map(StampFormat::Pattern),
    }
}

/// Whether a number is `YYYYMMDDHHMMSS`, perhaps with a fraction, of the years 1990 to 2099. As a number it has too
/// many digits for milliseconds since the epoch and too few for microseconds.
fn is_compact_date(text: &[u8]) -> bool {
    let year_is_near = matches!(text, [b'1', b'9', b'9', _, ..] | [b'2', b'0', _, _, ..]);
    year_is_near
        && Cursor::new(text).count_digits() == 14
        && read_civil(text, DateOrder::Evident).is_ok()
}
