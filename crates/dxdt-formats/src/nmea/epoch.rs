//! Sentences of one instant as one fix.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::super::day_time::{TimeOfDay, carry_days};
use super::fields::{Motion, Reading};
use super::frame::Kind;
use super::values::Position;

/// All that is said of one instant.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Fix<'a> {
    /// The line of its first sentence.
    pub line: u64,
    pub time: Option<TimeOfDay<'a>>,
    pub date: Option<NaiveDate>,
    pub is_void: bool,
    /// One of its sentences says that there is no fix, and has no position.
    is_empty: bool,
    pub is_estimated: bool,
    pub position: Option<Position>,
    pub altitude: Option<&'a str>,
    pub motion: Motion<'a>,
    /// It only says what day it is.
    pub is_date_only: bool,
}

impl<'a> Fix<'a> {
    fn at(line: u64, time: Option<TimeOfDay<'a>>) -> Self {
        Self {
            line,
            time,
            ..Self::default()
        }
    }

    fn add(&mut self, reading: &Reading<'a>) {
        self.time = match (self.time, reading.time) {
            (Some(known), Some(time)) => Some(known.finer(time)),
            (known, time) => known.or(time),
        };
        self.date = self.date.or(reading.date);
        // A sentence without a position says nothing against that of another.
        match reading.position {
            Some(_) => self.is_void |= reading.is_void,
            None => self.is_empty |= reading.is_void,
        }
        self.is_estimated |= reading.is_estimated;
        // Some receivers write more digits in one sentence than in another.
        let digits = |position: Option<Position>| position.map_or(0, |position| position.digits);
        if digits(reading.position) > digits(self.position) {
            self.position = reading.position;
        }
        self.altitude = self.altitude.or(reading.altitude);
        self.add_motion(reading.motion);
    }

    fn add_motion(&mut self, motion: Motion<'a>) {
        self.motion.speed = self.motion.speed.or(motion.speed);
        self.motion.course = self.motion.course.or(motion.course);
    }
}

/// Gathers the sentences of each instant in whatever order they come.
#[derive(Debug, Default)]
pub(super) struct Epochs<'a> {
    fixes: Vec<Fix<'a>>,
    /// The fixes of the instant at hand: the n-th of them has the n-th sentence of each kind, since a receiver of
    /// several systems may write one for each.
    open: Vec<Fix<'a>>,
    /// How many sentences of each kind the instant at hand has.
    counts: [usize; 4],
    /// It has the sentence of a speed.
    has_speed: bool,
    /// The line of the last sentence with a position.
    last: u64,
    /// Speeds since then, with their line: their sentences have no time.
    speeds: Vec<(u64, Motion<'a>)>,
}

impl<'a> Epochs<'a> {
    /// Takes what the next sentence says.
    pub fn add(&mut self, line: u64, kind: Kind, reading: &Reading<'a>) {
        match kind {
            Kind::Rmc => self.add_position(line, 0, reading),
            Kind::Gga => self.add_position(line, 1, reading),
            Kind::Gns => self.add_position(line, 2, reading),
            Kind::Gll => self.add_position(line, 3, reading),
            Kind::Vtg => self.speeds.push((line, reading.motion)),
            Kind::Zda => self.add_date(line, reading),
        }
    }

    fn add_position(&mut self, line: u64, kind: usize, reading: &Reading<'a>) {
        self.settle_speeds(Some(line));
        if !self.belongs_to_open(kind, reading) {
            self.close();
        }
        let index = self.counts[kind];
        self.counts[kind] += 1;
        if index == self.open.len() {
            self.open.push(Fix::at(line, reading.time));
        }
        if let Some(fix) = self.open.get_mut(index) {
            fix.add(reading);
        }
        self.last = line;
        // Those that are nearer to this sentence than to the one before.
        let speeds = std::mem::take(&mut self.speeds);
        self.give_speeds(speeds);
    }

    fn belongs_to_open(&self, kind: usize, reading: &Reading<'a>) -> bool {
        let Some(first) = self.open.first() else {
            return true;
        };
        match (first.time, reading.time) {
            (Some(open), Some(time)) => open.nanoseconds() == time.nanoseconds(),
            // Without times one instant ends where a kind of sentence comes again.
            (None, None) => self.counts[kind] == 0,
            // The first versions of the standard had a GLL without a time.
            (Some(_), None) => kind == 3 && !reading.is_void && self.counts[kind] == 0,
            (None, Some(_)) => false,
        }
    }

    fn add_date(&mut self, line: u64, reading: &Reading<'a>) {
        if reading.date.is_none() || reading.time.is_none() {
            return;
        }
        self.fixes.push(Fix {
            date: reading.date,
            is_date_only: true,
            ..Fix::at(line, reading.time)
        });
    }

    /// Gives to the instant at hand the speeds that are nearer to it than to the sentence on the line `next`.
    fn settle_speeds(&mut self, next: Option<u64>) {
        if self.open.is_empty() {
            return;
        }
        let (last, has_speed) = (self.last, self.has_speed);
        let (here, later) = self.speeds.drain(..).partition(|&(line, _)| {
            let before = line.saturating_sub(last);
            next.is_none_or(|next| match next.saturating_sub(line).cmp(&before) {
                Ordering::Less => false,
                Ordering::Equal => !has_speed,
                Ordering::Greater => true,
            })
        });
        self.speeds = later;
        self.give_speeds(here);
    }

    fn give_speeds(&mut self, speeds: Vec<(u64, Motion<'a>)>) {
        self.has_speed |= !speeds.is_empty();
        for (_, motion) in speeds {
            for fix in &mut self.open {
                fix.add_motion(motion);
            }
        }
    }

    fn close(&mut self) {
        for fix in &mut self.open {
            fix.is_void |= fix.is_empty && fix.position.is_none();
        }
        // A system of satellites without a fix is no row beside one that has it.
        if self.open.iter().any(|fix| fix.position.is_some()) {
            self.open.retain(|fix| fix.position.is_some());
        }
        self.fixes.append(&mut self.open);
        self.counts = [0; 4];
        self.has_speed = false;
    }

    /// The fixes in the order of the log, each with its date where one can be known.
    pub fn finish(mut self) -> Vec<Fix<'a>> {
        self.settle_speeds(None);
        self.close();
        let mut fixes = self.fixes;
        doubt_dates_of_void_fixes(&mut fixes);
        carry_days(&mut fixes, |fix| {
            let time = fix.time?.nanoseconds();
            Some((&mut fix.date, time))
        });
        fixes.retain(|fix| !fix.is_date_only);
        fixes
    }
}

/// A receiver without a fix may be years off: its date counts only within the days of the fixes that are valid.
fn doubt_dates_of_void_fixes(fixes: &mut [Fix<'_>]) {
    let sure = || fixes.iter().filter(|fix| !fix.is_void);
    let dates = || sure().filter_map(|fix| fix.date);
    let (Some(first), Some(last)) = (dates().min(), dates().max()) else {
        return;
    };
    let first = first.pred_opt().unwrap_or(first);
    let last = last.succ_opt().unwrap_or(last);
    for fix in fixes.iter_mut().filter(|fix| fix.is_void) {
        fix.date = fix.date.filter(|date| (first..=last).contains(date));
    }
}
