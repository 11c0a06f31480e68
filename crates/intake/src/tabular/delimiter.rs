//! Finds out what stands between the cells of a text file.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::lexicon;

/// The candidates; on a tie the earlier wins.
const CANDIDATES: [u8; 4] = *b",;\t|";
/// Rows of the sample that are looked at.
const SAMPLE_ROWS: usize = 200;

/// Rows at the top among which the names of the columns are looked for.
const TOP_ROWS: usize = 12;

/// What the parser is given where nothing stands between cells: the unit separator of ASCII, which no text has.
pub(super) const NO_DELIMITER: u8 = 0x1f;

/// The delimiter under which most rows of `sample` have the same number of cells, more than one, and the first row
/// has as many; `None` if no candidate does: a file of one column. Rows above the names of the columns, and a first line
/// `sep=;`, do not count.
///
/// `is_all` tells whether the sample ends where the file ends; otherwise its last row may be cut and does not count.
pub(super) fn detect(sample: &str, is_all: bool) -> Option<u8> {
    if let Some(told) = told(sample) {
        return Some(told);
    }
    if sample
        .bytes()
        .all(|byte| CANDIDATES.contains(&byte) || byte.is_ascii_whitespace())
    {
        // Cells without anything in them.
        return Some(b',');
    }
    let mut best = (None, 0);
    for delimiter in CANDIDATES {
        let sampled = Sampled::read(sample, delimiter, is_all);
        let score = sampled.names_at().map_or(0, |top| score(&sampled, top));
        if score > best.1 {
            best = (Some(delimiter), score);
        }
    }
    best.0
}

/// What a first line such as `sep=;` says; spreadsheets write and obey it.
fn told(sample: &str) -> Option<u8> {
    let line = sample.lines().next()?;
    let [delimiter] = line.strip_prefix("sep=")?.as_bytes() else {
        return None;
    };
    CANDIDATES.contains(delimiter).then_some(*delimiter)
}

/// The sample under one delimiter.
struct Sampled {
    /// Cells of each row.
    counts: Vec<usize>,
    /// In each of the first rows, the cells that are names of columns.
    names: Vec<usize>,
}

impl Sampled {
    fn read(sample: &str, delimiter: u8, is_all: bool) -> Self {
        let mut reader: Reader = ReaderBuilder::new().delimiter(delimiter).build();
        let mut output = vec![0; sample.len() + 1];
        let mut ends = vec![0; sample.len() + 2];
        let mut sampled = Self {
            counts: Vec::new(),
            names: Vec::new(),
        };
        let mut input = sample.as_bytes();
        let (mut written, mut cells) = (0, 0);
        while sampled.counts.len() < SAMPLE_ROWS && (is_all || !input.is_empty()) {
            let (result, read, wrote, ended) = reader.read_record(input, &mut output[written..], &mut ends[cells..]);
            input = &input[read..];
            (written, cells) = (written + wrote, cells + ended);
            match result {
                ReadRecordResult::Record => {
                    if sampled.names.len() < TOP_ROWS {
                        sampled.names.push(names(&output, &ends[..cells]));
                    }
                    sampled.counts.push(cells);
                    (written, cells) = (0, 0);
                }
                ReadRecordResult::End => break,
                ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {}
            }
        }
        sampled
    }

    /// The row whose cells name the columns, else the first; `None` when that says that there is only one column.
    fn names_at(&self) -> Option<usize> {
        let named = self.names.iter().position(|&names| names > 1);
        let top = named.unwrap_or(0);
        (self.counts.get(top).is_some_and(|&count| count > 1)).then_some(top)
    }
}

/// How many cells, which end there, are names of columns.
fn names(output: &[u8], ends: &[usize]) -> usize {
    let mut from = 0;
    let is_name = |end: &&usize| {
        let cell = std::str::from_utf8(&output[from..**end]).unwrap_or_default();
        from = **end;
        lexicon::field_of(cell.trim()).is_some()
    };
    ends.iter().filter(is_name).count()
}

/// Rows of a thousand with as many cells as the one at `top`, weighted up, plus a little for more cells. When that is less
/// than half of the rows, little if `top` names a column, and else 0: then it splits some names, and no columns.
fn score(sampled: &Sampled, top: usize) -> usize {
    let (first, rows) = (sampled.counts[top], &sampled.counts[top..]);
    let same = rows.iter().filter(|&&count| count == first).count();
    let per_mille = 1_000 * same / rows.len();
    if per_mille >= 500 {
        1_000 * per_mille + first.min(50) * 1_000
    } else if sampled.names.get(top).is_some_and(|&names| names > 0) {
        per_mille
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell_counts(sample: &str, delimiter: u8, is_all: bool) -> Vec<usize> {
        Sampled::read(sample, delimiter, is_all).counts
    }

    #[test]
    fn each_delimiter_is_found() {
        assert_eq!(detect("id,name\n1,a\n2,b\n", true), Some(b','));
        assert_eq!(detect("id;name;amount\n1;a;1,5\n2;b;2,7\n", true), Some(b';'));
        assert_eq!(detect("id\tname\n1\ta, b\n2\tb\n", true), Some(b'\t'));
        assert_eq!(detect("id|name\n1|Smith, John\n2|Doe, Jane\n", true), Some(b'|'));
    }

    #[test]
    fn commas_inside_names_do_not_split_a_file_of_one_column() {
        assert_eq!(detect("name\nSmith, John\nDoe, Jane\nAcme\n", true), None);
        assert_eq!(detect("Vendor Name\nSmith, John\nZenith Widgets, Inc.\n", true), None);
        assert_eq!(detect("Smith, John\nAcme\nBirch Ltd\nCedar Ltd\n", true), None);
        assert_eq!(detect("Acme\n", true), None);
        assert_eq!(
            detect("Payee;City\nSmith, John;Rome\nDoe, Jane;Oslo\n", true),
            Some(b';')
        );
    }

    #[test]
    fn rows_above_the_names_of_the_columns_do_not_count() {
        assert_eq!(detect("sep=;\nVendor Name;City\nAcme, Inc;Rome\n", true), Some(b';'));
        assert_eq!(
            detect("Open items, March\n\nVendor Name;City\nAcme, Inc;Rome\n", true),
            Some(b';')
        );
    }

    #[test]
    fn rows_shorter_than_the_names_of_the_columns_are_split() {
        assert_eq!(
            detect("name,city,country,iban\nAcme,Rome\nBirch,Oslo\nCedar,Bern\n", true),
            Some(b',')
        );
    }

    #[test]
    fn quoted_delimiters_do_not_count() {
        assert_eq!(detect("a;b\n\"x,y,z\";1\n\"x,y,z\";2\n", true), Some(b';'));
    }

    #[test]
    fn a_cut_last_row_does_not_count() {
        assert_eq!(cell_counts("a,b,c\n1,2,3\n1,", b',', false), [3, 3]);
        assert_eq!(cell_counts("a,b,c\n1,2,3\n1,", b',', true), [3, 3, 2]);
    }
}
