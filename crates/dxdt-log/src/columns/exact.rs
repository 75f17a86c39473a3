//! Columns that hold the exact motion of a simulated log: `exact_` and the name of a position column, with `v_`, `a_` or
//! `j_` before the name for its derivatives.

use dxdt_formats::ColumnName;
use dxdt_motion::space::Frame;

/// A column of exact values, by its index in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExactRole {
    pub column: usize,
    /// 0 for the position, 1 for the velocity, 2 for the acceleration, 3 for the jerk.
    pub order: usize,
    /// The position column, or 0, 1 and 2 for east, north and up.
    pub axis: usize,
}

const PREFIX: &str = "exact_";
const DERIVATIVES: [(&str, usize); 4] = [("", 0), ("v_", 1), ("a_", 2), ("j_", 3)];
const DIRECTIONS: [&str; 3] = ["east", "north", "up"];

/// What a name may be the exact value of: the order of the derivative and the name of what is derived.
fn readings(name: &ColumnName) -> impl Iterator<Item = (usize, &str)> {
    let rest = name
        .base
        .get(..PREFIX.len())
        .filter(|prefix| prefix.eq_ignore_ascii_case(PREFIX))
        .and_then(|_| name.base.get(PREFIX.len()..));
    rest.into_iter().flat_map(|rest| {
        DERIVATIVES.into_iter().filter_map(move |(prefix, order)| {
            let start = rest.get(..prefix.len())?;
            let of = rest.get(prefix.len()..)?;
            (start.eq_ignore_ascii_case(prefix) && !of.is_empty()).then_some((order, of))
        })
    })
}

/// The columns that name another column of the table, or a direction, as what they are exact values of. They are no
/// positions, entities or measured velocities, whatever other words are in their names.
pub(super) fn family(names: &[ColumnName]) -> Vec<usize> {
    let is_known = |of: &str| {
        let is_column = names.iter().any(|name| name.base.eq_ignore_ascii_case(of));
        let is_direction = DIRECTIONS.iter().any(|word| word.eq_ignore_ascii_case(of));
        is_column || is_direction
    };
    (0..names.len())
        .filter(|&index| readings(&names[index]).any(|(_, of)| is_known(of)))
        .collect()
}

/// The exact values of the chosen position columns among the columns of the family, at most one for each quantity.
pub(super) fn choose(
    names: &[ColumnName],
    family: &[usize],
    positions: &[usize],
    frame: Frame,
) -> Vec<ExactRole> {
    let axis_of = |order: usize, of: &str| {
        // Longitude and latitude have no velocity of their own.
        if frame == Frame::Geographic && order > 0 {
            return DIRECTIONS
                .iter()
                .position(|word| word.eq_ignore_ascii_case(of));
        }
        positions
            .iter()
            .position(|&position| names[position].base.eq_ignore_ascii_case(of))
    };
    let mut found: Vec<ExactRole> = Vec::new();
    for &column in family {
        let role = readings(&names[column]).find_map(|(order, of)| {
            let axis = axis_of(order, of)?;
            Some(ExactRole {
                column,
                order,
                axis,
            })
        });
        if let Some(role) = role {
            let is_same = |known: &ExactRole| (known.order, known.axis) == (role.order, role.axis);
            if !found.iter().any(is_same) {
                found.push(role);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(header: &str) -> Vec<ColumnName> {
        header.split(',').map(ColumnName::parse).collect()
    }

    fn found(header: &str, positions: &[usize], frame: Frame) -> Vec<(usize, usize, usize)> {
        let names = names(header);
        choose(&names, &family(&names), positions, frame)
            .into_iter()
            .map(|role| (role.column, role.order, role.axis))
            .collect()
    }

    #[test]
    fn the_family_is_recognised_by_the_names_of_the_positions() {
        let header =
            "time (s),x (m),y (m),exact_x (m),exact_v_x (m/s),exact_a_y (m/s^2),Exact_J_Y (m/s^3)";
        assert_eq!(
            found(header, &[1, 2], Frame::Cartesian),
            [(3, 0, 0), (4, 1, 0), (5, 2, 1), (6, 3, 1)]
        );
        // Of positions that were not chosen nothing is taken.
        assert_eq!(
            found(header, &[1], Frame::Cartesian),
            [(3, 0, 0), (4, 1, 0)]
        );
        assert_eq!(family(&names(header)), [3, 4, 5, 6]);
    }

    #[test]
    fn names_that_only_begin_so_are_others() {
        assert_eq!(
            family(&names("t,x,exact_speed,exact_,exactly_x,exact_v_")).len(),
            0
        );
        assert_eq!(family(&names("é,exact_é,exact_v_é")), [1, 2]);
        // A position that is itself called v_x.
        assert_eq!(
            found("t,v_x,exact_v_x", &[1], Frame::Cartesian),
            [(2, 0, 0)]
        );
    }

    #[test]
    fn geographic_logs_have_directions() {
        assert_eq!(
            found(
                "t,lon,lat,exact_lon,exact_v_east,exact_a_up,exact_v_lon",
                &[1, 2],
                Frame::Geographic
            ),
            [(3, 0, 0), (4, 1, 0), (5, 2, 2)]
        );
    }
}
