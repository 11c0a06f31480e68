//! Saying that suppliers are not duplicates.

use contract::{Actor, Permission, SupplierDuplicateId, SupplierId};
use serde_json::Value;
use store::tables::{supplier_distinction, supplier_duplicate};

use super::{Duplicates, Proposal};
use crate::{
    Authorize, Error, Result,
    events::{self, Changes, NewEvent},
};

impl Duplicates {
    /// Takes a proposal away for good: each two of its suppliers are remembered as two.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it was settled by someone else at the same time.
    pub async fn dismiss(&self, actor: &Actor, id: SupplierDuplicateId) -> Result<()> {
        actor.require(Permission::WriteSuppliers)?;
        let (organization_id, now) = (actor.organization_id, self.env.now());
        let mut tx = self.env.db.begin().await?;
        let row = supplier_duplicate::get(&mut tx, organization_id, id).await?;
        let proposal = Proposal::open(&mut tx, row).await?;
        if !supplier_duplicate::remove(&mut tx, &proposal.row).await? {
            return Err(Error::stale("proposal"));
        }
        let ids: Vec<SupplierId> = proposal.members.iter().map(|member| member.id).collect();
        // They are in the order of their ids.
        let pairs: Vec<_> = (0..ids.len())
            .flat_map(|at| ids[at + 1..].iter().map(|other| (ids[at], *other)).collect::<Vec<_>>())
            .collect();
        supplier_distinction::insert_many(&mut tx, organization_id, &pairs, actor.display_name(), now).await?;
        let events = proposal.members.iter().map(|member| {
            let others = proposal.members.iter().filter(|other| other.id != member.id);
            let others: Vec<&str> = others.map(|other| other.name.as_str()).collect();
            NewEvent::new("supplier.duplicate_dismissed", member.id, &member.name).changes(Changes::new().value(
                "is_not",
                Value::Null,
                others,
            ))
        });
        events::record_many(&mut tx, &self.env, actor, events.collect()).await?;
        Ok(tx.commit().await?)
    }
}
