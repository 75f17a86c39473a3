//! The results of all cells together, as tables.

use crate::cells::{Cell, KINDS, systems};
use crate::errors::{Errors, QUANTITIES, quantile};
use crate::methods::METHODS;
use crate::table::Table;

/// How much worse than the gradient a cell may be.
const WORSE: f64 = 1.05;
/// Where `auto` stands among the methods.
const AUTO: usize = 1;
/// The quantities of the tables of `auto`; the jerk is in those of the methods only.
const TABLED: std::ops::Range<usize> = 0..2;

#[derive(Clone, Copy)]
struct Found<'a> {
    cell: &'a Cell,
    errors: &'a Errors,
}

struct Group<'a> {
    name: &'static str,
    cells: Vec<Found<'a>>,
}

/// All tables of the summary.
pub fn tables(cells: &[Cell], errors: &[Errors]) -> Vec<Table> {
    let all: Vec<Found> = cells
        .iter()
        .zip(errors)
        .map(|(cell, errors)| Found { cell, errors })
        .collect();
    let group = |name: &'static str, wanted: &dyn Fn(&Cell) -> bool| Group {
        name,
        cells: all
            .iter()
            .copied()
            .filter(|found| wanted(found.cell))
            .collect(),
    };
    let lists = [
        group("all", &|_| true),
        group("first list", &|cell| cell.is_crossed),
        group("second list", &|cell| cell.kind.is_some()),
    ];
    let kinds: Vec<Group> = KINDS
        .iter()
        .enumerate()
        .map(|(at, kind)| group(kind.name, &|cell| cell.kind == Some(at)))
        .collect();
    let motions = |wanted: fn(&Cell) -> bool| -> Vec<Group> {
        systems()
            .map(|system| {
                group(system.name, &|cell| {
                    cell.system.name == system.name && wanted(cell)
                })
            })
            .filter(|group| !group.cells.is_empty())
            .collect()
    };
    let mut tables = vec![of_methods(&lists[0]), of_methods(&lists[1])];
    for at in TABLED {
        tables.push(of_auto("list", &lists, at));
        tables.push(of_auto(
            "motion of the first list",
            &motions(|cell| cell.is_crossed),
            at,
        ));
        tables.push(of_auto(
            "motion of the second list",
            &motions(|cell| cell.kind.is_some()),
            at,
        ));
        tables.push(of_auto("kind of the second list", &kinds, at));
    }
    for at in TABLED {
        tables.push(of_cells(
            "error over that of the oracle per seed",
            at,
            |errors| number(over_seeds(errors, AUTO, at)),
            &all,
        ));
        tables.push(of_cells(
            "share in the band, %",
            at,
            |errors| format!("{:.0}", 100.0 * errors.inside[AUTO][at]),
            &all,
        ));
    }
    tables
}

fn over_seeds(errors: &Errors, method: usize, at: usize) -> f64 {
    errors.of_methods[method][at] / errors.best_of_seeds[at]
}

impl Group<'_> {
    /// A quantile of something over the cells whose truth is not 0.
    fn quantile(&self, at: usize, share: f64, of: impl Fn(&Errors) -> f64) -> f64 {
        quantile(self.moving(at).map(of), share)
    }

    fn moving(&self, at: usize) -> impl Iterator<Item = &Errors> {
        let errors = self.cells.iter().map(|found| found.errors);
        errors.filter(move |errors| errors.is_moving[at])
    }

    /// The cells in which a method is worse than the gradient.
    fn worse(&self, method: usize, at: usize) -> String {
        let error = |errors: &Errors, method: usize| errors.of_methods[method][at];
        let worse = |errors: &&Errors| error(errors, method) > WORSE * error(errors, 0);
        let count = self.moving(at).filter(worse).count();
        format!("{count} of {}", self.moving(at).count())
    }
}

/// Every method and quantity over the cells of a group.
fn of_methods(group: &Group) -> Table {
    let mut table = Table::new(
        &format!(
            "Methods, cases: {}. Error over that of the oracles, and truth in the 95 % band",
            group.name
        ),
        &[
            "method, quantity",
            "per case: median",
            "90 %",
            "per seed: median",
            "90 %",
            "in band: median",
            "10 %",
            "worse than gradient",
        ],
    );
    for (method, name) in METHODS.iter().map(|method| method.name).enumerate() {
        for (at, quantity) in QUANTITIES.iter().enumerate() {
            let over = |best: fn(&Errors) -> [f64; 3], share: f64| {
                let ratio = |errors: &Errors| errors.of_methods[method][at] / best(errors)[at];
                number(group.quantile(at, share, ratio))
            };
            let inside = |share: f64| group.quantile(at, share, |errors| errors.inside[method][at]);
            // The gradient has no standard errors.
            let band = |inside: f64| {
                if method == 0 {
                    "none".to_string()
                } else {
                    percent(inside)
                }
            };
            table.rows.push(vec![
                format!("{name}, {quantity}"),
                over(|errors| errors.best_of_cell, 0.5),
                over(|errors| errors.best_of_cell, 0.9),
                over(|errors| errors.best_of_seeds, 0.5),
                over(|errors| errors.best_of_seeds, 0.9),
                band(inside(0.5)),
                band(inside(0.1)),
                group.worse(method, at),
            ]);
        }
    }
    table
}

/// One quantity by `auto` over the cells of each group.
fn of_auto(by: &str, groups: &[Group], at: usize) -> Table {
    let mut table = Table::new(
        &format!("auto, {} by {by}", QUANTITIES[at]),
        &[
            by,
            "error: median",
            "over oracle: median",
            "90 %",
            "worse than gradient",
            "in band: median",
            "10 %",
            "band over errors: median",
        ],
    );
    for group in groups
        .iter()
        .filter(|group| group.moving(at).next().is_some())
    {
        let over = |share: f64| {
            let ratio = |errors: &Errors| over_seeds(errors, AUTO, at);
            number(group.quantile(at, share, ratio))
        };
        let inside = |share: f64| group.quantile(at, share, |errors| errors.inside[AUTO][at]);
        let error = group.quantile(at, 0.5, |errors| errors.of_methods[AUTO][at]);
        let band = group.quantile(at, 0.5, |errors| errors.band[AUTO][at]);
        table.rows.push(vec![
            group.name.to_string(),
            percent(error),
            over(0.5),
            over(0.9),
            group.worse(AUTO, at),
            percent(inside(0.5)),
            percent(inside(0.1)),
            number(band),
        ]);
    }
    table
}

/// A number of `auto` in each case of the second list.
fn of_cells(what: &str, at: usize, of: impl Fn(&Errors) -> String, all: &[Found]) -> Table {
    let kinds = KINDS.iter().map(|kind| kind.name);
    let header: Vec<&str> = std::iter::once("motion").chain(kinds).collect();
    let mut table = Table::new(
        &format!(
            "auto, {} in each case of the second list: {what}",
            QUANTITIES[at]
        ),
        &header,
    );
    for system in systems() {
        let of_kind = |kind: usize| {
            let is_it = |found: &&Found| {
                found.cell.system.name == system.name && found.cell.kind == Some(kind)
            };
            let errors = all.iter().find(is_it)?.errors;
            errors.is_moving[at].then(|| of(errors))
        };
        let cells: Option<Vec<String>> = (0..KINDS.len()).map(of_kind).collect();
        if let Some(cells) = cells {
            table
                .rows
                .push([vec![system.name.to_string()], cells].concat());
        }
    }
    table
}

/// With three digits.
fn number(value: f64) -> String {
    match value {
        ..10.0 => format!("{value:.2}"),
        ..100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

/// With two digits, or as a factor.
fn percent(share: f64) -> String {
    let value = 100.0 * share;
    match value {
        ..9.95 => format!("{value:.1} %"),
        ..100.5 => format!("{value:.0} %"),
        _ => format!("{} times", number(share)),
    }
}
