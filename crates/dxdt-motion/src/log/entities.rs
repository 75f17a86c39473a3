//! Which row is of which object.

/// An object and its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityBlock {
    /// Its value in the entity column; empty for a null.
    pub name: String,
    /// The cells of the entity columns as the tables show them.
    pub cells: Vec<Option<String>>,
    /// How many rows it has.
    pub rows: usize,
}

impl EntityBlock {
    /// The cell of the entity column: that one, or the several that it joins.
    pub fn cell(&self) -> Option<&str> {
        match &self.cells[..] {
            [only] => only.as_deref(),
            _ => Some(&self.name),
        }
    }
}

/// The objects of a log, and which row is of which.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entities {
    /// The objects in the order of their first rows.
    pub blocks: Vec<EntityBlock>,
    /// The object of each row, as an index of `blocks`; `None` where the rows of each follow those of the one before.
    pub of_rows: Option<Vec<u32>>,
}

impl Entities {
    /// The object of each row.
    pub fn of_each_row(&self) -> Box<dyn Iterator<Item = &EntityBlock> + '_> {
        match &self.of_rows {
            Some(of_rows) => Box::new(of_rows.iter().map(|&block| &self.blocks[block as usize])),
            None => Box::new(
                self.blocks
                    .iter()
                    .flat_map(|block| std::iter::repeat_n(block, block.rows)),
            ),
        }
    }

    /// The objects, where the rows are sorted by them.
    pub fn sorted(&self) -> Option<&[EntityBlock]> {
        self.of_rows.is_none().then_some(&self.blocks)
    }

    /// The rows in another order.
    #[must_use]
    pub fn in_order(self, order: &[u32]) -> Self {
        let of_each: Vec<u32> = match &self.of_rows {
            Some(of_rows) => of_rows.clone(),
            None => (0..)
                .zip(&self.blocks)
                .flat_map(|(index, block)| std::iter::repeat_n(index, block.rows))
                .collect(),
        };
        Self {
            of_rows: Some(order.iter().map(|&row| of_each[row as usize]).collect()),
            blocks: self.blocks,
        }
    }
}
