//! Rows as they were derived, on their way to all that is told of them.

use std::ops::Range;

use dxdt_motion::audit::AuditedLog;
use dxdt_motion::motion::{Motion, QuantityColumn, Smoothing};

/// Rows of some whole entities, or the next rows of one that is given in parts. All entities come in the order of the log, and
/// their rows in the order of time.
#[derive(Debug, Clone)]
pub(crate) struct DerivedRows<'a> {
    pub audited: &'a AuditedLog<'a>,
    /// As the tables have it.
    pub motion: &'a Motion,
    /// What smoothed it: its standard errors.
    pub smoothing: Option<&'a Smoothing>,
    /// The motion by differences; `motion` itself where there is no smoother.
    pub unsmoothed: &'a Motion,
    /// The velocity by the gradient, which is compared with the first difference, axis by axis.
    pub gradient: &'a [Vec<f64>],
    pub quantities: &'a [QuantityColumn],
    /// The rows of `audited` that are given: all of them, or the inner ones of a part. Those around belong to other parts.
    pub rows: Range<usize>,
    /// The first row's entity has been given up to there already, so that this is more of it.
    pub entity_goes_on: bool,
    /// So has the first row's segment.
    pub segment_goes_on: bool,
}

impl DerivedRows<'_> {
    /// The entities with the rows of them that are given, and the parts of their segments among these.
    pub fn entities(
        &self,
    ) -> impl Iterator<
        Item = (
            &dxdt_motion::audit::EntityRows,
            Range<usize>,
            Vec<Range<usize>>,
        ),
    > {
        let given = &self.rows;
        let within = move |rows: &Range<usize>| {
            let start = rows.start.max(given.start);
            start..rows.end.min(given.end).max(start)
        };
        self.audited.entities.iter().map(move |entity| {
            let segments = entity.segments.iter().map(&within);
            let segments = segments.filter(|part| !part.is_empty()).collect();
            (entity, within(&entity.rows), segments)
        })
    }
}
