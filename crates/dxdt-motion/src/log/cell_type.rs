//! Whether cells of text are numbers, so that tables with types can have them as such without losing a digit.

/// What the cells of a column are, as far as they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellType {
    are_whole: bool,
    are_short: bool,
}

impl Default for CellType {
    /// Of no cells.
    fn default() -> Self {
        Self {
            are_whole: true,
            are_short: true,
        }
    }
}

impl CellType {
    /// Adds cells.
    pub fn extend<'c>(&mut self, cells: impl Iterator<Item = &'c str>) {
        let mut previous = None;
        for cell in cells {
            // Cells come in runs, entities above all.
            if previous == Some(cell) {
                continue;
            }
            previous = Some(cell);
            self.are_whole = self.are_whole && is_whole(cell);
            self.are_short = self.are_short && is_short(cell);
            if !self.are_whole && !self.are_short {
                return;
            }
        }
    }

    /// Whether the cells are whole numbers of 64 bits, as they are written.
    pub fn are_whole(self) -> bool {
        self.are_whole
    }

    /// Whether the cells are numbers of which a 64-bit float loses no digit.
    pub fn are_short(self) -> bool {
        self.are_short
    }
}

fn is_whole(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain && (digits == "0" || !digits.starts_with('0')) && cell.parse::<i64>().is_ok()
}

/// 15 significant digits go through a 64-bit float and back.
fn is_short(cell: &str) -> bool {
    let mantissa = cell.split(['e', 'E']).next().unwrap_or_default();
    let digits = mantissa
        .trim_start_matches(['-', '+', '0', '.'])
        .bytes()
        .filter(u8::is_ascii_digit)
        .count();
    digits <= 15 && cell.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_a_number_only_where_nothing_is_lost() {
        let of = |cells: &[&str]| {
            let mut found = CellType::default();
            found.extend(cells.iter().copied());
            (found.are_whole(), found.are_short())
        };
        assert!(of(&["1403715524907143168", "-3"]).0);
        assert_eq!(of(&["0.16", "1305031098.6659"]), (false, true));
        assert_eq!(of(&["1.706282470098386526e+09"]), (false, false));
        assert_eq!(of(&["A"]), (false, false));
        assert!(!of(&["007"]).0);
    }
}
