//! Names that do not exist, and those that do.

use strsim::osa_distance;

use crate::error::excerpt;

/// The known name that was meant by one that does not exist, if there is one that is near: most of its letters are the
/// same, or the one given is how a word of it starts. Capitals and small letters are alike.
///
/// ```
/// use dxdt_motion::words::nearest;
/// assert_eq!(nearest("pendelum", &["free-fall", "pendulum"]), Some("pendulum"));
/// assert_eq!(nearest("aeroplane", &["free-fall", "pendulum"]), None);
/// ```
pub fn nearest<'a, S: AsRef<str>>(name: &str, known: &'a [S]) -> Option<&'a str> {
    // Longer ones are no slips of the finger, and the distance takes time.
    const LONGEST: usize = 40;
    if name.chars().count() > LONGEST {
        return None;
    }
    let name = name.trim().to_lowercase();
    let is_near = |distance: usize, known: &str| {
        let letters = known.chars().count();
        distance <= letters.div_ceil(3) && distance < letters
    };
    let known = || known.iter().map(AsRef::as_ref);
    let short = known().filter(|known| known.chars().count() <= 2 * LONGEST);
    let near = short
        .map(|known| (osa_distance(&name, &known.to_lowercase()), known))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, known)| is_near(*distance, known));
    let starts = |known: &&str| {
        let known = known.to_lowercase();
        let mut words = known.split(|c: char| !c.is_alphanumeric());
        name.len() >= 3 && words.any(|word| word.starts_with(&name))
    };
    near.map(|(_, known)| known)
        .or_else(|| known().find(starts))
}

/// `did you mean 'a'? The columns are …`, or without a near one `the columns are …`; `all` starts with a small letter.
pub fn did_you_mean<S: AsRef<str>>(name: &str, known: &[S], all: &str) -> String {
    let Some(nearest) = nearest(name, known) else {
        return all.to_owned();
    };
    let mut all = all.chars();
    let first = all.next().map(char::to_uppercase);
    let all: String = first.into_iter().flatten().chain(all).collect();
    format!("did you mean '{}'? {all}", excerpt(nearest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_is_named_only_where_it_is_near() {
        let known = ["pendulum", "free-fall", "bouncing-ball", "X", "pos_lat"];
        assert_eq!(nearest("pendelum", &known), Some("pendulum"));
        assert_eq!(nearest("freefall", &known), Some("free-fall"));
        assert_eq!(nearest("ball", &known), Some("bouncing-ball"));
        assert_eq!(nearest("lat", &known), Some("pos_lat"));
        assert_eq!(nearest("x", &known), Some("X"));
        assert_eq!(nearest("aeroplane", &known), None);
        // One letter for another is no slip.
        assert_eq!(nearest("q", &known), None);
        assert_eq!(nearest(&"pendulum".repeat(1000), &known), None);
        assert_eq!(
            did_you_mean("pos_lt", &known, "the columns are 'a'"),
            "did you mean 'pos_lat'? The columns are 'a'"
        );
        assert_eq!(
            did_you_mean("q", &known, "there are none"),
            "there are none"
        );
    }
}
