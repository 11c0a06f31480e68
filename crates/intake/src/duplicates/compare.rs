//! What merging would do, before anybody does it.

use std::cmp::Reverse;

use contract::{
    Actor, MergeChoice, MergePreview, Permission, SupplierDuplicateId, SupplierId, SupplierMerge, SupplierVersion,
};
use store::tables::{supplier::SupplierRow, supplier_duplicate};

use super::{Duplicates, Proposal, merge::united};
use crate::{Authorize, Error, Result, suppliers::dto};

impl Duplicates {
    /// A proposal with its evidence, and what a choice would make of it.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the one to keep is not among its suppliers, or is to be left as it is.
    pub async fn compare(&self, actor: &Actor, id: SupplierDuplicateId, choice: &MergeChoice) -> Result<MergePreview> {
        actor.require(Permission::ReadSuppliers)?;
        let row = supplier_duplicate::get(&self.env.db, actor.organization_id, id).await?;
        let proposal = Proposal::open(&self.env.db, row).await?;
        let keep = match choice.keep {
            Some(keep) if choice.apart.contains(&keep) => {
                return Err(Error::field(
                    "keep",
                    "This one is to be left as it is; choose another to keep",
                ));
            }
            Some(keep) => proposal.member(keep),
            None => best_known(&proposal, &choice.apart),
        };
        let keep = keep.ok_or_else(|| Error::field("keep", "Choose one of the suppliers to keep"))?;
        let others: Vec<SupplierRow> = proposal
            .members
            .iter()
            .filter(|member| member.id != keep.id && !choice.apart.contains(&member.id))
            .cloned()
            .collect();
        let merge = SupplierMerge {
            keep: version(keep),
            others: others.iter().map(version).collect(),
        };
        let (kept, changes) = united(keep.clone(), &others);
        Ok(MergePreview {
            merge,
            kept: dto(kept),
            changes: changes.into_fields(),
            duplicate: proposal.into_dto(),
        })
    }
}

fn version(row: &SupplierRow) -> SupplierVersion {
    SupplierVersion {
        id: row.id,
        row_version: row.row_version,
    }
}

/// The one that the system it came from knows, of those the one with most fields, of those the oldest.
fn best_known<'a>(proposal: &'a Proposal, apart: &[SupplierId]) -> Option<&'a SupplierRow> {
    let candidates = proposal.members.iter().filter(|member| !apart.contains(&member.id));
    candidates.max_by_key(|member| {
        let fields = [
            &member.address,
            &member.city,
            &member.state,
            &member.postcode,
            &member.country,
            &member.tax_id,
            &member.vat_id,
            &member.iban,
        ];
        let filled = fields.into_iter().filter(|field| !field.is_empty()).count();
        (!member.external_id.is_empty(), filled, Reverse(member.id))
    })
}
