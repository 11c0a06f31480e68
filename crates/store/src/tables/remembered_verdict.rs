//! What a person said of a name, for later files.

use chrono::{DateTime, Utc};
use contract::{DecisionId, OrganizationId, PayeeType, SupplierId};
use sqlx::FromRow;

use crate::{Result, Source, Tx, execute, on, statements::statements};

/// What is remembered of one name.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct RememberedVerdict {
    /// The normalized name.
    pub name_key: String,
    /// Its type, if that was settled.
    pub payee_type: Option<PayeeType>,
    /// Its supplier, if that was settled and the supplier, or the one it was merged into, is still in use.
    pub supplier_id: Option<SupplierId>,
    /// It has none in the master.
    pub no_supplier: bool,
    /// The decision that said so.
    pub decision_id: DecisionId,
}

statements! {
    /// The first row of each name stands for it. `$5` and `$6`: whether the verdict speaks of the type, the supplier.
    REMEMBER = "INSERT INTO remembered_verdicts (organization_id, name_key, payee_type, supplier_id, no_supplier, \
            decision_id, created_by, created_at, expires_at) \
        SELECT $1, p.name_key, CASE WHEN $5 THEN p.payee_type END, \
            CASE WHEN $6 AND p.decision = 'match' THEN p.supplier_id END, $6 AND p.decision = 'none', \
            $2, $3, $4, NULL \
        FROM (SELECT q.name_key, q.payee_type, q.supplier_id, q.decision, \
                ROW_NUMBER() OVER (PARTITION BY q.name_key ORDER BY q.row_number) AS place \
            FROM decision_rows d JOIN payees q ON q.id = d.payee_id \
            WHERE d.decision_id = $2 AND q.name_key <> '') p \
        WHERE p.place = 1";
    FORGET = "DELETE FROM remembered_verdicts WHERE organization_id = $1 AND decision_id = $2";
}

/// Which parts of a verdict are remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// It speaks of the type.
    pub payee_type: bool,
    /// It speaks of the supplier.
    pub supplier: bool,
}

/// Remembers what a decision made of each name that it settled.
pub async fn remember(
    tx: &mut Tx,
    organization_id: OrganizationId,
    decision_id: DecisionId,
    created_by: &str,
    now: DateTime<Utc>,
    spoken: Spoken,
) -> Result<u64> {
    execute!(
        tx,
        REMEMBER,
        organization_id,
        decision_id,
        created_by,
        now,
        spoken.payee_type,
        spoken.supplier,
    )
}

/// Forgets what a decision had remembered; what an older one said of the same names counts again.
pub async fn forget(tx: &mut Tx, organization_id: OrganizationId, decision_id: DecisionId) -> Result<u64> {
    execute!(tx, FORGET, organization_id, decision_id)
}

/// What is remembered of these names (at most 1,000), older first: for each name the last one counts.
pub async fn of_names(
    source: impl Source,
    organization_id: OrganizationId,
    name_keys: &[&str],
    now: DateTime<Utc>,
) -> Result<Vec<RememberedVerdict>> {
    if name_keys.is_empty() {
        return Ok(Vec::new());
    }
    on!(source, |c, D| {
        let mut query = sqlx::QueryBuilder::<D>::new(
            "SELECT m.name_key, m.payee_type, s.id AS supplier_id, m.no_supplier, m.decision_id \
             FROM remembered_verdicts m LEFT JOIN suppliers said ON said.id = m.supplier_id \
             LEFT JOIN suppliers s ON s.id = COALESCE(said.merged_into, said.id) AND s.status = 'active' \
             WHERE m.organization_id = ",
        );
        query.push_bind(organization_id).push(" AND m.name_key IN (");
        let mut names = query.separated(", ");
        for name_key in name_keys {
            names.push_bind(*name_key);
        }
        query
            .push(") AND (m.expires_at IS NULL OR m.expires_at > ")
            .push_bind(now);
        query.push(") ORDER BY m.decision_id");
        query.build_query_as::<RememberedVerdict>().fetch_all(c).await
    })
}
