//! What was done with records of one timestamp.

use std::fmt;

use serde::{Serialize, Serializer};

use dxdt_motion::audit::DuplicatePolicy;

use super::source::Record;

/// What was done with records of one timestamp; its sentence begins with "merged".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// How many there are: two or more.
    pub records: usize,
    /// They have the same position.
    pub are_equal: bool,
    /// What is made of them.
    pub policy: DuplicatePolicy,
}

impl Merged {
    /// `None` of one record.
    pub(super) fn of(records: &[Record], policy: DuplicatePolicy) -> Option<Self> {
        let mut pairs = records.windows(2);
        (records.len() > 1).then(|| Self {
            records: records.len(),
            are_equal: pairs.all(|pair| pair[0].positions == pair[1].positions),
            policy,
        })
    }

    /// Of what, and what is used, in words that follow "merged".
    pub(crate) fn what(self) -> String {
        let agreement = if self.are_equal {
            "with the same position"
        } else {
            "with contradicting positions"
        };
        let used = match self.policy {
            DuplicatePolicy::Last => "the last is used",
            DuplicatePolicy::Mean => "the mean of their positions is used",
            DuplicatePolicy::Median => "the median of their positions is used",
            DuplicatePolicy::First | DuplicatePolicy::Error => "the first is used",
        };
        let records = self.records;
        format!("from {records} records of this timestamp {agreement}: {used}")
    }
}

impl fmt::Display for Merged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "merged {}", self.what())
    }
}

impl Serialize for Merged {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
