//! What is said of all rows of a log, added up piece after piece.

use crate::output::summary::{
    EntitySummary, QuantitySummary, SmoothingSummary, Summary, SummaryParts, missing_positions,
};
use dxdt_motion::audit::{AuditNotes, AuditOptions, AuditedLog};
use dxdt_motion::finding::{Finding, FindingKind};
use dxdt_motion::inspect::{NOISE_ROWS, noise_of_sample};
use dxdt_motion::log::PositionLog;
use dxdt_motion::motion::{
    AxisComparing, COMPARED_ROWS, Motion, QuantityColumn, Sample, SmoothingTally, axes_of,
    compare_measured_of_sample,
};

use super::Analysis;
use super::drawn::Drawn;
use super::rows::DerivedRows;

/// Counts, notes and samples of the rows so far.
pub(super) struct Tally {
    /// Rows in the tables.
    pub rows_used: u64,
    /// An entity has two rows with positions.
    pub has_steps: bool,
    pub notes: AuditNotes,
    pub entities: Vec<EntitySummary>,
    pub comparing: Vec<AxisComparing>,
    pub missing_positions: u64,
    pub short_segments: u64,
    pub overflows: u64,
    pub smoothing: Option<SmoothingTally>,
    /// Of the motion by the gradient.
    pub noise: Sample,
    /// Of the motion as the tables have it, where something was measured.
    pub measured: Option<Sample>,
    pub drawn: Drawn,
    quantities: Option<Vec<QuantitySummary>>,
    axes: Vec<String>,
}

impl Tally {
    pub fn new(facts: &PositionLog, analysis: &Analysis) -> Self {
        let axes = axes_of(facts);
        let sample = |most| Sample::new(facts, most, &axes);
        Self {
            rows_used: 0,
            has_steps: false,
            notes: AuditNotes::default(),
            entities: Vec::new(),
            comparing: vec![AxisComparing::default(); axes.len()],
            missing_positions: 0,
            short_segments: 0,
            overflows: 0,
            smoothing: analysis
                .smoother
                .map(|_| SmoothingTally::new(&axes))
                .map(|tally| tally.counted_by(analysis.progress.clone())),
            noise: sample(NOISE_ROWS),
            measured: (!facts.measured.is_empty()).then(|| sample(COMPARED_ROWS)),
            drawn: Drawn::new(facts, analysis),
            quantities: None,
            axes,
        }
    }

    /// Adds whole entities.
    pub fn take(&mut self, rows: &DerivedRows<'_>) {
        let mut drawn = std::mem::take(&mut self.drawn);
        rayon::join(
            || self.add(rows.audited, rows.motion, rows.unsmoothed, rows.quantities),
            || drawn.add(rows),
        );
        self.drawn = drawn;
    }

    fn add(
        &mut self,
        audited: &AuditedLog<'_>,
        motion: &Motion,
        gradient: &Motion,
        quantities: &[QuantityColumn],
    ) {
        use rayon::prelude::*;
        self.notes.append(audited.notes.clone());
        self.has_steps |= audited
            .entities
            .iter()
            .any(|entity| entity.median_step.is_some());
        self.noise.add(audited, gradient, self.rows_used);
        if let Some(sample) = &mut self.measured {
            sample.add(audited, motion, self.rows_used);
        }
        self.name_quantities(quantities);
        let summaries: Vec<EntitySummary> = audited
            .entities
            .par_iter()
            .map(|entity| EntitySummary::of(audited, motion, quantities, entity))
            .collect();
        self.entities.extend(summaries);
        self.missing_positions += missing_positions(motion);
        self.short_segments += count_of(&motion.findings, &FindingKind::ShortSegments);
        self.overflows += count_of(&motion.findings, &FindingKind::DerivativeOverflow);
        self.rows_used += audited.stamps.len() as u64;
    }

    pub fn name_quantities(&mut self, quantities: &[QuantityColumn]) {
        self.quantities
            .get_or_insert_with(|| quantities.iter().map(QuantitySummary::of).collect());
    }

    /// Adds the comparison of gradient and first difference of the rows that come next.
    pub fn compare(
        &mut self,
        gradient: &[Vec<f64>],
        motion: &Motion,
        rows: std::ops::Range<usize>,
    ) {
        use rayon::prelude::*;
        self.comparing
            .par_iter_mut()
            .zip(gradient)
            .zip(&motion.first_difference)
            .for_each(|((comparing, gradient), difference)| {
                comparing.add(&gradient[rows.clone()], &difference[rows.clone()]);
            });
    }

    /// What the audit and the derivation noticed, with what there is to say of the clock.
    pub fn findings(
        &self,
        facts: &PositionLog,
        options: &AuditOptions,
        clock: Option<Finding>,
    ) -> Vec<Finding> {
        let of_motion = [
            (FindingKind::ShortSegments, self.short_segments),
            (FindingKind::DerivativeOverflow, self.overflows),
        ];
        let of_motion = of_motion
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(kind, count)| Finding::new(kind, count));
        let notes = self.notes.findings(facts, options);
        notes.into_iter().chain(clock).chain(of_motion).collect()
    }

    /// The summary of the whole log, with what there is to say of its clock, and what is drawn.
    pub fn finish(
        mut self,
        facts: &PositionLog,
        analysis: &Analysis,
        clock: Option<Finding>,
    ) -> (Summary, Drawn) {
        let mut drawn = std::mem::take(&mut self.drawn);
        let of_smoothing = self
            .smoothing
            .iter()
            .flat_map(|tally| tally.findings(facts));
        let found = self.findings(facts, &analysis.audit, clock);
        let parts = SummaryParts {
            rows_used: self.rows_used as usize,
            findings: found.into_iter().chain(of_smoothing).collect(),
            entities: self.entities,
            quantities: self.quantities.unwrap_or_default(),
            comparison: self
                .comparing
                .iter()
                .zip(&self.axes)
                .map(|(comparing, axis)| comparing.finish(axis))
                .collect(),
            measured: self
                .measured
                .map_or_else(Vec::new, compare_measured_of_sample),
            smoothing: self
                .smoothing
                .as_ref()
                .zip(analysis.smoother)
                .map(|(tally, method)| SmoothingSummary {
                    method,
                    axes: tally.axes(),
                }),
            missing_positions: self.missing_positions,
        };
        let summary = Summary::of_parts(facts, parts, &analysis.audit, &analysis.derive)
            .with_noise(noise_of_sample(self.noise))
            .with_highlights(drawn.highlights.take(), facts);
        (summary, drawn)
    }
}

/// How often a kind was found.
pub(super) fn count_of(findings: &[Finding], kind: &FindingKind) -> u64 {
    let same = findings.iter().filter(|finding| finding.kind == *kind);
    same.map(|finding| finding.count).sum()
}
