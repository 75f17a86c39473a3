//! The start of an element and its attributes.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::attributes::Attributes;

use dxdt_motion::error::{Error, Result, excerpt};

use super::fault::{DAMAGED, broken};

/// The start of an element.
#[derive(Debug)]
pub struct Start<'a> {
    /// The name without its prefix.
    pub name: &'a str,
    /// The line of its `<`.
    pub line: u64,
    // What stands between `<` and `>`, and how much of it is the name.
    pub(super) tag: &'a str,
    pub(super) name_length: usize,
}

impl<'a> Start<'a> {
    /// The values of attributes, by their names.
    ///
    /// # Errors
    /// An attribute without a quoted value; one of the names twice; a reference that is not defined.
    pub fn attributes<const N: usize>(
        &self,
        names: [&str; N],
    ) -> Result<[Option<Cow<'a, str>>; N]> {
        let mut values = [const { None }; N];
        let mut attributes = Attributes::new(self.tag, self.name_length);
        // The check of quick-xml compares each with each, which is slow where there are very many.
        for attribute in attributes.with_checks(false) {
            let attribute = attribute.map_err(|error| broken(&error.into()).at_line(self.line))?;
            let key = attribute.key.into_inner();
            let wanted = names
                .iter()
                .zip(&mut values)
                .find(|(name, _)| **name == key);
            let Some((name, slot)) = wanted else {
                continue;
            };
            if slot.is_some() {
                return Err(Error::new(format!(
                    "<{}> has two attributes '{name}'",
                    excerpt(self.name)
                ))
                .at_line(self.line)
                .advise(DAMAGED));
            }
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| broken(&error).at_line(self.line))?;
            *slot = Some(value);
        }
        Ok(values)
    }
}
