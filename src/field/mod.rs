//! Two-dimensional fields: grids and images, their gradient, its magnitude and direction.

mod grid;
mod image;
mod not_finite;
mod read;
mod smooth;
mod steps;

pub use self::image::write_png16;
pub use grid::{Grid, GridAxis, Origin};
pub use not_finite::not_finite;
pub use read::{GridOptions, read_grid};
pub use smooth::smooth;
pub use steps::{FieldGradient, edges, field_gradient};
