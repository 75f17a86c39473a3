//! A log of timestamped positions: its rows as they were written, what they are, and where they come from.

mod builder;
mod cell_type;
mod clock;
mod entities;
mod exact;
mod measured;
mod position_log;
mod row_numbers;
mod row_places;
mod sampled;
mod texts;
mod times;

pub use builder::LogBuilder;
pub use cell_type::CellType;
pub use clock::Clock;
pub use entities::{Entities, EntityBlock};
pub use exact::ExactColumn;
pub use measured::{MeasuredColumn, MeasuredQuantity};
pub use position_log::{CellTypes, LogFile, PositionColumn, PositionLog, ShownUnit};
pub use row_numbers::RowNumbers;
pub use row_places::{GrowingPlaces, RowPlaces};
pub use sampled::SampledLog;
pub(crate) use sampled::keep;
pub use texts::Texts;
pub use times::Times;
