//! What stands above the panels: title, subtitle and legend.

use plotters::style::RGBColor;

use super::{
    ChartError,
    canvas::{Align, Canvas, Text},
    label::{clean, elide},
    quiver,
    series::Point,
    size::Metrics,
    style::{BAND_OPACITY, FAINT_INK, INK, Stroke},
};

/// An entry of the legend.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub label: String,
    pub mark: Mark,
}

/// What stands before the label of an entry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Mark {
    Line(Stroke),
    /// A line with dots on it.
    DottedLine(Stroke),
    /// A dot as large as those on a line.
    Dot(Stroke),
    Disc(RGBColor),
    Square(RGBColor),
    /// A band around a line of this color.
    Band(RGBColor),
    /// An arrow of a length in pixels.
    Arrow(f64),
}

/// The parts of a header with their places.
pub(super) struct Header {
    title: String,
    subtitle: Option<String>,
    /// The legend, each entry with the left end of its mark.
    rows: Vec<Vec<(f64, Entry)>>,
    /// The distance from the top of the page to the first panel.
    pub height: f64,
}

const TITLE: f64 = 1.25;
const MARK: f64 = 1.8;
const ROW: f64 = 1.6;

impl Header {
    pub fn new(title: &str, subtitle: Option<&str>, legend: Vec<Entry>, metrics: &Metrics) -> Self {
        let em = metrics.em;
        let room = metrics.width - 2.0 * metrics.margin();
        let title = elide(&clean(title), room, |text| {
            metrics.font.width(text, TITLE * em, true)
        });
        // Of a low chart, the data gets the space.
        let subtitle = subtitle
            .filter(|_| metrics.height > 22.0 * em)
            .map(|text| {
                elide(&clean(text), room, |text| {
                    metrics.font.width(text, em, false)
                })
            })
            .filter(|text| !text.is_empty());
        let most_rows = (metrics.height / em / 10.0).max(1.0) as usize;
        let rows = flow(legend, room, most_rows, metrics);
        let title_height = if title.is_empty() { 0.0 } else { 1.9 };
        let subtitle_height = if subtitle.is_some() { ROW } else { 0.0 };
        let legend_height = ROW * rows.len() as f64;
        let height = metrics.margin() + em * (title_height + subtitle_height + legend_height + 0.2);
        Self {
            title,
            subtitle,
            rows,
            height,
        }
    }

    pub fn draw(&self, canvas: &Canvas<'_>, metrics: &Metrics) -> Result<(), ChartError> {
        let em = metrics.em;
        let left = metrics.margin();
        let mut top = 0.8 * metrics.margin();
        let style = Text {
            align: Align::Start,
            ..Text::new(em)
        };
        if !self.title.is_empty() {
            let style = Text {
                em: TITLE * em,
                bold: true,
                ..style
            };
            canvas.text(&self.title, (left, top + 0.7 * em), style)?;
            top += 1.9 * em;
        }
        if let Some(subtitle) = &self.subtitle {
            let style = Text {
                color: FAINT_INK,
                ..style
            };
            canvas.text(subtitle, (left, top + 0.6 * em), style)?;
            top += ROW * em;
        }
        for row in &self.rows {
            let middle = top + 0.7 * em;
            for (x, entry) in row {
                entry.mark.draw(canvas, (left + x, middle), metrics)?;
                let at = (left + x + entry.mark.width(em) + 0.5 * em, middle);
                canvas.text(
                    &entry.label,
                    at,
                    Text {
                        color: INK,
                        ..style
                    },
                )?;
            }
            top += ROW * em;
        }
        Ok(())
    }
}

impl Mark {
    pub fn width(self, em: f64) -> f64 {
        match self {
            Self::Arrow(length) => length.max(MARK * em),
            _ => MARK * em,
        }
    }

    pub fn draw(
        self,
        canvas: &Canvas<'_>,
        (x, y): Point,
        metrics: &Metrics,
    ) -> Result<(), ChartError> {
        let em = metrics.em;
        let middle = (x + MARK * em / 2.0, y);
        match self {
            Self::Arrow(length) => {
                let middle = (x + self.width(em) / 2.0, y);
                quiver::draw_arrow(canvas, middle, (length, 0.0), metrics)
            }
            Self::Line(stroke) => canvas.line(&[(x, y), (x + MARK * em, y)], stroke),
            Self::DottedLine(stroke) => {
                canvas.line(&[(x, y), (x + MARK * em, y)], stroke)?;
                canvas.disc(middle, stroke.dot(), stroke.color)
            }
            Self::Dot(stroke) => canvas.disc(middle, stroke.dot(), stroke.color),
            Self::Disc(color) => canvas.disc(middle, 0.36 * em, color),
            Self::Band(color) => {
                let (right, half) = (x + MARK * em, 0.38 * em);
                let corners = [
                    (x, y - half),
                    (right, y - half),
                    (right, y + half),
                    (x, y + half),
                ];
                canvas.shade(&corners, color, BAND_OPACITY)
            }
            Self::Square(color) => {
                let half = 0.32 * em;
                let (from, to) = ((middle.0 - half, y - half), (middle.0 + half, y + half));
                canvas.rectangle(from, to, color)
            }
        }
    }
}

/// Legend entries in rows from left to right; beyond `most_rows` the last entry becomes `…`.
fn flow(
    legend: Vec<Entry>,
    room: f64,
    most_rows: usize,
    metrics: &Metrics,
) -> Vec<Vec<(f64, Entry)>> {
    let em = metrics.em;
    let mut rows: Vec<Vec<(f64, Entry)>> = Vec::new();
    let mut x = 0.0;
    for mut entry in legend {
        let width = |text: &str| metrics.font.width(text, em, false);
        let beside = entry.mark.width(em) + 0.5 * em;
        let widest = (room - beside).min(24.0 * em);
        entry.label = elide(&clean(&entry.label), widest, width);
        let needed = beside + width(&entry.label);
        let is_full = x > 0.0 && x + needed > room;
        if is_full && rows.len() == most_rows {
            if let Some((_, last)) = rows.last_mut().and_then(|row| row.last_mut()) {
                last.label = "…".to_owned();
            }
            break;
        }
        match rows.last_mut() {
            Some(row) if !is_full => row.push((x, entry)),
            _ => {
                x = 0.0;
                rows.push(vec![(x, entry)]);
            }
        }
        x += needed + 1.6 * em;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::super::ChartSize;
    use super::*;

    fn entries(count: usize) -> Vec<Entry> {
        (0..count)
            .map(|i| Entry {
                label: format!("entity number {i} with a name"),
                mark: Mark::Disc(INK),
            })
            .collect()
    }

    #[test]
    fn a_legend_flows_into_rows() {
        let metrics = Metrics::of(ChartSize::default());
        let rows = flow(entries(8), 1200.0, 5, &metrics);
        assert!(rows.len() > 1);
        assert_eq!(rows.iter().map(Vec::len).sum::<usize>(), 8);
        assert!(rows.iter().all(|row| row[0].0 == 0.0));
    }

    #[test]
    fn a_legend_never_takes_all_of_the_page() {
        let metrics = Metrics::of(ChartSize::new(200, 150).unwrap());
        let header = Header::new("title", Some("subtitle"), entries(8), &metrics);
        assert_eq!(header.rows.len(), 1);
        assert_eq!(header.rows[0].last().unwrap().1.label, "…");
        assert!(header.height < 75.0);
    }
}
