//! What a key stands for as cells: objects get dotted names, short arrays of numbers a number or an axis.

use dxdt_motion::error::{Error, Result, excerpt};

use super::super::scan::{self, Kind};
use super::KeyedColumns;

// Objects of logs are nested a few levels deep; each level is scanned once more.
const DEEPEST: usize = 32;
// An array in a record that is longer than this is no position but a series of its own.
const LONGEST_ARRAY: usize = 16;

impl KeyedColumns {
    /// Adds the cells of an object, as the row that was gone to.
    ///
    /// # Errors
    /// A key that comes twice; more keys than a table has; objects nested too deep.
    pub fn object(&mut self, object: &str) -> Result<()> {
        self.entries(&mut String::new(), object, 0)
    }

    fn entries(&mut self, path: &mut String, object: &str, depth: usize) -> Result<()> {
        if depth > DEEPEST {
            return Err(Error::new(format!(
                "objects are nested deeper than {DEEPEST} levels"
            )));
        }
        let length = path.len();
        scan::entries(object, |key, value| {
            if length > 0 {
                path.push('.');
            }
            path.push_str(&key);
            let added = self.nested_value(path, value, depth);
            path.truncate(length);
            added
        })
    }

    /// Adds what a key stands for: one cell, or the cells of an object or of a short array of numbers.
    pub fn value(&mut self, name: &str, value: &str) -> Result<()> {
        self.nested_value(&mut name.to_owned(), value, 0)
    }

    fn nested_value(&mut self, path: &mut String, value: &str, depth: usize) -> Result<()> {
        let kind = Kind::of(value);
        if matches!(kind, Kind::Object | Kind::Array) && !self.nested.contains_key(path.as_str()) {
            self.check_number_of_keys(self.nested.len())?;
            self.budget.name(path)?;
            self.nested.insert(path.clone(), (self.row, kind));
        }
        match kind {
            Kind::Object => self.entries(path, value, depth + 1),
            Kind::Array => self.array(path, value),
            Kind::Text => {
                let text = scan::unquoted(value).map_err(|error| error.in_column(excerpt(path)))?;
                match degrees_pair(&text) {
                    Some(pair) => {
                        for (name, degrees) in [".latitude", ".longitude"].into_iter().zip(pair) {
                            let length = path.len();
                            path.push_str(name);
                            let added = self.cell(path, Some(degrees));
                            path.truncate(length);
                            added?;
                        }
                        Ok(())
                    }
                    None => self.cell(path, Some(&text)),
                }
            }
            Kind::Null => self.cell(path, None),
            Kind::Number | Kind::Truth => self.cell(path, Some(value)),
        }
    }

    fn array(&mut self, path: &mut String, array: &str) -> Result<()> {
        let elements = scan::all_elements(array)?;
        let is_number = |element: &&str| matches!(Kind::of(element), Kind::Number | Kind::Null);
        if elements.len() > LONGEST_ARRAY || !elements.iter().all(is_number) {
            *self.left_out.entry(path.clone()).or_default() += 1;
            return Ok(());
        }
        let axes = axes_of(path, elements.len());
        if axes.is_some() && !self.axes.contains_key(path.as_str()) {
            self.axes.insert(path.clone(), elements.len());
        }
        let length = path.len();
        for (index, element) in elements.into_iter().enumerate() {
            path.push('.');
            match axes.and_then(|axes| axes.get(index)) {
                Some(axis) => path.push_str(axis),
                None => path.push_str(&index.to_string()),
            }
            let cell = (Kind::of(element) == Kind::Number).then_some(element);
            let added = self.cell(path, cell);
            path.truncate(length);
            added?;
        }
        Ok(())
    }
}

/// Latitude and longitude of `48.8°, 2.3°` and `geo:48.8,2.3`, as phones write them.
fn degrees_pair(text: &str) -> Option<[&str; 2]> {
    let without = text.strip_prefix("geo:");
    let (first, second) = without.unwrap_or(text).split_once(',')?;
    let (first, second) = (first.trim(), second.trim());
    let is_degrees = |part: &str| {
        let number = part.strip_suffix('°').unwrap_or(part);
        (without.is_some() || part.ends_with('°')) && number.trim().parse::<f64>().is_ok()
    };
    (is_degrees(first) && is_degrees(second))
        .then(|| [first, second].map(|part| part.trim_end_matches('°').trim()))
}

/// The axes of an array whose key says that it is a position; a place on the Earth may be in either order.
fn axes_of(path: &str, length: usize) -> Option<&'static [&'static str]> {
    const POSITIONS: [&str; 9] = [
        "position",
        "positions",
        "pos",
        "p",
        "translation",
        "xyz",
        "point",
        "center",
        "centroid",
    ];
    let key = path.rsplit('.').next().unwrap_or(path);
    // As GeoJSON has it.
    if key.eq_ignore_ascii_case("coordinates") && (2..=3).contains(&length) {
        return Some(&["longitude", "latitude", "altitude"][..]);
    }
    if ["latlng", "latlon"]
        .iter()
        .any(|word| key.eq_ignore_ascii_case(word))
        && length == 2
    {
        return Some(&["latitude", "longitude"][..]);
    }
    let is_position = POSITIONS.iter().any(|word| key.eq_ignore_ascii_case(word));
    (is_position && (2..=3).contains(&length)).then_some(&["x", "y", "z"][..])
}

#[cfg(test)]
mod tests {
    use super::super::super::super::memory::Budget;
    use super::*;
    use dxdt_motion::log::RowPlaces;

    #[test]
    fn what_is_nested_gets_dotted_names() {
        let records = [
            r#"{"pose": {"position": [1, 2, null], "q": [0, 0, 0, 1]}, "v": [4, 5], "ranges": [1, "a"]}"#,
            r#"{"pose": {"position": [3, 4, 5], "q": []}, "ranges": [[1]]}"#,
        ];
        let mut columns = KeyedColumns::new(Budget::UNLIMITED);
        for (row, record) in records.iter().enumerate() {
            columns.go_to_row(row);
            columns.object(record).unwrap();
        }
        let table = columns.finish(2, RowPlaces::Records).unwrap();
        assert_eq!(
            table.names(),
            [
                "pose.position.x",
                "pose.position.y",
                "pose.position.z",
                "pose.q.0",
                "pose.q.1",
                "pose.q.2",
                "pose.q.3",
                "v.0",
                "v.1"
            ]
        );
        let notes: Vec<String> = table.findings.iter().map(ToString::to_string).collect();
        assert_eq!(
            notes,
            [
                "the array 'pose.position' of 3 numbers is taken as x, y and z",
                "the arrays of 'ranges' are left out: they are long or hold values other than numbers"
            ]
        );
    }
}
