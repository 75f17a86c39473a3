//! What charts, pages and the first lines of a screen are made from, kept while rows go by.

use crate::output::figures::ChartRows;
use crate::output::report::ReportRows;
use crate::output::summary::Highlights;
use dxdt_motion::log::PositionLog;
use dxdt_motion::motion::SmoothingMethod;

use super::Analysis;
use super::rows::DerivedRows;

/// What is drawn of a log in the making, and its highlights, which the summary takes.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    pub highlights: Option<Highlights>,
    pub charts: Option<ChartRows>,
    pub page: Option<ReportRows>,
}

impl Drawn {
    pub fn new(facts: &PositionLog, analysis: &Analysis) -> Self {
        let smoother = analysis.smoother;
        let charts = || ChartRows::new(facts, smoother);
        let page = || {
            let has_before = smoother.is_some_and(|method| method != SmoothingMethod::Gradient);
            ReportRows::new(facts, smoother.is_some(), has_before)
        };
        Self {
            highlights: Some(Highlights::new(facts, &analysis.derive, smoother)),
            charts: analysis.charts.then(charts),
            page: analysis.page.then(page),
        }
    }

    /// Adds the rows that come next.
    pub fn add(&mut self, rows: &DerivedRows<'_>) {
        let (charts, page) = (&mut self.charts, &mut self.page);
        let draw = || {
            charts.iter_mut().for_each(|charts| charts.add(rows));
            page.iter_mut().for_each(|page| page.add(rows));
        };
        let highlights = self.highlights.iter_mut();
        rayon::join(draw, || highlights.for_each(|all| all.add(rows)));
    }
}
