//! What can be trusted, in sentences.

use dxdt_motion::inspect::{ClockVerdict, Judgement, Trust};
use dxdt_motion::motion::MethodName;

use super::page::PageParts;

/// The verdict as sentences for one paragraph.
pub(super) fn sentences(page: &PageParts<'_>) -> Vec<String> {
    let verdict = &page.inspection.verdict;
    let mut sentences = vec![
        judged("velocity", &verdict.velocity),
        judged("acceleration", &verdict.acceleration),
    ];
    sentences.extend(verdict.clock.as_ref().map(ClockVerdict::to_string));
    let of_gradient = "This is about the gradient";
    match page.summary.options.method {
        MethodName::Gradient => {}
        MethodName::Diff => {
            sentences.push(format!("{of_gradient}; this page shows first differences."));
        }
        method => sentences.push(format!(
            "{of_gradient}; this page shows both by --method {method}, with the standard errors below."
        )),
    }
    sentences
}

fn judged(what: &str, judgement: &Judgement) -> String {
    let trust = match judgement.trust {
        Trust::Yes => "can be trusted",
        Trust::WithCare => "needs care",
        Trust::No => "cannot be trusted",
        Trust::Unknown => "cannot be judged",
    };
    format!("The {what} {trust}: {judgement}.")
}

#[cfg(test)]
mod tests {
    use dxdt_motion::inspect::TrustReason;

    use super::*;

    #[test]
    fn trust_is_a_sentence() {
        let judgement = Judgement {
            trust: Trust::WithCare,
            reason: TrustReason::Noise {
                share: 0.3,
                told_apart: true,
            },
            doubts: Vec::new(),
        };
        assert_eq!(
            judged("velocity", &judgement),
            "The velocity needs care: noise is 30 % of it."
        );
    }
}
