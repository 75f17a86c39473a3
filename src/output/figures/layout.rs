//! Which lines the charts of a log have.

/// The lines of an entity, one after the other: positions, velocity, acceleration, the speed (where there is but one axis,
/// the distance traveled instead), and velocity and acceleration before they were smoothed. The bands are around velocity and acceleration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// Position columns.
    pub positions: usize,
    /// Axes of the motion.
    pub axes: usize,
    pub is_smoothed: bool,
}

impl Layout {
    pub fn velocity(&self, axis: usize) -> usize {
        self.positions + axis
    }

    pub fn acceleration(&self, axis: usize) -> usize {
        self.positions + self.axes + axis
    }

    pub fn has_distance(&self) -> bool {
        self.positions == 1
    }

    pub fn distance(&self) -> usize {
        self.positions + 2 * self.axes
    }

    /// Along several axes; along one it is the size of the velocity.
    pub fn speed(&self) -> Option<usize> {
        (!self.has_distance()).then(|| self.distance())
    }

    /// Where a velocity or acceleration from before it was smoothed is.
    pub fn before(&self, line: usize) -> usize {
        self.without_before() + line - self.positions
    }

    /// The lines that all entities have.
    pub fn without_before(&self) -> usize {
        self.positions + 2 * self.axes + 1
    }

    /// All lines of a lone entity.
    pub fn lines(&self) -> usize {
        self.without_before() + self.bands()
    }

    pub fn bands(&self) -> usize {
        if self.is_smoothed { 2 * self.axes } else { 0 }
    }

    /// The band around a velocity or an acceleration.
    pub fn band(&self, line: usize) -> Option<usize> {
        let band = line.checked_sub(self.positions)?;
        (band < self.bands()).then_some(band)
    }
}
