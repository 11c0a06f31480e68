//! How much of a file is taken in, so that no file can exhaust memory or time.

/// Bounds on what a file may hold. The defaults suit files of a few million rows.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Longest row of text, in bytes of UTF-8; also the longest piece of text within a workbook.
    pub row_bytes: usize,
    /// Most cells in a row; a worksheet of Excel has no more.
    pub row_cells: usize,
    /// Most that a packed text file, or all parts of a workbook together, may unpack to.
    pub unpacked_bytes: u64,
    /// Most that the text table of a workbook may unpack to. The table is held in memory while rows are read, and
    /// its entries take up to five times their packed form.
    pub shared_strings_bytes: u64,
    /// Most that any other part of a workbook that is held in memory may unpack to.
    pub workbook_part_bytes: u64,
    /// Most parts in a workbook.
    pub workbook_parts: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            row_bytes: 1 << 20,
            row_cells: 16_384,
            unpacked_bytes: 4 << 30,
            shared_strings_bytes: 96 << 20,
            workbook_part_bytes: 8 << 20,
            workbook_parts: 2_000,
        }
    }
}
