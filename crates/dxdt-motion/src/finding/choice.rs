//! Choices between readings of a log: what could be meant, and what speaks for and against each.

use dxdt_time::TimeUnit;

/// A choice that was made about a log.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What had to be decided.
    pub question: Question,
    /// What could be meant, the likeliest first.
    pub candidates: Vec<Candidate>,
}

/// What has to be decided about a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Which column is the time.
    Time,
    /// Which columns are the position.
    Position,
    /// Which column is the height.
    Height,
    /// Which column tells objects apart.
    Object,
    /// What numbers of the time count.
    TimeUnit,
}

/// One reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The columns.
    pub columns: Vec<String>,
    /// The unit of time, where that is the question.
    pub unit: Option<TimeUnit>,
    /// What speaks for it and against it.
    pub evidence: Vec<Evidence>,
}

/// Something that speaks for a reading, or against it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// How much: the reading with the largest sum is chosen.
    pub weight: i32,
    /// What.
    pub kind: EvidenceKind,
}

/// What speaks for a reading of a log, or against it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum EvidenceKind {
    /// An option names it.
    Given,
    /// The format says so.
    Format,
    /// The name says so.
    Name,
    /// The name is that of something else.
    NameOfOther,
    /// The name says that it is of the measurement.
    OfMeasurement,
    /// The name says that it is of the receipt, the server or the log.
    OfReceipt,
    /// The name is that of a fixed place or of a wish.
    OfReference,
    /// The name says that it is above the sea or the ellipsoid.
    AboveSea,
    /// The name says that it is above something else.
    AboveOther,
    /// The cells are dates or times.
    Dates,
    /// The numbers are dates of recent years, counted from 1970.
    EpochNumbers,
    /// The numbers count frames.
    Frames,
    /// A second column has the fraction of the seconds, or the time of the day.
    TwoColumns,
    /// It rises from row to row.
    Rises,
    /// It falls here and there.
    Falls,
    /// The steps are even.
    EvenSteps,
    /// Values are repeated from row to row.
    Repeats,
    /// It never changes.
    Constant,
    /// It changes.
    Moves,
    /// Cells are empty; the share of them.
    Empty(f64),
    /// So many axes.
    Axes(usize),
    /// Longitude and latitude.
    Geographic,
    /// Values are degrees with many digits that change little from row to row.
    LikeDegrees,
    /// The unit is no length.
    OtherUnit,
    /// It explains so many steps back or repeated timestamps.
    Explains(u64),
    /// So many steps back or repeated timestamps stay.
    LeavesUnexplained(u64),
    /// Nearly all values are different.
    AllDiffer,
    /// Values come back, so that they name things.
    ValuesReturn,
    /// Its numbers drift from row to row, as quantities do.
    Drifts,
    /// The timestamps are dates from 1990 to 2029.
    RecentDate,
    /// The timestamps would be dates that are still to come.
    UnlikelyDate,
    /// The step between rows, in seconds, is one that instruments have.
    NaturalStep(f64),
    /// The step between rows, in seconds, is odd.
    OddStep(f64),
    /// The step between rows, in seconds, cannot be.
    ImpossibleStep(f64),
    /// All are multiples of a thousand.
    RoundNumbers,
    /// Numbers with decimals are seconds.
    Decimals,
    /// Nothing names another unit.
    Convention,
    /// The derived speed is so many times the measured one.
    MeasuredSpeed(f64),
}

impl Candidate {
    /// Columns with nothing that speaks for them yet.
    pub fn of_columns(columns: Vec<String>) -> Self {
        Self {
            columns,
            unit: None,
            evidence: Vec::new(),
        }
    }

    /// Adds what speaks for it, or with a negative weight against it.
    pub fn add(&mut self, weight: i32, kind: EvidenceKind) {
        if weight == 0 {
            return;
        }
        self.evidence.push(Evidence { weight, kind });
    }

    /// How much speaks for it, all in all.
    ///
    /// ```
    /// use dxdt_motion::finding::{Candidate, EvidenceKind};
    /// let mut candidate = Candidate::of_columns(vec!["time".to_owned()]);
    /// candidate.add(10, EvidenceKind::Name);
    /// candidate.add(-4, EvidenceKind::Repeats);
    /// assert_eq!(candidate.weight(), 6);
    /// ```
    pub fn weight(&self) -> i32 {
        self.evidence.iter().map(|evidence| evidence.weight).sum()
    }
}
