//! Short lessons about derivatives of sampled motion: text, small tables and charts, computed as they are read.
//!
//! No number of a lesson is written down: each comes from [`dxdt_calculus`] on samples made here. The words are in one
//! file, `english.toml`, with places for the numbers, so that a translation is another such file.
//!
//! ```
//! use dxdt_teach::lesson::{Layout, Lesson};
//!
//! let lesson: Lesson = "edges".parse()?;
//! let page = lesson.page()?;
//! let text = page.text(&Layout { width: 80, answers: true, charts: None })?;
//! assert!(text.contains("half"));
//! assert_eq!(page.charts().next().unwrap().name, "edges-acceleration");
//! # Ok::<(), dxdt_motion::Error>(())
//! ```

mod aliasing;
mod between_samples;
mod chained_or_direct;
mod chart_writer;
mod edges;
mod layout;
mod nan;
mod noise_and_step;
mod page;
mod round_trip;
mod samples;
#[cfg(test)]
mod tests;
mod uneven_stamps;
mod words;
mod writer;

use std::fmt;
use std::str::FromStr;

use dxdt_motion::error::{Error, Result, quoted_list};

pub use layout::{Layout, list};
pub use page::{Block, Chart, Page, Question, Table};

use words::words;
use writer::Writer;

/// One of the lessons.
///
/// ```
/// use dxdt_teach::lesson::Lesson;
///
/// assert_eq!(Lesson::ALL.len(), 8);
/// assert_eq!("round-trip".parse(), Ok(Lesson::RoundTrip));
/// assert!("calculus".parse::<Lesson>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lesson {
    /// Why first differences sit between samples.
    BetweenSamples,
    /// What uneven timestamps do.
    UnevenStamps,
    /// Noise and the choice of the step.
    NoiseAndStep,
    /// The first and the last row.
    Edges,
    /// How far a missing value reaches.
    Nan,
    /// Oscillations too fast for the samples.
    Aliasing,
    /// Two ways to an acceleration.
    ChainedOrDirect,
    /// From velocity back to position.
    RoundTrip,
}

impl Lesson {
    /// All lessons, in the order in which they are best read.
    pub const ALL: [Self; 8] = [
        Self::BetweenSamples,
        Self::UnevenStamps,
        Self::NoiseAndStep,
        Self::Edges,
        Self::Nan,
        Self::Aliasing,
        Self::ChainedOrDirect,
        Self::RoundTrip,
    ];

    /// The name on the command line.
    ///
    /// ```
    /// assert_eq!(dxdt_teach::lesson::Lesson::Nan.name(), "nan");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BetweenSamples => "between-samples",
            Self::UnevenStamps => "uneven-stamps",
            Self::NoiseAndStep => "noise-and-step",
            Self::Edges => "edges",
            Self::Nan => "nan",
            Self::Aliasing => "aliasing",
            Self::ChainedOrDirect => "chained-or-direct",
            Self::RoundTrip => "round-trip",
        }
    }

    /// What the lesson is about, in a line.
    ///
    /// # Errors
    /// Where the file of words lacks the line.
    ///
    /// ```
    /// assert!(dxdt_teach::lesson::Lesson::Nan.summary()?.starts_with("How far"));
    /// # Ok::<(), dxdt_motion::Error>(())
    /// ```
    pub fn summary(self) -> Result<String> {
        Ok(words()?
            .get(&format!("{}.summary", self.name()))?
            .to_owned())
    }

    /// The lesson with its numbers and charts, computed now.
    ///
    /// # Errors
    /// Where the file of words lacks a text or names a number that is not computed; a test sees to it that it does not.
    ///
    /// ```
    /// let page = dxdt_teach::lesson::Lesson::BetweenSamples.page()?;
    /// assert_eq!(page.questions.len(), 2);
    /// # Ok::<(), dxdt_motion::Error>(())
    /// ```
    pub fn page(self) -> Result<Page> {
        let mut writer = Writer::new(self)?;
        self.teach(&mut writer)?;
        writer.finish()
    }

    fn teach(self, writer: &mut Writer) -> Result<()> {
        match self {
            Self::BetweenSamples => between_samples::teach(writer),
            Self::UnevenStamps => uneven_stamps::teach(writer),
            Self::NoiseAndStep => noise_and_step::teach(writer),
            Self::Edges => edges::teach(writer),
            Self::Nan => nan::teach(writer),
            Self::Aliasing => aliasing::teach(writer),
            Self::ChainedOrDirect => chained_or_direct::teach(writer),
            Self::RoundTrip => round_trip::teach(writer),
        }
    }
}

impl fmt::Display for Lesson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Fails with the names of all lessons.
impl FromStr for Lesson {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|lesson| lesson.name() == name);
        found.ok_or_else(|| {
            Error::new(format!("there is no lesson '{name}'")).advise(format!(
                "choose one of {}",
                quoted_list(&Self::ALL.map(Self::name))
            ))
        })
    }
}
