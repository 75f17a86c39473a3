//! Charts as the bytes of pictures.

use dxdt::chart::{ChartError, Drawing};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use super::error::{guarded, of_values};

/// A chart that is drawn without Python's lock: SVG, or else PNG.
///
/// # Errors
/// Where the drawing library fails.
pub fn drawn<'py>(
    py: Python<'py>,
    format: &str,
    draw: impl FnOnce() -> Result<Drawing, ChartError> + Send,
) -> PyResult<Bound<'py, PyBytes>> {
    let bytes = || {
        let drawing = draw()?;
        match format {
            "svg" => Ok(drawing.into_svg().into_bytes()),
            _ => drawing.to_png(),
        }
    };
    let drawn = guarded(py, || Ok(py.detach(bytes)))?;
    let drawn = drawn.map_err(|error| of_values(py, &error.to_string()))?;
    Ok(PyBytes::new(py, &drawn))
}
