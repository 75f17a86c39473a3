//! The page about the tables: every column that the sample logs lead to, and every flag.

use std::collections::BTreeSet;

use super::pages::{Page, code_spans};
use crate::support::{Analysis, root};

/// What the page calls a column: `v_east` is `v_P` there, if it is not named itself.
fn is_on_the_page(column: &str, page: &BTreeSet<&str>, positions: &[String]) -> bool {
    let axes = positions
        .iter()
        .map(String::as_str)
        .chain(["east", "north", "up"]);
    let of_an_axis = |axis: &str| {
        let (before, after) = column.split_once(axis)?;
        (before.ends_with('_') && (after.is_empty() || after.starts_with('_')))
            .then(|| format!("{before}P{after}"))
    };
    let mut general = axes.filter_map(of_an_axis);
    page.contains(column)
        || positions.iter().any(|position| position == column)
        || general.any(|name| page.contains(name.as_str()))
}

#[test]
fn the_page_has_every_column_and_every_flag() {
    let page = Page::read("docs/reference/tables.md");
    let prose = page.prose();
    let on_page: BTreeSet<&str> = prose
        .iter()
        .flat_map(|(_, line)| code_spans(line))
        .collect();
    let mut columns = 0;
    let mut flags = BTreeSet::new();
    for (log, options) in [
        (
            "gps_walk.csv",
            &["--duplicates", "mean", "--max-gap", "1040ms"][..],
        ),
        ("gulls.csv", &["--method", "kalman", "--quantities", "all"]),
        ("two_carts.csv", &["--quantities", "all", "--errors"]),
    ] {
        let analysis = Analysis::of_file(&root().join("data").join(log), options);
        let summary = analysis.summary();
        let names = summary["roles"]["positions"].as_array().unwrap().iter();
        let positions: Vec<String> = names
            .map(|name| name.as_str().unwrap().to_owned())
            .collect();
        let entity = summary["roles"]["entity"].as_str().unwrap_or_default();
        let motion = analysis.motion();
        for column in motion.names.iter().chain(&analysis.comparison().names) {
            let is_known = column == entity || is_on_the_page(column, &on_page, &positions);
            assert!(is_known, "docs/reference/tables.md lacks {column} of {log}");
            columns += 1;
        }
        let words = motion.text("flag").iter().flat_map(|cell| cell.split(' '));
        flags.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
    }
    assert!(columns > 60, "{columns}");
    // Not on these logs.
    flags.insert("overshoot".to_owned());
    assert_eq!(flags.len(), 7, "{flags:?}");
    for flag in flags {
        assert!(
            page.text.contains(&format!("\n| `{flag}` |")),
            "docs/reference/tables.md lacks the flag {flag}"
        );
    }
}
