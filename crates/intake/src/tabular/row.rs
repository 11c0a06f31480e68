//! One row with its cells as they stand in the file.

/// One row. The cells share one allocation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    number: u64,
    text: String,
    ends: Vec<u32>,
    /// Of the cells up to the last that is not text; none in a text file.
    kinds: Vec<CellKind>,
}

/// What a cell of a workbook holds. Its text says the same in words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellKind {
    /// Text, or nothing.
    #[default]
    Text,
    /// A number, as Rust writes one.
    Number,
    /// `TRUE` or `FALSE`.
    Boolean,
    /// A date as ISO 8601 writes it, perhaps with a time.
    Date,
}

impl Row {
    /// An empty row with the number that a spreadsheet shows beside it; the first is 1.
    pub fn new(number: u64) -> Self {
        Self {
            number,
            ..Self::default()
        }
    }

    /// A row whose cells stand one after the other in `text`, each ending at its offset in `ends`.
    ///
    /// # Panics
    /// If an offset is beyond 4 GiB; the limits on rows keep it far below.
    pub(super) fn from_parts(number: u64, text: String, ends: &[usize]) -> Self {
        let ends = ends.iter().map(|&end| offset(end)).collect();
        Self {
            number,
            text,
            ends,
            kinds: Vec::new(),
        }
    }

    /// Adds a cell behind the others.
    pub fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(offset(self.text.len()));
    }

    /// Adds a cell of a workbook behind the others.
    pub(crate) fn push_kind(&mut self, cell: &str, kind: CellKind) {
        self.push(cell);
        if kind != CellKind::Text {
            self.kinds.resize(self.len(), CellKind::Text);
            self.kinds[self.ends.len() - 1] = kind;
        }
    }

    /// What the cell of a column holds.
    pub fn kind(&self, column: usize) -> CellKind {
        self.kinds.get(column).copied().unwrap_or_default()
    }

    /// As a spreadsheet counts: the header is usually row 1, blank lines count too.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// How many cells there are. Rows may be shorter or longer than the header.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no cell at all.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Bytes of text in all cells.
    pub fn text_bytes(&self) -> usize {
        self.text.len()
    }

    /// The cell of a column, counted from 0; empty when the row is shorter.
    pub fn cell(&self, column: usize) -> &str {
        let Some(&end) = self.ends.get(column) else { return "" };
        let start = column.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..end as usize]
    }

    /// The cells in order.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|column| self.cell(column))
    }

    /// Whether every cell is empty or white space.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("a row is bounded far below 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_pushed() {
        let mut row = Row::new(3);
        for cell in ["a", "", "čé"] {
            row.push(cell);
        }
        assert_eq!(row.cells().collect::<Vec<_>>(), ["a", "", "čé"]);
        assert_eq!(row.cell(7), "");
        assert_eq!(row.number(), 3);
    }

    #[test]
    fn kinds_belong_to_their_cells() {
        let mut row = Row::new(1);
        row.push_kind("a", CellKind::Text);
        row.push_kind("2", CellKind::Number);
        row.push("3");
        let kinds: Vec<_> = (0..4).map(|column| row.kind(column)).collect();
        assert_eq!(
            kinds,
            [CellKind::Text, CellKind::Number, CellKind::Text, CellKind::Text]
        );
    }

    #[test]
    fn blank_means_nothing_but_white_space() {
        let mut row = Row::new(1);
        row.push(" ");
        row.push("\t");
        assert!(row.is_blank());
        row.push("x");
        assert!(!row.is_blank());
    }
}
