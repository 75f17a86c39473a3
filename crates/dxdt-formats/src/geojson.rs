//! GeoJSON (RFC 7946): points with a time among their properties, and lines with a time for every coordinate.

mod feature;
mod rows;
mod times;
mod tracks;

use memchr::memmem;

use dxdt_motion::error::{Error, Result, excerpt};

use super::format::LogFormat;
use super::json::{Kind, all_elements, entries, unquoted, values};
use super::records::RecordTable;
use super::source::Source;

use feature::Feature;

/// Features of GeoJSON.
pub(super) struct GeoJson;

impl LogFormat for GeoJson {
    fn name(&self) -> &'static str {
        "GeoJSON"
    }

    fn keyword(&self) -> &'static str {
        "geojson"
    }

    fn recognises(&self, start: &[u8]) -> bool {
        let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
        start.trim_ascii_start().starts_with(b"{")
            && memmem::find_iter(start, b"\"type\"").any(|at| {
                let value = start[at + b"\"type\"".len()..].trim_ascii_start();
                let value = value.strip_prefix(b":").map(<[u8]>::trim_ascii_start);
                let is = |word: &&[u8]| value.is_some_and(|value| value.starts_with(word));
                KINDS.iter().any(is) || (is_geometry(start) && LINES.iter().any(is))
            })
    }

    fn read(&self, source: &Source) -> Result<RecordTable> {
        let text = source.text_of_any_lines()?;
        let mut features = Vec::new();
        values(text, |line, value| {
            add(value, &mut features).map_err(|error| error.at_line(line))
        })?;
        tracks::table(&features, source.budget())
    }
}

const KINDS: [&[u8]; 3] = [
    b"\"FeatureCollection\"",
    b"\"Feature\"",
    b"\"GeometryCollection\"",
];
const LINES: [&[u8]; 2] = [b"\"LineString\"", b"\"MultiLineString\""];

fn is_geometry(start: &[u8]) -> bool {
    memmem::find(start, b"\"coordinates\"").is_some()
}

/// Adds the features of an object: of a collection, itself, or a geometry on its own.
fn add<'a>(object: &'a str, features: &mut Vec<Feature<'a>>) -> Result<()> {
    if Kind::of(object) != Kind::Object {
        return Err(Error::new(format!(
            "this is {}, not a GeoJSON object",
            Kind::of(object).in_words()
        )));
    }
    let (mut kind, mut members) = (None, None);
    entries(object, |key, value| {
        match &*key {
            "type" if Kind::of(value) == Kind::Text => kind = Some(unquoted(value)?),
            "features" => members = Some(value),
            "crs" => check_reference(value)?,
            _ => {}
        }
        Ok(())
    })?;
    match (kind.as_deref(), members) {
        (Some("FeatureCollection"), Some(members)) if Kind::of(members) == Kind::Array => {
            for member in all_elements(members)? {
                features.push(Feature::read(member, features.len() + 1)?);
            }
            Ok(())
        }
        (Some("FeatureCollection"), _) => {
            Err(Error::new("the FeatureCollection has no array of features"))
        }
        (Some("Feature"), _) => {
            features.push(Feature::read(object, features.len() + 1)?);
            Ok(())
        }
        (Some(_), _) => {
            features.push(Feature::of_geometry(object, features.len() + 1)?);
            Ok(())
        }
        (None, _) => Err(Error::new("the object has no GeoJSON type")),
    }
}

/// Since RFC 7946 all coordinates are longitude and latitude; before, a member could name another system.
fn check_reference(crs: &str) -> Result<()> {
    let is_geographic = ["CRS84", "4326", "4979"]
        .iter()
        .any(|name| crs.contains(name));
    if is_geographic || Kind::of(crs) == Kind::Null {
        return Ok(());
    }
    let name = crs.rsplit('"').nth(1).unwrap_or_default();
    Err(Error::new(format!(
        "the coordinates are in '{}', not in longitude and latitude",
        excerpt(name)
    ))
    .advise("export the file in WGS 84 (EPSG:4326)"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<RecordTable> {
        GeoJson.read(&Source::from_bytes(
            "a.geojson".into(),
            text.as_bytes().to_vec(),
        )?)
    }

    fn said(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    #[test]
    fn geojson_is_told_from_other_json() {
        for start in [
            r#"{"type": "FeatureCollection", "features": ["#,
            "{\n\"name\": \"x\",\n\"type\" : \"Feature\"",
            r#"{"features": [{"geometry": null, "type": "Feature"}]"#,
            r#"{"type":"LineString","coordinates":[[1,2,3,4]]}"#,
        ] {
            assert!(GeoJson.recognises(start.as_bytes()), "{start}");
        }
        for start in [
            r#"{"type": "gps", "t": 1}"#,
            r#"[{"type": "Feature"}]"#,
            r#"{"type": "LineString"}"#,
            "type,Feature",
        ] {
            assert!(!GeoJson.recognises(start.as_bytes()), "{start}");
        }
    }

    #[test]
    fn features_may_come_one_a_line() {
        let line = |t: u32| {
            format!(
                r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":[{t},46]}},"properties":{{"t":{t}}}}}"#
            )
        };
        let table = read(&format!("{}\n{}\n", line(1), line(2))).unwrap();
        assert_eq!(table.names(), ["longitude [deg]", "latitude [deg]", "t"]);
        assert_eq!(table.height(), 2);
        assert_eq!(
            said(&format!("{}\n[1]\n", line(1))),
            "line 2: this is an array, not a GeoJSON object"
        );
    }

    #[test]
    fn other_systems_of_coordinates_are_an_error() {
        let text = |crs: &str| {
            format!(
                r#"{{"type":"FeatureCollection","crs":{crs},"features":[{{"type":"Feature","geometry":{{"type":"Point","coordinates":[1,2]}},"properties":{{"t":1}}}}]}}"#
            )
        };
        let named = |name: &str| {
            text(&format!(
                r#"{{"type":"name","properties":{{"name":"{name}"}}}}"#
            ))
        };
        assert!(read(&named("urn:ogc:def:crs:OGC:1.3:CRS84")).is_ok());
        assert!(read(&text("null")).is_ok());
        assert_eq!(
            said(&named("urn:ogc:def:crs:EPSG::32633")),
            "line 1: the coordinates are in 'urn:ogc:def:crs:EPSG::32633', not in longitude and latitude; \
             export the file in WGS 84 (EPSG:4326)"
        );
    }

    #[test]
    fn what_is_no_geojson_is_said() {
        assert_eq!(
            said(r#"{"type":"FeatureCollection","features":3}"#),
            "line 1: the FeatureCollection has no array of features"
        );
        assert_eq!(said(r#"{"a":1}"#), "line 1: the object has no GeoJSON type");
        assert!(said("{\"type\":\"Feature\",\n").starts_with("line 2: the JSON is cut off ("));
    }

    const SEED: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","id":1,"properties":{"coordTimes":[["2020-01-01T00:00:00Z",5],[7]],"n":"a"},"geometry":{"type":"MultiLineString","coordinates":[[[1,2],[3,4,5]],[[1,2,3,4]]]}}]}"#;

    proptest! {
        #[test]
        fn mutated_text_never_panics(at in 0usize..300, with in "[\\[\\]{}\",:0-9ntf\\\\-]{0,3}", cut in 0usize..300) {
            let mut text: Vec<char> = SEED.chars().collect();
            let at = at % text.len();
            text.splice(at..=at, with.chars());
            text.truncate(cut.max(at + 1));
            let _ = read(&text.into_iter().collect::<String>());
        }
    }
}
