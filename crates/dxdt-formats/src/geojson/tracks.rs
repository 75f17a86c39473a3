//! Features into rows.

use std::borrow::Cow;
use std::collections::HashSet;

use dxdt_motion::error::{Error, Result};
use dxdt_motion::finding::{Finding, FindingKind, SkippedRecords};

use super::super::memory::Budget;
use super::super::records::RecordTable;
use super::feature::{Feature, Shape, label};
use super::rows::{Rows, Track};
use super::times;

/// The rows of the lines that have times; where no line has, those of the points.
pub(super) fn table(features: &[Feature<'_>], budget: Budget) -> Result<RecordTable> {
    let mut tracks = Vec::new();
    let (mut points, mut without_time, mut others) = (Vec::new(), 0, 0);
    for feature in features {
        match &feature.shape {
            Shape::Point(position) => points.push((feature, position)),
            Shape::Lines(lines) => match times::of_lines(feature, lines)? {
                Some(times) => tracks.push(Track {
                    feature,
                    lines,
                    times,
                }),
                None => without_time += 1,
            },
            Shape::Other => others += 1,
        }
    }
    if tracks.is_empty() && points.is_empty() {
        let what = if without_time > 0 {
            "the lines of the GeoJSON have no times"
        } else {
            "there is no point or line in the GeoJSON"
        };
        return Err(Error::new(what).advise(
            "give lines with a time for each coordinate (a property 'coordTimes'), or points with a time property",
        ));
    }
    let skipped = |records, count: u64| {
        (count > 0).then(|| Finding::new(FindingKind::RecordsSkipped(records), count))
    };
    let mut rows = Rows::new(budget);
    let mut findings = Vec::new();
    if tracks.is_empty() {
        for (feature, position) in points {
            rows.point(feature, position)?;
        }
    } else {
        let labels = labels(&tracks);
        for (index, track) in tracks.iter().enumerate() {
            let label = labels.as_ref().map(|labels| labels[index].as_ref());
            rows.track(track, label)?;
        }
        let count = points.len() as u64;
        findings.extend(skipped(SkippedRecords::PointsBesideLines, count));
    }
    findings.extend(skipped(SkippedRecords::LinesWithoutTimes, without_time));
    findings.extend(skipped(SkippedRecords::OtherFeatures, others));
    let mut table = rows.finish()?;
    table.findings.extend(findings);
    Ok(table)
}

/// A name for each track, where there are several: by the first property that tells them apart, else by number.
fn labels<'a>(tracks: &[Track<'_, 'a>]) -> Option<Vec<Cow<'a, str>>> {
    // The first of these mean a track, and may come back; the others may be anything.
    const KEYS: [(&str, bool); 6] = [
        ("trajectory_id", true),
        ("traj_id", true),
        ("track_id", true),
        ("trackId", true),
        ("name", false),
        ("id", false),
    ];
    if tracks.len() < 2 {
        return None;
    }
    let by_property = |(key, may_come_back): &(&str, bool)| {
        let labels: Option<Vec<_>> = tracks
            .iter()
            .map(|track| label(track.feature.property(key)?))
            .collect();
        labels.filter(|labels| *may_come_back || are_distinct(labels))
    };
    let by_id = || {
        let ids: Option<Vec<_>> = tracks
            .iter()
            .map(|track| track.feature.id.clone())
            .collect();
        ids.filter(|ids| are_distinct(ids))
    };
    let by_number = || {
        let number = |track: &Track<'_, '_>| Cow::Owned(track.feature.number.to_string());
        tracks.iter().map(number).collect()
    };
    let found = KEYS.iter().find_map(by_property).or_else(by_id);
    Some(found.unwrap_or_else(by_number))
}

fn are_distinct(labels: &[Cow<'_, str>]) -> bool {
    let distinct: HashSet<&str> = labels.iter().map(AsRef::as_ref).collect();
    distinct.len() == labels.len()
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::testing::found;
    use super::*;
    use dxdt_motion::finding::FormatNote;

    fn table_of(features: &[&str]) -> Result<RecordTable> {
        let features: Vec<Feature<'_>> = features
            .iter()
            .enumerate()
            .map(|(index, feature)| Feature::read(feature, index + 1))
            .collect::<Result<_>>()?;
        table(&features, Budget::UNLIMITED)
    }

    fn said(features: &[&str]) -> String {
        table_of(features).unwrap_err().to_string()
    }

    fn line(properties: &str, coordinates: &str) -> String {
        let kind = if coordinates.starts_with("[[[") {
            "MultiLineString"
        } else {
            "LineString"
        };
        format!(
            r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"{kind}","coordinates":{coordinates}}}}}"#
        )
    }

    #[test]
    fn a_line_has_a_time_for_each_coordinate() {
        let times = r#"["2020-01-01T00:00:00Z","2020-01-01T00:00:01.5Z"]"#;
        for properties in [
            format!(r#"{{"name":"walk","time":"2020","coordTimes":{times}}}"#),
            format!(r#"{{"name":"walk","time":"2020","times":{times}}}"#),
            format!(
                r#"{{"name":"walk","time":"2020","coordinateProperties":{{"times":{times}}}}}"#
            ),
        ] {
            let table = table_of(&[&line(&properties, "[[8,47,400.5],[8.1,47]]")]).unwrap();
            assert_eq!(
                table.names(),
                [
                    "time",
                    "longitude [deg]",
                    "latitude [deg]",
                    "altitude [m]",
                    "name",
                    "property.time"
                ]
            );
            assert_eq!(
                table.sample(9).unwrap()[1],
                ["2020-01-01T00:00:01.5Z", "8.1", "47", "", "walk", "2020"]
            );
            assert_eq!(table.roles.time.as_deref(), Some(&["time".to_owned()][..]));
            assert_eq!(table.roles.position.as_ref().map(Vec::len), Some(3));
            assert_eq!((table.roles.entity, table.parts), (None, None));
        }
    }

    #[test]
    fn lines_of_one_feature_are_parts() {
        let coordinates = "[[[1,2],[3,4]],[],[[5,6]]]";
        for times in ["[[10,11],[],[12]]", "[10,11,12]"] {
            let properties = format!(r#"{{"coordTimes":{times}}}"#);
            let table = table_of(&[&line(&properties, coordinates)]).unwrap();
            assert_eq!(table.parts.as_deref(), Some(&[0, 0, 1][..]));
            assert_eq!(table.sample(9).unwrap()[2][0], "12");
        }
    }

    #[test]
    fn several_features_are_entities_by_what_tells_them_apart() {
        let named = |properties: [&str; 2]| {
            let features = properties.map(|properties| line(properties, "[[1,2],[3,4]]"));
            let table = table_of(&[&features[0], &features[1]]).unwrap();
            assert_eq!(
                table.roles.entity.as_deref(),
                Some(&["feature".to_owned()][..])
            );
            let rows = table.sample(9).unwrap();
            [rows[0][0].clone(), rows[2][0].clone()]
        };
        let by = |a: &str, b: &str| {
            named(
                [a, b]
                    .map(|own| format!(r#"{{"coordTimes":[1,2],{own}}}"#))
                    .each_ref()
                    .map(|p| p.as_str()),
            )
        };
        assert_eq!(by(r#""name":"a""#, r#""name":"b""#), ["a", "b"]);
        assert_eq!(
            by(r#""name":"a","id":7"#, r#""name":"a","id":8"#),
            ["7", "8"]
        );
        assert_eq!(
            by(r#""trajectory_id":"a""#, r#""trajectory_id":"a""#),
            ["a", "a"]
        );
        assert_eq!(by(r#""name":"a""#, r#""name":"a""#), ["1", "2"]);
    }

    #[test]
    fn the_fourth_coordinate_is_a_time_and_that_is_said() {
        let table = table_of(&[&line(
            "null",
            "[[1,2,0,1403715524907],[3,4,0,1403715524908]]",
        )])
        .unwrap();
        assert_eq!(table.sample(1).unwrap()[0][0], "1403715524907");
        let note = FindingKind::FormatNote(FormatNote::FourthCoordinateIsTime);
        assert_eq!(found(&table), [(note, 1)]);
        assert_eq!(
            said(&[&line("null", "[[1,2,0,1403715524907143168]]")]),
            "the fourth coordinate of feature 1 is too large to be read as an exact time; \
             give the times in milliseconds, or as a property 'coordTimes'"
        );
    }

    #[test]
    fn times_must_match_the_coordinates() {
        assert_eq!(
            said(&[&line(r#"{"coordTimes":[1,2,3]}"#, "[[1,2],[3,4]]")]),
            "feature 1 has 2 coordinates but 3 times; give one time for each coordinate"
        );
        assert_eq!(
            said(&[&line(
                r#"{"coordTimes":[[1,2]]}"#,
                "[[[1,2],[3,4]],[[1,2]]]"
            )]),
            "feature 1 has 2 lines but times for 1"
        );
        assert_eq!(
            said(&[&line(r#"{"coordTimes":[true,2]}"#, "[[1,2],[3,4]]")]),
            "a time of feature 1 is true or false, not text or a number"
        );
    }

    #[test]
    fn what_has_no_time_is_said() {
        assert_eq!(
            said(&[&line("{}", "[[1,2],[3,4]]")]),
            "the lines of the GeoJSON have no times; give lines with a time for each coordinate \
             (a property 'coordTimes'), or points with a time property"
        );
        let timed = line(r#"{"coordTimes":[1,2]}"#, "[[1,2],[3,4]]");
        let point = r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]}}"#;
        let empty = r#"{"type":"Feature","geometry":null}"#;
        let table = table_of(&[&timed, point, &line("{}", "[[1,2],[3,4]]"), empty]).unwrap();
        let expected = [
            SkippedRecords::PointsBesideLines,
            SkippedRecords::LinesWithoutTimes,
            SkippedRecords::OtherFeatures,
        ];
        assert_eq!(
            found(&table),
            expected.map(|records| (FindingKind::RecordsSkipped(records), 1))
        );
        assert!(said(&[empty]).starts_with("there is no point or line in the GeoJSON;"));
    }

    #[test]
    fn geometries_that_are_wrong_are_named() {
        let point = |coordinates: &str| {
            format!(
                r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":{coordinates}}}}}"#
            )
        };
        assert_eq!(
            said(&[&point("[1,2]"), &point("[1]")]),
            "the geometry of feature 2 cannot be read (A position must contain two or more elements, but got `1`)"
        );
        assert_eq!(said(&["3"]), "feature 1 is a number, not an object");
    }
}
