//! Rows of a long log, in blocks that are spread evenly over it: enough for figures that need all their rows at once.

use std::ops::Range;

use crate::log::{AuditedLog, EntityRows, PositionLog, SampledLog};

use super::Motion;

/// Rows that follow each other in a block.
const BLOCK: u64 = 500;

/// A sample of a log and its motion, gathered part by part.
#[derive(Debug)]
pub(crate) struct Sample {
    stride: u64,
    log: SampledLog,
    motion: Motion,
    /// The number of the row after the last one of the sample.
    next_row: Option<u64>,
}

impl Sample {
    /// Of at most about `most_rows` of the rows that a log has as it was read; all of them where there are no more.
    pub fn new(log: &PositionLog, rows: u64, most_rows: u64, axes: &[String]) -> Self {
        Self {
            stride: rows.div_ceil(most_rows.max(1)).max(1),
            log: SampledLog::new(log),
            motion: Motion::without_rows(axes.to_vec()),
            next_row: None,
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
        self.log.start_entity(entity);
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
        for rows in self.blocks(segment, first_row) {
            let start = first_row + rows.start as u64;
            let follow = goes_on && self.next_row == Some(start);
            self.next_row = Some(start + rows.len() as u64);
            self.log.add(audited, rows.clone(), follow);
            let to = &mut self.motion;
            let columns = [(&mut to.t, &motion.t), (&mut to.speed, &motion.speed)];
            let velocity = to.velocity.iter_mut().zip(&motion.velocity);
            let acceleration = to.acceleration.iter_mut().zip(&motion.acceleration);
            for (to, from) in columns.into_iter().chain(velocity).chain(acceleration) {
                to.extend_from_slice(&from[rows.clone()]);
            }
        }
    }

    /// The parts of a segment that are in the sample.
    fn blocks(&self, segment: Range<usize>, first_row: u64) -> Vec<Range<usize>> {
        if self.stride == 1 {
            return vec![segment];
        }
        let whole = segment.start as u64 + first_row..segment.end as u64 + first_row;
        let first = whole.start / (BLOCK * self.stride);
        (first..)
            .map(|block| block * self.stride * BLOCK)
            .take_while(|start| *start < whole.end)
            .map(|start| start.max(whole.start)..(start + BLOCK).min(whole.end))
            .filter(|block| !block.is_empty())
            .map(|block| (block.start - first_row) as usize..(block.end - first_row) as usize)
            .collect()
    }

    /// The log of the sample and its motion.
    pub fn finish(self) -> (SampledLog, Motion) {
        (self.log, self.motion)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::read::Source;
    use crate::log::{AuditOptions, LogOptions, audit};
    use crate::motion::{DeriveOptions, derive};

    #[test]
    fn long_logs_are_sampled_in_blocks_of_each_entity() {
        let mut csv = "id,t (s),x (m)\n".to_owned();
        for id in 0..3 {
            for row in 0..4000 {
                csv += &format!("{id},{row},{}\n", row % 7);
            }
        }
        let source = Source::from_bytes("log.csv".into(), csv.into_bytes()).unwrap();
        let log = PositionLog::from_source(source, &LogOptions::default()).unwrap();
        let audited = audit(&log, &AuditOptions::default()).unwrap();
        let motion = derive(&audited, &DeriveOptions::default());
        let sample = |most_rows| {
            let mut sample = Sample::new(&log, 12_000, most_rows, &motion.axes);
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
