//! A path in the plane as the cells that it passes and the steps between them.
//!
//! Cells are squares with a side of 2ʲ, side by side from zero on, so that four of them make exactly one of the next
//! size. A cell is drawn as the first point in it, and a step between two cells is drawn once, however often it is made:
//! a circle walked a thousand times is one line. Where there are too many steps the cells become larger. Where cells
//! are so small that nobody sees them and there still are too many, the path is a cloud: then the first steps into
//! each cell and out of it and those between neighbors are enough, so that its rim stays as ragged as it is.

mod table;

use super::series::{LARGEST, Point};

use table::{Table, hash};

/// How much of a path is kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The most cells, and the most steps between them; at least 8.
    pub most: usize,
    /// The greatest length of all steps together, in the unit of the points.
    pub length: f64,
    /// Points are pixels; else cells are small by the extent of the path.
    pub pixels: bool,
}

/// A path that becomes coarser as it grows.
#[derive(Debug, Clone)]
pub struct CellPath {
    limits: Limits,
    /// Cells have a side of 2 to this power.
    level: i32,
    /// 1 over that side.
    scale: f64,
    is_cloud: bool,
    nodes: Vec<Node>,
    /// Steps as the places of two nodes, in the order in which they were made first.
    steps: Vec<(u32, u32)>,
    length: f64,
    /// The node of the last point, unless a gap follows.
    here: Option<u32>,
    last: Option<Passed>,
    /// The points furthest left, right, down and up, the first ones of equals.
    outermost: Option<[Passed; 4]>,
    /// Where nodes are found by their cells, and steps by their ends.
    tables: [Table; 2],
}

/// A cell that is passed.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Node {
    /// The first point in it.
    at: Point,
    /// Its timestamp.
    stamp: i64,
    /// The node from which it was reached first; itself, where that was after a gap.
    from: u32,
    /// The node to which it was left first; itself as long as it was not.
    to: u32,
}

/// A point that is passed at a timestamp.
type Passed = (Point, i64);

/// A cell by its place.
type Cell = (i64, i64);

/// The extent of a path over this power of 2 is a side that nobody can see …
const VISIBLE: i32 = 11;
/// … and over this one it is finer than is of use.
const FINEST: i32 = 16;
/// No side is less than the largest coordinate over this power of 2, which is about what its digits tell.
const DIGITS: i32 = 50;
/// Cells that far apart, as a king walks, are neighbors.
const NEAR: u64 = 2;
const LEVELS: std::ops::RangeInclusive<i32> = -900..=1000;

impl CellPath {
    /// No points yet.
    pub fn new(limits: Limits) -> Self {
        let most = limits.most.max(8);
        let level = if limits.pixels { 0 } else { *LEVELS.start() };
        Self {
            limits: Limits { most, ..limits },
            level,
            scale: scale(level),
            is_cloud: false,
            nodes: Vec::new(),
            steps: Vec::new(),
            length: 0.0,
            here: None,
            last: None,
            outermost: None,
            tables: Default::default(),
        }
    }

    /// Begins with cells as large as all points of the path need at the least, where these are known.
    pub fn expect(&mut self, points: impl ExactSizeIterator<Item = Passed> + Clone) {
        let drawn = |(point, _): &Passed| is_drawn(*point);
        for (point, stamp) in points.clone().filter(drawn) {
            self.grows(point, stamp);
        }
        self.set_level(self.least_level());
        // If some of the points are in too many cells, all are.
        let some = points.len().div_ceil(2 * self.limits.most).max(1);
        let some = points.step_by(some).filter(drawn);
        let some = some.map(|(point, _)| self.cell(point)).collect();
        let level = self.level + levels_up(some, self.limits.most);
        self.is_cloud = !self.limits.pixels && level > self.size()[0] - VISIBLE;
        self.set_level(level.min(*LEVELS.end()));
    }

    /// A gap comes next.
    pub fn gap(&mut self) {
        self.here = None;
    }

    /// Adds the point that comes next, or a gap where it cannot be drawn.
    pub fn pass(&mut self, point: Point, stamp: i64) {
        if is_drawn(point) {
            self.add(point, stamp);
        } else {
            self.gap();
        }
    }

    fn add(&mut self, point: Point, stamp: i64) {
        if self.grows(point, stamp) {
            let least = self.least_level();
            if least > self.level {
                self.rebuild(least, self.is_cloud);
            }
            // It was one as long as it was small.
            self.is_cloud &= !self.is_fine();
        }
        let cell = self.cell(point);
        let before = self.here;
        self.last = Some((point, stamp));
        if before.is_some_and(|before| self.cell(self.nodes[before as usize].at) == cell) {
            return;
        }
        let (node, is_new) = self.node(cell);
        self.here = Some(node);
        if is_new {
            self.nodes.push(Node {
                at: point,
                stamp,
                from: before.unwrap_or(node),
                to: node,
            });
        }
        if let Some(before) = before {
            self.step(before, node);
        }
        while self.is_too_much() && self.level < *LEVELS.end() {
            self.coarsen();
        }
    }

    /// Keeps no more than so many steps from now on.
    pub fn limit(&mut self, most: usize) {
        self.limits.most = most.max(8);
        while self.is_too_much() && self.level < *LEVELS.end() {
            self.coarsen();
        }
    }

    /// How many cells or steps there are, whichever are more.
    pub fn len(&self) -> usize {
        self.nodes.len().max(self.steps.len())
    }

    /// Whether no point was drawn yet.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Forgets what is only of use while points are added.
    pub fn finish(&mut self) {
        self.tables = Default::default();
        self.nodes.shrink_to_fit();
        self.steps.shrink_to_fit();
    }

    /// The lines to draw: from the first point to the last, with a point alone where nothing leads to or from it.
    pub fn lines(&self) -> Vec<Vec<Point>> {
        let lines = self.stamped_lines().into_iter();
        lines
            .map(|line| line.into_iter().map(|(point, _)| point).collect())
            .collect()
    }

    /// The same with the timestamps of their points.
    pub fn stamped_lines(&self) -> Vec<Vec<Passed>> {
        let passed = |node: &Node| (node.at, node.stamp);
        let at = |node: u32| passed(&self.nodes[node as usize]);
        let mut lines: Vec<Vec<Passed>> = Vec::new();
        let mut end = None;
        let mut alone = vec![true; self.nodes.len()];
        if self.steps.first().is_none_or(|(from, _)| *from != 0) {
            lines.extend(self.nodes.first().map(|node| vec![passed(node)]));
        }
        for &(from, to) in &self.steps {
            match lines.last_mut() {
                Some(line) if end == Some(from) => line.push(at(to)),
                _ => lines.push(vec![at(from), at(to)]),
            }
            end = Some(to);
            alone[from as usize] = false;
            alone[to as usize] = false;
        }
        let dots = self.nodes.iter().zip(&alone).skip(1);
        let dots = dots.filter(|(_, alone)| **alone);
        lines.extend(dots.map(|(node, _)| vec![passed(node)]));
        for point in self.outermost.into_iter().flatten().chain(self.last) {
            let cell = self.cell(point.0);
            let node = self.nodes.iter().find(|node| self.cell(node.at) == cell);
            let node = node.filter(|node| node.at != point.0 || Some(point) == self.last);
            lines.extend(node.map(|node| vec![passed(node), point]));
        }
        lines
    }

    /// The node of a cell, and whether it is one that is to come next.
    fn node(&mut self, cell: Cell) -> (u32, bool) {
        let next = self.nodes.len();
        let mut table = std::mem::take(&mut self.tables[0]);
        let cell_of = |node: u32| self.cell(self.nodes[node as usize].at);
        let hash = |(x, y): Cell| hash(x as u64, y as u64);
        let node = table.place(
            hash(cell),
            next,
            |node| cell_of(node) == cell,
            |node| hash(cell_of(node)),
        );
        self.tables[0] = table;
        (node, node as usize == next)
    }

    /// Whether a step has not been made yet, in either direction.
    fn is_new_step(&mut self, from: u32, to: u32) -> bool {
        let next = self.steps.len();
        let ends = |(a, b): (u32, u32)| (a.min(b), a.max(b));
        let hash = |(a, b): (u32, u32)| hash(a.into(), b.into());
        let (steps, new) = (&self.steps, ends((from, to)));
        let step = self.tables[1].place(
            hash(new),
            next,
            |step| ends(steps[step as usize]) == new,
            |step| hash(ends(steps[step as usize])),
        );
        step as usize == next
    }

    fn step(&mut self, from: u32, to: u32) {
        let first = &mut self.nodes[from as usize].to;
        if *first == from {
            *first = to;
        }
        if self.is_worth(from, to) && self.is_new_step(from, to) {
            let [a, b] = [from, to].map(|node| self.nodes[node as usize].at);
            self.length += (b.0 - a.0).hypot(b.1 - a.1);
            self.steps.push((from, to));
        }
    }

    /// Whether a step is kept.
    fn is_worth(&self, from: u32, to: u32) -> bool {
        let [a, b] = [from, to].map(|node| self.nodes[node as usize]);
        let is_near = || {
            let [a, b] = [a, b].map(|node| self.cell(node.at));
            a.0.abs_diff(b.0).max(a.1.abs_diff(b.1)) <= NEAR
        };
        let is_first = b.from == from || a.to == to || a.from == to || b.to == from;
        !self.is_cloud || is_first || is_near()
    }

    fn cell(&self, point: Point) -> Cell {
        let place = |value: f64| {
            let scaled = value * self.scale;
            let towards_zero = scaled as i64;
            towards_zero - i64::from(scaled < towards_zero as f64)
        };
        (place(point.0), place(point.1))
    }

    /// Takes note of a point that is further out than all before.
    fn grows(&mut self, point: Point, stamp: i64) -> bool {
        let Some(outermost) = &mut self.outermost else {
            self.outermost = Some([(point, stamp); 4]);
            return true;
        };
        let further = [
            point.0 < outermost[0].0.0,
            point.0 > outermost[1].0.0,
            point.1 < outermost[2].0.1,
            point.1 > outermost[3].0.1,
        ];
        for (kept, _) in outermost.iter_mut().zip(further).filter(|(_, is)| *is) {
            *kept = (point, stamp);
        }
        further.contains(&true)
    }

    /// The power of 2 that the extent of the path and its largest coordinate are less than.
    fn size(&self) -> [i32; 2] {
        let [left, right, down, up] = self.outermost.unwrap_or_default().map(|(point, _)| point);
        let extent = (right.0 - left.0).max(up.1 - down.1);
        let largest = [left.0, right.0, down.1, up.1].map(f64::abs);
        [extent, largest.into_iter().fold(0.0, f64::max)].map(exponent)
    }

    fn least_level(&self) -> i32 {
        if self.limits.pixels {
            return 0;
        }
        let [extent, largest] = self.size();
        let level = (extent - FINEST).max(largest - DIGITS);
        level.clamp(*LEVELS.start(), *LEVELS.end())
    }

    /// Whether nobody would see the cells if they were larger.
    fn is_fine(&self) -> bool {
        !self.limits.pixels && self.level < self.size()[0] - VISIBLE
    }

    fn is_too_much(&self) -> bool {
        let most = self.limits.most;
        self.steps.len() > most || self.nodes.len() > most || self.length > self.limits.length
    }

    fn coarsen(&mut self) {
        if self.is_cloud || self.is_fine() {
            let visible = self.size()[0] - VISIBLE;
            let most = if self.is_cloud {
                *LEVELS.end()
            } else {
                visible
            };
            let nodes = self.nodes.iter();
            let cells = nodes.map(|node| self.cell(node.at)).collect();
            let up = levels_up(cells, self.limits.most).max(1);
            self.rebuild((self.level + up).min(most), self.is_cloud);
        } else {
            self.rebuild(self.level, true);
        }
    }

    fn set_level(&mut self, level: i32) {
        self.level = level;
        self.scale = scale(level);
    }

    /// The same path in cells of another size.
    fn rebuild(&mut self, level: i32, is_cloud: bool) {
        self.set_level(level);
        self.is_cloud = is_cloud;
        self.tables = Default::default();
        self.length = 0.0;
        let old = std::mem::take(&mut self.nodes);
        let mut places: Vec<u32> = Vec::with_capacity(old.len());
        for (place, node) in old.iter().enumerate() {
            let cell = self.cell(node.at);
            let (new, is_new) = self.node(cell);
            places.push(new);
            if is_new {
                let from = if node.from as usize == place {
                    new
                } else {
                    places[node.from as usize]
                };
                self.nodes.push(Node {
                    from,
                    to: new,
                    ..*node
                });
            }
        }
        self.here = self.here.map(|here| places[here as usize]);
        for (from, to) in std::mem::take(&mut self.steps) {
            let [from, to] = [from, to].map(|node| places[node as usize]);
            if from != to {
                self.step(from, to);
            }
        }
    }
}

fn is_drawn(point: Point) -> bool {
    point.0.abs() <= LARGEST && point.1.abs() <= LARGEST
}

/// How many levels up these cells are few enough.
fn levels_up(cells: Vec<Cell>, most: usize) -> i32 {
    let mut keys: Vec<u128> = cells.into_iter().map(key).collect();
    keys.sort_unstable();
    // Two cells are in one of the next size if their keys differ in no more than the last two bits, and so on.
    let mut parted = [0_usize; 65];
    for two in keys.windows(2) {
        let differing = 128 - (two[0] ^ two[1]).leading_zeros();
        parted[differing.div_ceil(2) as usize] += 1;
    }
    let mut cells = 1;
    for levels in (0..64).rev() {
        cells += parted[levels + 1];
        if cells > most {
            return levels as i32 + 1;
        }
    }
    0
}

fn scale(level: i32) -> f64 {
    2.0_f64.powi(-level)
}

/// A number for a cell of which the first bits are those of the larger cells that it is in.
fn key((x, y): Cell) -> u128 {
    // Bits with a zero before each.
    let spread = |value: i64| {
        let mut bits = u128::from(value as u64 ^ (1 << 63));
        for (shift, mask) in [
            (32, 0x0000_0000_ffff_ffff_0000_0000_ffff_ffff),
            (16, 0x0000_ffff_0000_ffff_0000_ffff_0000_ffff),
            (8, 0x00ff_00ff_00ff_00ff_00ff_00ff_00ff_00ff),
            (4, 0x0f0f_0f0f_0f0f_0f0f_0f0f_0f0f_0f0f_0f0f),
            (2, 0x3333_3333_3333_3333_3333_3333_3333_3333),
            (1, 0x5555_5555_5555_5555_5555_5555_5555_5555),
        ] {
            bits = (bits | bits << shift) & mask;
        }
        bits
    };
    spread(x) << 1 | spread(y)
}

/// The power of 2 that a number is less than and not less than half of.
fn exponent(value: f64) -> i32 {
    ((value.to_bits() >> 52) & 0x7ff) as i32 - 1022
}

#[cfg(test)]
mod tests;
