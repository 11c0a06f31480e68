//! The supplier master: list, search, show, create, change. Its history is its events.

mod absorb;
mod country;
mod form;
mod search;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use contract::{
    Actor, OrganizationId, PAGE_SIZE, Page, Permission, Supplier, SupplierFilter, SupplierForm, SupplierId,
    SupplierLine, SupplierSort,
};
use store::{
    Tx, cursor,
    tables::supplier::{self, Listed, Position, SupplierLineRow, SupplierRow},
};

pub(crate) use absorb::{absorb, differing};
pub(crate) use form::{Empty, apply, tidied};

use crate::{
    Authorize, Env, Error, Result,
    error::check,
    events::{self, NewEvent},
    indexes::Indexes,
};

/// The most rows that a page may have.
const PAGE_MAX: u32 = 200;

/// The supplier master. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Suppliers {
    env: Env,
    indexes: Arc<Indexes>,
}

impl Suppliers {
    /// The suppliers of a database with their indexes.
    pub fn new(env: Env, indexes: Arc<Indexes>) -> Self {
        Self { env, indexes }
    }

    /// One page: in an order, or by relevance when there is a search text.
    ///
    /// Names are found with typing errors, identifiers exactly. A search gives the best 100. The country may be named as in a
    /// form.
    pub async fn list(&self, actor: &Actor, filter: SupplierFilter) -> Result<Page<Supplier>> {
        self.page(actor, filter, dto, |supplier| supplier).await
    }

    /// [`list`](Self::list), with no more of each supplier than the console's list shows.
    pub async fn lines(&self, actor: &Actor, filter: SupplierFilter) -> Result<Page<SupplierLine>> {
        self.page(actor, filter, line, SupplierLine::from).await
    }

    async fn page<R: Listed, T>(
        &self,
        actor: &Actor,
        mut filter: SupplierFilter,
        of_row: fn(R) -> T,
        of_hit: fn(Supplier) -> T,
    ) -> Result<Page<T>> {
        actor.require(Permission::ReadSuppliers)?;
        let organization_id = actor.organization_id;
        filter.country = filter.country.as_deref().map(country::tidied);
        let limit = filter.limit.unwrap_or(PAGE_SIZE).clamp(1, PAGE_MAX);
        if let Some(text) = filter.q.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            let found = search::search(&self.env, &self.indexes, organization_id, text, &filter, limit).await?;
            return Ok(Page {
                items: found.items.into_iter().map(of_hit).collect(),
                next_cursor: found.next_cursor,
                total: found.total,
            });
        }
        let sort = filter.sort.unwrap_or(SupplierSort::Name);
        let after = filter.cursor.as_deref().map(cursor::decode::<Position>).transpose()?;
        if after.as_ref().is_some_and(|after| after.sort() != sort) {
            return Err(store::Error::Cursor.into());
        }
        let rows = supplier::list(&self.env.db, organization_id, &filter, sort, after.as_ref(), limit + 1).await?;
        let (rows, next_cursor) = cursor::page(rows, limit, |last: &R| last.position(sort));
        let is_all = filter.country.is_none() && filter.status.is_none();
        let total = match rows.first().and_then(R::supplier_count) {
            _ if !is_all => None,
            Some(count) => Some(count),
            None => Some(supplier::count(&self.env.db, organization_id).await?),
        };
        let total = total.and_then(|count| u64::try_from(count).ok());
        Ok(Page {
            items: rows.into_iter().map(of_row).collect(),
            next_cursor,
            total,
        })
    }

    /// One supplier.
    pub async fn get(&self, actor: &Actor, id: SupplierId) -> Result<Supplier> {
        actor.require(Permission::ReadSuppliers)?;
        let row = supplier::get(&self.env.db, actor.organization_id, id).await?;
        row.map(dto).ok_or(Error::NotFound("supplier"))
    }

    /// Adds a supplier; the next row that is matched finds it.
    ///
    /// # Errors
    /// [`Error::Invalid`] also when the external id is another's.
    pub async fn create(&self, actor: &Actor, form: SupplierForm) -> Result<Supplier> {
        actor.require(Permission::WriteSuppliers)?;
        let form = tidied(form);
        check(&form)?;
        let mut row = blank(&self.env, actor.organization_id);
        let changes = apply(&form, &mut row, Empty::Clears);
        let event = NewEvent::new("supplier.created", row.id, &row.name).changes(changes);
        let mut tx = self.env.db.begin().await?;
        refuse_taken_id(supplier::insert_many(&mut tx, std::slice::from_ref(&row)).await)?;
        self.commit(tx, actor, event, row).await
    }

    /// Changes a supplier that the person saw as `row_version`.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it was changed since, or merged into another; [`Error::Invalid`] also when the external
    /// id is another's.
    pub async fn update(
        &self,
        actor: &Actor,
        id: SupplierId,
        row_version: i64,
        form: SupplierForm,
    ) -> Result<Supplier> {
        actor.require(Permission::WriteSuppliers)?;
        let form = tidied(form);
        check(&form)?;
        let mut tx = self.env.db.begin().await?;
        let stored = supplier::get(&mut tx, actor.organization_id, id).await?;
        let mut row = stored.ok_or(Error::NotFound("supplier"))?;
        if row.row_version != row_version {
            return Err(Error::stale("supplier"));
        }
        if row.merged_into.is_some() {
            let merged = "This supplier was merged into another one; change that one";
            return Err(Error::Conflict(merged.to_owned()));
        }
        let changes = apply(&form, &mut row, Empty::Clears);
        if changes.is_empty() {
            return Ok(dto(row));
        }
        row.row_version += 1;
        row.updated_at = self.env.now();
        if refuse_taken_id(supplier::update_many(&mut tx, std::slice::from_ref(&row)).await)? == 0 {
            return Err(Error::stale("supplier"));
        }
        let event = NewEvent::new("supplier.updated", row.id, &row.name).changes(changes);
        self.commit(tx, actor, event, row).await
    }

    async fn commit(&self, mut tx: Tx, actor: &Actor, event: NewEvent, row: SupplierRow) -> Result<Supplier> {
        events::record(&mut tx, &self.env, actor, event).await?;
        tx.commit().await?;
        Ok(dto(row))
    }
}

/// A supplier of whom nothing is known yet.
pub(crate) fn blank(env: &Env, organization_id: OrganizationId) -> SupplierRow {
    SupplierRow::blank(env.ids.next(), organization_id, env.now())
}

fn refuse_taken_id<T>(outcome: store::Result<T>) -> Result<T> {
    outcome.map_err(|error| {
        if error.is_unique_violation() {
            Error::field("external_id", "Another supplier has this id")
        } else {
            error.into()
        }
    })
}

fn line(row: SupplierLineRow) -> SupplierLine {
    SupplierLine {
        id: row.id,
        external_id: row.external_id,
        name: row.name,
        city: row.city,
        country: row.country,
        tax_id: row.tax_id,
        status: row.status,
        updated_at: row.updated_at,
    }
}

/// A supplier as the contract has it.
pub(crate) fn dto(row: SupplierRow) -> Supplier {
    Supplier {
        id: row.id,
        external_id: row.external_id,
        name: row.name,
        aliases: row.aliases.0,
        address: row.address,
        city: row.city,
        state: row.state,
        postcode: row.postcode,
        country: row.country,
        tax_id: row.tax_id,
        vat_id: row.vat_id,
        iban: row.iban,
        status: row.status,
        merged_into: row.merged_into,
        row_version: row.row_version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}
