//! Writes a lesson: words from the file, numbers from the computation.

use std::collections::{BTreeMap, BTreeSet};

use dxdt_chart::{Figure, TimeAxis};
use dxdt_motion::error::Result;
use dxdt_motion::words::number::short;

use super::Lesson;
use super::chart_writer::ChartWriter;
use super::page::{Block, Chart, Page, Question, Table};
use super::words::{Words, fill, words};

/// A lesson on its way.
pub(super) struct Writer {
    lesson: Lesson,
    words: &'static Words,
    values: BTreeMap<&'static str, String>,
    used_values: BTreeSet<&'static str>,
    used_keys: BTreeSet<String>,
    blocks: Vec<Block>,
}

impl Writer {
    pub fn new(lesson: Lesson) -> Result<Self> {
        Ok(Self {
            lesson,
            words: words()?,
            values: BTreeMap::new(),
            used_values: BTreeSet::new(),
            used_keys: BTreeSet::new(),
            blocks: Vec::new(),
        })
    }

    /// A number that texts may name, in four digits.
    pub fn number(&mut self, name: &'static str, value: f64) {
        self.value(name, short(value));
    }

    /// Something else that texts may name.
    pub fn value(&mut self, name: &'static str, value: impl ToString) {
        self.values.insert(name, value.to_string());
    }

    /// A text of this lesson with its numbers.
    pub fn text(&mut self, key: &str) -> Result<String> {
        let key = format!("{}.{key}", self.lesson.name());
        let text = self.words.get(&key)?;
        self.used_keys.insert(key);
        let used = &mut self.used_values;
        fill(text, &self.values, |name| {
            used.insert(name);
        })
    }

    pub fn paragraph(&mut self, key: &str) -> Result<()> {
        let text = self.text(&format!("paragraphs.{key}"))?;
        self.blocks.push(Block::Paragraph(text));
        Ok(())
    }

    /// A table with as many columns as its first row.
    pub fn table(&mut self, key: &str, rows: Vec<Vec<String>>) -> Result<()> {
        let caption = self.text(&format!("tables.{key}.caption"))?;
        let columns = rows.first().map_or(0, Vec::len);
        let head = (1..=columns).map(|column| self.text(&format!("tables.{key}.head.{column}")));
        let head = head.collect::<Result<_>>()?;
        self.blocks.push(Block::Table(Table {
            caption,
            head,
            rows,
        }));
        Ok(())
    }

    /// The word at the head of a row of a table.
    pub fn row(&mut self, table: &str, row: &str) -> Result<String> {
        self.text(&format!("tables.{table}.rows.{row}"))
    }

    /// A sentence and what to type.
    pub fn command(&mut self, key: &str) -> Result<()> {
        let text = self.text(&format!("commands.{key}.text"))?;
        let line = self.text(&format!("commands.{key}.line"))?;
        self.blocks.push(Block::Command { text, line });
        Ok(())
    }

    /// A chart over seconds, without panels yet.
    pub fn chart(&mut self, key: &str) -> Result<ChartWriter<'_>> {
        let figure = Figure {
            title: self.text(&format!("charts.{key}.title"))?,
            subtitle: Some(self.text(&format!("charts.{key}.subtitle"))?),
            time: TimeAxis::Seconds {
                label: self.text(&format!("charts.{key}.across"))?,
            },
            panels: Vec::new(),
        };
        Ok(ChartWriter::new(self, key.to_owned(), figure))
    }

    /// A chart that is whole.
    pub fn show(&mut self, key: &str, figure: Figure<'static>) -> Result<()> {
        let see = self.text(&format!("charts.{key}.see"))?;
        let name = format!("{}-{key}", self.lesson.name());
        self.blocks
            .push(Block::Chart(Chart::new(name, see, figure)));
        Ok(())
    }

    /// The lesson with its head and its questions.
    pub fn finish(&mut self) -> Result<Page> {
        let mut questions = Vec::new();
        let has = |index: usize| {
            let key = format!("{}.questions.{index}.ask", self.lesson.name());
            self.words.has(&key)
        };
        let count = (1..).take_while(|&index| has(index)).count();
        for index in 1..=count {
            questions.push(Question {
                ask: self.text(&format!("questions.{index}.ask"))?,
                answer: self.text(&format!("questions.{index}.answer"))?,
            });
        }
        // The list of lessons shows it.
        self.text("summary")?;
        Ok(Page {
            title: self.text("title")?,
            question: self.text("question")?,
            blocks: std::mem::take(&mut self.blocks),
            exercise: self.text("exercise")?,
            questions,
        })
    }

    /// Texts that were not asked for, and numbers that no text names.
    #[cfg(test)]
    pub fn unused(&self) -> Vec<String> {
        let start = format!("{}.", self.lesson.name());
        let keys = self.words.keys(&start);
        let keys = keys.filter(|key| !self.used_keys.contains(*key)).cloned();
        let values = self.values.keys();
        let values = values.filter(|name| !self.used_values.contains(*name));
        keys.chain(values.map(|name| format!("{{{name}}}")))
            .collect()
    }
}
