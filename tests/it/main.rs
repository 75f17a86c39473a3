//! Tests of the whole: one binary, a module a topic.

mod bad_input;
mod calculus;
mod columnar_formats;
mod columns;
mod compare;
mod dialects;
mod examples;
mod explain;
mod field;
mod flight_formats;
mod formats;
mod fuzz_findings;
mod inspect;
mod json_formats;
mod layouts;
mod measured;
mod measured_page;
mod program;
mod properties;
mod quantities;
mod real_logs;
mod support;
mod text_formats;
mod units;
mod xml_formats;
