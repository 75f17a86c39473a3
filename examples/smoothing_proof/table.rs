//! Tables as text of equal columns or as Markdown.

pub struct Table {
    pub title: String,
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(title: &str, header: &[&str]) -> Self {
        Self {
            title: title.to_string(),
            header: header.iter().map(|name| (*name).to_string()).collect(),
            rows: Vec::new(),
        }
    }

    pub fn markdown(&self) -> String {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let mut out = format!("{}:\n\n", self.title);
        out += &line(&self.header);
        out += &format!("|---{}|\n", "|---:".repeat(self.header.len() - 1));
        out.extend(self.rows.iter().map(|row| line(row)));
        out
    }

    pub fn text(&self) -> String {
        let all = || std::iter::once(&self.header).chain(&self.rows);
        let width = |at: usize| all().map(|row| row[at].chars().count()).max();
        let widths: Vec<usize> = (0..self.header.len()).filter_map(width).collect();
        let line = |row: &Vec<String>| {
            let mut line = format!("{:<width$}", row[0], width = widths[0]);
            for (cell, width) in row.iter().zip(&widths).skip(1) {
                line += &format!("  {cell:>width$}");
            }
            line + "\n"
        };
        let mut out = format!("{}\n", self.title);
        out.extend(all().map(line));
        out
    }
}
