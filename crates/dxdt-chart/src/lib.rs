//! Charts as SVG and PNG: quantities over time, paths in the plane, and maps of a field.
//!
//! A chart is described with plain structs, drawn once as SVG, and turned into PNG from that same SVG, so that the two
//! never disagree. This crate knows nothing about logs: it draws slices of numbers. It gives text and bytes and writes no
//! files. [`bins`] and [`cell_path`] keep what a chart of very many rows needs, in bounded memory.
//!
//! This crate is a part of dxdt and makes no promise of stability.
//!
//! # Draw a chart
//!
//! - [`Figure`] stacks one [`Panel`] per axis over a shared time axis.
//! - [`TitledFigure`] stacks panels that each have a title, a legend and a time axis of their own.
//! - [`PathFigure`] shows where the object went, with the same scale on both axes.
//! - [`HeatMapFigure`] shows a field on a grid in colors, and vectors such as its gradient as arrows over it.
//!
//! ```
//! use dxdt_chart::{ChartSize, Figure, Panel, Segment, Series, SeriesRole, TimeAxis, ValueAxis};
//!
//! let t = [0.0, 0.5, 1.0, 1.5];
//! let v = [0.0, -4.905, -9.81, -14.715];
//! let fall = Series {
//!     label: "gradient".into(),
//!     role: SeriesRole::Main,
//!     segments: vec![Segment::new(&t, &v)?],
//! };
//! let figure = Figure {
//!     title: "Velocity".into(),
//!     subtitle: Some("a stone".into()),
//!     time: TimeAxis::Seconds { label: "time".into() },
//!     panels: vec![Panel {
//!         quantity: "velocity along z".into(),
//!         symbol: "v_z".into(),
//!         units: "m/s".into(),
//!         axis: ValueAxis::Own,
//!         series: vec![fall],
//!     }],
//! };
//! let drawing = figure.draw(ChartSize::default())?;
//! assert!(drawing.svg().contains("v_z (m/s)"));
//! assert!(drawing.to_png()?.starts_with(b"\x89PNG"));
//! # Ok::<(), dxdt_chart::ChartError>(())
//! ```
//!
//! # How much is drawn
//!
//! Long logs are thinned to what the pixels can show, by the minimum and maximum of every pixel column, so a single
//! outlier among millions of rows stays visible; a path in the plane by the cells it passes and the steps between them.
//! Where the lines without a color of their own are too many to be told apart, the pixels that they cover are drawn.
//! Values that are not finite break the line, as gaps between segments do. What a line was before it was smoothed, and the
//! widest hundredth of a band, are cut off at the frame where they would flatten the line; the legend says so. So is a
//! spike, of which each point is marked at the frame and counted. A gap of more than half of the time axis is folded.
//!
//! Large grids are averaged down to the pixels of the map; see [`HeatMapFigure`].

#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod arrows;
mod axis;
mod band;
pub mod bins;
mod bitmap;
mod calendar;
mod canvas;
pub mod cell_path;
mod clip;
mod color_map;
mod coverage;
mod cut;
mod drawing;
mod error;
mod extent;
mod figure;
mod files;
mod fold;
mod font;
mod grid;
mod ground;
mod header;
mod heat_map;
mod label;
mod legend;
mod legible;
mod lines;
mod map_layout;
mod map_plan;
mod number;
mod panels;
mod path;
mod path_layout;
mod quiver;
mod raster;
mod robust;
mod scale;
mod series;
mod size;
mod straight;
mod style;
mod theme;
mod thin;
mod time;
mod titled;
mod track_colors;
mod tracks;
mod unit;

pub use band::Edge;
pub use color_map::ColorScale;
pub use drawing::Drawing;
pub use error::ChartError;
pub use figure::{Figure, Panel, ValueAxis};
pub use files::ChartFiles;
pub use font::Font;
pub use grid::{Cells, GridAxis};
pub use ground::Ground;
pub use heat_map::HeatMapFigure;
pub use path::PathFigure;
pub use quiver::VectorField;
pub use series::Point;
pub use series::{Segment, Series, SeriesRole};
pub use size::ChartSize;
pub use style::NAMED_ENTITIES;
pub use style::entity_colors;
pub use theme::Theme;
pub use time::TimeAxis;
pub use titled::{TitledFigure, TitledPanel};
pub use track_colors::TrackColors;
pub use unit::{Unit, Units};
