//! A lesson as it is read: paragraphs, tables, charts, commands, questions.

use dxdt_chart::{ChartError, ChartSize, Drawing, Figure};

/// A lesson with all its numbers.
///
/// ```
/// use dxdt_teach::lesson::{Block, Lesson};
///
/// let page = Lesson::Aliasing.page()?;
/// assert!(page.question.ends_with('?'));
/// assert!(page.blocks.iter().any(|block| matches!(block, Block::Table(_))));
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The headline.
    pub title: String,
    /// The question the lesson starts with.
    pub question: String,
    /// What is read, in order.
    pub blocks: Vec<Block>,
    /// Something to do oneself.
    pub exercise: String,
    /// Questions about it, with their answers.
    pub questions: Vec<Question>,
}

/// A part of a lesson.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(String),
    /// A small table.
    Table(Table),
    /// A chart.
    Chart(Chart),
    /// What to do in dxdt: a sentence, and the command to type.
    Command {
        /// What the command is for.
        text: String,
        /// What to type.
        line: String,
    },
}

/// A small table of numbers with their units in the head.
///
/// ```
/// use dxdt_teach::lesson::{Block, Lesson};
///
/// let page = Lesson::Edges.page()?;
/// let table = page.blocks.iter().find_map(|block| match block {
///     Block::Table(table) => Some(table),
///     _ => None,
/// });
/// let table = table.unwrap();
/// assert!(table.rows.iter().all(|row| row.len() == table.head.len()));
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What the table shows.
    pub caption: String,
    /// The head of each column; `|` stands where it may be broken into lines.
    pub head: Vec<String>,
    /// The cells, a row each.
    pub rows: Vec<Vec<String>>,
}

/// A chart of a lesson.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The name of its file, without ending.
    pub name: String,
    /// What to see in it.
    pub see: String,
    figure: Figure<'static>,
}

/// A question and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The question.
    pub ask: String,
    /// Its answer, with computed numbers.
    pub answer: String,
}

impl Page {
    /// The charts in the order in which the text speaks of them.
    ///
    /// ```
    /// let page = dxdt_teach::lesson::Lesson::NoiseAndStep.page()?;
    /// assert!(page.charts().all(|chart| chart.name.starts_with("noise-and-step-")));
    /// # Ok::<(), dxdt_motion::Error>(())
    /// ```
    pub fn charts(&self) -> impl Iterator<Item = &Chart> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Chart(chart) => Some(chart),
            _ => None,
        })
    }
}

impl Chart {
    pub(super) fn new(name: String, see: String, figure: Figure<'static>) -> Self {
        Self { name, see, figure }
    }

    /// Draws the chart.
    ///
    /// ```
    /// use dxdt_chart::ChartSize;
    ///
    /// let page = dxdt_teach::lesson::Lesson::Edges.page()?;
    /// for chart in page.charts() {
    ///     let drawing = chart.draw(ChartSize::default()).map_err(|error| dxdt_motion::Error::new(error.to_string()))?;
    ///     assert!(drawing.svg().starts_with("<svg"));
    /// }
    /// # Ok::<(), dxdt_motion::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the drawing library fails, which no lesson makes it do.
    pub fn draw(&self, size: ChartSize) -> Result<Drawing, ChartError> {
        self.figure.draw(size)
    }
}
