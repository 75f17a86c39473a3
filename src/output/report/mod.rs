//! The report: one web page that needs no other file and no network, with everything that is known about a log.
//!
//! The page's text and tables are made here. Its charts are drawn by a script of ours, `templates/report`, from numbers that
//! are packed in the page: every row where they fit, else the smallest and the largest value of each bucket of time, so that
//! no extreme is lost ([`report`](crate::analysis::report)). The page may load nothing, and says so to the browser.

mod charts;
mod columns;
mod cost;
mod data;
mod encode;
mod findings;
mod packing;
mod page;
mod path;
mod precision;
mod row_columns;
mod rows;
mod share;
mod steps;
mod style;
mod tables;
mod time;
mod trust;

pub(crate) use page::{PageParts, render};
pub(crate) use rows::ReportRows;
