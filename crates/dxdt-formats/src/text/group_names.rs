//! Names of columns under the names of their groups.

use std::collections::HashMap;

/// The names with those of their groups in front, of rows above them from the top: `nose x` for `x` below `nose`.
///
/// A row of groups that says nothing more than another, or the same of all columns, is left out.
pub(super) fn under_groups(names: &[String], groups: &[Vec<String>]) -> Vec<String> {
    let groups: Vec<Vec<&str>> = groups.iter().map(|row| spread(row, names.len())).collect();
    let kept = telling(&groups);
    names
        .iter()
        .enumerate()
        .map(|(column, name)| {
            let above = kept.iter().map(|&row| groups[row][column]);
            let mut words: Vec<&str> = above.filter(|word| !word.is_empty()).collect();
            if column == 0 && is_level(name) {
                return "frame".to_owned();
            }
            words.push(name);
            words.dedup();
            words.join(" ").trim().to_owned()
        })
        .collect()
}

/// Whether a name is that of a row of names and not of its column: pose estimators leave the numbers of frames unnamed.
fn is_level(name: &str) -> bool {
    ["coords", "bodyparts", "individuals", "scorer"].contains(&name)
}

/// The group of each column: a name goes on over the blanks behind it, unless names are repeated.
fn spread(row: &[String], width: usize) -> Vec<&str> {
    let repeats = row
        .windows(2)
        .any(|pair| !pair[0].is_empty() && pair[0] == pair[1]);
    let mut current = "";
    (0..width)
        .map(|column| {
            let cell = row.get(column).map_or("", String::as_str);
            if !cell.is_empty() || repeats {
                current = cell;
            }
            current
        })
        .collect()
}

/// The rows that tell columns apart which no other of them does.
fn telling(groups: &[Vec<&str>]) -> Vec<usize> {
    let mut kept: Vec<usize> = (0..groups.len())
        .filter(|&row| {
            let mut named = groups[row].iter().skip(1).filter(|name| !name.is_empty());
            let first = named.next();
            named.any(|name| Some(name) != first)
        })
        .collect();
    let mut index = 0;
    while index < kept.len() {
        let row = kept[index];
        let others = kept.iter().copied().filter(|&other| other != row);
        // Of two that say the same the first stays.
        let is_told = |other: usize| {
            follows(&groups[row], &groups[other])
                && (other < row || !follows(&groups[other], &groups[row]))
        };
        match others.into_iter().any(is_told) {
            true => {
                kept.remove(index);
            }
            false => index += 1,
        }
    }
    kept
}

/// Whether the names of one row follow from those of another.
fn follows(row: &[&str], other: &[&str]) -> bool {
    let mut under: HashMap<&str, &str> = HashMap::new();
    (1..row.len()).all(|column| *under.entry(other[column]).or_insert(row[column]) == row[column])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(groups: &[&str], names: &str) -> Vec<String> {
        let fields = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        let groups: Vec<_> = groups.iter().map(|line| fields(line)).collect();
        under_groups(&fields(names), &groups)
    }

    #[test]
    fn names_stand_below_their_groups() {
        assert_eq!(
            named(
                &["scorer,m,m,m,m", "bodyparts,nose,nose,tail,tail"],
                "coords,x,y,x,y"
            ),
            ["frame", "nose x", "nose y", "tail x", "tail y"]
        );
        assert_eq!(
            named(&[",,A:L,,A:R,"], "Frame,Sub,X,Y,X,Y"),
            ["Frame", "Sub", "A:L X", "A:L Y", "A:R X", "A:R Y"]
        );
        let motive = [
            ",,Rigid Body,Rigid Body,Marker,Marker,Marker",
            ",,Robot,Robot,Robot:1,Robot:1,Robot:2",
            ",,9F,9F,A0,A0,A1",
            ",,Rotation,Position,Position,Position,Position",
        ];
        assert_eq!(
            named(&motive, "Frame,Time (Seconds),X,X,X,Y,X"),
            [
                "Frame",
                "Time (Seconds)",
                "Robot Rotation X",
                "Robot Position X",
                "Robot:1 Position X",
                "Robot:1 Position Y",
                "Robot:2 Position X"
            ]
        );
    }

    #[test]
    fn what_is_the_same_of_all_says_nothing() {
        assert_eq!(
            named(&["scorer,m,m", "part,nose,nose"], "t,x,y"),
            ["t", "x", "y"]
        );
        assert_eq!(
            named(&["Time,hand,hand,foot,foot"], "s,x,y,x,y"),
            ["Time s", "hand x", "hand y", "foot x", "foot y"]
        );
    }
}
