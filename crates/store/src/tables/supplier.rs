//! The supplier master.

use chrono::{DateTime, Utc};
use contract::{OrganizationId, SupplierFilter, SupplierId, SupplierSort, SupplierStatus};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, QueryBuilder, Row, postgres::PgRow, sqlite::SqliteRow};

use crate::{Json, Result, Source, Tx, dialect::rows_per_insert, execute, on, statements::statements};

/// An entry of the master. Text that is not known is empty.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "the columns are named as in the contract")]
pub struct SupplierRow {
    pub id: SupplierId,
    pub organization_id: OrganizationId,
    pub external_id: String,
    pub name: String,
    /// The name after normalization; the list is sorted by it.
    pub name_key: String,
    pub aliases: Json<Vec<String>>,
    pub address: String,
    pub city: String,
    pub state: String,
    pub postcode: String,
    pub country: String,
    pub tax_id: String,
    pub vat_id: String,
    pub iban: String,
    pub status: SupplierStatus,
    /// The supplier that it was merged into, which itself is not merged.
    pub merged_into: Option<SupplierId>,
    pub row_version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl SupplierRow {
    /// A supplier of whom nothing is known yet.
    pub fn blank(id: SupplierId, organization_id: OrganizationId, now: DateTime<Utc>) -> Self {
        Self {
            id,
            organization_id,
            external_id: String::new(),
            name: String::new(),
            name_key: String::new(),
            aliases: Json(Vec::new()),
            address: String::new(),
            city: String::new(),
            state: String::new(),
            postcode: String::new(),
            country: String::new(),
            tax_id: String::new(),
            vat_id: String::new(),
            iban: String::new(),
            status: SupplierStatus::Active,
            merged_into: None,
            row_version: 1,
            created_at: now,
            updated_at: now,
        }
    }
}

/// A supplier and the number of the change that made it so.
#[derive(Clone, Debug, FromRow)]
pub struct NumberedSupplier {
    /// The supplier.
    #[sqlx(flatten)]
    pub supplier: SupplierRow,
    /// See [`last_change`].
    pub change_number: i64,
}

/// A supplier as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns are named as in the contract")]
pub struct SupplierLineRow {
    pub id: SupplierId,
    pub external_id: String,
    pub name: String,
    /// The name after normalization; the list is sorted by it.
    pub name_key: String,
    pub city: String,
    pub country: String,
    pub tax_id: String,
    pub status: SupplierStatus,
    pub updated_at: DateTime<Utc>,
    /// See [`count`]; read along, since a statement of its own costs more than all these values.
    pub supplier_count: i64,
}

/// The columns of a [`SupplierLineRow`], in the order of its `SELECT`.
type LineColumns = (
    SupplierId,
    String,
    String,
    String,
    String,
    String,
    String,
    SupplierStatus,
    DateTime<Utc>,
    i64,
);

/// By place and not by name: a page of a list reads hundreds of values.
impl<'r, R: Row> FromRow<'r, R> for SupplierLineRow
where
    LineColumns: FromRow<'r, R>,
{
    fn from_row(row: &'r R) -> sqlx::Result<Self> {
        let (id, external_id, name, name_key, city, country, tax_id, status, updated_at, supplier_count) =
            LineColumns::from_row(row)?;
        Ok(Self {
            id,
            external_id,
            name,
            name_key,
            city,
            country,
            tax_id,
            status,
            updated_at,
            supplier_count,
        })
    }
}

/// How much a list gives of each supplier: what a row does not show need not be read.
pub trait Listed: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {
    /// The columns of the table.
    const COLUMNS: &str;
    /// Whether the number of suppliers follows them.
    const COUNTED: bool;

    /// How many suppliers the organization has, where that was read along.
    fn supplier_count(&self) -> Option<i64>;

    /// The position of the row in an order.
    fn position(&self, sort: SupplierSort) -> Position;
}

/// Where a page ends, in one of the orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Position {
    /// By normalized name.
    Name(String, SupplierId),
    /// By time of change, newest first.
    Updated(DateTime<Utc>, SupplierId),
    /// By external id; those without one behind the others.
    ExternalId(String, SupplierId),
}

impl Position {
    /// The order it belongs to.
    pub fn sort(&self) -> SupplierSort {
        match self {
            Self::Name(..) => SupplierSort::Name,
            Self::Updated(..) => SupplierSort::Updated,
            Self::ExternalId(..) => SupplierSort::ExternalId,
        }
    }
}

macro_rules! columns {
    () => {
        "id, organization_id, external_id, name, name_key, aliases, address, city, state, postcode, country, tax_id, \
         vat_id, iban, status, merged_into, row_version, created_at, updated_at"
    };
}

impl Listed for SupplierRow {
    const COLUMNS: &str = columns!();
    const COUNTED: bool = false;

    fn supplier_count(&self) -> Option<i64> {
        None
    }

    fn position(&self, sort: SupplierSort) -> Position {
        position(sort, &self.name_key, self.updated_at, &self.external_id, self.id)
    }
}

impl Listed for SupplierLineRow {
    const COLUMNS: &str = "id, external_id, name, name_key, city, country, tax_id, status, updated_at";
    const COUNTED: bool = true;

    fn supplier_count(&self) -> Option<i64> {
        Some(self.supplier_count)
    }

    fn position(&self, sort: SupplierSort) -> Position {
        position(sort, &self.name_key, self.updated_at, &self.external_id, self.id)
    }
}

fn position(
    sort: SupplierSort,
    name_key: &str,
    updated_at: DateTime<Utc>,
    external_id: &str,
    id: SupplierId,
) -> Position {
    match sort {
        SupplierSort::Name => Position::Name(name_key.to_owned(), id),
        SupplierSort::Updated => Position::Updated(updated_at, id),
        SupplierSort::ExternalId => Position::ExternalId(external_id.to_owned(), id),
    }
}

/// Columns of one row in an insert.
const COLUMN_COUNT: usize = 20;

statements! {
    GET = concat!("SELECT ", columns!(), " FROM suppliers WHERE organization_id = $1 AND id = $2");
    COUNT = "SELECT supplier_count FROM supplier_changes WHERE organization_id = $1";
    /// Held until the commit, so that the numbers of an organization become visible in their order.
    NEXT_CHANGE = "INSERT INTO supplier_changes (organization_id, last_number, supplier_count) VALUES ($1, 1, $2)
        ON CONFLICT (organization_id) DO UPDATE SET last_number = supplier_changes.last_number + 1,
        supplier_count = supplier_changes.supplier_count + $2
        RETURNING last_number";
    LOCK_ALL = "INSERT INTO supplier_changes (organization_id, last_number) VALUES ($1, 0)
        ON CONFLICT (organization_id) DO UPDATE SET last_number = supplier_changes.last_number";
    LAST_CHANGE = "SELECT last_number FROM supplier_changes WHERE organization_id = $1";
    CHANGED = concat!(
        "SELECT ", columns!(), ", change_number FROM suppliers
         WHERE organization_id = $1 AND (change_number, id) > ($2, $3) AND change_number <= $4
         ORDER BY change_number, id LIMIT CAST($5 AS BIGINT)"
    );
    COUNT_CHANGED = "SELECT COUNT(*) FROM (SELECT 1 FROM suppliers
        WHERE organization_id = $1 AND change_number > $2 LIMIT CAST($3 AS BIGINT)) AS changed";
    REDIRECT = "UPDATE suppliers SET merged_into = $3 WHERE organization_id = $1 AND merged_into = $2";
    INACTIVE_BY_NAME = concat!(
        "SELECT ", columns!(), " FROM suppliers
         WHERE organization_id = $1 AND name_key >= $2 AND name_key < $3 AND status = 'inactive'
         ORDER BY name_key, id LIMIT CAST($4 AS BIGINT)"
    );
}

/// Adds suppliers, however many; a unique violation when an external id is taken.
pub async fn insert_many(tx: &mut Tx, rows: &[SupplierRow]) -> Result<()> {
    write_many(tx, rows, rows.len(), "").await?;
    Ok(())
}

/// Writes suppliers as they are now to be, each with its `row_version` already counted up by one. Gives how many were
/// written: fewer than asked for when one was changed since it was read.
pub async fn update_many(tx: &mut Tx, rows: &[SupplierRow]) -> Result<u64> {
    // An upsert, because it changes many rows in one statement on both databases.
    write_many(
        tx,
        rows,
        0,
        " ON CONFLICT (id) DO UPDATE SET external_id = excluded.external_id, name = excluded.name, \
         name_key = excluded.name_key, aliases = excluded.aliases, address = excluded.address, city = excluded.city, \
         state = excluded.state, postcode = excluded.postcode, country = excluded.country, tax_id = excluded.tax_id, \
         vat_id = excluded.vat_id, iban = excluded.iban, status = excluded.status, \
         merged_into = excluded.merged_into, row_version = excluded.row_version, updated_at = excluded.updated_at, \
         change_number = excluded.change_number \
         WHERE suppliers.organization_id = excluded.organization_id \
         AND suppliers.row_version = excluded.row_version - 1",
    )
    .await
}

/// Lets one change of an organization's suppliers at a time go on from here: what is read after this stays so until `tx` ends.
pub async fn lock_all(tx: &mut Tx, organization_id: OrganizationId) -> Result<()> {
    execute!(tx, LOCK_ALL, organization_id)?;
    Ok(())
}

/// Writes rows of one organization, all with the number of one change. So many of them are new.
async fn write_many(tx: &mut Tx, rows: &[SupplierRow], new: usize, on_conflict: &'static str) -> Result<u64> {
    if rows.is_empty() {
        return Ok(0);
    }
    let new = i64::try_from(new).unwrap_or(i64::MAX);
    let organization_id = rows[0].organization_id;
    on!(tx, |c, D| {
        let number: i64 = sqlx::query_scalar(NEXT_CHANGE)
            .bind(organization_id)
            .bind(new)
            .fetch_one(&mut *c)
            .await?;
        let mut written = 0;
        for chunk in rows.chunks(rows_per_insert::<D>(COLUMN_COUNT)) {
            let mut insert =
                QueryBuilder::<D>::new(concat!("INSERT INTO suppliers (", columns!(), ", change_number) "));
            insert.push_values(chunk, |mut values, row| {
                values
                    .push_bind(row.id)
                    .push_bind(row.organization_id)
                    .push_bind(&row.external_id)
                    .push_bind(&row.name)
                    .push_bind(&row.name_key)
                    .push_bind(&row.aliases)
                    .push_bind(&row.address)
                    .push_bind(&row.city)
                    .push_bind(&row.state)
                    .push_bind(&row.postcode)
                    .push_bind(&row.country)
                    .push_bind(&row.tax_id)
                    .push_bind(&row.vat_id)
                    .push_bind(&row.iban)
                    .push_bind(row.status)
                    .push_bind(row.merged_into)
                    .push_bind(row.row_version)
                    .push_bind(row.created_at)
                    .push_bind(row.updated_at)
                    .push_bind(number);
            });
            insert.push(on_conflict);
            written += insert.build().execute(&mut *c).await?.rows_affected();
        }
        Ok(written)
    })
}

/// Makes what was merged into `from` part of `to`: `merged_into` never leads to a supplier that is itself merged.
pub async fn redirect(tx: &mut Tx, organization_id: OrganizationId, from: SupplierId, to: SupplierId) -> Result<u64> {
    execute!(tx, REDIRECT, organization_id, from, to)
}

/// One by its id.
pub async fn get(on: impl Source, organization_id: OrganizationId, id: SupplierId) -> Result<Option<SupplierRow>> {
    on!(on, |c| sqlx::query_as(GET)
        .bind(organization_id)
        .bind(id)
        .fetch_optional(c)
        .await)
}

/// How many an organization has, of any status.
pub async fn count(on: impl Source, organization_id: OrganizationId) -> Result<i64> {
    let count: Option<i64> = on!(on, |c| sqlx::query_scalar(COUNT)
        .bind(organization_id)
        .fetch_optional(c)
        .await)?;
    Ok(count.unwrap_or(0))
}

/// Those with these ids, in no order. At most 30,000 ids.
pub async fn with_ids(
    on: impl Source,
    organization_id: OrganizationId,
    ids: &[SupplierId],
) -> Result<Vec<SupplierRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    on!(on, |c, D| {
        let mut query = select_where_in::<D>(organization_id, "id");
        let mut list = query.separated(", ");
        for id in ids {
            list.push_bind(*id);
        }
        list.push_unseparated(")");
        query.build_query_as().fetch_all(c).await
    })
}

/// Those with these external ids, in no order. At most 30,000.
pub async fn with_external_ids(
    on: impl Source,
    organization_id: OrganizationId,
    external_ids: &[&str],
) -> Result<Vec<SupplierRow>> {
    if external_ids.is_empty() {
        return Ok(Vec::new());
    }
    on!(on, |c, D| {
        let mut query = select_where_in::<D>(organization_id, "external_id <> '' AND external_id");
        let mut list = query.separated(", ");
        for external_id in external_ids {
            list.push_bind(*external_id);
        }
        list.push_unseparated(")");
        query.build_query_as().fetch_all(c).await
    })
}

/// Those with these normalized names, by id. At most 30,000 names.
pub async fn with_name_keys(
    on: impl Source,
    organization_id: OrganizationId,
    name_keys: &[&str],
) -> Result<Vec<SupplierRow>> {
    if name_keys.is_empty() {
        return Ok(Vec::new());
    }
    on!(on, |c, D| {
        let mut query = select_where_in::<D>(organization_id, "name_key");
        let mut list = query.separated(", ");
        for name_key in name_keys {
            list.push_bind(*name_key);
        }
        list.push_unseparated(") ORDER BY id");
        query.build_query_as().fetch_all(c).await
    })
}

/// `SELECT … WHERE organization_id = … AND column IN (`.
fn select_where_in<D>(organization_id: OrganizationId, column: &'static str) -> QueryBuilder<D>
where
    D: sqlx::Database,
    OrganizationId: sqlx::Type<D> + for<'q> sqlx::Encode<'q, D>,
{
    let mut query = QueryBuilder::<D>::new(concat!(
        "SELECT ",
        columns!(),
        " FROM suppliers WHERE organization_id = "
    ));
    query
        .push_bind(organization_id)
        .push(" AND ")
        .push(column)
        .push(" IN (");
    query
}

/// The number of an organization's last change of suppliers, 0 before the first. Whoever sees it sees every change up
/// to it: changes of suppliers are committed in the order of their numbers.
pub async fn last_change(on: impl Source, organization_id: OrganizationId) -> Result<i64> {
    let number: Option<i64> = on!(on, |c| sqlx::query_scalar(LAST_CHANGE)
        .bind(organization_id)
        .fetch_optional(c)
        .await)?;
    Ok(number.unwrap_or(0))
}

/// The next `limit` behind `after` (number and id) that were changed last by `until` or before, of any status, oldest
/// change first: for reading the whole master, or what is new in it, in bounded memory.
pub async fn changed(
    on: impl Source,
    organization_id: OrganizationId,
    after: (i64, SupplierId),
    until: i64,
    limit: u32,
) -> Result<Vec<NumberedSupplier>> {
    on!(on, |c| sqlx::query_as(CHANGED)
        .bind(organization_id)
        .bind(after.0)
        .bind(after.1)
        .bind(until)
        .bind(i64::from(limit))
        .fetch_all(c)
        .await)
}

/// How many were changed behind the change `after`; counts to `most`.
pub async fn count_changed(on: impl Source, organization_id: OrganizationId, after: i64, most: i64) -> Result<i64> {
    on!(on, |c| sqlx::query_scalar(COUNT_CHANGED)
        .bind(organization_id)
        .bind(after)
        .bind(most)
        .fetch_one(c)
        .await)
}

/// The first `limit` inactive ones whose normalized name begins with `prefix`.
pub async fn inactive_by_name(
    on: impl Source,
    organization_id: OrganizationId,
    prefix: &str,
    limit: u32,
) -> Result<Vec<SupplierRow>> {
    on!(on, |c| sqlx::query_as(INACTIVE_BY_NAME)
        .bind(organization_id)
        .bind(prefix)
        .bind(format!("{prefix}{}", char::MAX))
        .bind(i64::from(limit))
        .fetch_all(c)
        .await)
}

/// The first `limit` that match in an order, or the first behind `after`, whose order must be the same. The filter's
/// search text, sort, cursor and limit are not read.
pub async fn list<R: Listed>(
    on: impl Source,
    organization_id: OrganizationId,
    filter: &SupplierFilter,
    sort: SupplierSort,
    after: Option<&Position>,
    limit: u32,
) -> Result<Vec<R>> {
    let mut rows: Vec<R> = Vec::new();
    on!(on, |c, D| {
        for part in parts(sort, after) {
            let left = limit.saturating_sub(u32::try_from(rows.len()).unwrap_or(u32::MAX));
            if left == 0 {
                break;
            }
            let mut query = QueryBuilder::<D>::new("SELECT ");
            query.push(R::COLUMNS);
            if R::COUNTED {
                query
                    .push(", (SELECT supplier_count FROM supplier_changes WHERE organization_id = ")
                    .push_bind(organization_id)
                    .push(")");
            }
            query
                .push(" FROM suppliers WHERE organization_id = ")
                .push_bind(organization_id)
                .push(part.condition);
            match after {
                Some(_) if part.from_start => {}
                None => {}
                Some(Position::Name(key, id)) => {
                    query
                        .push(" AND (name_key, id) > (")
                        .push_bind(key)
                        .push(", ")
                        .push_bind(*id)
                        .push(")");
                }
                Some(Position::Updated(time, id)) => {
                    query
                        .push(" AND (updated_at, id) < (")
                        .push_bind(*time)
                        .push(", ")
                        .push_bind(*id)
                        .push(")");
                }
                Some(Position::ExternalId(external_id, id)) if external_id.is_empty() => {
                    query.push(" AND id > ").push_bind(*id);
                }
                Some(Position::ExternalId(external_id, _)) => {
                    query.push(" AND external_id > ").push_bind(external_id);
                }
            }
            if let Some(country) = &filter.country {
                query.push(" AND country = ").push_bind(country);
            }
            if let Some(status) = filter.status {
                query.push(" AND status = ").push_bind(status);
            }
            query
                .push(part.order)
                .push(" LIMIT CAST(")
                .push_bind(i64::from(left))
                .push(" AS BIGINT)");
            rows.extend(query.build_query_as::<R>().fetch_all(&mut *c).await?);
        }
        Ok(())
    })?;
    Ok(rows)
}

/// A stretch of an order that one index gives.
struct Part {
    condition: &'static str,
    order: &'static str,
    /// Begins at its beginning even if the page goes on behind a row of an earlier part.
    from_start: bool,
}

fn parts(sort: SupplierSort, after: Option<&Position>) -> Vec<Part> {
    let part = |condition, order, from_start| Part {
        condition,
        order,
        from_start,
    };
    match sort {
        SupplierSort::Name => vec![part("", " ORDER BY name_key, id", false)],
        SupplierSort::Updated => vec![part("", " ORDER BY updated_at DESC, id DESC", false)],
        SupplierSort::ExternalId => {
            let behind_all = matches!(after, Some(Position::ExternalId(external_id, _)) if external_id.is_empty());
            let without = part(" AND external_id = ''", " ORDER BY id", !behind_all);
            if behind_all {
                vec![without]
            } else {
                vec![part(" AND external_id <> ''", " ORDER BY external_id", false), without]
            }
        }
    }
}
