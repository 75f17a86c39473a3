//! How a file is to be read, from rows beyond its first ones, where these have not told it.

use crate::LogOptions;
use crate::columns::{CellVariety, Roles};
use crate::stamps;
use crate::stamps::{StampSample, TimeCells};
use crate::table::{Interpretation, Known, find_roles, read_time};
use dxdt_formats::{Batch, BatchedSource, CellKind, Table};
use dxdt_motion::error::Result;
use dxdt_time::{StampFormat, StampHints, StampTally};

/// What rows tell of the timestamps and of what tells entities apart.
struct Evidence {
    sample: StampSample,
    tally: StampTally,
    /// The columns that may tell entities apart, increasing, and what they hold.
    candidates: Vec<(usize, CellKind)>,
    varieties: Vec<CellVariety>,
}

impl Evidence {
    fn new(roles: &Roles) -> Self {
        let mut candidates: Vec<_> = match roles.entity.is_empty() {
            true => roles
                .entity_candidates
                .iter()
                .map(|&index| (index, CellKind::Text))
                .collect(),
            false => Vec::new(),
        };
        candidates.sort_unstable_by_key(|(index, _)| *index);
        Self {
            sample: StampSample::default(),
            tally: StampTally::default(),
            varieties: candidates.iter().map(|_| CellVariety::default()).collect(),
            candidates,
        }
    }

    /// Adds rows, of whose timestamps the sample has the first `most`.
    fn add(&mut self, table: &Table<'_>, cells: &TimeCells<'_>, most: usize) -> Result<()> {
        let texts = || cells.filled_rows().filter_map(|row| cells.text(row));
        texts().for_each(|cell| self.tally.add(&cell));
        texts()
            .take(most)
            .for_each(|cell| self.sample.extend(std::iter::once(&*cell)));
        if self.candidates.is_empty() {
            return Ok(());
        }
        for (variety, column) in self.varieties.iter_mut().zip(table.read(&self.candidates)?) {
            if let Ok(cells) = column.str() {
                variety.extend(cells.iter());
            }
        }
        Ok(())
    }

    /// The formats that the sample and all timestamps decide for.
    fn formats(&self, hints: &StampHints<'_>) -> (Option<StampFormat>, Option<StampFormat>) {
        (
            StampFormat::detect(self.sample.cells(), hints).ok(),
            self.tally.decide(hints).ok(),
        )
    }

    /// The column that tells entities apart, as a list of one or none; `None` where the column is known without.
    fn entity(&self, roles: &Roles) -> Option<Vec<usize>> {
        let variety_of = |wanted: usize| {
            let place = self
                .candidates
                .iter()
                .position(|(index, _)| *index == wanted);
            Some(&self.varieties[place?])
        };
        let candidates = roles.entity_candidates.iter();
        let chosen = first_that_tells(candidates.map(|&index| (index, variety_of(index))));
        roles.entity.is_empty().then_some(chosen)
    }
}

/// The first column whose cells tell entities apart.
pub(super) fn first_that_tells<'v>(
    candidates: impl Iterator<Item = (usize, Option<&'v CellVariety>)>,
) -> Vec<usize> {
    candidates
        .filter(|(_, variety)| variety.is_some_and(CellVariety::tell_apart))
        .map(|(column, _)| column)
        .take(1)
        .collect()
}

/// What rows from the middle and the end of a file tell together with its first ones, where these alone leave doubt:
/// timestamps without a format, a column that may tell entities apart and does not. Reading all rows confirms it or not.
pub(super) fn guess(
    source: &mut BatchedSource,
    first: &Batch,
    believed: Option<&Interpretation>,
    options: &LogOptions,
) -> Option<Known> {
    // Enough to see half as many entities in them and in the first rows.
    const ROWS: usize = 10_000;
    let of_first = first.table().ok()?;
    let roles = match believed {
        Some(believed) => believed.roles.clone(),
        None => find_roles(&of_first, options).ok()?,
    };
    if let Some(believed) = believed
        && (!roles.entity.is_empty() || believed.entity.first() == roles.entity_candidates.first())
    {
        return None;
    }
    let mut columns = [&roles.time[..], &roles.entity_candidates].concat();
    columns.sort_unstable();
    columns.dedup();
    let glimpses = source.glimpses(ROWS, &columns);
    let tables: Vec<Table<'_>> = glimpses
        .iter()
        .filter_map(|rows| rows.table().ok())
        .collect();
    if tables.is_empty() {
        return None;
    }
    let mut evidence = Evidence::new(&roles);
    for table in [&of_first].into_iter().chain(&tables) {
        let time = read_time(table, &roles).ok()?;
        evidence.add(table, &TimeCells::of(&time), ROWS).ok()?;
    }
    let format = match believed {
        Some(_) => None,
        None => {
            let hints = hints(&roles, of_first.decimal_comma(), options);
            let (of_sample, of_all) = evidence.formats(&hints);
            Some(of_sample.or(of_all)?)
        }
    };
    Some(Known {
        format,
        entity: evidence.entity(&roles),
        unreadable: Vec::new(),
    })
}

/// What all rows of a file tell, whose first rows have been believed to have timestamps of a format; `None` where no format
/// fits.
///
/// # Errors
/// A file that cannot be read.
pub(super) fn from_all_rows(
    source: &mut BatchedSource,
    believed: Option<&StampFormat>,
    options: &LogOptions,
) -> Result<Option<Known>> {
    let mut known = Known::default();
    let mut found: Option<(Roles, bool, Evidence)> = None;
    let mut believed_holds = believed.is_some();
    let name = source.name().to_owned();
    source.rewind()?;
    while let Some(batch) = source.next_batch()? {
        let table = batch.table()?;
        let (roles, _, evidence) = match &mut found {
            Some(found) => found,
            None => {
                let roles = find_roles(&table, options)?;
                let evidence = Evidence::new(&roles);
                found.insert((roles, table.decimal_comma(), evidence))
            }
        };
        let time = read_time(&table, roles)?;
        evidence.add(&table, &TimeCells::of(&time), usize::MAX)?;
        believed_holds &= believed.is_some_and(|format| stamps::read_as(&time, format).is_ok());
        let measured = roles.measured.iter().map(|role| role.column);
        for column in measured.chain(roles.exact.iter().map(|role| role.column)) {
            if known.why_unreadable(column).is_none()
                && let Err(error) = table.read(&[(column, CellKind::Number)])
            {
                known.unreadable.push((column, error.in_file(&name)));
            }
        }
    }
    let Some((roles, decimal_comma, evidence)) = found else {
        return Ok(None);
    };
    let (of_sample, of_all) = evidence.formats(&hints(&roles, decimal_comma, options));
    let believed = believed.cloned();
    known.format = match (of_sample, of_all) {
        (None, _) if believed_holds => believed,
        (Some(one), _) if believed_holds && Some(&one) == believed.as_ref() => believed,
        (Some(one), Some(other)) if one != other => {
            let holds = Some(&one) != believed.as_ref() && all_are(source, &roles, &one)?;
            Some(if holds { one } else { other })
        }
        (of_sample, of_all) => of_sample.or(of_all).or(believed),
    };
    known.entity = evidence.entity(&roles);
    Ok(known.format.is_some().then_some(known))
}

/// Whether all timestamps are of a format.
fn all_are(source: &mut BatchedSource, roles: &Roles, format: &StampFormat) -> Result<bool> {
    source.rewind()?;
    while let Some(batch) = source.next_batch()? {
        if stamps::read_as(&read_time(&batch.table()?, roles)?, format).is_err() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn hints<'h>(roles: &'h Roles, decimal_comma: bool, options: &'h LogOptions) -> StampHints<'h> {
    let header = &roles.names[roles.time[0]].full;
    options.clock.hints(header, decimal_comma, &roles.clock)
}
