//! Days counted from a day long ago, as spreadsheets, MATLAB and astronomers do.

/// What day a column of day numbers counts from.
///
/// ```
/// use dxdt_time::DayNumber;
///
/// assert_eq!(DayNumber::of_size(45_292.5), Some(DayNumber::Spreadsheet)); // 2024-01-01 12:00
/// assert_eq!(DayNumber::of_size(739_252.0), Some(DayNumber::Matlab));
/// assert_eq!(DayNumber::of_size(2_460_310.5), Some(DayNumber::Julian));
/// assert_eq!(DayNumber::of_size(60_310.0), Some(DayNumber::ModifiedJulian));
/// assert_eq!(DayNumber::of_size(12.0), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayNumber {
    /// 1899-12-30 is day 0.
    Spreadsheet,
    /// 0000-01-01 is day 1.
    Matlab,
    /// Noon of -4712-01-01 is day 0.
    Julian,
    /// 1858-11-17 is day 0.
    ModifiedJulian,
}

impl DayNumber {
    /// The count in which a number is a day from 1990 to 2034 or so; that of a spreadsheet goes first.
    pub fn of_size(number: f64) -> Option<Self> {
        const DAYS_SINCE_1970: std::ops::Range<f64> = 7_305.0..23_742.0;
        [
            Self::Spreadsheet,
            Self::ModifiedJulian,
            Self::Matlab,
            Self::Julian,
        ]
        .into_iter()
        .find(|count| {
            let days = number - count.half_days_before_1970() as f64 / 2.0;
            DAYS_SINCE_1970.contains(&days)
        })
    }

    /// Half days from the count's zero to 1970-01-01 00:00.
    pub(super) fn half_days_before_1970(self) -> i64 {
        match self {
            Self::Spreadsheet => 2 * 25_569,
            Self::Matlab => 2 * 719_529,
            Self::Julian => 4_881_175,
            Self::ModifiedJulian => 2 * 40_587,
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Spreadsheet => "day numbers of a spreadsheet",
            Self::Matlab => "day numbers of MATLAB",
            Self::Julian => "Julian days",
            Self::ModifiedJulian => "modified Julian days",
        }
    }
}
