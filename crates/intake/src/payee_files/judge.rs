//! A chunk of rows on its way through the engines.

use std::{collections::HashMap, sync::Arc};

use contract::{OrganizationId, PayeeId, RowProblem, SupplierId, validate::NAME_MAX_CHARS};
use matching::{Scored, Scratch, Snapshot, Thresholds, normalize_name};
use payee::{Classifier, Verdict};
use rayon::prelude::*;
use store::tables::{
    payee::NewPayee,
    rejected_pair,
    remembered_verdict::{self, RememberedVerdict},
    review_item::Blockers,
};
use tokio::task::spawn_blocking;

use super::{amount::parse_minor, outcome::judge, priority::expected_loss, questions::Questions};
use crate::{
    Env, Error, Result,
    indexes::Indexes,
    payees::{payee_input, query},
    tabular::{MappedRow, Row, RowReader},
};

/// Candidates that the thresholds look at; an index scores no more.
const CANDIDATES: usize = 32;

/// Reads and judges the rows of one file.
#[derive(Clone)]
pub(super) struct Judge {
    pub(super) env: Env,
    pub(super) organization_id: OrganizationId,
    pub(super) reader: Arc<RowReader>,
    pub(super) indexes: Arc<Indexes>,
}

/// A chunk that only needs to be written.
#[derive(Debug, Default)]
pub(super) struct JudgedChunk {
    pub(super) payees: Vec<JudgedPayee>,
    pub(super) problems: Vec<RowProblem>,
}

impl JudgedChunk {
    /// Whether any row goes to a person.
    pub(super) fn opens_reviews(&self) -> bool {
        self.payees.iter().any(|judged| judged.blockers.any())
    }
}

/// A row with its outcome.
#[derive(Debug)]
pub(super) struct JudgedPayee {
    pub(super) payee: NewPayee,
    pub(super) blockers: Blockers,
    pub(super) priority: f64,
}

/// A row that has been read.
struct ReadRow {
    number: i64,
    mapped: MappedRow,
    name_key: String,
    cells: Vec<String>,
}

/// What the engines say of a row.
struct Answer {
    verdict: Verdict,
    candidates: Vec<Scored>,
}

/// What people said of the names of a chunk.
struct Known {
    remembered: HashMap<String, RememberedVerdict>,
    rejected: HashMap<String, Vec<SupplierId>>,
}

impl Judge {
    /// Judges a chunk: the processor's part on its own threads, with one look into memory in between.
    pub(super) async fn judge(self, rows: Vec<Row>) -> Result<JudgedChunk> {
        let reader = Arc::clone(&self.reader);
        let (read, problems) = spawn_blocking(move || read_all(&reader, &rows))
            .await
            .map_err(Error::internal("read a chunk"))?;
        let known = self.known(&read).await?;
        // A fresh view for each chunk: a supplier that was just added, here or elsewhere, is found by the next one.
        let snapshot = self.indexes.live(self.organization_id).await?.snapshot();
        // In the order of the file, so that rows are stored one behind the other.
        let ids: Vec<PayeeId> = read.iter().map(|_| self.env.ids.next()).collect();
        let payees = spawn_blocking(move || judge_all(ids, read, &known, &snapshot))
            .await
            .map_err(Error::internal("judge a chunk"))?;
        Ok(JudgedChunk { payees, problems })
    }

    async fn known(&self, rows: &[ReadRow]) -> Result<Known> {
        let mut names: Vec<&str> = rows
            .iter()
            .map(|row| row.name_key.as_str())
            .filter(|name| !name.is_empty())
            .collect();
        names.sort_unstable();
        names.dedup();
        let (db, now) = (&self.env.db, self.env.now());
        let (remembered, pairs) = tokio::try_join!(
            remembered_verdict::of_names(db, self.organization_id, &names, now),
            rejected_pair::of_names(db, self.organization_id, &names),
        )?;
        let mut rejected: HashMap<String, Vec<SupplierId>> = HashMap::new();
        for pair in pairs {
            rejected.entry(pair.name_key).or_default().push(pair.supplier_id);
        }
        // Older ones come first, so that the newest stays.
        let remembered = remembered
            .into_iter()
            .map(|verdict| (verdict.name_key.clone(), verdict))
            .collect();
        Ok(Known { remembered, rejected })
    }
}

fn read_all(reader: &RowReader, rows: &[Row]) -> (Vec<ReadRow>, Vec<RowProblem>) {
    let read: Vec<_> = rows.par_iter().map(|row| read_row(reader, row)).collect();
    let (mut good, mut problems) = (Vec::with_capacity(read.len()), Vec::new());
    for row in read {
        match row {
            Ok(Some(row)) => good.push(row),
            Ok(None) => {}
            Err(problem) => problems.push(problem),
        }
    }
    (good, problems)
}

fn read_row(reader: &RowReader, row: &Row) -> Result<Option<ReadRow>, RowProblem> {
    Ok(reader.read(row)?.map(|mapped| ReadRow {
        number: i64::try_from(row.number()).expect("no file has so many rows"),
        name_key: normalize_name(&mapped.name),
        mapped,
        cells: kept_cells(row),
    }))
}

fn judge_all(ids: Vec<PayeeId>, rows: Vec<ReadRow>, known: &Known, snapshot: &Snapshot) -> Vec<JudgedPayee> {
    let questions = Questions::of(rows.iter().map(|row| &row.mapped));
    let answers: Vec<Answer> = questions
        .askers
        .par_iter()
        .map_init(Scratch::default, |scratch, &at| {
            answer(&rows[at], known, snapshot, scratch)
        })
        .collect();
    let thresholds = Thresholds::default();
    rows.into_iter()
        .zip(ids)
        .zip(questions.of_rows)
        .map(|((row, id), question)| judge_row(id, row, known, &answers[question], &thresholds))
        .collect()
}

fn answer(row: &ReadRow, known: &Known, snapshot: &Snapshot, scratch: &mut Scratch) -> Answer {
    let rejected = known.rejected.get(&row.name_key).map_or(&[][..], Vec::as_slice);
    Answer {
        verdict: Classifier::embedded().classify(&payee_input(&row.mapped)),
        candidates: snapshot.candidates(&query(&row.mapped), CANDIDATES, rejected, scratch),
    }
}

fn judge_row(id: PayeeId, row: ReadRow, known: &Known, answer: &Answer, thresholds: &Thresholds) -> JudgedPayee {
    let ReadRow {
        number,
        mapped,
        name_key,
        cells,
    } = row;
    let judged = judge(
        &answer.verdict,
        &answer.candidates,
        thresholds.decide(&answer.candidates),
        known.remembered.get(&name_key),
    );
    let amount_minor = parse_minor(&mapped.amount, &mapped.currency);
    let priority = expected_loss(&judged.outcome, judged.blockers, amount_minor, &mapped.currency);
    JudgedPayee {
        payee: NewPayee {
            id,
            row_number: number,
            name: mapped.name,
            name_key,
            amount_minor,
            currency: mapped.currency,
            cells,
            outcome: judged.outcome,
        },
        blockers: judged.blockers,
        priority,
    }
}

/// The cells of a row as they are kept: a NUL, which no database keeps in text, becomes U+FFFD, and what is longer than
/// a name may be is cut.
fn kept_cells(row: &Row) -> Vec<String> {
    let kept = |cell: &str| {
        let chars = cell.chars().take(NAME_MAX_CHARS);
        chars
            .map(|c| if c == '\0' { char::REPLACEMENT_CHARACTER } else { c })
            .collect()
    };
    row.cells().map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_cells_hold_no_nul_and_are_bounded() {
        let mut row = Row::new(2);
        row.push("a\0b");
        row.push(&"é".repeat(5_000));
        let cells = kept_cells(&row);
        assert_eq!(cells[0], "a\u{fffd}b");
        assert_eq!(cells[1].chars().count(), NAME_MAX_CHARS);
    }
}
