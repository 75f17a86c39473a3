//! The letter of a hemisphere.

/// The sign of a hemisphere: the letter is one of the two, of which the second is negative.
pub(super) fn sign(letter: &str, letters: [&str; 2]) -> Option<f64> {
    let at = letters.iter().position(|&known| known == letter)?;
    Some([1.0, -1.0][at])
}
