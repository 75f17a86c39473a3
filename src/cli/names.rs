//! Lists of names in an option: separated by commas, with quotes around a name that has commas, as in CSV.

/// What one value of an option names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Names {
    /// The value as it was given.
    pub given: String,
    pub names: Vec<String>,
}

impl Names {
    /// Reads a value, for the command line.
    ///
    /// # Errors
    /// Text that is no line of CSV.
    pub fn parse(given: &str) -> Result<Self, String> {
        // A quote without another one is part of a name.
        let has_quotes = given.matches('"').count().is_multiple_of(2);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .quoting(has_quotes)
            .from_reader(given.as_bytes());
        let mut record = csv::StringRecord::new();
        let read = reader.read_record(&mut record);
        read.map_err(|error| error.to_string())?;
        let names = match record.is_empty() {
            true => vec![given.to_owned()],
            false => record.iter().map(str::to_owned).collect(),
        };
        Ok(Self {
            given: given.to_owned(),
            names,
        })
    }

    /// The names of all values.
    pub fn all(values: &[Self]) -> Vec<String> {
        let names = values.iter().flat_map(|value| &value.names);
        names.cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_commas_stand_in_quotes() {
        for (given, names) in [
            ("x,y", &["x", "y"][..]),
            ("x (mm)", &["x (mm)"]),
            (r#""x, mm",y"#, &["x, mm", "y"]),
            (r#"y,"a ""b"", c""#, &["y", "a \"b\", c"]),
            (r#"">x,y"#, &["\">x", "y"]),
            (r#"x ("),y (")"#, &["x (\")", "y (\")"]),
            ("", &[""]),
            ("x,", &["x", ""]),
        ] {
            assert_eq!(Names::parse(given).unwrap().names, names, "{given}");
        }
    }
}
