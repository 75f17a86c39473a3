//! Colors and strokes. The hues are those of Okabe and Ito, which people with any kind of color vision can tell
//! apart; their yellow is darkened to show on white.

use plotters::style::RGBColor;

use super::SeriesRole;

/// How many entities of a chart have a color and a legend entry of their own.
pub const NAMED_ENTITIES: usize = 8;

const BLUE: RGBColor = RGBColor(0, 114, 178);
const VERMILION: RGBColor = RGBColor(213, 94, 0);
const ORANGE: RGBColor = RGBColor(230, 159, 0);
const GREEN: RGBColor = RGBColor(0, 158, 115);

const ENTITIES: [RGBColor; NAMED_ENTITIES] = [
    BLUE,
    VERMILION,
    GREEN,
    RGBColor(204, 121, 167),
    RGBColor(86, 180, 233),
    ORANGE,
    RGBColor(60, 60, 60),
    RGBColor(154, 135, 0),
];

/// The colors of entities as red, green and blue; the first is that of a lone one.
pub fn entity_colors() -> [[u8; 3]; NAMED_ENTITIES] {
    ENTITIES.map(|RGBColor(red, green, blue)| [red, green, blue])
}

/// Text and frames.
pub(super) const INK: RGBColor = RGBColor(38, 38, 38);
/// Text of less weight.
pub(super) const FAINT_INK: RGBColor = RGBColor(100, 100, 100);
/// The frame around a panel.
pub(super) const FRAME: RGBColor = RGBColor(120, 120, 120);
/// Grid lines.
pub(super) const GRID: RGBColor = RGBColor(230, 230, 230);
/// The grid line at zero.
pub(super) const ZERO: RGBColor = RGBColor(176, 176, 176);
/// Entities without a color of their own.
pub(super) const CROWD: RGBColor = RGBColor(178, 178, 178);
/// A line of the quantity before smoothing.
const PALE: RGBColor = RGBColor(190, 190, 190);
/// A line of the quantity as the log has it.
const MEASURED: RGBColor = RGBColor(200, 200, 200);
/// How much of what is beneath a band hides.
pub(super) const BAND_OPACITY: f64 = 0.25;
/// Where a path starts.
pub(super) const START: RGBColor = GREEN;
/// Where a path ends.
pub(super) const END: RGBColor = VERMILION;

/// So many colors along a track are told apart.
pub(super) const LEVELS: usize = 48;
/// The parts of the map of colors that are seen on white, and on a dark ground.
const ON_LIGHT: [f64; 2] = [0.0, 0.68];
const ON_DARK: [f64; 2] = [0.56, 1.0];

/// A color along a track, from the lowest value to the highest. The lightness of matplotlib's plasma grows evenly, so that
/// people with any kind of color vision can read it.
pub(super) fn level_color(level: usize) -> RGBColor {
    level_within(level, ON_LIGHT)
}

fn level_within(level: usize, [from, to]: [f64; 2]) -> RGBColor {
    let share = level as f64 / (LEVELS - 1) as f64;
    let color = colorous::PLASMA.eval_continuous(from + share * (to - from));
    RGBColor(color.r, color.g, color.b)
}

/// Colors on white, each with the one that stands for it on a dark ground.
pub(super) fn on_dark() -> impl Iterator<Item = (RGBColor, RGBColor)> {
    let levels = (0..LEVELS).map(|level| {
        let [light, dark] = [ON_LIGHT, ON_DARK].map(|part| level_within(level, part));
        (light, dark)
    });
    let hues = [
        (BLUE, RGBColor(86, 166, 224)),
        (VERMILION, RGBColor(255, 131, 64)),
        (GREEN, RGBColor(38, 190, 146)),
        (RGBColor(60, 60, 60), RGBColor(230, 230, 230)),
        (RGBColor(154, 135, 0), RGBColor(192, 172, 40)),
        (RGBColor(86, 180, 233), RGBColor(150, 214, 255)),
        (CROWD, RGBColor(132, 132, 132)),
        (PALE, RGBColor(134, 134, 134)),
        (MEASURED, RGBColor(136, 136, 136)),
    ];
    hues.into_iter().chain(levels)
}

/// Color and width of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stroke {
    pub color: RGBColor,
    /// In pixels.
    pub width: f64,
}

impl Stroke {
    pub const fn new(color: RGBColor, width: f64) -> Self {
        Self { color, width }
    }

    /// The stroke of a series; `rivals` says whether others show the same quantity. Lines that may lie on top of each
    /// other get nested widths, so that all of them can be seen.
    pub fn of(role: SeriesRole, rivals: bool) -> Self {
        match role {
            SeriesRole::Measured => Self::new(MEASURED, 6.5),
            SeriesRole::Main if rivals => Self::new(BLUE, 3.6),
            SeriesRole::Main => Self::new(BLUE, 1.6),
            SeriesRole::Compared => Self::new(ORANGE, 1.6),
            SeriesRole::Unsmoothed => Self::new(PALE, 1.0),
            SeriesRole::Entity(index) => match ENTITIES.get(index) {
                Some(&color) => Self::new(color, 1.6),
                None => Self::new(CROWD, 1.0),
            },
        }
    }

    /// The radius of a dot on a line.
    pub fn dot(self) -> f64 {
        0.8 * self.width + 0.9
    }

    /// The same stroke, `factor` times as wide.
    pub fn scaled(self, factor: f64) -> Self {
        Self::new(self.color, self.width * factor)
    }
}

impl SeriesRole {
    /// The order of drawing: low ranks first, beneath the others.
    pub(super) fn rank(self) -> u8 {
        match self {
            Self::Entity(index) if index >= NAMED_ENTITIES => 0,
            Self::Measured | Self::Unsmoothed => 1,
            Self::Main | Self::Entity(_) => 2,
            Self::Compared => 3,
        }
    }

    /// Whether the series is drawn beneath the bands.
    pub(super) fn is_background(self) -> bool {
        self.rank() < 2
    }

    /// Whether the series is one of the many that are not named.
    pub(super) fn is_crowd(self) -> bool {
        self.rank() == 0
    }
}

/// All colors of text and of lines that show data.
#[cfg(test)]
pub(super) fn text_and_lines() -> impl Iterator<Item = RGBColor> {
    let others = [INK, FAINT_INK, CROWD, PALE, MEASURED, ORANGE, START, END];
    let levels = (0..LEVELS).map(level_color);
    ENTITIES.into_iter().chain(others).chain(levels)
}
