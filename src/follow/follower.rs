//! From bytes of a log, as they come, to rows of the tables.

use dxdt_motion::error::Result;
use dxdt_motion::finding::Finding;

use super::batch::NewRows;
use super::head::Head;
use super::options::FollowOptions;
use super::records::{Records, Rest};
use super::rows::Rows;
use super::summary::FollowSummary;

/// Derives a log whose bytes arrive in pieces: each row is given out as soon as no later one can change it.
///
/// What columns, timestamps and units are is decided from the first [four rows](Follower::FIRST_ROWS). The tables depend on
/// the bytes only and not on the pieces in which they come, and have the values of an analysis of the whole log, to
/// rounding, where its rows are in order and the longest step that is bridged is the same.
///
/// ```
/// use dxdt::follow::{FollowOptions, Follower};
///
/// let mut follower = Follower::new("log.csv", FollowOptions::default())?;
/// follower.push(b"t,x\n0,0\n1,1\n2,4\n3,")?; // x = t²
/// assert!(follower.take()?.motion.is_empty());
/// follower.push(b"9\n")?;
/// let rows = String::from_utf8(follower.take()?.motion)?;
/// assert_eq!(rows, "time,t,x,v_x,a_x,speed,accel,segment,flag\n0,0.0,0.0,0.0,2.0,0.0,2.0,0,edge\n1,1.0,1.0,2.0,2.0,2.0,2.0,0,\n");
/// follower.finish()?;
/// assert_eq!(follower.take()?.motion.iter().filter(|byte| **byte == b'\n').count(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Follower {
    name: String,
    options: FollowOptions,
    records: Records,
    state: State,
}

#[derive(Debug)]
enum State {
    /// Too few rows to decide.
    Head(Head),
    Rows(Box<Rows>),
}

impl Follower {
    /// So many rows decide how the log is read; the first of them is complete then.
    pub const FIRST_ROWS: usize = 4;

    /// Follows a log that goes by this name in messages.
    ///
    /// # Errors
    /// Options that need the whole log, with advice.
    pub fn new(name: impl Into<String>, options: FollowOptions) -> Result<Self> {
        options.check()?;
        Ok(Self {
            name: name.into(),
            options,
            records: Records::default(),
            state: State::Head(Head::default()),
        })
    }

    /// Takes bytes that have arrived. After an error, rows that were complete before it can still be [taken](Self::take).
    ///
    /// # Errors
    /// As [`PositionLog::from_source`](dxdt_motion::log::PositionLog::from_source) for the first rows; later ones with a cell that is no timestamp or number.
    pub fn push(&mut self, bytes: &[u8]) -> Result<()> {
        self.records.push(bytes);
        self.take_records()
            .map_err(|error| error.in_file(&self.name))
    }

    /// Ends the log: the last rows of each entity are complete now, by one-sided formulas.
    ///
    /// # Errors
    /// As [`Follower::push`], and a log without rows.
    pub fn finish(&mut self) -> Result<()> {
        self.take_rest().map_err(|error| error.in_file(&self.name))
    }

    /// The rows that became complete since the last call, as text; before the first of them the names of the columns.
    ///
    /// # Errors
    /// Never for a log; the error is of the library of tables.
    pub fn take(&mut self) -> Result<NewRows> {
        let State::Rows(rows) = &mut self.state else {
            return Ok(NewRows::default());
        };
        rows.take(&self.options)
    }

    /// What was decided and noticed since the last call: each kind of finding at its first occurrence.
    pub fn news(&mut self) -> Vec<Finding> {
        let State::Rows(rows) = &mut self.state else {
            return Vec::new();
        };
        rows.news()
    }

    /// The log in short, as far as it was read; `None` before its first rows.
    pub fn summary(&self) -> Option<FollowSummary> {
        let State::Rows(rows) = &self.state else {
            return None;
        };
        Some(rows.summary())
    }

    fn take_records(&mut self) -> Result<()> {
        while let State::Head(head) = &mut self.state {
            let Some(record) = self.records.next()? else {
                return Ok(());
            };
            if head.add(&record) && head.decides(&self.options)? {
                self.decide()?;
            }
        }
        let (lines, done) = self.records.all();
        if let State::Rows(rows) = &mut self.state {
            rows.open_quotes(self.records.take_long_quotes());
            if let Some(lines) = lines {
                rows.add(&lines)?;
            }
        }
        done
    }

    fn take_rest(&mut self) -> Result<()> {
        let rest = self.records.finish()?;
        if let State::Head(head) = &mut self.state {
            if let Rest::Record(record) = &rest {
                head.add_last(record);
            }
            self.decide()?;
            if let (State::Rows(rows), Rest::CutOff(line)) = (&mut self.state, rest) {
                rows.cut_off(line);
            }
        } else if let State::Rows(rows) = &mut self.state {
            match rest {
                Rest::Nothing => {}
                Rest::CutOff(line) => rows.cut_off(line),
                Rest::Record(last) if rows.is_cut_off(&last) => rows.cut_off(last.line),
                Rest::Record(last) => rows.add(&last)?,
            }
        }
        if let State::Rows(rows) = &mut self.state {
            rows.finish();
        }
        Ok(())
    }

    /// Decides from the first rows how all are read, and takes them.
    fn decide(&mut self) -> Result<()> {
        let State::Head(head) = &mut self.state else {
            return Ok(());
        };
        let (mut rows, first) = std::mem::take(head).decide(&self.name, &self.options)?;
        let taken = rows.add(&first);
        self.state = State::Rows(Box::new(rows));
        taken
    }
}
