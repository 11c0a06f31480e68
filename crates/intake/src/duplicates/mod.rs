//! De-duplication of the supplier master. A durable job finds groups of suppliers that are probably one; a person says
//! which are, and they are merged, or that they are not, and they are not proposed again. Nothing is merged alone.
//!
//! A supplier that was merged stays in the master for the record. Its names find the one that was kept; payee rows,
//! remembered verdicts and rows of later imports that mean it lead to that one, because whoever reads them follows
//! `merged_into`.

mod compare;
mod dismiss;
mod groups;
mod merge;
mod search;
#[cfg(test)]
mod tests;

use std::{collections::HashMap, sync::Arc};

use contract::{Actor, DuplicatePair, PAGE_SIZE, Page, Permission, SupplierDuplicate, SupplierId, SupplierStatus};
use store::{
    Source, cursor,
    tables::{
        supplier::{self, SupplierRow},
        supplier_duplicate::{self, SupplierDuplicateRow},
    },
};

pub use search::{DuplicateSearchHandler, JOB_KIND};

use crate::{
    Authorize, Env, Error, Result,
    indexes::Indexes,
    suppliers::{differing, dto},
};

/// Duplicates in the supplier master. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Duplicates {
    env: Env,
    indexes: Arc<Indexes>,
}

/// A proposal with those of its suppliers that can still be merged, by id.
struct Proposal {
    row: SupplierDuplicateRow,
    members: Vec<SupplierRow>,
}

impl Duplicates {
    /// Over the master and its indexes.
    pub fn new(env: Env, indexes: Arc<Indexes>) -> Self {
        Self { env, indexes }
    }

    /// One page of proposals, the most probable first. A proposal whose suppliers were settled another way meanwhile is
    /// left out, so a page may be shorter than another.
    pub async fn list(&self, actor: &Actor, cursor: Option<&str>) -> Result<Page<SupplierDuplicate>> {
        actor.require(Permission::ReadSuppliers)?;
        let organization_id = actor.organization_id;
        let after: i64 = cursor.map(cursor::decode).transpose()?.unwrap_or(0);
        let rows = supplier_duplicate::list(&self.env.db, organization_id, after, PAGE_SIZE + 1).await?;
        let (rows, next_cursor) = cursor::page(rows, PAGE_SIZE, |last| last.place);
        let ids: Vec<SupplierId> = rows.iter().flat_map(|row| row.suppliers.0.iter().copied()).collect();
        let found = supplier::with_ids(&self.env.db, organization_id, &ids).await?;
        let mut by_id: HashMap<SupplierId, SupplierRow> = found.into_iter().map(|row| (row.id, row)).collect();
        let total = supplier_duplicate::count(&self.env.db, organization_id).await?;
        Ok(Page {
            items: rows
                .into_iter()
                .filter_map(|row| {
                    let members = row.suppliers.0.iter().filter_map(|id| by_id.remove(id)).collect();
                    Proposal::of(row, members).map(Proposal::into_dto)
                })
                .collect(),
            next_cursor,
            total: u64::try_from(total).ok(),
        })
    }
}

impl Proposal {
    /// A proposal that was looked for, with its suppliers as they are now, if it can still be settled.
    async fn open(on: impl Source, row: Option<SupplierDuplicateRow>) -> Result<Self> {
        let missing = || Error::NotFound("proposal to merge suppliers");
        let row = row.ok_or_else(missing)?;
        let mut members = supplier::with_ids(on, row.organization_id, &row.suppliers.0).await?;
        members.sort_by_key(|member| member.id);
        Self::of(row, members).ok_or_else(missing)
    }

    /// The proposal with its `members`; nothing when fewer than two are still in use.
    fn of(row: SupplierDuplicateRow, mut members: Vec<SupplierRow>) -> Option<Self> {
        members.retain(|member| member.status == SupplierStatus::Active);
        (members.len() >= 2).then_some(Self { row, members })
    }

    fn member(&self, id: SupplierId) -> Option<&SupplierRow> {
        self.members.iter().find(|member| member.id == id)
    }

    fn into_dto(self) -> SupplierDuplicate {
        let pairs = self.row.pairs.0.iter().filter_map(|pair| {
            let (first, second) = (self.member(pair.first)?, self.member(pair.second)?);
            Some(DuplicatePair {
                first: pair.first,
                second: pair.second,
                probability: pair.probability,
                grade: pair.grade.clone(),
                differing: differing(first, second).into_iter().map(str::to_owned).collect(),
            })
        });
        SupplierDuplicate {
            id: self.row.id,
            probability: self.row.probability,
            pairs: pairs.collect(),
            suppliers: self.members.into_iter().map(dto).collect(),
            found_at: self.row.found_at,
        }
    }
}
