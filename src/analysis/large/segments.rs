//! The segments of a large entity, from its timestamps alone.

use std::ops::Range;

use dxdt_log::{RowColumns, Spool, StoredLog, by_rank};
use dxdt_motion::audit::{EntityPart, Flags, GapRule, MaxGap, WholeSegment};
use dxdt_motion::error::Result;
use dxdt_motion::jumps::{JumpRule, StepStatistics};
use dxdt_time::Ticks;

use super::window::AuditedRows;

/// One segment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::analysis) struct SegmentSpan {
    /// Its first row among the entity's.
    pub start: u64,
    /// The row after its last.
    pub end: u64,
    pub whole: WholeSegment,
    /// From the last row with a position before it to the first from its start on, in ticks; 0 where there are not both.
    pub step_before: i64,
    /// A gap is before it.
    pub after_gap: bool,
    /// It starts a part of the log.
    pub after_boundary: bool,
}

/// What the timestamps of an entity tell.
pub(in crate::analysis) struct Segments {
    pub spans: Vec<SegmentSpan>,
    pub median_step: Option<i64>,
    /// The longest step that is bridged, where that is limited.
    pub limit: Option<i64>,
    /// The longest step that is not.
    pub longest_gap: i64,
    /// The row after it among the entity's.
    pub after_longest_gap: u64,
}

/// The timestamps of an entity's audited rows, on disk.
pub(in crate::analysis) struct Track<'a> {
    log: &'a StoredLog,
    spool: Spool,
    with_position: u64,
    ends: Option<(i64, i64)>,
    steps: StepStatistics,
}

impl<'a> Track<'a> {
    pub fn new(log: &'a StoredLog) -> Self {
        Self {
            log,
            spool: log.new_spool(),
            with_position: 0,
            ends: None,
            steps: StepStatistics::new(&log.facts),
        }
    }

    /// Adds the rows that come next.
    pub fn push(&mut self, audited: &AuditedRows) -> Result<()> {
        let stamps = &audited.rows.stamp;
        if let Some((&first, &last)) = stamps.first().zip(stamps.last()) {
            self.ends = Some((self.ends.map_or(first, |(first, _)| first), last));
        }
        for (row, flags) in audited.flags.iter().enumerate() {
            if !flags.contains(Flags::MISSING) {
                self.steps.add(stamps[row], audited.position(row));
            }
        }
        let has_position = |flags: &Flags| u8::from(!flags.contains(Flags::MISSING));
        let with_position: Vec<u8> = audited.flags.iter().map(has_position).collect();
        self.with_position += with_position.iter().map(|&one| u64::from(one)).sum::<u64>();
        // Here a row counts that has a position.
        let parts = audited.rows.parts.clone();
        let rows = RowColumns::of_stamps(stamps.clone(), with_position, parts);
        self.log.keep(&mut self.spool, rows)
    }

    /// By what rule its rows are known that jump, where some may.
    pub fn jumps(&mut self) -> Option<JumpRule> {
        self.steps.finish();
        JumpRule::of(&self.steps)
    }

    /// The first timestamp and the last.
    pub fn ends(&self) -> Option<(i64, i64)> {
        self.ends
    }

    /// Shows all timestamps in their order.
    pub fn visit_stamps(&self, visit: &mut dyn FnMut(i64)) -> Result<()> {
        self.visit_rows(&mut |stamp, _, _| visit(stamp))
            .map_err(|error| self.log.lost(&error))
    }

    /// Cuts the entity where the step from one row with a position to the next is too long.
    pub fn segments(&self, max_gap: MaxGap) -> Result<Segments> {
        let lost = |error: std::io::Error| self.log.lost(&error);
        let median_step = match self.with_position.checked_sub(2) {
            None => None,
            Some(last) => Some(by_rank(last / 2, |visit| self.visit_steps(visit)).map_err(lost)?),
        };
        let ticks = self.log.facts.clock.ticks;
        let rule = GapRule::new(max_gap, median_step, ticks);
        let mut cutting = Cutting::new(rule, ticks);
        self.visit_rows(&mut |stamp, has_position, part| cutting.add(stamp, has_position, part))
            .map_err(lost)?;
        cutting.cut();
        Ok(Segments {
            longest_gap: cutting.longest_gap,
            after_longest_gap: cutting.after_longest_gap,
            spans: cutting.spans,
            median_step,
            limit: rule.limit(),
        })
    }

    fn visit_steps(&self, visit: &mut dyn FnMut(i64)) -> std::io::Result<()> {
        let mut previous = None;
        self.visit_rows(&mut |stamp, has_position, _| {
            if has_position {
                if let Some(previous) = previous {
                    visit(stamp.saturating_sub(previous));
                }
                previous = Some(stamp);
            }
        })
    }

    fn visit_rows(&self, visit: &mut dyn FnMut(i64, bool, u32)) -> std::io::Result<()> {
        for run in 0..self.spool.runs() {
            let rows = self.spool.read(run, self.spool.rows_of_run(run))?;
            for (row, &stamp) in rows.stamp.iter().enumerate() {
                visit(stamp, rows.is_stamped(row), rows.parts.of(row));
            }
        }
        Ok(())
    }
}

/// Segments as they are cut, row by row.
struct Cutting {
    rule: GapRule,
    ticks: Ticks,
    spans: Vec<SegmentSpan>,
    row: u64,
    start: u64,
    part: u32,
    step_before: i64,
    after_gap: bool,
    after_boundary: bool,
    with_position: usize,
    /// The last row with a position, and the last of this segment.
    previous: Option<i64>,
    previous_of_segment: Option<i64>,
    /// The first step of the segment, and whether the others are the same.
    step: Option<(f64, bool)>,
    longest_gap: i64,
    after_longest_gap: u64,
}

impl Cutting {
    fn new(rule: GapRule, ticks: Ticks) -> Self {
        Self {
            rule,
            ticks,
            spans: Vec::new(),
            row: 0,
            start: 0,
            part: 0,
            step_before: 0,
            after_gap: false,
            after_boundary: false,
            with_position: 0,
            previous: None,
            previous_of_segment: None,
            step: None,
            longest_gap: 0,
            after_longest_gap: 0,
        }
    }

    fn add(&mut self, stamp: i64, has_position: bool, part: u32) {
        if self.row > 0 && part != self.part {
            self.cut();
            self.after_boundary = true;
        }
        self.part = part;
        if has_position {
            if let Some(previous) = self.previous {
                self.step(stamp.saturating_sub(previous));
            }
            if let Some(previous) = self.previous_of_segment {
                let seconds = self.ticks.seconds_between(previous, stamp);
                self.step = Some(match self.step {
                    None => (seconds, true),
                    Some((first, even)) => (first, even && seconds == first),
                });
            }
            self.previous = Some(stamp);
            self.previous_of_segment = Some(stamp);
            self.with_position += 1;
        }
        self.row += 1;
    }

    /// A row with a position comes so long after the one before.
    fn step(&mut self, step: i64) {
        if self.rule.is_gap(step) {
            if step > self.longest_gap {
                self.longest_gap = step;
                self.after_longest_gap = self.row;
            }
            self.cut();
            self.after_gap = true;
        }
        if self.with_position == 0 {
            self.step_before = step;
            let before = self.spans.iter_mut().rev();
            for span in before.take_while(|span| span.whole.rows == 0) {
                span.step_before = step;
            }
        }
    }

    /// Ends the segment before this row, if it has any.
    fn cut(&mut self) {
        if self.row == self.start {
            return;
        }
        let step = self.step.take();
        self.spans.push(SegmentSpan {
            start: self.start,
            end: self.row,
            whole: WholeSegment {
                rows: self.with_position,
                step: step.filter(|(_, even)| *even).map(|(first, _)| first),
            },
            step_before: std::mem::take(&mut self.step_before),
            after_gap: std::mem::take(&mut self.after_gap),
            after_boundary: std::mem::take(&mut self.after_boundary),
        });
        self.start = self.row;
        self.with_position = 0;
        self.previous_of_segment = None;
    }
}

/// What is known of the segments of a window.
pub(super) struct PartSegments {
    /// The number of the first of them among the entity's.
    pub first: usize,
    segments: Vec<WholeSegment>,
}

impl PartSegments {
    pub fn of_entity(self, first_stamp: i64, inner: Range<usize>) -> EntityPart {
        EntityPart {
            first_stamp,
            first_segment: self.first,
            segments: self.segments,
            inner,
        }
    }
}

/// The segments that reach into some rows, counted from the first of these.
pub(super) fn clipped(
    spans: &[SegmentSpan],
    rows: Range<u64>,
) -> (Vec<Range<usize>>, PartSegments) {
    let first = spans.partition_point(|span| span.end <= rows.start);
    let end = spans.partition_point(|span| span.start < rows.end);
    let local = |row: u64| (row.clamp(rows.start, rows.end) - rows.start) as usize;
    let of_window = &spans[first..end.max(first)];
    let ranges = of_window
        .iter()
        .map(|span| local(span.start)..local(span.end))
        .collect();
    let segments = of_window.iter().map(|span| span.whole).collect();
    (ranges, PartSegments { first, segments })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_knows_the_step_over_its_start() {
        let ticks = Ticks::NANOSECONDS;
        let rule = GapRule::new(MaxGap::Nanoseconds(10), None, ticks);
        let mut cutting = Cutting::new(rule, ticks);
        // A boundary before a row without a position, which a gap follows; and a boundary alone.
        let rows = [
            (0, true, 0),
            (5, true, 0),
            (7, false, 1),
            (40, true, 1),
            (45, true, 2),
            (46, false, 3),
        ];
        for (stamp, has_position, part) in rows {
            cutting.add(stamp, has_position, part);
        }
        cutting.cut();
        let spans = cutting.spans.iter();
        let known: Vec<(u64, i64)> = spans.map(|span| (span.start, span.step_before)).collect();
        assert_eq!(known, [(0, 0), (2, 35), (3, 35), (4, 5), (5, 0)]);
    }
}
