//! An explanation as text for a terminal: who the row is, its neighbors, each derivative term by term, others.

mod derived;
mod head;
mod layout;
mod others;
mod page;

use dxdt_motion::error::printable;

use crate::explain::Explanation;
use layout::cut;
use page::Page;

/// The explanation as text with ANSI styles, lines of at most `width` characters where the log's names are short.
///
/// ```
/// use dxdt::explain::{ExplainOptions, explain};
/// use dxdt::screens::explanation::text;
/// use dxdt_log::LogOptions;
/// use dxdt_motion::audit::audit;
/// use dxdt_formats::Source;
///
/// let csv = b"t,x\n0,0\n1,1\n2,4\n".to_vec();
/// let log = dxdt_log::read_source(Source::from_bytes("log.csv".into(), csv)?, &LogOptions::default())?;
/// let options = ExplainOptions::default();
/// let audited = audit(&log, &options.audit)?;
/// let motion = dxdt_motion::motion::derive(&audited, &options.derive);
/// let text = text(&explain(&audited, &motion, 2, &options)?, 100);
/// assert!(text.contains("row 2 of 3") && text.contains("(h₁²·(f₊ − f) + h₂²·(f − f₋)) / (h₁·h₂·(h₁ + h₂))"));
/// # Ok::<(), dxdt::Error>(())
/// ```
pub fn text(explanation: &Explanation, width: usize) -> String {
    let mut page = Page {
        text: String::new(),
        width,
    };
    head::head(&mut page, explanation);
    head::neighbours(&mut page, explanation);
    for (quantity, derivation) in [
        (Quantity::Velocity, &explanation.velocity),
        (Quantity::Acceleration, &explanation.acceleration),
    ] {
        if let Some(derivation) = derivation {
            derived::derived(&mut page, explanation, quantity, derivation);
        }
    }
    derived::turn(&mut page, explanation);
    others::others(&mut page, explanation);
    page.text
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Quantity {
    Velocity,
    Acceleration,
}

impl Quantity {
    fn name(self) -> &'static str {
        match self {
            Self::Velocity => "velocity",
            Self::Acceleration => "acceleration",
        }
    }

    fn prefix(self) -> &'static str {
        match self {
            Self::Velocity => "v",
            Self::Acceleration => "a",
        }
    }

    /// The unit of the quantity along an axis in this unit of length.
    fn unit(self, length: Option<&str>) -> String {
        let per = match self {
            Self::Velocity => "/s",
            Self::Acceleration => "/s²",
        };
        length.map_or_else(String::new, |length| format!(" {}{per}", printable(length)))
    }
}

/// A column's title of at most so many characters before its unit.
fn with_unit(name: &str, unit: Option<&str>, most: usize) -> String {
    match unit {
        Some(unit) => format!("{} ({})", cut(name, most), cut(unit, 10)),
        None => cut(name, most),
    }
}
