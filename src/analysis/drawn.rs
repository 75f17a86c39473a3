//! What charts and pages are drawn from, kept while rows go by.

use crate::output::figures::ChartRows;
use crate::output::report::ReportRows;
use dxdt_motion::log::PositionLog;
use dxdt_motion::motion::SmoothingMethod;

use super::Analysis;
use super::rows::DerivedRows;

/// What is drawn of a log in the making.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    pub charts: Option<ChartRows>,
    pub page: Option<ReportRows>,
}

impl Drawn {
    pub fn new(facts: &PositionLog, analysis: &Analysis) -> Self {
        let smoother = analysis.smoother;
        let charts = || ChartRows::new(facts, smoother.is_some(), analysis.scales);
        let page = || {
            let has_before = smoother.is_some_and(|method| method != SmoothingMethod::Gradient);
            ReportRows::new(facts, smoother.is_some(), has_before)
        };
        Self {
            charts: analysis.charts.then(charts),
            page: analysis.page.then(page),
        }
    }

    /// Adds the rows that come next.
    pub fn add(&mut self, rows: &DerivedRows<'_>) {
        self.charts.iter_mut().for_each(|charts| charts.add(rows));
        self.page.iter_mut().for_each(|page| page.add(rows));
    }
}
