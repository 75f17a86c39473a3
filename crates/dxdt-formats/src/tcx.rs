//! Garmin TCX: the track points of activities and courses.
//!
//! The elements are those of the schema `TrainingCenterDatabasev2.xsd` and its `ActivityExtensionv2.xsd`, published at
//! <https://www8.garmin.com/xmlschemas/>.

use dxdt_motion::error::{Error, Result};

use super::xml::{Cell, End, Node, Points, Start, Xml, root_name, set_cell};
use super::{LogFormat, RecordTable, Source};

/// TCX.
#[derive(Debug)]
pub(super) struct Tcx;

const ROOT: &str = "TrainingCenterDatabase";

const COLUMNS: [&str; 6] = [
    "time",
    "longitude [deg]",
    "latitude [deg]",
    "altitude [m]",
    "distance [m]",
    "speed [m/s]",
];

impl LogFormat for Tcx {
    fn name(&self) -> &'static str {
        "TCX"
    }

    fn keyword(&self) -> &'static str {
        "tcx"
    }

    fn recognises(&self, start: &[u8]) -> bool {
        root_name(start).is_some_and(|name| name == ROOT)
    }

    fn read(&self, source: &Source) -> Result<RecordTable> {
        let mut xml = Xml::new(source.text_of_any_lines()?, ROOT);
        let mut content = Content {
            points: Points::new(&COLUMNS, "activity", source.budget()),
            has_position: false,
            group: None,
            point: None,
        };
        while let Some(node) = xml.next()? {
            match node {
                Node::Start(start) => content.start(&start, xml.depth()),
                Node::End(end) => content.end(end, xml.depth())?,
            }
        }
        content.finish()
    }
}

/// The point that is being read.
struct Point<'a> {
    line: u64,
    depth: usize,
    cells: [Cell<'a>; COLUMNS.len()],
}

/// What has been read so far.
struct Content<'a> {
    points: Points,
    has_position: bool,
    // The depth of the activity or course that is open.
    group: Option<usize>,
    point: Option<Point<'a>>,
}

impl<'a> Content<'a> {
    fn start(&mut self, start: &Start<'a>, depth: usize) {
        match start.name {
            _ if self.point.is_some() => {}
            "Activity" | "Course" if self.group.is_none() => {
                self.points.begin_group();
                self.group = Some(depth);
            }
            "Trackpoint" => {
                let (line, cells) = (start.line, Default::default());
                self.point = Some(Point { line, depth, cells });
            }
            _ => {}
        }
    }

    fn end(&mut self, end: End<'a>, depth: usize) -> Result<()> {
        if let Some(point) = &mut self.point {
            if depth >= point.depth {
                return point.set(end, depth);
            }
            if let Some(point) = self.point.take() {
                self.has_position |= point.cells[1].is_some() && point.cells[2].is_some();
                // Laps and tracks of one activity continue each other, so all is one part.
                self.points.push(point.line, &point.cells, 0)?;
            }
        } else if let Some(group) = self.group {
            if depth < group {
                self.points.end_group();
                self.group = None;
            } else if depth == group && ["Id", "Name"].contains(&end.name) {
                self.points.name_group(&end.text);
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<RecordTable> {
        if self.points.met() == 0 {
            return Err(Error::new("the file has no Trackpoint")
                .advise("export the activity itself, with its track"));
        }
        if self.points.timed() == 0 {
            return Err(Error::new("no Trackpoint has a Time")
                .advise("export the activity itself, with the time of each point"));
        }
        if !self.has_position {
            return Err(Error::new(
                "no Trackpoint has a Position: the activity was indoors or had no receiver",
            )
            .advise("give one recorded with positions, or a table of time and distance"));
        }
        Ok(self.points.finish(false))
    }
}

impl<'a> Point<'a> {
    /// Takes the text of an element in the point.
    fn set(&mut self, end: End<'a>, depth: usize) -> Result<()> {
        let below = depth - self.depth;
        let column = match (end.name, below) {
            ("Time", 0) => 0,
            ("LongitudeDegrees", 1) => 1,
            ("LatitudeDegrees", 1) => 2,
            ("AltitudeMeters", 0) => 3,
            ("DistanceMeters", 0) => 4,
            // `Extensions/TPX/Speed`.
            ("Speed", _) => 5,
            _ => return Ok(()),
        };
        set_cell(&mut self.cells[column], end, column != 5)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dxdt_motion::log::RowPlaces;
    use dxdt_motion::space::Frame;

    fn read(content: &str) -> Result<RecordTable> {
        let document = format!("<{ROOT}>\n{content}\n</{ROOT}>");
        Tcx.read(&Source::from_bytes("log".into(), document.into_bytes()).unwrap())
    }

    /// A point on a line of its own.
    fn point(second: usize, content: &str) -> String {
        format!("<Trackpoint><Time>2022-07-16T16:08:0{second}Z</Time>{content}</Trackpoint>\n")
    }

    const POSITION: &str = "<Position><LatitudeDegrees>46.6</LatitudeDegrees>\
                            <LongitudeDegrees>16.1</LongitudeDegrees></Position>";

    fn row(table: &RecordTable, row: usize) -> Vec<String> {
        table.sample(row + 1).unwrap()[row].clone()
    }

    #[test]
    fn a_point_has_its_columns_and_roles() {
        let full = format!(
            "{POSITION}<AltitudeMeters>7</AltitudeMeters><DistanceMeters>1.5</DistanceMeters><HeartRateBpm><Value>96\
             </Value></HeartRateBpm><Extensions><n:TPX><n:Speed>0.3</n:Speed></n:TPX></Extensions>"
        );
        let lap = |points: &str| {
            format!("<Lap><DistanceMeters>9</DistanceMeters><Track>\n{points}</Track></Lap>")
        };
        let laps = lap(&point(1, &full)) + &lap(&point(2, "<DistanceMeters>2</DistanceMeters>"));
        let activity = format!("<Activities><Activity><Id>A</Id>{laps}</Activity></Activities>");
        let table = read(&activity).unwrap();
        assert_eq!(table.names(), COLUMNS);
        assert_eq!(
            row(&table, 0),
            ["2022-07-16T16:08:01Z", "16.1", "46.6", "7", "1.5", "0.3"]
        );
        assert_eq!(
            row(&table, 1),
            ["2022-07-16T16:08:02Z", "", "", "", "2", ""]
        );
        assert_eq!(table.places, RowPlaces::Lines(vec![3, 5]));
        assert_eq!((table.parts, &table.roles.entity), (None, &None));
        assert_eq!(table.roles.frame, Some(Frame::Geographic));
        let position = table.roles.position.unwrap();
        assert_eq!(
            position,
            ["longitude [deg]", "latitude [deg]", "altitude [m]"]
        );
    }

    #[test]
    fn activities_are_entities_by_their_id() {
        let track = point(1, POSITION);
        let activity = format!("<Activity><Id>A</Id><Lap><Track>{track}</Track></Lap></Activity>");
        let course = format!("<Course><Name>B</Name><Track>{track}</Track></Course>");
        let table = read(&format!("{activity}{activity}{course}")).unwrap();
        assert_eq!(table.roles.entity.as_deref().unwrap(), ["activity"]);
        let entities: Vec<String> = (0..3)
            .map(|index| row(&table, index).pop().unwrap())
            .collect();
        assert_eq!(entities, ["A", "activity 2", "B"]);
        assert_eq!(
            table.roles.position.unwrap(),
            ["longitude [deg]", "latitude [deg]"]
        );
    }

    #[test]
    fn what_is_wrong_with_points_is_told() {
        let indoors = point(1, "<DistanceMeters>1</DistanceMeters>");
        let twice = point(1, &format!("{POSITION}\n{POSITION}"));
        for (content, sentence) in [
            (
                "<Activities/>",
                "the file has no Trackpoint; export the activity itself, with its track",
            ),
            (
                "<Trackpoint/>",
                "no Trackpoint has a Time; export the activity itself, with the time of each point",
            ),
            (
                &indoors,
                "no Trackpoint has a Position: the activity was indoors or had no receiver; give one recorded \
                 with positions, or a table of time and distance",
            ),
            (
                &twice,
                "line 3: the point has a second <LatitudeDegrees>; remove the wrong one",
            ),
        ] {
            assert_eq!(read(content).unwrap_err().to_string(), sentence);
        }
    }
}
