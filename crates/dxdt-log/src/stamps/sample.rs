//! A sample of a column's cells, spread evenly, of a column whose length is not known before its end.

use super::TimeCells;

// Enough to decide the format where it leaves no doubt; the whole column is looked at where it does.
const MOST: usize = 10_000;

/// Every cell, or every second, fourth and so on, so that there are at most 10,000.
#[derive(Debug, Clone)]
pub struct StampSample {
    cells: Vec<String>,
    seen: usize,
    stride: usize,
}

impl Default for StampSample {
    fn default() -> Self {
        Self {
            cells: Vec::new(),
            seen: 0,
            stride: 1,
        }
    }
}

impl StampSample {
    /// Adds the filled cells that come next in the column.
    pub fn extend<'c>(&mut self, cells: impl Iterator<Item = &'c str>) {
        for cell in cells {
            if self.is_next_wanted() {
                self.keep(cell.to_owned());
            }
        }
    }

    /// As [`StampSample::extend`], of which instants need no text but where they are wanted.
    pub fn add(&mut self, cells: &TimeCells<'_>) {
        for row in cells.filled_rows() {
            if self.is_next_wanted() {
                self.keep(cells.text(row).unwrap_or_default().into_owned());
            }
        }
    }

    fn is_next_wanted(&mut self) -> bool {
        // The stride is a power of two.
        let is_wanted = self.seen & (self.stride - 1) == 0;
        self.seen += 1;
        is_wanted
    }

    fn keep(&mut self, cell: String) {
        self.cells.push(cell);
        if self.cells.len() > MOST {
            self.thin_out();
        }
    }

    fn thin_out(&mut self) {
        let mut kept = 0..;
        self.cells.retain(|_| kept.next().unwrap_or(0) % 2 == 0);
        self.stride *= 2;
    }

    /// The cells of the sample, in their order.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_spread_evenly_whatever_the_parts() {
        let all: Vec<String> = (0..45_000).map(|row| row.to_string()).collect();
        let mut whole = StampSample::default();
        whole.extend(all.iter().map(String::as_str));
        assert_eq!(whole.cells().count(), 45_000_usize.div_ceil(8));
        assert!(
            whole
                .cells()
                .zip((0..).step_by(8))
                .all(|(cell, row)| *cell == row.to_string())
        );
        let mut parts = StampSample::default();
        for part in all.chunks(77) {
            parts.extend(part.iter().map(String::as_str));
        }
        assert_eq!(parts.cells, whole.cells);
    }
}
