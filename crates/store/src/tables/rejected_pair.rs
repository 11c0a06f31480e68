//! Suppliers that a person said a name is not.

use chrono::{DateTime, Utc};
use contract::{DecisionId, OrganizationId, SupplierId};
use sqlx::FromRow;

use crate::{Result, Source, Tx, execute, on, statements::statements};

/// A supplier that a name is not.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct RejectedPair {
    /// The normalized name.
    pub name_key: String,
    /// The supplier, or the one it was merged into.
    pub supplier_id: SupplierId,
    /// The decision that said so.
    pub decision_id: DecisionId,
}

statements! {
    /// The best candidates that the rows of a decision had before it.
    REJECT_BEST = "INSERT INTO rejected_pairs (organization_id, name_key, supplier_id, decision_id, created_at) \
        SELECT p.organization_id, p.name_key, d.supplier_id, d.decision_id, $3 \
        FROM decision_rows d JOIN payees p ON p.id = d.payee_id \
        WHERE p.organization_id = $1 AND d.decision_id = $2 AND d.supplier_id IS NOT NULL AND p.name_key <> '' \
        ON CONFLICT DO NOTHING";
    REJECT = "INSERT INTO rejected_pairs (organization_id, name_key, supplier_id, decision_id, created_at) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    FORGET = "DELETE FROM rejected_pairs WHERE organization_id = $1 AND decision_id = $2";
}

/// Rejects, for each name that a decision settled, the supplier that had been its best candidate.
pub async fn reject_best(
    tx: &mut Tx,
    organization_id: OrganizationId,
    decision_id: DecisionId,
    now: DateTime<Utc>,
) -> Result<u64> {
    execute!(tx, REJECT_BEST, organization_id, decision_id, now)
}

/// Rejects one supplier for one name.
pub async fn reject(
    tx: &mut Tx,
    organization_id: OrganizationId,
    name_key: &str,
    supplier_id: SupplierId,
    decision_id: DecisionId,
    now: DateTime<Utc>,
) -> Result<()> {
    execute!(tx, REJECT, organization_id, name_key, supplier_id, decision_id, now)?;
    Ok(())
}

/// Takes back what a decision had rejected.
pub async fn forget(tx: &mut Tx, organization_id: OrganizationId, decision_id: DecisionId) -> Result<u64> {
    execute!(tx, FORGET, organization_id, decision_id)
}

/// The suppliers rejected for these names (at most 1,000).
pub async fn of_names(
    source: impl Source,
    organization_id: OrganizationId,
    name_keys: &[&str],
) -> Result<Vec<RejectedPair>> {
    if name_keys.is_empty() {
        return Ok(Vec::new());
    }
    on!(source, |c, D| {
        let mut query = sqlx::QueryBuilder::<D>::new(
            "SELECT r.name_key, COALESCE(s.merged_into, r.supplier_id) AS supplier_id, r.decision_id \
             FROM rejected_pairs r LEFT JOIN suppliers s ON s.id = r.supplier_id WHERE r.organization_id = ",
        );
        query.push_bind(organization_id).push(" AND r.name_key IN (");
        let mut names = query.separated(", ");
        for name_key in name_keys {
            names.push_bind(*name_key);
        }
        query.push(") ORDER BY r.name_key, r.supplier_id");
        query.build_query_as::<RejectedPair>().fetch_all(c).await
    })
}
