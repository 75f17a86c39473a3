//! Some entities of a log on disk, derived as a log of their own.

use crate::output::table::Tables;
use dxdt_log::StoredLog;
use dxdt_motion::audit::{AuditedLog, audit_as};
use dxdt_motion::error::Result;
use dxdt_motion::log::PositionLog;
use dxdt_motion::motion::{
    Method, Motion, QuantityColumn, Smoothing, derive, gradient_of, quantities, smooth_some,
};

use super::rows::DerivedRows;
use super::tally::Tally;
use super::{Analysis, TableRows};

/// Derives whole entities and adds them to the tally; `None` where no row can be used.
pub(super) fn derive_piece(
    piece: &PositionLog,
    log: &StoredLog,
    analysis: &Analysis,
    tally: &mut Tally,
) -> Result<Option<TableRows>> {
    let audited = audit_as(piece, &analysis.audit, log.decisions)?;
    if audited.stamps.is_empty() {
        tally.notes.append(audited.notes);
        return Ok(None);
    }
    let mut motion = derive(&audited, &analysis.derive);
    let unsmoothed = analysis.smoother.map(|_| motion.clone());
    let smoothing = match (analysis.smoother, &mut tally.smoothing) {
        (Some(method), Some(of_log)) => {
            let errors = smooth_some(&audited, &mut motion, method, of_log);
            Some(Smoothing {
                method,
                velocity_error: errors.velocity,
                acceleration_error: errors.acceleration,
                jerk_error: errors.jerk,
                axes: Vec::new(),
                findings: Vec::new(),
            })
        }
        _ => None,
    };
    let by_gradient = unsmoothed.as_ref().unwrap_or(&motion);
    let gradient = gradient_of(&audited, by_gradient, &analysis.derive);
    tally.compare(&gradient, by_gradient, 0..audited.stamps.len());
    let columns = quantities(&audited, &motion, &analysis.quantities, &analysis.derive);
    tally.take(&DerivedRows {
        audited: &audited,
        motion: &motion,
        smoothing: smoothing.as_ref(),
        unsmoothed: by_gradient,
        gradient: &gradient,
        quantities: &columns,
        rows: 0..audited.stamps.len(),
        entity_goes_on: false,
        segment_goes_on: false,
    });
    let is_gradient = analysis.derive.method == Method::Gradient && smoothing.is_none();
    let gradient = (!is_gradient).then(|| gradient.into_owned());
    rows_of_tables(&audited, motion, smoothing, columns, gradient, analysis).map(Some)
}

/// Puts the rows of both tables together.
pub(super) fn rows_of_tables(
    audited: &AuditedLog<'_>,
    motion: Motion,
    smoothing: Option<Smoothing>,
    columns: Vec<QuantityColumn>,
    gradient: Option<Vec<Vec<f64>>>,
    analysis: &Analysis,
) -> Result<TableRows> {
    let tables = match analysis.tables {
        Some(choice) => Some(Tables::new(
            audited, motion, smoothing, columns, gradient, choice,
        )?),
        None => None,
    };
    let (motion, comparison) = tables
        .map(|tables| (tables.motion, tables.comparison))
        .unzip();
    let entities = audited.entities.iter();
    Ok(TableRows {
        motion,
        comparison: comparison.flatten(),
        stamps: audited.stamps.to_vec(),
        entities: entities
            .map(|entity| (entity.name.clone(), entity.rows.clone()))
            .collect(),
    })
}
