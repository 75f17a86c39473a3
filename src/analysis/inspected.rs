//! The inspection of a log that is larger than memory: what is told of all rows is, figures that need all their rows at
//! once are those of a sample.

use super::{ROWS_A_PIECE, RowSample, Survey, survey};
use dxdt_log::{BatchOptions, LogOptions, Logs, StoredLog, open_logs};
use dxdt_motion::audit::{DuplicatePolicy, audit_as, no_stamp};
use dxdt_motion::error::Result;
use dxdt_motion::finding::{Finding, FindingKind, SampledFigures};

use dxdt_motion::inspect::{ClockHealth, Gaps, InspectOptions, Inspection, Span};

/// So many rows of a larger log are looked at at once.
pub const SAMPLED_ROWS: u64 = 1_000_000;

/// An inspection, and the sample that it has looked at.
#[derive(Debug)]
pub struct BatchedInspection {
    pub inspection: Inspection,
    pub sample: RowSample,
    /// What [`survey`] says, or why no row can be used.
    pub survey: Result<Survey>,
}

/// What is in a log of any size, and how far derivatives of it can be trusted.
///
/// # Errors
/// A log that cannot be read.
pub fn inspect_logs(
    logs: &Logs,
    log_options: &LogOptions,
    options: &InspectOptions,
    batches: &BatchOptions,
) -> Result<Inspection> {
    let log = open_logs(logs, log_options, batches)?;
    Ok(inspect_stored(&log, options, SAMPLED_ROWS)?.inspection)
}

/// As [`inspect`](dxdt_motion::inspect::inspect), with a sample of about `most_rows` rows.
///
/// # Errors
/// What the file system says.
pub fn inspect_stored(
    log: &StoredLog,
    options: &InspectOptions,
    most_rows: u64,
) -> Result<BatchedInspection> {
    inspect_in_pieces(log, options, most_rows, ROWS_A_PIECE)
}

/// As [`inspect_stored`], of which so many rows are looked at at once.
pub fn inspect_in_pieces(
    log: &StoredLog,
    options: &InspectOptions,
    most_rows: u64,
    rows_a_piece: usize,
) -> Result<BatchedInspection> {
    let facts = &log.facts;
    let surveyed = match survey(log, &options.audit, options.time_unit, rows_a_piece) {
        Ok(survey) if survey.rows_used == 0 => Err(no_stamp(facts)),
        // The duplicate that is an error; where rows cannot be read back, there is no sample either.
        Err(error) if options.audit.duplicates != DuplicatePolicy::Error => return Err(error),
        surveyed => surveyed,
    };
    let sample = RowSample::take(log, most_rows, rows_a_piece)?;
    let clock = ClockHealth::of_counts(&sample.stamps, facts, options.time_unit);
    let mut inspection = Inspection::of_facts(facts, clock);
    match &surveyed {
        Ok(survey) => look_at_sample(&mut inspection, log, options, &sample, survey)?,
        Err(error) => inspection.unusable = Some(error.to_string()),
    }
    inspection.judge();
    Ok(BatchedInspection {
        inspection,
        sample,
        survey: surveyed,
    })
}

fn look_at_sample(
    inspection: &mut Inspection,
    log: &StoredLog,
    options: &InspectOptions,
    sample: &RowSample,
    survey: &Survey,
) -> Result<()> {
    let audited = audit_as(&sample.log, &options.audit, log.decisions)?;
    inspection.look_at(&audited);
    inspection.rows_used = survey.rows_used;
    inspection.entities = survey.entities;
    inspection.span = survey
        .span
        .map(|(first, last)| Span::between(&log.facts, first, last));
    if let Some(steps) = &mut inspection.steps {
        steps.gaps = survey.gaps.clone().map(|(count, longest, place)| Gaps {
            count,
            longest,
            place,
        });
    }
    inspection.findings.extend(survey.findings.iter().cloned());
    if sample.is_thinned {
        let of = SampledFigures::Inspection;
        inspection.findings.insert(0, sampled(of, log, sample));
    }
    Ok(())
}

/// What is said of figures that are of a sample.
pub fn sampled(figures: SampledFigures, log: &StoredLog, sample: &RowSample) -> Finding {
    let rows = sample.log.height() as u64;
    let kind = FindingKind::Sampled {
        figures,
        of: log.facts.rows_of_files(),
    };
    Finding::new(kind, rows)
}
