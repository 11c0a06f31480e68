//! Items with their evidence.

use std::collections::HashMap;

use contract::{OrganizationId, PayeeId, ReviewItem};
use store::tables::{
    payee::{self, PayeeWithCells},
    review_item::ReviewItemRow,
};

use super::Reviews;
use crate::{Error, Result};

impl Reviews {
    /// These items with their payees and evidence, in their order.
    pub(super) async fn items(
        &self,
        organization_id: OrganizationId,
        rows: Vec<ReviewItemRow>,
    ) -> Result<Vec<ReviewItem>> {
        let ids: Vec<PayeeId> = rows.iter().map(|row| row.payee_id).collect();
        let found = payee::get_all(&self.env.db, organization_id, &ids).await?;
        let mut payees: HashMap<PayeeId, PayeeWithCells> = found.into_iter().map(|it| (it.row.id, it)).collect();
        let payees: Vec<PayeeWithCells> = ids.iter().filter_map(|id| payees.remove(id)).collect();
        if payees.len() != rows.len() {
            return Err(Error::NotFound("payee"));
        }
        let names: Vec<(String, String)> = payees
            .iter()
            .map(|it| (it.file_name.clone(), it.row.name_key.clone()))
            .collect();
        let details = self.evidence.details(organization_id, payees).await?;
        Ok(rows
            .into_iter()
            .zip(details)
            .zip(names)
            .map(|((row, detail), (file_name, name_key))| ReviewItem {
                id: row.id,
                row_version: row.row_version,
                blockers: row.blockers.list(),
                note: row.note,
                detail,
                file_name,
                name_key,
                leased_until: row.leased_until,
            })
            .collect())
    }

    /// One item with its evidence.
    pub(super) async fn item(&self, organization_id: OrganizationId, row: ReviewItemRow) -> Result<ReviewItem> {
        self.items(organization_id, vec![row])
            .await?
            .pop()
            .ok_or(Error::NotFound("review item"))
    }
}
