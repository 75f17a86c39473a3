//! The methods that come closest, on one screen.

use dxdt_motion::diagnosis::Diagnosis;
use dxdt_motion::error::excerpt;
use dxdt_motion::motion::{MethodFigures, MethodName};
use dxdt_motion::words::number::{percent, short};

use super::{MethodsReport, shown};
use crate::screens::lines::Lines;

/// So many methods are shown, and the gradient where it is none of them.
const MOST: usize = 5;
/// A method that leaves more rows than this share without a value spares itself the hard ones.
const LEAST_ROWS: f64 = 0.95;
/// Methods so close are alike: the one that the sentence names goes first.
const ALIKE: f64 = 1.02;

/// Differences below this share of a derivative are rounding.
const ROUNDING: f64 = 1e-9;

/// The figures of one method, by the first of which it is ranked.
#[derive(Debug, Clone, PartialEq)]
struct Ranked {
    method: MethodName,
    figures: Vec<Option<f64>>,
}

type Figure = fn(&MethodFigures) -> Option<f64>;

/// The figures of one derivative.
struct Derivative {
    name: &'static str,
    error: Figure,
    edge_error: Figure,
    largest_error: Figure,
    standard_error: Figure,
    from_auto: Figure,
    edge_from_auto: Figure,
    size: Figure,
    rows: fn(&MethodFigures) -> u64,
}

const VELOCITY: Derivative = Derivative {
    name: "velocity",
    error: |f| f.velocity_rms_error,
    edge_error: |f| f.velocity_edge_error,
    largest_error: |f| f.velocity_largest_error,
    standard_error: |f| f.velocity_error,
    from_auto: |f| f.velocity_from_auto,
    edge_from_auto: |f| f.velocity_edge_from_auto,
    size: |f| f.velocity,
    rows: |f| f.rows,
};

const ACCELERATION: Derivative = Derivative {
    name: "acceleration",
    error: |f| f.acceleration_rms_error,
    edge_error: |f| f.acceleration_edge_error,
    largest_error: |f| f.acceleration_largest_error,
    standard_error: |f| f.acceleration_error,
    from_auto: |f| f.acceleration_from_auto,
    edge_from_auto: |f| f.acceleration_edge_from_auto,
    size: |f| f.acceleration,
    rows: |f| f.acceleration_rows,
};

impl MethodsReport<'_> {
    /// The answer, and the methods that come closest.
    pub(super) fn push_closest(&self, screen: &mut Lines) {
        let no_truth = self
            .explanations
            .iter()
            .find_map(|told| match told.diagnosis {
                Diagnosis::NoTruth(_) => Some(&told.text),
                _ => None,
            });
        let measured = match no_truth {
            Some(_) => self.push_closest_to_measured(screen),
            None => false,
        };
        if let Some(text) = no_truth.filter(|_| !measured) {
            screen.prose(text, 2);
            screen.prose("", 0);
        }
        for derivative in [&VELOCITY, &ACCELERATION] {
            let has_truth = self.methods.iter().any(|f| (derivative.error)(f).is_some());
            match has_truth {
                true => self.push_errors(screen, derivative),
                // A measured speed has told of the velocity.
                false if measured && derivative.name == VELOCITY.name => {}
                false => self.push_differences(screen, derivative),
            }
        }
    }

    fn unit(&self, derivative: &Derivative) -> &str {
        match derivative.name == VELOCITY.name {
            true => self.velocity_unit.as_deref().unwrap_or("units/s"),
            false => self.acceleration_unit.as_deref().unwrap_or("units/s²"),
        }
    }

    /// Who comes closest to the truth, and by how much.
    fn push_errors(&self, screen: &mut Lines, derivative: &Derivative) {
        let best = self.explanations.iter().find_map(|told| {
            let (best, order) = match &told.diagnosis {
                Diagnosis::BestVelocity(best) => (best, VELOCITY.name),
                Diagnosis::BestAcceleration(best) => (best, ACCELERATION.name),
                _ => return None,
            };
            (order == derivative.name).then_some((best, &told.text))
        });
        if let Some((_, text)) = best {
            screen.prose(text, 2);
        }
        let is_exact = best.is_some_and(|(best, _)| best.gradient_error < ROUNDING * best.size);
        if !is_exact {
            let size = self.over_axes(MethodName::Gradient, derivative.size);
            let rows = self.ranked(|method| {
                Some(Ranked {
                    method,
                    figures: vec![
                        Some(self.over_axes(method, derivative.error)?),
                        self.over_axes(method, derivative.edge_error),
                        self.largest(method, derivative.largest_error),
                    ],
                })
                .filter(|_| self.has_rows(method, derivative.rows))
            });
            let unit = self.unit(derivative);
            let columns = [
                "method".to_owned(),
                format!("RMS error ({unit})"),
                "share".to_owned(),
                "at the ends".to_owned(),
                "largest".to_owned(),
            ];
            let cells = |ranked: &Ranked| {
                let share = ranked.figures[0]
                    .zip(size)
                    .map(|(error, size)| error / size);
                let mut cells: Vec<String> = ranked.figures.iter().copied().map(shown).collect();
                cells.insert(1, share.map_or_else(|| "–".to_owned(), shown_share));
                cells
            };
            let named = best.map(|(best, _)| best.method);
            push_table(screen, &columns, rows, named, cells);
        }
        screen.prose("", 0);
    }

    /// How far methods are from the automatic choice, where there is no truth.
    fn push_differences(&self, screen: &mut Lines, derivative: &Derivative) {
        let rows = self.ranked(|method| {
            Some(Ranked {
                method,
                figures: vec![
                    Some(self.over_axes(method, derivative.from_auto)?),
                    self.over_axes(method, derivative.edge_from_auto),
                    self.over_axes(method, derivative.standard_error),
                ],
            })
            .filter(|_| self.has_rows(method, derivative.rows))
        });
        let apart = self.over_axes(MethodName::Gradient, derivative.from_auto);
        let size = self.over_axes(MethodName::Gradient, derivative.size);
        let is_rounding = apart
            .zip(size)
            .is_none_or(|(apart, size)| apart <= ROUNDING * size);
        if rows.is_empty() || is_rounding {
            return;
        }
        let unit = self.unit(derivative);
        let heading = format!(
            "{}: nothing to measure an error against; the closest to 'auto' (own ±: what a method says its error is)",
            derivative.name
        );
        screen.prose(&heading, 2);
        let columns = [
            "method".to_owned(),
            format!("from auto ({unit})"),
            "at the ends".to_owned(),
            "own ±".to_owned(),
        ];
        let cells = |ranked: &Ranked| ranked.figures.iter().copied().map(shown).collect();
        push_table(screen, &columns, rows, Some(MethodName::Auto), cells);
        screen.prose("", 0);
    }

    /// Who comes closest to the speeds that the log brings along; whether it brings any.
    fn push_closest_to_measured(&self, screen: &mut Lines) -> bool {
        let Some(column) = self
            .motions
            .first()
            .and_then(|motion| motion.measured.first())
        else {
            return false;
        };
        let rows = self.ranked(|method| {
            let motion = self.motions.iter().find(|motion| motion.name == method)?;
            let measured = motion.measured.iter();
            let measured = measured.map(|measured| Some(measured.rms));
            Some(Ranked {
                method,
                figures: measured.collect(),
            })
            .filter(|ranked| !ranked.figures.is_empty())
        });
        let error = |method: MethodName| {
            let ranked = rows.iter().find(|ranked| ranked.method == method)?;
            ranked.figures[0]
        };
        let unit = self.unit(&VELOCITY);
        let name = excerpt(&column.column);
        if let Some((first, gradient)) = rows.first().zip(error(MethodName::Gradient)) {
            let off = first.figures[0].unwrap_or(gradient);
            let sentence = match gradient <= ALIKE * off {
                true => format!(
                    "No method comes much closer to the measured '{name}' than the gradient: it differs by {} {unit} (RMS).",
                    short(gradient)
                ),
                false => format!(
                    "'{}' comes closest to the measured '{name}': it differs by {} {unit} (RMS), the gradient by {} {unit}, \
                     {:.1} times as much.",
                    first.method,
                    short(off),
                    short(gradient),
                    gradient / off
                ),
            };
            let own = "The measured has errors of its own.";
            screen.prose(&format!("{sentence} {own}"), 2);
        }
        let columns: Vec<String> = self.motions[0]
            .measured
            .iter()
            .map(|measured| format!("{} ({unit})", excerpt(&measured.column)))
            .collect();
        let columns = [vec!["method, RMS from".to_owned()], columns].concat();
        let cells = |ranked: &Ranked| ranked.figures.iter().copied().map(shown).collect();
        push_table(screen, &columns, rows, None, cells);
        screen.prose("", 0);
        true
    }

    /// All methods that have the figures, the smallest first.
    fn ranked(&self, of: impl Fn(MethodName) -> Option<Ranked>) -> Vec<Ranked> {
        let mut rows: Vec<Ranked> = MethodName::ALL.into_iter().filter_map(of).collect();
        let key = |ranked: &Ranked| ranked.figures[0].unwrap_or(f64::INFINITY);
        rows.sort_by(|a, b| key(a).total_cmp(&key(b)));
        rows
    }

    fn of(&self, method: MethodName) -> impl Iterator<Item = &MethodFigures> {
        self.methods.iter().filter(move |f| f.method == method)
    }

    /// The root of the sum of the squares along all axes that have the figure.
    fn over_axes(&self, method: MethodName, figure: Figure) -> Option<f64> {
        let squares: Vec<f64> = self.of(method).filter_map(figure).map(|f| f * f).collect();
        (!squares.is_empty()).then(|| squares.iter().sum::<f64>().sqrt())
    }

    fn largest(&self, method: MethodName, figure: Figure) -> Option<f64> {
        self.of(method).filter_map(figure).reduce(f64::max)
    }

    fn has_rows(&self, method: MethodName, rows: fn(&MethodFigures) -> u64) -> bool {
        let count = |method| self.of(method).next().map_or(0, rows) as f64;
        count(method) >= LEAST_ROWS * count(MethodName::Gradient)
    }
}

/// The first rows, and that of the gradient with its place. Methods with the same figures share a row. The one that is named
/// goes first where it is as good as the best.
fn push_table(
    screen: &mut Lines,
    columns: &[String],
    mut ranked: Vec<Ranked>,
    named: Option<MethodName>,
    cells: impl Fn(&Ranked) -> Vec<String>,
) {
    let key = |ranked: &Ranked| ranked.figures[0].unwrap_or(f64::INFINITY);
    let smallest = ranked.first().map_or(0.0, key);
    if let Some(place) = ranked
        .iter()
        .position(|ranked| Some(ranked.method) == named && key(ranked) <= ALIKE * smallest)
    {
        ranked[..=place].rotate_right(1);
    }
    let mut rows: Vec<(Vec<MethodName>, Vec<String>)> = Vec::new();
    for ranked in &ranked {
        let cells = cells(ranked);
        match rows.iter_mut().find(|(_, known)| *known == cells) {
            Some((methods, _)) => methods.push(ranked.method),
            None => rows.push((vec![ranked.method], cells)),
        }
    }
    let total = rows.len();
    let has_gradient = |methods: &[MethodName]| methods.contains(&MethodName::Gradient);
    let shown = rows.into_iter().enumerate();
    let shown = shown.filter(|(place, (methods, _))| *place < MOST || has_gradient(methods));
    let mut table = vec![columns.to_vec()];
    table.extend(shown.map(|(place, (methods, cells))| {
        let mut name = match &methods[..] {
            _ if place >= MOST => MethodName::Gradient.to_string(),
            [one] => one.to_string(),
            [one, other] => format!("{one}, {other}"),
            [one, others @ ..] => format!("{one} and {} more", others.len()),
            [] => String::new(),
        };
        if place >= MOST {
            name.push_str(&format!(" ({} of {total})", place + 1));
        }
        [vec![name], cells].concat()
    }));
    screen.table(&table);
}

fn shown_share(share: f64) -> String {
    match share < 0.995 {
        true => percent(share),
        false => format!("{share:.1} times"),
    }
}
