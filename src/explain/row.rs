//! One row explained from rows that are at hand.

use dxdt_motion::audit::{AuditedLog, EntityRows};
use dxdt_motion::motion::{DeriveOptions, Motion};

use super::around::{self, Around};
use super::merged::Merged;
use super::reasons::SegmentPlace;
use super::series::Series;
use super::source::Record;
use super::{Axis, Coordinate, ExplainOptions, Explanation};
use super::{derivation, neighbours, peers, reasons, series};

/// What is known of a row from rows that need not be at hand.
pub(crate) struct InTable {
    /// The rows of the table before those at hand.
    pub rows_before: usize,
    /// How many rows the table has.
    pub rows: usize,
    /// The table has several entities.
    pub has_entities: bool,
    pub segment: SegmentPlace,
    pub records: Vec<Record>,
}

/// So many rows with positions around a row are enough to explain it.
pub(crate) fn reach(options: &DeriveOptions) -> usize {
    options.reach().max(around::REACH)
}

/// Explains one of some rows, counted from 0: all of an entity, or [`reach`] to each side; `None` where it is in no segment.
pub(crate) fn explain_row(
    audited: &AuditedLog<'_>,
    motion: &Motion,
    index: usize,
    in_table: InTable,
    options: &ExplainOptions,
) -> Option<Explanation> {
    let InTable {
        rows_before,
        rows,
        has_entities,
        segment,
        records,
    } = in_table;
    let has = |entity: &&EntityRows| entity.rows.contains(&index);
    let entity = audited.entities.iter().find(has)?;
    let mut segments = entity.segments.iter();
    let number = segments.position(|segment| segment.contains(&index))?;
    let at_hand = entity.segments[number].clone();
    let part = audited.part.as_ref();
    let whole = part.and_then(|part| part.segments.get(number).copied());
    let log = audited.log;
    let series = Series::new(
        audited,
        motion,
        at_hand.clone(),
        whole,
        index,
        &options.derive,
    );
    let table = |columns: &[Vec<f64>]| -> Vec<Option<f64>> {
        let known = |column: &Vec<f64>| Some(column[index]).filter(|value| !value.is_nan());
        columns.iter().map(known).collect()
    };
    let velocity = series
        .as_ref()
        .and_then(|series| derivation::velocity(series, &options.derive, table(&motion.velocity)));
    let acceleration = series.as_ref().and_then(|series| {
        derivation::acceleration(series, &options.derive, table(&motion.acceleration))
    });
    let around = Around::new(
        audited,
        entity,
        index,
        series.as_ref().and_then(|series| series.turn),
        &at_hand,
    );
    let merged = peers::kept_and_other(motion.flags[index], &records);
    let mut of_others = around
        .as_ref()
        .map(|around| around.velocity(velocity.as_ref(), merged))
        .unwrap_or_default();
    of_others.extend(around.as_ref().and_then(|around| around.degrees(audited)));
    let acceleration_of_others = around
        .as_ref()
        .map(|around| around.acceleration(acceleration.as_ref()))
        .unwrap_or_default();
    let (neighbours, stepped_over) = series.as_ref().map_or_else(Default::default, |series| {
        neighbours::of(audited, series, velocity.as_ref(), acceleration.as_ref())
    });
    let geographic = series.as_ref().and_then(|series| series.turn);
    let mut explanation = Explanation {
        schema: 1,
        row: index + 1,
        rows,
        found: None,
        entity: has_entities.then(|| entity.name.clone()),
        merged: Merged::of(&records, options.audit.duplicates),
        records,
        t: motion.t[index],
        positions: log
            .positions
            .iter()
            .zip(&audited.positions)
            .map(|(column, values)| Coordinate {
                name: column.name.clone(),
                unit: column.unit.clone(),
                value: Some(values[index]).filter(|value| !value.is_nan()),
            })
            .collect(),
        flags: reasons::flags(motion, index, &segment),
        empty: reasons::empty(motion, index, &segment, &options.derive),
        segment,
        straight_axes: series::straight_axes(audited),
        axes: axes(audited, motion),
        neighbours,
        stepped_over,
        velocity,
        acceleration,
        turned_at: geographic.map(|_| [audited.positions[0][index], audited.positions[1][index]]),
        velocity_of_others: of_others,
        acceleration_of_others,
    };
    explanation.count_from(rows_before);
    Some(explanation)
}

impl Explanation {
    /// Counts rows from one that has so many before it.
    fn count_from(&mut self, rows_before: usize) {
        self.row += rows_before;
        let neighbours = self.neighbours.iter_mut();
        let mut rows: Vec<&mut usize> = neighbours.map(|neighbour| &mut neighbour.row).collect();
        rows.extend(&mut self.stepped_over);
        for derivation in [&mut self.velocity, &mut self.acceleration] {
            let Some(derivation) = derivation else {
                continue;
            };
            rows.extend(derivation.terms.iter_mut().map(|term| &mut term.row));
            rows.extend(derivation.composed.iter_mut().map(|weight| &mut weight.row));
        }
        rows.into_iter().for_each(|row| *row += rows_before);
    }
}

fn axes(audited: &AuditedLog<'_>, motion: &Motion) -> Vec<Axis> {
    let columns = &audited.log.positions;
    let is_geographic = audited.log.coordinates == dxdt_motion::space::Frame::Geographic;
    let unit = |axis: usize| {
        if is_geographic {
            return Some("m".to_owned());
        }
        columns.get(axis).and_then(|column| column.unit.clone())
    };
    let names = motion.axes.iter().enumerate();
    names
        .map(|(axis, name)| Axis {
            name: name.clone(),
            unit: unit(axis),
        })
        .collect()
}
