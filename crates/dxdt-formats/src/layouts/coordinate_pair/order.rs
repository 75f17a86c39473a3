//! Which of two coordinates is the latitude.

use crate::ColumnName;
use dxdt_motion::error::{Error, Result};
use dxdt_motion::finding::{PairOrder as Order, PairOrderReason as Reason};

use super::super::pair::{Form, Pair};

pub(super) const LATITUDES: &[&str] = &["lat", "latitude"];
pub(super) const LONGITUDES: &[&str] = &["lon", "lng", "long", "longitude"];

/// The order that a column's name says: `lat,lon`, `LngLat`.
pub(super) fn of_name(name: &ColumnName) -> Option<Order> {
    let at = |words: &[&str]| name.words.iter().position(|w| words.contains(&w.as_str()));
    if let (Some(latitude), Some(longitude)) = (at(LATITUDES), at(LONGITUDES)) {
        return Some(latitude_first(latitude < longitude));
    }
    // Names of one word, such as `latlng`.
    name.words.iter().find_map(|word| {
        let latitude = word.find("lat")?;
        let longitude = word.find("lon").or_else(|| word.find("lng"))?;
        (latitude.min(longitude) == 0).then(|| latitude_first(latitude < longitude))
    })
}

fn latitude_first(is_first: bool) -> Order {
    if is_first {
        Order::LatitudeFirst
    } else {
        Order::LongitudeFirst
    }
}

/// The order of a column's pairs, given with their lines, and what says so.
///
/// # Errors
/// Pairs that contradict each other.
pub(super) fn find(name: &ColumnName, pairs: &[(u64, Pair)]) -> Result<(Order, Reason)> {
    let is_wkt = |pair: &Pair| pair.form == Form::WellKnownText;
    if let Some((_, first)) = pairs.first() {
        let odd = pairs.iter().find(|(_, pair)| is_wkt(pair) != is_wkt(first));
        if let Some((line, _)) = odd {
            return Err(Error::new("the pair is not written like those above it")
                .at_line(*line)
                .advise("write all as POINT (longitude latitude), or none"));
        }
        if is_wkt(first) {
            return Ok((Order::LongitudeFirst, Reason::WellKnownText));
        }
    }
    if let Some(order) = of_name(name) {
        return Ok((order, Reason::Name));
    }
    let beyond = |value: fn(&Pair) -> f64| {
        let mut values = pairs.iter().map(|(line, pair)| (*line, value(pair)));
        values.find(|(_, value)| value.abs() > 90.0 && value.abs() <= 180.0)
    };
    let because = |(line, value), is_first| Reason::Value {
        value,
        line,
        is_first,
    };
    match (beyond(|pair| pair.first), beyond(|pair| pair.second)) {
        (Some(first), Some(second)) => Err(Error::new(format!(
            "the pairs are not all in the same order: line {} has {} first, line {} has {} second, and no latitude \
             exceeds 90",
            first.0, first.1, second.0, second.1
        ))
        .advise("correct the pairs, or split them into a latitude and a longitude column")),
        (Some(first), None) => Ok((Order::LongitudeFirst, because(first, true))),
        (None, Some(second)) => Ok((Order::LatitudeFirst, because(second, false))),
        (None, None) => Ok(by_habit(name, pairs)),
    }
}

fn by_habit(name: &ColumnName, pairs: &[(u64, Pair)]) -> (Order, Reason) {
    let is_square = pairs.iter().all(|(_, pair)| pair.form == Form::Square);
    if is_square && name.words == ["coordinates"] {
        (Order::LongitudeFirst, Reason::GeoJsonHabit)
    } else {
        (Order::LatitudeFirst, Reason::UsualHabit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, cells: &[&str]) -> Result<(Order, Reason)> {
        let pairs: Vec<_> = cells
            .iter()
            .enumerate()
            .map(|(at, cell)| (at as u64 + 2, Pair::parse(cell).unwrap()))
            .collect();
        find(&ColumnName::parse(name), &pairs)
    }

    #[test]
    fn names_say_the_order() {
        use Order::{LatitudeFirst, LongitudeFirst};
        let order = |name: &str| of_name(&ColumnName::parse(name));
        for name in [
            "lat,lon",
            "latlng",
            "LatLon",
            "latitude/longitude",
            "gps_lat_long",
        ] {
            assert_eq!(order(name), Some(LatitudeFirst), "{name}");
        }
        for name in ["lon,lat", "lonlat", "LngLat", "Longitude Latitude"] {
            assert_eq!(order(name), Some(LongitudeFirst), "{name}");
        }
        for name in ["position", "latency", "salon-lat", "flatlong", "é"] {
            assert_eq!(order(name), None, "{name}");
        }
        // The name is asked before the values.
        assert_eq!(found("lon,lat", &["42.1,14.2"]).unwrap().0, LongitudeFirst);
    }

    #[test]
    fn values_say_the_order() {
        let (order, reason) = found("p", &["42.1,14.2", "42.1,141.2"]).unwrap();
        assert_eq!(order, Order::LatitudeFirst);
        let by_value = Reason::Value {
            value: 141.2,
            line: 3,
            is_first: false,
        };
        assert_eq!(reason, by_value);
        let (order, _) = found("p", &["-141.2,42.1"]).unwrap();
        assert_eq!(order, Order::LongitudeFirst);
        let error = found("p", &["42.1,141.2", "141.2,42.1"]).unwrap_err();
        assert!(error.to_string().starts_with(
            "the pairs are not all in the same order: line 3 has 141.2 first, line 2 has 141.2 second"
        ));
    }

    #[test]
    fn the_habit_says_that_it_is_one() {
        let usual = (Order::LatitudeFirst, Reason::UsualHabit);
        assert_eq!(found("p", &["42.1,14.2"]).unwrap(), usual);
        let of_geojson = (Order::LongitudeFirst, Reason::GeoJsonHabit);
        assert_eq!(found("coordinates", &["[14.2,42.1]"]).unwrap(), of_geojson);
    }

    #[test]
    fn well_known_text_has_x_first() {
        assert_eq!(
            found("lat,lon", &["POINT (14.2 42.1)"]).unwrap().0,
            Order::LongitudeFirst
        );
        let error = found("p", &["POINT (14.2 42.1)", "42.1,14.2"]).unwrap_err();
        assert_eq!(error.line(), Some(3));
    }
}
