//! Finds out what stands between the cells of a text file.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// The candidates; on a tie the earlier wins.
const CANDIDATES: [u8; 4] = *b",;\t|";
/// Rows of the sample that are looked at.
const SAMPLE_ROWS: usize = 200;

/// The delimiter under which most rows of `sample` have the same number of cells, more than one, and the first row
/// has as many; a comma if no candidate does (a file of one column).
///
/// `is_all` tells whether the sample ends where the file ends; otherwise its last row may be cut and does not count.
pub(super) fn detect(sample: &str, is_all: bool) -> u8 {
    let mut best = (b',', 0);
    for delimiter in CANDIDATES {
        let score = score(&cell_counts(sample, delimiter, is_all));
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// Rows of a thousand with as many cells as the first, weighted up, plus a little for more cells; little when that is
/// less than half of the rows, and 0 when the first row has one cell only.
fn score(counts: &[usize]) -> usize {
    let Some(&first) = counts.first() else { return 0 };
    if first < 2 {
        return 0;
    }
    let same = counts.iter().filter(|&&count| count == first).count();
    let per_mille = 1_000 * same / counts.len();
    if per_mille < 500 {
        per_mille
    } else {
        1_000 * per_mille + first.min(50) * 1_000
    }
}

fn cell_counts(sample: &str, delimiter: u8, is_all: bool) -> Vec<usize> {
    let mut reader: Reader = ReaderBuilder::new().delimiter(delimiter).build();
    let mut output = vec![0; sample.len() + 1];
    let mut ends = vec![0; sample.len() + 2];
    let mut counts = Vec::new();
    let mut input = sample.as_bytes();
    let mut cells = 0;
    while counts.len() < SAMPLE_ROWS && (is_all || !input.is_empty()) {
        let (result, read, _, ended) = reader.read_record(input, &mut output, &mut ends);
        input = &input[read..];
        cells += ended;
        match result {
            ReadRecordResult::Record => counts.push(std::mem::take(&mut cells)),
            ReadRecordResult::End => break,
            ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {}
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_delimiter_is_found() {
        assert_eq!(detect("id,name\n1,a\n2,b\n", true), b',');
        assert_eq!(detect("id;name;amount\n1;a;1,5\n2;b;2,7\n", true), b';');
        assert_eq!(detect("id\tname\n1\ta, b\n2\tb\n", true), b'\t');
        assert_eq!(detect("id|name\n1|Smith, John\n2|Doe, Jane\n", true), b'|');
    }

    #[test]
    fn commas_inside_names_do_not_split_a_file_of_one_column() {
        let names = "name\nSmith, John\nDoe, Jane\nAcme\n";
        assert_eq!(cell_counts(names, detect(names, true), true), [1, 2, 2, 1]);
        assert_eq!(detect("Payee;City\nSmith, John;Rome\nDoe, Jane;Oslo\n", true), b';');
    }

    #[test]
    fn quoted_delimiters_do_not_count() {
        assert_eq!(detect("a;b\n\"x,y,z\";1\n\"x,y,z\";2\n", true), b';');
    }

    #[test]
    fn a_cut_last_row_does_not_count() {
        assert_eq!(cell_counts("a,b,c\n1,2,3\n1,", b',', false), [3, 3]);
        assert_eq!(cell_counts("a,b,c\n1,2,3\n1,", b',', true), [3, 3, 2]);
    }
}
