//! The native part of the Python package dxdt: what Python hands over becomes what the library takes, and back.
//!
//! `unsafe` is in two files, where C structs come in or go out: `arrow_stream.rs` and `polars_plugin.rs`.

#![deny(missing_docs)]
#![deny(unsafe_code)]

mod after_fork;
mod array_functions;
mod arrow_stream;
mod columns;
mod command;
mod comparison;
mod drawing;
mod error;
mod expressions;
mod frame;
mod inspection;
mod keywords;
mod log;
mod motion;
mod pickled;
mod plain_types;
mod polars_plugin;
mod series_functions;
mod simulation;
mod source;
mod work;

/// The native part of the package.
#[pyo3::pymodule]
mod _dxdt {
    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("VERSION", env!("CARGO_PKG_VERSION"))
    }

    #[pymodule_export]
    use super::after_fork::after_fork;
    #[pymodule_export]
    use super::array_functions::{diff_along, gradient_along, gradient_of_line};
    #[pymodule_export]
    use super::command::run_command;
    #[pymodule_export]
    use super::comparison::{Comparison, compare};
    #[pymodule_export]
    use super::error::panic_on_purpose;
    #[pymodule_export]
    use super::frame::Frame;
    #[pymodule_export]
    use super::inspection::{Inspection, inspect};
    #[pymodule_export]
    use super::log::{Log, read};
    #[pymodule_export]
    use super::motion::{Motion, analyze};
    #[pymodule_export]
    use super::series_functions::{derivative, noise, smooth};
    #[pymodule_export]
    use super::simulation::simulate;
    #[pymodule_export]
    use super::source::Source;
}
