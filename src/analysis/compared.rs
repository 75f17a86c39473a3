//! Every method on one log, side by side.

use dxdt_chart::{ChartSize, Drawing};
use dxdt_log::{BatchOptions, Logs, open_logs};
use dxdt_motion::audit::{audit_as, check_steps};
use dxdt_motion::diagnosis::{Diagnosis, DiagnosisUnits, Evidence, explanations};
use dxdt_motion::error::{Error, Result};
use dxdt_motion::finding::SampledFigures;
use dxdt_motion::inspect::InspectOptions;
use dxdt_motion::motion::{
    DeriveOptions, Method, MethodFigures, MethodName, Truth, axes_of, by_all_methods,
    method_figures,
};

use crate::output::figures::MethodsChart;
use crate::output::summary::Units;
use crate::screens::comparison::MethodsReport;

use super::AnalysisOptions;
use super::analyze::failed;
use super::{inspect_stored, sampled};

/// So many values along all axes of a larger log are compared: what they take beside each other fits into memory.
const SAMPLED_VALUES: u64 = 300_000;

/// What every method makes of a log.
#[derive(Debug)]
pub struct Compared<'a> {
    /// What is told of it.
    pub report: MethodsReport<'a>,
    /// The figures of each method, an axis at a time.
    pub figures: &'a [MethodFigures],
    /// The chart, where one is wanted.
    pub chart: Option<Drawing>,
}

/// Compares all methods on a log, or on a sample of a larger one, and hands over what came of it; `begun` is called when the
/// log has been read. A chart of this size is drawn. A smoother with parameters of one's own takes the place of that without.
///
/// # Errors
/// A log that cannot be read, or of which nothing can be derived.
pub fn compare_methods<T>(
    logs: &Logs,
    options: &AnalysisOptions,
    batches: &BatchOptions,
    chart: Option<ChartSize>,
    begun: impl FnOnce(),
    take: impl FnOnce(Compared<'_>) -> T,
) -> Result<T> {
    let log = open_logs(logs, &options.log, batches)?;
    let inspect_options = InspectOptions {
        audit: options.audit,
        time_unit: options.log.clock.unit,
    };
    let axes = axes_of(&log.facts).len() as u64;
    let inspected = inspect_stored(&log, &inspect_options, SAMPLED_VALUES / axes.max(1))?;
    inspected.survey?.check?;
    let (inspection, sample) = (inspected.inspection, inspected.sample);
    let finding = sample
        .is_thinned
        .then(|| sampled(SampledFigures::Comparison, &log, &sample));
    let decisions = log.decisions;
    // The rows that are kept make room for what the methods derive.
    drop(log);
    let audited = audit_as(&sample.log, &options.audit, decisions)?;
    check_steps(&audited)?;
    begun();
    let derive = DeriveOptions {
        method: Method::Gradient,
        ..options.derive
    };
    let methods = by_all_methods(&audited, &derive, options.smoother);
    batches.stop.check()?;
    let truth = Truth::of(&audited, &methods[0].motion);
    let figures = method_figures(&audited, &methods, &truth);
    let evidence = Evidence {
        audited: &audited,
        methods: &methods,
        figures: &figures,
        truth: &truth,
        inspection: &inspection,
    };
    let told = explanations(
        &evidence,
        &DiagnosisUnits::of(audited.log.length_unit().as_deref()),
    );
    let units = Units::of(audited.log);
    let mut report = MethodsReport::new(&evidence, &told, &units);
    report.findings.extend(finding);
    let diagnoses: Vec<Diagnosis> = told.iter().map(|told| told.diagnosis.clone()).collect();
    let asked = options.smoother.map(MethodName::from);
    let draw = |size| {
        let chart = MethodsChart::new(&audited, &units);
        let drawn = chart.draw(&evidence, &diagnoses, asked, size);
        drawn.map_err(|error| failed(&error))
    };
    let chart = chart.map(draw);
    Ok(take(Compared {
        report,
        figures: &figures,
        chart: chart.transpose()?,
    }))
}

impl Compared<'_> {
    /// `methods.csv`.
    ///
    /// # Errors
    /// A table that cannot be assembled.
    pub fn csv(&self) -> Result<Vec<u8>> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let failed = |error: String| Error::new(format!("the table cannot be assembled: {error}"));
        for row in self.figures {
            writer
                .serialize(row)
                .map_err(|error| failed(error.to_string()))?;
        }
        writer
            .into_inner()
            .map_err(|error| failed(error.to_string()))
    }
}
