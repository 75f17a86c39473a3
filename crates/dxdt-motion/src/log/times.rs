//! The times of rows as the tables show them.

use dxdt_time::InstantStyles;

use super::texts::Texts;

/// The times of rows as the tables show them; rows without a timestamp have none.
#[derive(Debug, Clone, PartialEq)]
pub enum Times {
    /// What the timestamps give when they are written so.
    Written(InstantStyles),
    /// A text of each row.
    Texts(Texts),
}

impl Default for Times {
    fn default() -> Self {
        Self::Written(InstantStyles::default())
    }
}

impl Times {
    /// Those of the rows in another order.
    pub fn in_order(&self, order: &[u32]) -> Self {
        match self {
            Self::Written(styles) => Self::Written(*styles),
            Self::Texts(texts) => Self::Texts(texts.in_order(order)),
        }
    }
}
