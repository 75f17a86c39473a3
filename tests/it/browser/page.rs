//! A report that is open in a browser: its charts by their names, and places in them by fractions of their width and height.

use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use tempfile::TempDir;

use crate::webdriver::{Browser, Point};

/// The chart of the speed, in most logs.
pub const SPEED: &str = "plot-3-0";

/// What is left of a chart's axes, and right of them, in pixels.
const LEFT: f64 = 64.0;
const RIGHT: f64 = 10.0;

/// A log as a file of its own.
pub fn log_file(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    fs::write(&path, text).unwrap();
    (folder, path)
}

/// An open report.
pub struct Charts(Browser);

impl Deref for Charts {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.0
    }
}

impl Charts {
    /// Opens a page and waits for its charts.
    pub fn open(page: &Path) -> Self {
        Self::of(Browser::open(), page)
    }

    pub fn of(browser: Browser, page: &Path) -> Self {
        browser.visit(page);
        browser.wait_until("document.querySelectorAll('.plot[aria-label]').length > 2");
        Self(browser)
    }

    /// Waits until the page has drawn what is due.
    pub fn settle(&self) {
        std::thread::sleep(Duration::from_millis(300));
    }

    pub fn wait(&self, condition: &str) {
        self.0.wait_until(condition);
    }

    pub fn text(&self, selector: &str) -> String {
        let text = self.0.run(&format!(
            "return document.querySelector({selector:?}).textContent;"
        ));
        text.as_str().unwrap().to_owned()
    }

    /// The text of something when it is another one.
    pub fn changed(&self, selector: &str, before: &str) -> String {
        self.wait(&format!(
            "document.querySelector({selector:?}).textContent !== {before:?}"
        ));
        self.text(selector)
    }

    /// A point of a drawing between its axes, which is scrolled into sight.
    pub fn place(&self, plot: &str, across: f64, down: f64) -> Point {
        let [x, y, width, height] = self.box_of(plot);
        Point {
            x: (x + LEFT + across * (width - LEFT - RIGHT)).round() as i64,
            y: (y + 24.0 + down * (height - 64.0)).round() as i64,
        }
    }

    fn box_of(&self, plot: &str) -> [f64; 4] {
        let place = self.0.run(&format!(
            "const canvas = document.querySelector('#{plot} canvas');
             canvas.scrollIntoView({{block: 'center', behavior: 'instant'}});
             const box = canvas.getBoundingClientRect();
             return [box.x, box.y, box.width, box.height];"
        ));
        serde_json::from_value(place).unwrap()
    }

    /// Points at a place of a chart and gives what is told there.
    pub fn point(&self, plot: &str, across: f64, down: f64) -> String {
        let there = self.place(plot, across, down);
        self.0.mouse(
            &[
                Point {
                    x: there.x - 3,
                    ..there
                },
                there,
            ],
            false,
        );
        self.settle();
        self.readout()
    }

    /// Points at a place of a drawing that is given in pixels from its corner.
    pub fn point_at(&self, plot: &str, place: Point) {
        let [x, y, ..] = self.box_of(plot);
        let there = Point {
            x: x.round() as i64 + place.x,
            y: y.round() as i64 + place.y,
        };
        self.0.mouse(
            &[
                Point {
                    x: there.x - 2,
                    ..there
                },
                there,
            ],
            false,
        );
        self.settle();
    }

    /// What is told at the pointer.
    pub fn readout(&self) -> String {
        let text = self.0.run(
            "const readout = document.getElementById('readout');
             return readout.hidden ? '' : [...readout.children].map((line) => line.textContent).join('\\n');",
        );
        text.as_str().unwrap().to_owned()
    }

    /// Drags across a chart.
    pub fn drag(&self, plot: &str, from: f64, to: f64) {
        let way = [from, f64::midpoint(from, to), to].map(|across| self.place(plot, across, 0.5));
        self.0.mouse(&way, true);
        self.settle();
    }

    /// The ends of the selected range on a chart that shows all of a range of time with its margins.
    pub fn brush(&self, plot: &str, [first, last]: [f64; 2]) -> (f64, f64) {
        let edges = self.0.run(&format!(
            "const plot = document.getElementById('{plot}');
             const {{left, width}} = plot.querySelector('.brush').style;
             return [parseFloat(left), parseFloat(width), plot.querySelector('canvas').getBoundingClientRect().width];"
        ));
        let [left, wide, width]: [f64; 3] = serde_json::from_value(edges).unwrap();
        let margin = 0.01 * (last - first);
        let time = |x: f64| {
            let share = (x - LEFT) / (width - LEFT - RIGHT);
            first - margin + share * (last - first + 2.0 * margin)
        };
        (time(left), time(left + wide))
    }

    /// The cells of a quantity in the figures of the selected range.
    pub fn figures(&self, name: &str) -> Vec<String> {
        let cells = self.0.run(&format!(
            "const row = [...document.querySelectorAll('#figures tbody tr')].find((row) => row.cells[0].textContent === '{name}');
             return [...row.cells].slice(1).map((cell) => cell.textContent);"
        ));
        serde_json::from_value(cells).unwrap()
    }

    /// The dots that follow the pointer on a drawing, in pixels from its corner.
    pub fn dots(&self, plot: &str) -> Vec<Point> {
        let dots = self.0.run(&format!(
            "return [...document.querySelectorAll('#{plot} .dot:not([hidden])')]
                 .map((dot) => dot.style.transform.match(/-?[\\d.]+/g).map(Number));"
        ));
        let dots: Vec<[f64; 2]> = serde_json::from_value(dots).unwrap();
        dots.iter()
            .map(|[x, y]| Point {
                x: x.round() as i64,
                y: y.round() as i64,
            })
            .collect()
    }

    /// Those of a chart that is pointed at.
    pub fn dots_at(&self, plot: &str, across: f64) -> Vec<Point> {
        self.point(plot, across, 0.5);
        self.dots(plot)
    }

    /// Where the moment that is pointed at is on a chart, in pixels.
    pub fn moment(&self, plot: &str) -> Option<f64> {
        let left = self.0.run(&format!(
            "const line = document.querySelector('#{plot} .moment');
             return line.hidden ? null : parseFloat(line.style.left);"
        ));
        left.as_f64()
    }

    /// The picture of a drawing, as text.
    pub fn picture(&self, plot: &str) -> String {
        let picture = self.0.run(&format!(
            "return document.querySelector('#{plot} canvas').toDataURL();"
        ));
        picture.as_str().unwrap().to_owned()
    }

    /// The color near the upper left corner of a picture.
    pub fn corner(&self, picture: &str) -> [u8; 3] {
        let png = picture.strip_prefix("data:image/png;base64,").unwrap();
        let png = STANDARD.decode(png).unwrap();
        image::load_from_memory(&png)
            .unwrap()
            .to_rgb8()
            .get_pixel(1, 1)
            .0
    }

    /// Mean brightness of the window from 0 to 255, and how many colors there are.
    pub fn look(&self) -> (f64, usize) {
        let picture = self.0.screenshot();
        let parts = picture.pixels().flat_map(|pixel| pixel.0);
        let sum: u64 = parts.map(u64::from).sum();
        let colors: std::collections::HashSet<[u8; 3]> =
            picture.pixels().map(|pixel| pixel.0).collect();
        (
            sum as f64 / f64::from(3 * picture.width() * picture.height()),
            colors.len(),
        )
    }

    /// The page has complained about nothing.
    pub fn end(&self) {
        assert_eq!(self.0.complaints(), Vec::<String>::new());
    }
}
