//! Positions that are hardly those of a plane: coordinates of a map, of which the user can say which one it is.

use dxdt_formats::compass_axis;
use dxdt_motion::finding::FindingKind;
use dxdt_motion::space::Frame;

use super::position::PositionChoice;
use super::view::{ColumnView, median};

/// What positions along two axes look like, or what the log states; none where they are as good as those of a plane.
pub(super) fn find(
    columns: &[ColumnView<'_>],
    position: &PositionChoice,
    stated: Option<&str>,
    is_dated: bool,
) -> Option<FindingKind> {
    let [x, y, ..] = position.columns[..] else {
        return None;
    };
    if position.frame != Frame::Cartesian {
        return None;
    }
    let of = |index: usize| median(columns[index].finite().collect()).map(f64::abs);
    let places = [of(x)?, of(y)?];
    let hint = |factor| {
        let stated = stated.map(str::to_owned);
        Some(FindingKind::MapProjection { stated, factor })
    };
    let is_grid = [x, y].iter().any(|&index| {
        let name = &columns[index].name;
        compass_axis(name).is_some() || name.has_word(&["utm"])
    });
    let has_unit = [x, y].iter().any(|&index| {
        let unit = columns[index].name.unit.as_deref();
        unit.is_some_and(|unit| !unit.is_empty())
    });
    let is_far = places[0] > 1e4 && places[1] > 1e5;
    match stated {
        Some("EPSG:3857") => hint(mercator_factor(places)),
        Some(_) => hint(None),
        None if is_grid => is_far.then(|| hint(None)).flatten(),
        None if has_unit || !is_dated || !is_far => None,
        None => hint(Some(
            mercator_factor(places).filter(|factor| *factor > 1.02)?,
        )),
    }
}

/// How many times too large lengths are on the map of Web Mercator; none off it.
fn mercator_factor([x, y]: [f64; 2]) -> Option<f64> {
    const RADIUS: f64 = 6_378_137.0;
    const HALF: f64 = 20_037_508.35;
    let latitude = (y / RADIUS).sinh().atan();
    (x <= HALF && y <= HALF).then(|| 1.0 / latitude.cos())
}

#[cfg(test)]
mod tests {
    use super::super::view::testing::views;
    use super::*;

    fn hint(table: &str, stated: Option<&str>) -> Option<(bool, Option<f64>)> {
        let columns = views(table);
        let choice = super::super::position::choose(&columns, &[1, 2], None).0?;
        match find(&columns, &choice, stated, true)? {
            FindingKind::MapProjection { stated, factor } => Some((stated.is_some(), factor)),
            _ => None,
        }
    }

    #[test]
    fn maps_are_told_from_planes() {
        let (_, factor) = hint("t,x,y|0,950000,8399737.9|1,950001,8399738", None).unwrap();
        // At 60 degrees north.
        assert!(factor.is_some_and(|factor| (factor - 2.0).abs() < 1e-6));
        let utm = "t,easting,northing|0,465000,5250000|1,465001,5250001";
        assert_eq!(hint(utm, None), Some((false, None)));
        assert_eq!(hint(utm, Some("EPSG:32632")), Some((true, None)));
        assert_eq!(hint("t,easting,northing|0,12,34|1,13,35", None), None);
        assert_eq!(hint("t,x,y|0,1.5,2|1,2.5,3", None), None);
        assert_eq!(
            hint("t,x,y|0,1.5,2|1,2.5,3", Some("EPSG:2056")),
            Some((true, None))
        );
        let metres = "t,x [m],y [m]|0,950000,8399737.9|1,950001,8399738";
        assert_eq!(hint(metres, None), None);
    }
}
