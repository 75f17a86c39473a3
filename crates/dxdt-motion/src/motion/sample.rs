//! Rows of a long log, in blocks that are spread evenly over it: enough for figures that need all their rows at once.

use std::ops::Range;

use crate::audit::{AuditedLog, EntityRows};
use crate::log::{PositionLog, SampledLog, keep};

use super::Motion;

/// Rows that follow each other in a block.
const BLOCK: u64 = 500;

/// A sample of a log and its motion, gathered part by part: every block, or every second, fourth and so on, as the number
/// of rows that have come asks for.
#[derive(Debug)]
pub struct Sample {
    most_rows: u64,
    /// One of so many blocks is in the sample: a power of two.
    stride: u64,
    log: SampledLog,
    motion: Motion,
    runs: Vec<Run>,
    /// Without rows.
    entities: Vec<EntityRows>,
}

/// Rows of one segment that follow each other and are in one block.
#[derive(Debug, Clone, Copy)]
struct Run {
    entity: usize,
    /// The number of the first of them among the rows of the log.
    start: u64,
    rows: usize,
    /// The row before the first is of the same segment.
    segment_goes_on: bool,
}

impl Sample {
    /// Of at most about `most_rows` rows of a log; all of them where there are no more.
    pub fn new(log: &PositionLog, most_rows: u64, axes: &[String]) -> Self {
        Self {
            most_rows: most_rows.max(1),
            stride: 1,
            log: SampledLog::new(log),
            motion: Motion::without_rows(axes.to_vec()),
            runs: Vec::new(),
            entities: Vec::new(),
        }
    }

    /// Whether rows are left out.
    pub fn is_thinned(&self) -> bool {
        self.stride > 1
    }

    /// Adds the rows of some entities, of which the first is the `first_row`th of all.
    pub fn add(&mut self, audited: &AuditedLog<'_>, motion: &Motion, first_row: u64) {
        for entity in &audited.entities {
            self.start_entity(entity);
            for segment in &entity.segments {
                self.add_segment(audited, motion, segment.clone(), first_row, false);
            }
        }
    }

    /// The rows that come next are of another entity.
    pub fn start_entity(&mut self, entity: &EntityRows) {
        self.entities.push(EntityRows {
            name: entity.name.clone(),
            rows: 0..0,
            segments: Vec::new(),
            median_step: entity.median_step,
        });
    }

    /// Adds the rows of one segment, or of a part of it that goes on where the one before has ended; the rows of `audited`
    /// are the `first_row`th of all and those that follow.
    pub fn add_segment(
        &mut self,
        audited: &AuditedLog<'_>,
        motion: &Motion,
        segment: Range<usize>,
        first_row: u64,
        goes_on: bool,
    ) {
        let end = first_row + segment.end as u64;
        while end > self.most_rows.saturating_mul(self.stride) {
            self.stride *= 2;
            self.thin_out();
        }
        let mut start = first_row + segment.start as u64;
        while start < end {
            let block = start / BLOCK;
            let block_end = ((block + 1) * BLOCK).min(end);
            if self.has_block(block) {
                let rows = (start - first_row) as usize..(block_end - first_row) as usize;
                self.runs.push(Run {
                    entity: self.entities.len().saturating_sub(1),
                    start,
                    rows: rows.len(),
                    segment_goes_on: goes_on || rows.start > segment.start,
                });
                self.add_rows(audited, motion, rows);
            }
            start = match self.stride {
                1 => block_end,
                stride => block_end.max(block.next_multiple_of(stride) * BLOCK),
            };
        }
    }

    fn has_block(&self, block: u64) -> bool {
        block & (self.stride - 1) == 0
    }

    fn add_rows(&mut self, audited: &AuditedLog<'_>, motion: &Motion, rows: Range<usize>) {
        self.log.add(audited, rows.clone());
        let to = &mut self.motion;
        let columns = [(&mut to.t, &motion.t), (&mut to.speed, &motion.speed)];
        let velocity = to.velocity.iter_mut().zip(&motion.velocity);
        let acceleration = to.acceleration.iter_mut().zip(&motion.acceleration);
        for (to, from) in columns.into_iter().chain(velocity).chain(acceleration) {
            to.extend_from_slice(&from[rows.clone()]);
        }
    }

    /// Leaves out the blocks that the stride passes over.
    fn thin_out(&mut self) {
        let mut kept = Vec::new();
        let mut start = 0;
        let mut runs = std::mem::take(&mut self.runs);
        runs.retain(|run| {
            let rows = start..start + run.rows;
            start = rows.end;
            let is_kept = self.has_block(run.start / BLOCK);
            kept.extend(is_kept.then_some(rows));
            is_kept
        });
        self.runs = runs;
        self.log.keep(&kept);
        let motion = &mut self.motion;
        let columns = [&mut motion.t, &mut motion.speed].into_iter();
        let vectors = motion.velocity.iter_mut().chain(&mut motion.acceleration);
        columns
            .chain(vectors)
            .for_each(|column| keep(column, &kept));
    }

    /// The log of the sample and its motion.
    pub fn finish(self) -> (SampledLog, Motion) {
        let mut entities = self.entities;
        let mut end = 0;
        let mut runs = self.runs.iter().peekable();
        let mut next_row = None;
        for (number, entity) in entities.iter_mut().enumerate() {
            entity.rows = end..end;
            while let Some(run) = runs.next_if(|run| run.entity == number) {
                let rows = end..end + run.rows;
                end = rows.end;
                entity.rows.end = end;
                match entity.segments.last_mut() {
                    Some(last) if run.segment_goes_on && next_row == Some(run.start) => {
                        last.end = end;
                    }
                    _ => entity.segments.push(rows),
                }
                next_row = Some(run.start + run.rows as u64);
            }
        }
        let mut log = self.log;
        log.divide(entities);
        (log, self.motion)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{AuditOptions, audit};
    use crate::motion::{DeriveOptions, derive};

    #[test]
    fn long_logs_are_sampled_in_blocks_of_each_entity() {
        let mut csv = "id,t (s),x (m)\n".to_owned();
        for id in 0..3 {
            for row in 0..4000 {
                csv += &format!("{id},{row},{}\n", row % 7);
            }
        }
        let log = crate::testing::log(&csv);
        let audited = audit(&log, &AuditOptions::default()).unwrap();
        let motion = derive(&audited, &DeriveOptions::default());
        let sample = |most_rows| {
            let mut sample = Sample::new(&log, most_rows, &motion.axes);
            sample.add(&audited, &motion, 0);
            sample.finish()
        };
        let (log, motion) = sample(3000);
        let sampled = log.audited();
        assert_eq!((sampled.entities.len(), sampled.stamps.len()), (3, 3000));
        assert_eq!(motion.velocity[0].len(), 3000);
        for segment in sampled.entities.iter().flat_map(|entity| &entity.segments) {
            assert_eq!(motion.t[segment.end - 1] - motion.t[segment.start], 499.0);
        }
        assert_eq!(sample(12_000).0.audited().stamps.len(), 12_000);
    }
}
