//! GPX 1.0 and 1.1: the points of tracks, or of routes and waypoints that have times.
//!
//! The elements are those of the schemas at <https://www.topografix.com/gpx.asp>.

use dxdt_motion::error::{Error, Result};
use dxdt_motion::finding::{Finding, FindingKind, FormatNote, GpxPoints as Kind};

use super::xml::{Cell, End, Node, Points, Start, Xml, root_name, set_cell};
use super::{Budget, LogFormat, RecordTable, Source};

/// GPX.
#[derive(Debug)]
pub(super) struct Gpx;

const COLUMNS: [&str; 7] = [
    "time",
    "longitude [deg]",
    "latitude [deg]",
    "elevation [m]",
    "speed [m/s]",
    "course [deg]",
    "hdop",
];

impl LogFormat for Gpx {
    fn name(&self) -> &'static str {
        "GPX"
    }

    fn keyword(&self) -> &'static str {
        "gpx"
    }

    fn recognises(&self, start: &[u8]) -> bool {
        root_name(start).is_some_and(|name| name == "gpx")
    }

    fn read(&self, source: &Source) -> Result<RecordTable> {
        let mut xml = Xml::new(source.text_of_any_lines()?, "gpx");
        let mut content = Content::new(&source.budget());
        while let Some(node) = xml.next()? {
            match node {
                Node::Start(start) => content.start(&start, xml.depth())?,
                Node::End(end) => content.end(end, xml.depth())?,
            }
        }
        content.finish()
    }
}

/// The point that is being read.
struct Point<'a> {
    kind: Kind,
    line: u64,
    depth: usize,
    cells: [Cell<'a>; COLUMNS.len()],
}

/// What has been read so far.
struct Content<'a> {
    tracks: Points,
    routes: Points,
    waypoints: Points,
    part: u32,
    // The track or route that is open, and its depth.
    group: Option<(Kind, usize)>,
    point: Option<Point<'a>>,
    // The depth of an open `extensions` outside of points: what is in it is not ours.
    extensions: Option<usize>,
}

impl<'a> Content<'a> {
    fn new(budget: &Budget) -> Self {
        Self {
            tracks: Points::new(&COLUMNS, "track", budget.clone()),
            routes: Points::new(&COLUMNS, "route", budget.clone()),
            waypoints: Points::new(&COLUMNS, "waypoint", budget.clone()),
            part: 0,
            group: None,
            point: None,
            extensions: None,
        }
    }

    fn of(&mut self, kind: Kind) -> &mut Points {
        match kind {
            Kind::Track => &mut self.tracks,
            Kind::Route => &mut self.routes,
            Kind::Waypoint => &mut self.waypoints,
        }
    }

    fn start(&mut self, start: &Start<'a>, depth: usize) -> Result<()> {
        if self.point.is_some() || self.extensions.is_some() {
            return Ok(());
        }
        match start.name {
            "trk" => self.begin_group(Kind::Track, depth),
            "rte" => self.begin_group(Kind::Route, depth),
            "trkseg" => self.part = self.part.saturating_add(1),
            "trkpt" => self.begin_point(Kind::Track, start, depth)?,
            "rtept" => self.begin_point(Kind::Route, start, depth)?,
            "wpt" => self.begin_point(Kind::Waypoint, start, depth)?,
            "extensions" => self.extensions = Some(depth),
            _ => {}
        }
        Ok(())
    }

    fn begin_group(&mut self, kind: Kind, depth: usize) {
        self.of(kind).begin_group();
        self.group = Some((kind, depth));
        self.part = self.part.saturating_add(1);
    }

    fn begin_point(&mut self, kind: Kind, start: &Start<'a>, depth: usize) -> Result<()> {
        let [longitude, latitude] = start.attributes(["lon", "lat"])?;
        for (name, value) in [("lon", &longitude), ("lat", &latitude)] {
            if value.is_none() {
                let what = format!("<{}> has no attribute '{name}'", start.name);
                return Err(Error::new(what)
                    .at_line(start.line)
                    .advise("give the point its lat and lon in degrees, or remove it"));
            }
        }
        self.point = Some(Point {
            kind,
            line: start.line,
            depth,
            cells: [None, longitude, latitude, None, None, None, None],
        });
        Ok(())
    }

    fn end(&mut self, end: End<'a>, depth: usize) -> Result<()> {
        if let Some(point) = &mut self.point {
            if depth >= point.depth {
                return point.set(end, depth);
            }
            if let Some(point) = self.point.take() {
                let part = self.part;
                self.of(point.kind).push(point.line, &point.cells, part)?;
            }
        } else if let Some(extensions) = self.extensions {
            self.extensions = Some(extensions).filter(|&extensions| depth >= extensions);
        } else if let Some((kind, group)) = self.group {
            if depth < group {
                self.of(kind).end_group();
                self.group = None;
            } else if depth == group && end.name == "name" {
                self.of(kind).name_group(&end.text);
            }
        }
        Ok(())
    }

    /// The points of tracks; where there are none, those of routes, then waypoints, if they have times.
    fn finish(self) -> Result<RecordTable> {
        let kinds = [
            (Kind::Track, self.tracks.met()),
            (Kind::Route, self.routes.met()),
            (Kind::Waypoint, self.waypoints.met()),
        ];
        let (chosen, points) = if self.tracks.met() > 0 {
            (Kind::Track, self.tracks)
        } else if self.routes.timed() > 0 {
            (Kind::Route, self.routes)
        } else {
            (Kind::Waypoint, self.waypoints)
        };
        if kinds.iter().all(|&(_, met)| met == 0) {
            return Err(Error::new("the file has no points")
                .advise("export the recording itself, with its track points"));
        }
        if points.timed() == 0 {
            let what = "no point has a time: this is a route or a drawn track, not a recording";
            return Err(
                Error::new(what).advise("export the recording itself, with the time of each point")
            );
        }
        let mut table = points.finish(chosen != Kind::Waypoint);
        for (kind, met) in kinds {
            if kind != chosen && met > 0 {
                let note = FormatNote::PointsNotUsed { points: kind };
                let finding = Finding::new(FindingKind::FormatNote(note), met as u64);
                table.findings.push(finding);
            }
        }
        Ok(table)
    }
}

impl<'a> Point<'a> {
    /// Takes the text of an element in the point; speed and course may stand deeper, in extensions.
    fn set(&mut self, end: End<'a>, depth: usize) -> Result<()> {
        let is_child = depth == self.depth;
        let column = match end.name {
            "time" if is_child => 0,
            "ele" if is_child => 3,
            "speed" => 4,
            "course" => 5,
            "hdop" if is_child => 6,
            _ => return Ok(()),
        };
        set_cell(&mut self.cells[column], end, is_child)
    }
}

#[cfg(test)]
mod tests;
