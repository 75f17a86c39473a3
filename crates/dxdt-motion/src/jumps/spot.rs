//! Where something was and when, and how far it is from one spot to another.

use crate::space::{Frame, earth_centred, metres_per_degree};
use dxdt_time::Ticks;

/// A position with its timestamp.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot {
    pub stamp: i64,
    ticks: Ticks,
    /// As in the log; 0 along axes that there are not.
    pub position: [f64; 3],
    /// Meters of a unit of the position along each axis, near it; 1 for straight axes.
    scale: [f64; 3],
    frame: Frame,
}

impl Spot {
    pub fn new(frame: Frame, (stamp, ticks): (i64, Ticks), position: [f64; 3]) -> Self {
        let scale = match frame {
            Frame::Cartesian => [1.0; 3],
            Frame::Geographic => {
                let [east, north] = metres_per_degree(position[1]);
                [east, north, 1.0]
            }
        };
        Self {
            stamp,
            ticks,
            position,
            scale,
            frame,
        }
    }

    /// From this spot to another: lengths along the axes; of places on the Earth as if it were flat around this one.
    pub fn to(&self, other: &Self) -> [f64; 3] {
        let mut way = [0.0; 3];
        for (axis, way) in way.iter_mut().enumerate() {
            *way = other.position[axis] - self.position[axis];
        }
        if self.frame == Frame::Geographic {
            way[0] -= 360.0 * (way[0] / 360.0).round();
            for (way, scale) in way.iter_mut().zip(self.scale) {
                *way *= scale;
            }
        }
        way
    }

    pub fn distance(&self, other: &Self) -> f64 {
        length(self.to(other))
    }

    /// The distance, through the Earth where that is between.
    pub fn chord(&self, other: &Self) -> f64 {
        match self.frame {
            Frame::Cartesian => self.distance(other),
            Frame::Geographic => {
                let [a, b] = [self, other].map(|spot| earth_centred(spot.position));
                length([b[0] - a[0], b[1] - a[1], b[2] - a[2]])
            }
        }
    }

    /// The length of a unit of the first coordinate.
    pub fn unit(&self) -> f64 {
        self.scale[1]
    }

    pub fn seconds(&self, other: &Self) -> f64 {
        self.ticks.seconds_between(self.stamp, other.stamp)
    }

    /// How far this spot is from where a straight and even way from the one before to the one after passes.
    pub fn bend(&self, before: &Self, after: &Self) -> f64 {
        let share = before.seconds(self) / before.seconds(after);
        let [here, whole] = [before.to(self), before.to(after)];
        length([0, 1, 2].map(|axis| here[axis] - share * whole[axis]))
    }

    /// The same spot with the first two coordinates exchanged.
    pub fn swapped(&self) -> Self {
        let [first, second, third] = self.position;
        Self::new(self.frame, (self.stamp, self.ticks), [second, first, third])
    }
}

fn length(way: [f64; 3]) -> f64 {
    (way[0] * way[0] + way[1] * way[1] + way[2] * way[2]).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NS: Ticks = Ticks::NANOSECONDS;

    #[test]
    fn the_way_over_the_antimeridian_is_short() {
        let spot = |longitude| Spot::new(Frame::Geographic, (0, NS), [longitude, 0.0, 0.0]);
        let (flat, chord) = (
            spot(179.999).distance(&spot(-179.999)),
            spot(179.999).chord(&spot(-179.999)),
        );
        assert!((flat - 222.64).abs() < 0.01 && (chord - flat).abs() < 0.01);
    }

    #[test]
    fn an_even_way_has_no_bend() {
        let spot = |stamp, x| Spot::new(Frame::Cartesian, (stamp, NS), [x, 2.0 * x, 0.0]);
        assert_eq!(spot(1, 10.0).bend(&spot(0, 0.0), &spot(4, 40.0)), 0.0);
        assert_eq!(
            spot(1, 13.0).bend(&spot(0, 0.0), &spot(4, 40.0)),
            45f64.sqrt()
        );
    }
}
