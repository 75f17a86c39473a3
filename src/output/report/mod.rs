//! The report: one web page that needs no other file and no network, with everything that is known about a log.
//!
//! The page's text and tables are made here. Its charts are drawn by plotly.js, which is in the page, from numbers that
//! are in the page too: every row where they fit, else the smallest and the largest value of each bucket of time, so that
//! no extreme is lost ([`report`](crate::analysis::report)). The page may load nothing, and says so to the browser.

mod charts;
mod columns;
mod cost;
mod data;
mod encode;
mod findings;
mod page;
mod path;
mod rows;
mod script;
mod share;
mod steps;
mod style;
mod tables;
mod time;
mod trust;

pub(crate) use page::{PageParts, render};
pub(crate) use rows::ReportRows;
