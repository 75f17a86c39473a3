//! How long bins have to be.

/// How many steps from one timestamp to the next lead into another bin, for bins of any size.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Steps {
    last: Option<i64>,
    /// By the number of last bits in which a timestamp differs from the one before: in bins of 2ᵏ ticks the two are in the
    /// same one if it is not more than k.
    counts: [u64; 65],
}

impl Default for Steps {
    fn default() -> Self {
        Self {
            last: None,
            counts: [0; 65],
        }
    }
}

impl Steps {
    pub fn add(&mut self, stamps: &[i64]) {
        for &stamp in stamps {
            if let Some(last) = self.last {
                let differing = 64 - (last ^ stamp).leading_zeros();
                self.counts[differing as usize] += 1;
            }
            self.last = Some(stamp);
        }
    }

    /// The smallest k for which there are at most so many bins; two there can always be, one before zero.
    pub fn level(&self, most: usize) -> u32 {
        let mut bins = 1 + self.counts[64];
        for level in (0..63).rev() {
            bins += self.counts[level + 1];
            if bins > most as u64 {
                return level as u32 + 1;
            }
        }
        0
    }
}
