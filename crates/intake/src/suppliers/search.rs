//! Searching the master by hand: names with typing errors, identifiers exactly.

use std::collections::HashMap;

use contract::{OrganizationId, Page, Supplier, SupplierFilter, SupplierId, SupplierStatus};
use matching::{Query, Scratch, Snapshot, normalize_name};
use store::{
    cursor,
    tables::supplier::{self, SupplierRow},
};
use tokio::task;

use super::dto;
use crate::{Env, Error, Result, indexes::Indexes};

/// Names that a search gives at most; a better text finds more than a longer list.
const HITS: usize = 100;
/// Suppliers looked at because of an identifier.
const IDENTIFIED: usize = 16;

/// One page of what `text` finds: bearers of the identifier, then names by relevance, then inactive suppliers whose
/// name begins so.
pub(super) async fn search(
    env: &Env,
    indexes: &Indexes,
    organization_id: OrganizationId,
    text: &str,
    filter: &SupplierFilter,
    limit: u32,
) -> Result<Page<Supplier>> {
    let first: usize = filter.cursor.as_deref().map(cursor::decode).transpose()?.unwrap_or(0);
    let snapshot = indexes.live(organization_id).await?.snapshot();
    let typed = text.to_owned();
    let (identified, named) = task::spawn_blocking(move || (identified(&snapshot, &typed), named(&snapshot, &typed)))
        .await
        .map_err(Error::internal("searching suppliers"))?;

    let mut ids: Vec<SupplierId> = identified.iter().chain(&named).copied().collect();
    ids.sort_unstable();
    ids.dedup();
    let found = supplier::with_ids(&env.db, organization_id, &ids).await?;
    let mut by_id: HashMap<SupplierId, SupplierRow> = found.into_iter().map(|row| (row.id, row)).collect();
    let key = letters_and_digits(text);
    let mut rows: Vec<SupplierRow> = identified
        .iter()
        .filter_map(|id| by_id.get(id).filter(|row| bears(row, &key))?.clone().into())
        .collect();
    for row in &rows {
        by_id.remove(&row.id);
    }
    rows.extend(named.iter().filter_map(|id| by_id.remove(id)));
    if filter.status != Some(SupplierStatus::Active) {
        let prefix = normalize_name(text);
        let limit = u32::try_from(HITS).expect("it is small");
        rows.extend(supplier::inactive_by_name(&env.db, organization_id, &prefix, limit).await?);
    }
    rows.retain(|row| {
        filter.status.is_none_or(|status| row.status == status)
            && filter.country.as_ref().is_none_or(|country| row.country == *country)
    });
    let total = rows.len();
    let end = first.saturating_add(limit as usize).min(total);
    Ok(Page {
        items: rows.into_iter().skip(first).take(limit as usize).map(dto).collect(),
        next_cursor: (end < total).then(|| cursor::encode(&end)),
        total: Some(total as u64),
    })
}

fn named(snapshot: &Snapshot, text: &str) -> Vec<SupplierId> {
    snapshot
        .search_names(text, HITS)
        .into_iter()
        .map(|(id, _)| id)
        .collect()
}

/// Suppliers that may bear the identifier; the index knows them by a hash of it.
fn identified(snapshot: &Snapshot, text: &str) -> Vec<SupplierId> {
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let query = Query {
        tax_id: text,
        vat_id: text,
        iban: text,
        external_id: text,
        ..Query::default()
    };
    let candidates = snapshot.candidates(&query, IDENTIFIED, &[], &mut Scratch::default());
    candidates.into_iter().map(|candidate| candidate.supplier_id).collect()
}

fn bears(row: &SupplierRow, key: &str) -> bool {
    [&row.external_id, &row.tax_id, &row.vat_id, &row.iban]
        .into_iter()
        .any(|held| letters_and_digits(held) == key)
}

fn letters_and_digits(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}
