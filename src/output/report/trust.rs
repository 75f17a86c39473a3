//! What can be trusted, in sentences.

use crate::inspect::{Judgement, Trust};
use crate::motion::{Method, SmoothingMethod};

use super::page::PageParts;

/// The verdict as sentences for one paragraph.
pub(super) fn sentences(page: &PageParts<'_>) -> Vec<String> {
    let verdict = &page.inspection.verdict;
    let mut sentences = vec![
        judged("velocity", &verdict.velocity),
        judged("acceleration", &verdict.acceleration),
    ];
    sentences.extend(verdict.clock.clone());
    let of_gradient = "That is said of the gradient";
    let method = page
        .summary
        .smoothing
        .as_ref()
        .map(|smoothing| smoothing.method);
    match (method, page.summary.options.method) {
        (Some(SmoothingMethod::Gradient), _) | (None, Method::Gradient) => {}
        (Some(_), _) => sentences.push(format!(
            "{of_gradient}; this page shows both by --method {}, with the standard errors below.",
            method_name(page)
        )),
        (None, Method::FirstDifference) => {
            sentences.push(format!("{of_gradient}; this page shows first differences."));
        }
    }
    sentences
}

/// The method by its name on the command line.
pub(super) fn method_name(page: &PageParts<'_>) -> String {
    let name = match &page.summary.smoothing {
        Some(smoothing) => serde_json::to_value(smoothing.method),
        None => serde_json::to_value(page.summary.options.method),
    };
    let name = name.ok().and_then(|name| name.as_str().map(str::to_owned));
    name.unwrap_or_default()
}

fn judged(what: &str, judgement: &Judgement) -> String {
    let trust = match judgement.trust {
        Trust::Yes => "can be trusted",
        Trust::WithCare => "is to be taken with care",
        Trust::No => "cannot be trusted",
        Trust::Unknown => "cannot be judged",
    };
    format!("The {what} {trust}: {}.", judgement.reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trust_is_a_sentence() {
        let judgement = Judgement {
            trust: Trust::WithCare,
            reason: "30 % of it is noise".to_owned(),
        };
        assert_eq!(
            judged("velocity", &judgement),
            "The velocity is to be taken with care: 30 % of it is noise."
        );
    }
}
