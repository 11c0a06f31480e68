//! What a bulk decision would change.

use contract::{Actor, BulkDecision, DecidedBy, DecisionPreview, Payee, Permission, Selection};
use store::tables::{
    decision,
    payee::{self, After, PayeeRow},
    payee_file,
};

use super::{Changes, Decisions, MatchingRows, decide::MAX_IDS};
use crate::{Authorize, Error, Result};

/// Rows that a preview shows.
const SAMPLE_ROWS: u8 = 20;

impl Decisions {
    /// How many rows a decision would settle, and the first of them. Nothing is changed.
    pub async fn preview(&self, actor: &Actor, request: &BulkDecision) -> Result<DecisionPreview> {
        actor.require(Permission::Review)?;
        let changes = Changes::of(&request.verdict);
        let (organization_id, file) = (actor.organization_id, request.payee_file_id);
        let known = payee_file::get(&self.env.db, organization_id, file).await?;
        known.ok_or(Error::NotFound("payee file"))?;
        match &request.selection {
            Selection::All { filter } => {
                let matching = MatchingRows::of(filter);
                let (count, overrides_people) = decision::count_matching(
                    &self.env.db,
                    organization_id,
                    file,
                    &matching.rows(),
                    changes.payee_type,
                    changes.supplier,
                )
                .await?;
                let first = After::Row(0);
                let sample = payee::page(
                    &self.env.db,
                    organization_id,
                    file,
                    &matching.rows(),
                    &first,
                    i64::from(SAMPLE_ROWS),
                )
                .await?;
                Ok(DecisionPreview {
                    count,
                    overrides_people,
                    sample: sample.into_iter().map(Payee::from).collect(),
                })
            }
            Selection::These { ids } if ids.len() > MAX_IDS => Err(Error::TooLarge(format!(
                "Name at most {MAX_IDS} rows, or select them by a filter"
            ))),
            Selection::These { ids } => {
                let rows = payee::get_all(&self.env.db, organization_id, ids).await?;
                let mut rows: Vec<PayeeRow> = rows
                    .into_iter()
                    .map(|it| it.row)
                    .filter(|row| row.payee_file_id == file)
                    .collect();
                rows.sort_unstable_by_key(|row| row.row_number);
                let overridden = rows
                    .iter()
                    .filter(|row| is_settled(row) && changes.would_change(&row.outcome));
                Ok(DecisionPreview {
                    count: count(rows.len()),
                    overrides_people: count(overridden.count()),
                    sample: rows.into_iter().take(SAMPLE_ROWS.into()).map(Payee::from).collect(),
                })
            }
        }
    }
}

fn count(rows: usize) -> i64 {
    i64::try_from(rows).expect("at most MAX_IDS rows")
}

/// Whether a person settled the row's type or supplier.
fn is_settled(row: &PayeeRow) -> bool {
    [row.outcome.type_decided_by, row.outcome.match_decided_by].contains(&DecidedBy::Person)
}
