//! Which lines the charts of a log have.

/// The lines of an entity, one after the other: positions, velocity, acceleration, the distance traveled where there is
/// but one axis, and velocity and acceleration before they were smoothed. The bands are around velocity and acceleration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Layout {
    /// Position columns.
    pub positions: usize,
    /// Axes of the motion.
    pub axes: usize,
    pub is_smoothed: bool,
    /// What velocities and accelerations are multiplied by to be in the units of the charts.
    pub scales: [f64; 2],
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

    /// Where a velocity or acceleration from before it was smoothed is.
    pub fn before(&self, line: usize) -> usize {
        self.without_before() + line - self.positions
    }

    /// The lines that all entities have.
    pub fn without_before(&self) -> usize {
        self.positions + 2 * self.axes + usize::from(self.has_distance())
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
