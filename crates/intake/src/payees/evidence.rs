//! Why a row has its type and its supplier.

use std::{fmt, sync::Arc};

use contract::{ColumnMapping, OrganizationId, PayeeDetail, PayeeId, SupplierId};
use matching::{Scratch, Snapshot, Thresholds};
use payee::Classifier;
use store::tables::{
    payee::{self as payees, PayeeWithCells},
    rejected_pair::{self, RejectedPair},
};

use super::{SHOWN_CANDIDATES, payee_input, query};
use crate::{
    Env, Error, Result,
    indexes::Indexes,
    tabular::{MappedRow, Row, RowReader},
};

/// Works the evidence of stored rows out again.
#[derive(Clone)]
pub struct Evidence {
    env: Env,
    indexes: Arc<Indexes>,
}

impl fmt::Debug for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Evidence").finish_non_exhaustive()
    }
}

impl Evidence {
    /// Over an environment and the indexes of the supplier masters.
    pub fn new(env: Env, indexes: Arc<Indexes>) -> Self {
        Self { env, indexes }
    }

    /// These rows with their evidence, in their order. A supplier that another decision has refused for the name is
    /// left out, as it was when the row was worked; one that the row's own decision refused is still shown.
    pub(crate) async fn details(
        &self,
        organization_id: OrganizationId,
        rows: Vec<PayeeWithCells>,
    ) -> Result<Vec<PayeeDetail>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let rejected = self.rejected(organization_id, &rows).await?;
        let snapshot = self.indexes.live(organization_id).await?.snapshot();
        let work = move || rows.into_iter().map(|row| detail(row, &snapshot, &rejected)).collect();
        tokio::task::spawn_blocking(work)
            .await
            .map_err(Error::internal("work evidence out"))
    }

    /// The name of a row and the candidates that a person sees beside it.
    pub(crate) async fn shown(
        &self,
        organization_id: OrganizationId,
        id: PayeeId,
    ) -> Result<Vec<(String, SupplierId)>> {
        let Some(row) = payees::get(&self.env.db, organization_id, id).await? else {
            return Ok(Vec::new());
        };
        let rejected = self.rejected(organization_id, std::slice::from_ref(&row)).await?;
        let snapshot = self.indexes.live(organization_id).await?.snapshot();
        let work = move || {
            let excluded = excluded(&row, &rejected);
            let mapped = mapped(&row);
            let found = snapshot.candidates(&query(&mapped), SHOWN_CANDIDATES, &excluded, &mut Scratch::default());
            let name_key = row.row.name_key;
            found.into_iter().map(|it| (name_key.clone(), it.supplier_id)).collect()
        };
        tokio::task::spawn_blocking(work)
            .await
            .map_err(Error::internal("find the candidates"))
    }

    async fn rejected(&self, organization_id: OrganizationId, rows: &[PayeeWithCells]) -> Result<Vec<RejectedPair>> {
        let names: Vec<&str> = rows
            .iter()
            .map(|row| row.row.name_key.as_str())
            .filter(|name_key| !name_key.is_empty())
            .collect();
        Ok(rejected_pair::of_names(&self.env.db, organization_id, &names).await?)
    }
}

fn detail(row: PayeeWithCells, snapshot: &Snapshot, rejected: &[RejectedPair]) -> PayeeDetail {
    let excluded = excluded(&row, rejected);
    let mapped = mapped(&row);
    let (_, type_evidence) = Classifier::embedded().explain(&payee_input(&mapped));
    let (thresholds, mut scratch) = (Thresholds::default(), Scratch::default());
    let match_evidence = snapshot.explain(&query(&mapped), SHOWN_CANDIDATES, &excluded, &thresholds, &mut scratch);
    let PayeeWithCells {
        row,
        cells,
        headers,
        engine_versions,
        cluster_size,
        ..
    } = row;
    let header = |column: usize| {
        headers
            .0
            .get(column)
            .cloned()
            .unwrap_or_else(|| format!("Column {}", column + 1))
    };
    PayeeDetail {
        original: cells
            .0
            .into_iter()
            .enumerate()
            .map(|(column, cell)| (header(column), cell))
            .collect(),
        type_evidence,
        match_evidence,
        engines: engine_versions,
        cluster_size,
        payee: row.into(),
    }
}

fn excluded(row: &PayeeWithCells, rejected: &[RejectedPair]) -> Vec<SupplierId> {
    let by_others = |pair: &&RejectedPair| {
        pair.name_key == row.row.name_key && Some(pair.decision_id) != row.row.outcome.decision_id
    };
    rejected.iter().filter(by_others).map(|pair| pair.supplier_id).collect()
}

/// What the cells say; the name alone if the file's mapping does not fit them.
fn mapped(row: &PayeeWithCells) -> MappedRow {
    let mut cells = Row::new(u64::try_from(row.row.row_number).unwrap_or(0));
    for cell in &row.cells.0 {
        cells.push(cell);
    }
    let mapping = row
        .mapping
        .as_ref()
        .map_or_else(ColumnMapping::default, |mapping| mapping.0.clone());
    RowReader::new(&mapping, &row.headers.0)
        .ok()
        .and_then(|reader| reader.read(&cells).ok().flatten())
        .unwrap_or_else(|| MappedRow {
            name: row.row.name.clone(),
            ..MappedRow::default()
        })
}
