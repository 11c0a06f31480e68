//! Merging: one supplier stays and takes the others in.

use std::collections::HashSet;

use contract::{
    Actor, Permission, Supplier, SupplierDuplicateId, SupplierId, SupplierMerge, SupplierStatus, SupplierVersion,
};
use serde_json::Value;
use store::{
    Json, Tx,
    tables::{
        supplier::{self, SupplierRow},
        supplier_duplicate,
    },
};

use super::{Duplicates, Proposal};
use crate::{
    Authorize, Error, Result,
    events::{self, Changes, NewEvent},
    suppliers::{absorb, dto},
};

impl Duplicates {
    /// Merges suppliers of a proposal, as the person saw them; gives the one that was kept. Those that were left out
    /// stay in the proposal. The next row that is matched finds the kept one by any of the names.
    ///
    /// # Errors
    /// [`Error::Conflict`] when a supplier or the proposal was changed since; [`Error::Invalid`] when a supplier is not
    /// of the proposal, is named twice, or there is none to merge.
    pub async fn merge(&self, actor: &Actor, id: SupplierDuplicateId, merge: &SupplierMerge) -> Result<Supplier> {
        actor.require(Permission::WriteSuppliers)?;
        let mut tx = self.env.db.begin().await?;
        let row = supplier_duplicate::get(&mut tx, actor.organization_id, id).await?;
        let proposal = Proposal::open(&mut tx, row).await?;
        let keep = chosen(&proposal, merge.keep, "keep")?;
        let others = merge.others.iter().map(|other| chosen(&proposal, *other, "others"));
        let others: Vec<SupplierRow> = others.collect::<Result<_>>()?;
        let different: HashSet<SupplierId> = others.iter().map(|row| row.id).chain([keep.id]).collect();
        if others.is_empty() || different.len() != others.len() + 1 {
            return Err(Error::field(
                "others",
                "Choose one or more suppliers to merge, each once",
            ));
        }
        let merged = self.write(&mut tx, actor, keep, others).await?;
        settle(&mut tx, proposal, &merged).await?;
        tx.commit().await?;
        Ok(dto(merged.kept))
    }

    /// Writes the suppliers and their events.
    async fn write(&self, tx: &mut Tx, actor: &Actor, keep: SupplierRow, others: Vec<SupplierRow>) -> Result<Merged> {
        let (organization_id, now) = (actor.organization_id, self.env.now());
        let had_external_id = keep.external_id.clone();
        let (mut kept, changes) = united(keep, &others);
        let taken = std::mem::replace(&mut kept.external_id, had_external_id);
        let names: Vec<&str> = others.iter().map(|other| other.name.as_str()).collect();
        let kept_event =
            NewEvent::new("supplier.updated", kept.id, &kept.name).changes(changes.value("merged", Value::Null, names));
        let mut written = vec![kept];
        let mut new_events = vec![kept_event];
        for mut other in others {
            let mut changes = Changes::new()
                .text("status", other.status.as_str(), SupplierStatus::Merged.as_str())
                .text("merged_into", "", &written[0].name);
            other.status = SupplierStatus::Merged;
            other.merged_into = Some(written[0].id);
            if written[0].external_id.is_empty() && other.external_id == taken {
                changes = changes.text("external_id", &taken, "");
                other.external_id.clear();
            }
            new_events.push(NewEvent::new("supplier.merged", other.id, &other.name).changes(changes));
            written.push(other);
        }
        for row in &mut written {
            row.row_version += 1;
            row.updated_at = now;
        }
        // By id, so that two who merge the same suppliers wait for each other and not both.
        written.sort_by_key(|row| row.id);
        update(tx, &written).await?;
        let at = written
            .iter()
            .position(|row| row.merged_into.is_none())
            .expect("the kept one is not merged");
        let mut kept = written.remove(at);
        if kept.external_id != taken {
            // Only now is it free.
            kept.external_id = taken;
            kept.row_version += 1;
            update(tx, std::slice::from_ref(&kept)).await?;
        }
        for other in &written {
            supplier::redirect(tx, organization_id, other.id, kept.id).await?;
        }
        events::record_many(tx, &self.env, actor, new_events).await?;
        Ok(Merged { kept, others: written })
    }
}

/// Suppliers after a merge.
struct Merged {
    kept: SupplierRow,
    others: Vec<SupplierRow>,
}

/// The kept supplier with what the others say, the first external id among them included; and what that changes.
pub(super) fn united(mut kept: SupplierRow, others: &[SupplierRow]) -> (SupplierRow, Changes) {
    let before = kept.clone();
    for other in others {
        absorb(&mut kept, other);
        if kept.external_id.is_empty() {
            kept.external_id.clone_from(&other.external_id);
        }
    }
    let mut changes = Changes::new();
    for (field, before, after) in [
        ("external_id", &before.external_id, &kept.external_id),
        ("address", &before.address, &kept.address),
        ("city", &before.city, &kept.city),
        ("state", &before.state, &kept.state),
        ("postcode", &before.postcode, &kept.postcode),
        ("country", &before.country, &kept.country),
        ("tax_id", &before.tax_id, &kept.tax_id),
        ("vat_id", &before.vat_id, &kept.vat_id),
        ("iban", &before.iban, &kept.iban),
    ] {
        changes = changes.text(field, before, after);
    }
    let changes = changes.value("aliases", before.aliases.0, kept.aliases.0.clone());
    (kept, changes)
}

/// A supplier of the proposal, as it was seen.
fn chosen(proposal: &Proposal, seen: SupplierVersion, field: &str) -> Result<SupplierRow> {
    if !proposal.row.suppliers.0.contains(&seen.id) {
        return Err(Error::field(field, "This supplier is not among the proposed ones"));
    }
    match proposal.member(seen.id) {
        Some(row) if row.row_version == seen.row_version => Ok(row.clone()),
        _ => Err(Error::stale("supplier")),
    }
}

async fn update(tx: &mut Tx, rows: &[SupplierRow]) -> Result<()> {
    if supplier::update_many(tx, rows).await? == rows.len() as u64 {
        Ok(())
    } else {
        Err(Error::stale("supplier"))
    }
}

/// Leaves in the proposal what is not settled yet, or takes it away.
async fn settle(tx: &mut Tx, proposal: Proposal, merged: &Merged) -> Result<()> {
    let Proposal { mut row, members } = proposal;
    let is_merged = |id: SupplierId| merged.others.iter().any(|other| other.id == id);
    let left: Vec<SupplierId> = members.iter().map(|row| row.id).filter(|id| !is_merged(*id)).collect();
    let mut pairs = Vec::new();
    let mut seen = HashSet::new();
    for mut pair in row.pairs.0 {
        let now = |id: SupplierId| if is_merged(id) { merged.kept.id } else { id };
        let (a, b) = (now(pair.first), now(pair.second));
        (pair.first, pair.second) = (a.min(b), a.max(b));
        let is_left = left.contains(&a) && left.contains(&b);
        if a != b && is_left && seen.insert((pair.first, pair.second)) {
            pairs.push(pair);
        }
    }
    row.suppliers = Json(left);
    row.pairs = Json(pairs);
    let is_current = if let Some(best) = row.pairs.0.first() {
        row.probability = best.probability;
        supplier_duplicate::shrink(tx, &row).await?
    } else {
        supplier_duplicate::remove(tx, &row).await?
    };
    if is_current {
        Ok(())
    } else {
        Err(Error::stale("proposal"))
    }
}
