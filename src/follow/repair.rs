//! Rows whose stamp or position cannot be right, as far as they can be told without the rows to come.

use crate::finding::FindingKind;
use crate::log::{FIRST_NAVIGATION_TIME, LogRow, PositionLog, START_OF_1990, ZeroPlaces};
use crate::space::{Frame, is_on_earth};

use super::tally::Tally;

/// What is known of the log so far.
#[derive(Debug)]
pub(super) struct Repair {
    coordinates: Frame,
    /// Stamps before this one cannot be right.
    earliest: Option<i64>,
    places: ZeroPlaces,
}

impl Repair {
    /// From the first rows of a log.
    pub fn new(log: &PositionLog) -> Self {
        let mut stamps: Vec<i64> = log.known_stamps().collect();
        stamps.sort_unstable();
        let is_recent = stamps
            .get(stamps.len() / 2)
            .is_some_and(|&median| median >= START_OF_1990);
        Self {
            coordinates: log.coordinates,
            earliest: (log.clock.is_dated() && is_recent).then_some(FIRST_NAVIGATION_TIME),
            places: ZeroPlaces::of(log.coordinates, &log.position_values()),
        }
    }

    /// The stamp of a row where it can be right.
    pub fn stamp(&self, row: &LogRow, line: u64, tally: &mut Tally) -> Option<i64> {
        let Some(stamp) = row.stamp else {
            tally.row(FindingKind::StampMissing, line);
            return None;
        };
        if self.earliest.is_some_and(|earliest| stamp < earliest) {
            let kind = FindingKind::StampBogus {
                first: stamp,
                is_dated: true,
            };
            tally.row(kind, line);
            return None;
        }
        Some(stamp)
    }

    /// Turns a position that is none into NaN.
    pub fn position(&mut self, position: &mut [f64], line: u64, tally: &mut Tally) {
        let mut wrong = None;
        if position.iter().any(|value| value.is_infinite()) {
            wrong = Some(FindingKind::PositionImpossible);
        } else if let (Frame::Geographic, &mut [longitude, latitude, ..]) =
            (self.coordinates, &mut *position)
        {
            if longitude == 0.0 && latitude == 0.0 && self.places.far >= self.places.near {
                wrong = Some(FindingKind::PositionPlaceholder);
            } else if !longitude.is_nan() && !latitude.is_nan() && !is_on_earth(longitude, latitude)
            {
                wrong = Some(FindingKind::PositionImpossible);
            }
            self.places.count(longitude, latitude);
        }
        if let Some(kind) = wrong {
            tally.row(kind, line);
            position.fill(f64::NAN);
        } else if position.iter().any(|value| value.is_nan()) {
            tally.row(FindingKind::PositionMissing, line);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::Finding;
    use crate::log::LogOptions;
    use crate::log::read::Source;

    use super::*;

    fn of_head(text: &str) -> (Repair, Tally) {
        let source = Source::from_bytes("log.csv".into(), text.as_bytes().to_vec()).unwrap();
        let log = PositionLog::from_source(source, &LogOptions::default()).unwrap();
        (Repair::new(&log), Tally::new(&log))
    }

    fn kinds(tally: &Tally) -> Vec<&'static str> {
        tally.findings().iter().map(Finding::name).collect()
    }

    #[test]
    fn positions_that_are_none_are_missing() {
        let (mut repair, mut tally) =
            of_head("t,longitude,latitude\n0,0,0\n1,0,0\n2,9.1,57\n3,9.2,57\n");
        for position in [
            [0.0, 0.0],
            [9.3, 157.0],
            [f64::INFINITY, 1.0],
            [f64::NAN, 57.0],
        ] {
            let mut position = position;
            repair.position(&mut position, 7, &mut tally);
            assert!(position[0].is_nan(), "{position:?}");
        }
        let mut right = [9.3, 57.0];
        repair.position(&mut right, 8, &mut tally);
        assert_eq!(right, [9.3, 57.0]);
        assert_eq!(
            kinds(&tally),
            [
                "position_placeholder",
                "position_impossible",
                "position_missing"
            ]
        );
        // A ship off Ghana passes the place.
        let (mut repair, mut tally) =
            of_head("t,longitude,latitude\n0,-0.2,0.1\n1,-0.1,0.1\n2,0,0\n3,0.1,0\n");
        let mut place = [0.0, 0.0];
        repair.position(&mut place, 7, &mut tally);
        assert_eq!(place, [0.0, 0.0]);
    }

    #[test]
    fn a_stamp_from_before_navigation_satellites_is_left_out_of_a_recent_log() {
        let (repair, mut tally) = of_head("t,x\n1616000000,1\n1616000001,2\n1616000002,3\n");
        let mut row = LogRow {
            entity: Vec::new(),
            stamp: Some(5),
            time: String::new(),
            is_rounded: false,
            has_offset: false,
            position: vec![1.0],
        };
        assert_eq!(repair.stamp(&row, 9, &mut tally), None);
        row.stamp = None;
        assert_eq!(repair.stamp(&row, 9, &mut tally), None);
        row.stamp = Some(1_616_000_003_000_000_000);
        assert_eq!(repair.stamp(&row, 9, &mut tally), row.stamp);
        assert_eq!(kinds(&tally), ["stamp_bogus", "stamp_missing"]);
    }
}
