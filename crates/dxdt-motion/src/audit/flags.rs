//! What deserves less trust about a row.

use std::borrow::Cow;

/// What deserves less trust about a row, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flags(u8);

impl Flags {
    /// First or last of its segment, where the stencil is one-sided.
    pub const EDGE: Self = Self(1);
    /// Made of several rows of the same timestamp.
    pub const MERGED: Self = Self(2);
    /// In a segment too short for a whole stencil.
    pub const SHORT: Self = Self(4);
    /// Without a position.
    pub const MISSING: Self = Self(8);

    /// Left out by a smoother, because it does not fit the others.
    pub const OUTLIER: Self = Self(16);

    /// A jump of the positions is in its derivatives.
    pub const JUMP: Self = Self(32);

    /// Smoothed to a speed that the positions around do not allow.
    pub const OVERSHOOT: Self = Self(64);

    const WORDS: [(Self, &'static str); 7] = [
        (Self::EDGE, "edge"),
        (Self::MERGED, "merged"),
        (Self::SHORT, "short"),
        (Self::MISSING, "missing"),
        (Self::OUTLIER, "outlier"),
        (Self::JUMP, "jump"),
        (Self::OVERSHOOT, "overshoot"),
    ];

    /// Adds the flags of another.
    pub fn insert(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Whether all flags of another are set.
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The flags as words separated by spaces; `None` where there are none.
    ///
    /// ```
    /// use dxdt_motion::audit::Flags;
    /// let mut flags = Flags::default();
    /// assert_eq!(flags.words(), None);
    /// flags.insert(Flags::MERGED);
    /// flags.insert(Flags::EDGE);
    /// assert_eq!(flags.words().as_deref(), Some("edge merged"));
    /// ```
    pub fn words(self) -> Option<Cow<'static, str>> {
        let mut set = Self::WORDS.iter().filter(|(flag, _)| self.contains(*flag));
        let (_, first) = set.next()?;
        let mut words = Cow::Borrowed(*first);
        for (_, word) in set {
            let words = words.to_mut();
            words.push(' ');
            words.push_str(word);
        }
        Some(words)
    }
}
