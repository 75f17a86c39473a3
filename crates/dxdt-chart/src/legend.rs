//! The legend that belongs to some series.

use std::collections::BTreeSet;

use plotters::style::RGBColor;

use super::{
    Series, SeriesRole, band,
    extent::Cuts,
    header::{Entry, Mark},
    series::Segment,
    size::Metrics,
    style::{FAINT_INK, NAMED_ENTITIES, Stroke},
};

/// Whether several series show the same quantity in different ways.
pub(super) fn has_rivals<'a>(mut series: impl Iterator<Item = &'a Series<'a>>) -> bool {
    series.any(|series| matches!(series.role, SeriesRole::Compared | SeriesRole::Measured))
}

/// What of the panels the legend has to tell.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shown {
    /// What is cut off at the frame; without it no bands are drawn.
    pub cuts: Option<Cuts>,
    /// Lines have a dot at each point.
    pub points: bool,
}

/// The legend for all series; none if they all look the same.
pub(super) fn legend<'a>(
    series: impl Iterator<Item = &'a Series<'a>> + Clone,
    shown: Shown,
    metrics: &Metrics,
) -> Vec<Entry> {
    let rivals = has_rivals(series.clone());
    let cuts = shown.cuts;
    let stroke = |role| Stroke::of(role, rivals).scaled(metrics.stroke);
    let mark = |series: &Series<'_>| {
        let stroke = stroke(series.role);
        let is_unsmoothed = series.role == SeriesRole::Unsmoothed;
        if series.segments.iter().all(|segment| segment.len() == 1) && !series.segments.is_empty() {
            Mark::Dot(stroke)
        } else if shown.points && !is_unsmoothed {
            Mark::DottedLine(stroke)
        } else {
            Mark::Line(stroke)
        }
    };
    let mut entries: Vec<Entry> = Vec::new();
    let mut crowd = BTreeSet::new();
    for series in series.clone() {
        match series.role {
            SeriesRole::Entity(index) if series.role.is_crowd() => {
                crowd.insert(index);
            }
            role => {
                let is_cut =
                    role == SeriesRole::Unsmoothed && cuts.is_some_and(|cuts| cuts.unsmoothed);
                let entry = Entry {
                    label: told(&series.label, is_cut),
                    mark: mark(series),
                };
                if !entries.contains(&entry) {
                    entries.push(entry);
                }
            }
        }
    }
    if let Some((cuts, color)) = cuts.zip(band_color(series)) {
        entries.push(Entry {
            label: told(band::LABEL, cuts.band),
            mark: Mark::Band(color),
        });
    }
    if !crowd.is_empty() {
        entries.push(Entry {
            label: format!("{} more", crowd.len()),
            mark: Mark::Line(stroke(SeriesRole::Entity(NAMED_ENTITIES))),
        });
    }
    let all_alike = entries.windows(2).all(|pair| pair[0].mark == pair[1].mark);
    if all_alike { Vec::new() } else { entries }
}

/// The color of the bands: that of their lines, gray where these have several; `None` without a band.
fn band_color<'a>(series: impl Iterator<Item = &'a Series<'a>>) -> Option<RGBColor> {
    let has_band = |series: &&Series<'_>| {
        let segments = &series.segments;
        !series.role.is_crowd() && segments.iter().any(Segment::has_band)
    };
    let colors = series
        .filter(has_band)
        .map(|series| Stroke::of(series.role, false).color);
    colors.reduce(|a, b| if a == b { a } else { FAINT_INK })
}

/// A label that tells whether its line or band is cut off.
fn told(label: &str, is_cut: bool) -> String {
    let cut = if is_cut { ", cut off at the frame" } else { "" };
    format!("{label}{cut}")
}
