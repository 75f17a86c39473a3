//! The derivatives of a few rows that follow each other.

use std::ops::Range;

use dxdt_motion::audit::Flags;
use dxdt_motion::log::PositionLog;
use dxdt_motion::motion::{
    DeriveOptions, EntityKinematics, EntityMotion, EntityPositions, Method, Quantity, Reach,
    axes_of, derive_entity, empty_columns, entity_quantity,
};
use dxdt_motion::space::Frame;
use dxdt_time::Ticks;

/// Derives windows of rows, and keeps its memory between them.
#[derive(Debug)]
pub(super) struct Deriver {
    pub reach: Reach,
    options: DeriveOptions,
    pub coordinates: Frame,
    pub ticks: Ticks,
    /// The gradient beside another method, where it is compared.
    gradient: Option<DeriveOptions>,
    quantities: Vec<Quantity>,
    /// How many columns each quantity has.
    widths: Vec<usize>,
    axes: usize,
    columns: Columns,
    gradient_columns: Columns,
    quantity_columns: Vec<Vec<f64>>,
}

/// Where the motion of a window goes.
#[derive(Debug, Default)]
struct Columns {
    t: Vec<f64>,
    velocity: Vec<Vec<f64>>,
    acceleration: Vec<Vec<f64>>,
    first_difference: Vec<Vec<f64>>,
    speed: Vec<f64>,
    accel: Vec<f64>,
    segment: Vec<u32>,
    flags: Vec<Flags>,
    overflows: u64,
}

/// What was derived of one row of a window.
#[derive(Debug)]
pub(super) struct DerivedRow<'a> {
    columns: &'a Columns,
    gradient: Option<&'a Columns>,
    quantities: &'a [Vec<f64>],
    path_length: Option<usize>,
    row: usize,
}

impl Deriver {
    pub fn new(
        log: &PositionLog,
        options: DeriveOptions,
        quantities: Vec<Quantity>,
        compares: bool,
    ) -> Self {
        let axes = axes_of(log);
        let width = |&quantity: &Quantity| empty_columns(quantity, log, &axes, 0).len();
        let is_other = options.method != Method::Gradient;
        Self {
            reach: Reach::new(&options, &quantities, compares),
            options,
            coordinates: log.coordinates,
            ticks: log.clock.ticks,
            gradient: (compares && is_other).then_some(DeriveOptions {
                method: Method::Gradient,
                ..options
            }),
            widths: quantities.iter().map(width).collect(),
            quantities,
            axes: axes.len(),
            columns: Columns::default(),
            gradient_columns: Columns::default(),
            quantity_columns: Vec::new(),
        }
    }

    /// Derives rows that have positions, as if they were a whole segment.
    pub fn derive(&mut self, stamps: &[i64], positions: &[Vec<f64>], window: Range<usize>) {
        let rows = window.len();
        let segment = 0..rows;
        let input = EntityPositions {
            stamps: &stamps[window.clone()],
            ticks: self.ticks,
            positions: positions.iter().map(|axis| &axis[window.clone()]).collect(),
            segments: std::slice::from_ref(&segment),
            coordinates: self.coordinates,
            part: None,
        };
        self.columns.derive(&input, &self.options, self.axes);
        if let Some(gradient) = &self.gradient {
            self.gradient_columns.derive(&input, gradient, self.axes);
        }
        self.quantity_columns
            .resize(self.widths.iter().sum(), Vec::new());
        if self.quantities.is_empty() {
            return;
        }
        fn slices(columns: &[Vec<f64>]) -> Vec<&[f64]> {
            columns.iter().map(Vec::as_slice).collect()
        }
        let entity = EntityKinematics {
            positions: input,
            t: &self.columns.t,
            velocity: slices(&self.columns.velocity),
            acceleration: slices(&self.columns.acceleration),
            jerk: None,
        };
        let mut rest = &mut self.quantity_columns[..];
        for (&quantity, &width) in self.quantities.iter().zip(&self.widths) {
            let (columns, others) = rest.split_at_mut(width);
            rest = others;
            let resized = |column: &mut Vec<f64>| column.resize(rows, 0.0);
            columns.iter_mut().for_each(resized);
            // From the entity's first row, which the window need not have.
            if quantity == Quantity::PathLength {
                continue;
            }
            let mut out: Vec<&mut [f64]> = columns.iter_mut().map(Vec::as_mut_slice).collect();
            entity_quantity(quantity, &entity, &self.options, &mut out);
        }
    }

    /// What was derived of row `row` of the last window.
    pub fn row(&self, row: usize) -> DerivedRow<'_> {
        let path_length = self
            .quantities
            .iter()
            .position(|&q| q == Quantity::PathLength);
        DerivedRow {
            columns: &self.columns,
            gradient: self.gradient.map(|_| &self.gradient_columns),
            quantities: &self.quantity_columns,
            path_length: path_length.map(|index| self.widths[..index].iter().sum()),
            row,
        }
    }
}

impl Columns {
    fn derive(&mut self, input: &EntityPositions<'_>, options: &DeriveOptions, axes: usize) {
        let rows = input.stamps.len();
        for column in [&mut self.t, &mut self.speed, &mut self.accel] {
            column.resize(rows, 0.0);
        }
        let triple = [
            &mut self.velocity,
            &mut self.acceleration,
            &mut self.first_difference,
        ];
        for columns in triple {
            columns.resize(axes, Vec::new());
            columns
                .iter_mut()
                .for_each(|column| column.resize(rows, 0.0));
        }
        self.segment.resize(rows, 0);
        self.flags.clear();
        self.flags.resize(rows, Flags::default());
        fn slices(columns: &mut [Vec<f64>]) -> Vec<&mut [f64]> {
            columns.iter_mut().map(Vec::as_mut_slice).collect()
        }
        let mut out = EntityMotion {
            t: &mut self.t,
            velocity: slices(&mut self.velocity),
            acceleration: slices(&mut self.acceleration),
            first_difference: slices(&mut self.first_difference),
            speed: &mut self.speed,
            accel: &mut self.accel,
            segment: &mut self.segment,
            flags: &mut self.flags,
        };
        self.overflows = derive_entity(input, options, &mut out).overflows;
    }
}

impl<'a> DerivedRow<'a> {
    fn of(&self, columns: &'a [Vec<f64>]) -> impl Iterator<Item = f64> + use<'a> {
        let row = self.row;
        columns.iter().map(move |column| column[row])
    }

    pub fn velocity(&self) -> impl Iterator<Item = f64> + use<'a> {
        self.of(&self.columns.velocity)
    }

    pub fn acceleration(&self) -> impl Iterator<Item = f64> + use<'a> {
        self.of(&self.columns.acceleration)
    }

    pub fn first_difference(&self) -> impl Iterator<Item = f64> + use<'a> {
        self.of(&self.columns.first_difference)
    }

    /// The gradient where the motion is derived otherwise and both are compared.
    pub fn gradient(&self) -> impl Iterator<Item = f64> + use<'a> {
        self.of(self.gradient.map_or(&[], |columns| &columns.velocity))
    }

    /// The norms of velocity and acceleration.
    pub fn norms(&self) -> [f64; 2] {
        [self.columns.speed[self.row], self.columns.accel[self.row]]
    }

    pub fn flags(&self) -> Flags {
        self.columns.flags[self.row]
    }

    /// The quantities; not the path length, for which the window is not enough.
    pub fn quantities(&self) -> impl Iterator<Item = f64> + use<'a> {
        self.of(self.quantities)
    }

    /// The column of the path length among the quantities.
    pub fn path_length(&self) -> Option<usize> {
        self.path_length
    }

    /// Whether a derivative was too large for a float.
    pub fn overflowed(&self) -> bool {
        let mut derived = self.velocity().chain(self.acceleration());
        self.columns.overflows > 0 && derived.any(f64::is_nan)
    }
}
