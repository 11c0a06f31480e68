//! The rows of payee files.
//!
//! A row keeps the compact outcome and the cells it was read from. The evidence is worked out again from the cells
//! when somebody looks: the engines are deterministic, and a million rows stay small.

use contract::{
    ColumnMapping, DecidedBy, DecisionId, MatchDecision, OrganizationId, Payee, PayeeFileId, PayeeId, PayeeSubtype,
    PayeeType, SupplierId,
};
use sqlx::FromRow;

use crate::{
    Json, Result, Source, Tx,
    dialect::{contains_pattern, rows_per_insert},
    on,
    statements::statements,
};

/// A row to be stored.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the columns are named as in the contract")]
pub struct NewPayee {
    pub id: PayeeId,
    pub row_number: i64,
    pub name: String,
    pub name_key: String,
    pub amount_minor: Option<i64>,
    pub currency: String,
    pub cells: Vec<String>,
    pub outcome: Outcome,
}

/// What was decided about a row, by whomever.
#[derive(Clone, Debug, PartialEq, FromRow)]
#[expect(missing_docs, reason = "the columns are named as in the contract")]
pub struct Outcome {
    pub payee_type: PayeeType,
    pub p_business: f32,
    pub p_individual: f32,
    pub p_government: f32,
    pub type_confidence: f32,
    pub subtype: Option<PayeeSubtype>,
    pub reason: String,
    pub supplier_id: Option<SupplierId>,
    pub match_probability: f32,
    pub grade: String,
    pub decision: MatchDecision,
    pub type_decided_by: DecidedBy,
    pub match_decided_by: DecidedBy,
    pub decision_id: Option<DecisionId>,
    pub in_review: bool,
}

/// A stored row with the name of its supplier.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "the columns are named as in the contract")]
pub struct PayeeRow {
    pub id: PayeeId,
    pub payee_file_id: PayeeFileId,
    pub row_number: i64,
    pub name: String,
    pub name_key: String,
    #[sqlx(flatten)]
    pub outcome: Outcome,
    pub row_version: i64,
    pub supplier_name: Option<String>,
}

impl From<PayeeRow> for Payee {
    fn from(row: PayeeRow) -> Self {
        Self {
            id: row.id,
            payee_file_id: row.payee_file_id,
            row_number: row.row_number,
            name: row.name,
            payee_type: row.outcome.payee_type,
            type_confidence: row.outcome.type_confidence,
            subtype: row.outcome.subtype,
            reason: row.outcome.reason,
            supplier_id: row.outcome.supplier_id,
            supplier_name: row.supplier_name,
            match_probability: row.outcome.match_probability,
            grade: row.outcome.grade,
            decision: row.outcome.decision,
            type_decided_by: row.outcome.type_decided_by,
            match_decided_by: row.outcome.match_decided_by,
            in_review: row.outcome.in_review,
            row_version: row.row_version,
        }
    }
}

/// A row with its cells and what its file says of them.
#[derive(Clone, Debug, FromRow)]
pub struct PayeeWithCells {
    /// The row.
    #[sqlx(flatten)]
    pub row: PayeeRow,
    /// Its cells.
    pub cells: Json<Vec<String>>,
    /// The headers of the file.
    pub headers: Json<Vec<String>>,
    /// What its columns hold.
    pub mapping: Option<Json<ColumnMapping>>,
    /// Name of the file.
    pub file_name: String,
    /// The engines that worked it.
    pub engine_versions: String,
    /// Rows of the file with the same normalized name, this one included.
    pub cluster_size: i64,
}

/// A row as an export needs it.
#[derive(Clone, Debug, FromRow)]
pub struct ExportRow {
    /// As a spreadsheet counts.
    pub row_number: i64,
    /// What was decided.
    #[sqlx(flatten)]
    pub outcome: Outcome,
    /// The supplier's id in the system the master came from; may be empty.
    pub supplier_external_id: Option<String>,
    /// Name of the person behind the last decision.
    pub decision_actor: Option<String>,
}

/// Which rows of a file; every field narrows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Matching<'a> {
    /// Names that hold this text, in any case.
    pub text: Option<&'a str>,
    /// The same text, normalized as names are.
    pub name_key: Option<&'a str>,
    /// This type.
    pub payee_type: Option<PayeeType>,
    /// This decision.
    pub decision: Option<MatchDecision>,
    /// With, or without, an unsettled review item.
    pub in_review: Option<bool>,
    /// Settled by: a person if one settled type or supplier, else memory if it did, else the machine.
    pub decided_by: Option<DecidedBy>,
}

impl Matching<'_> {
    /// The pattern for the name as it stands.
    pub(super) fn text_pattern(&self) -> Option<String> {
        self.text.map(|text| contains_pattern(&text.to_lowercase()))
    }

    /// The pattern for the normalized name.
    pub(super) fn key_pattern(&self) -> Option<String> {
        self.name_key.filter(|key| !key.is_empty()).map(contains_pattern)
    }
}

/// Where a page begins: after the row with this key.
#[derive(Clone, Debug, PartialEq)]
pub enum After {
    /// In the order of the file.
    Row(i64),
    /// By normalized name.
    Name(String, i64),
    /// By confidence of the type, least first.
    TypeConfidence(f32, i64),
    /// By probability of the match, least first.
    MatchProbability(f32, i64),
}

/// The rows `p` of a file `$2` in an organization `$1` that a [`Matching`] (`$3` to `$8`) lets through.
macro_rules! matching {
    () => {
        "p.organization_id = $1 AND p.payee_file_id = $2 \
         AND (CAST($3 AS TEXT) IS NULL OR LOWER(p.name) LIKE $3 ESCAPE '\\' OR p.name_key LIKE $4 ESCAPE '\\') \
         AND (CAST($5 AS TEXT) IS NULL OR p.payee_type = $5) \
         AND (CAST($6 AS TEXT) IS NULL OR p.decision = $6) \
         AND (CAST($7 AS BOOLEAN) IS NULL OR p.in_review = $7) \
         AND (CAST($8 AS TEXT) IS NULL OR $8 = CASE \
             WHEN 'person' IN (p.type_decided_by, p.match_decided_by) THEN 'person' \
             WHEN 'memory' IN (p.type_decided_by, p.match_decided_by) THEN 'memory' ELSE 'machine' END)"
    };
}
pub(super) use matching;

/// The supplier `s` of a row `p`, and `k`, the one that it was merged into. A row keeps what it was matched with; who
/// reads it sees the supplier that was kept.
macro_rules! with_supplier {
    () => {
        "LEFT JOIN suppliers s ON s.id = p.supplier_id LEFT JOIN suppliers k ON k.id = s.merged_into"
    };
}

macro_rules! outcome {
    () => {
        "p.payee_type, p.p_business, p.p_individual, p.p_government, p.type_confidence, p.subtype, p.reason, \
         COALESCE(k.id, p.supplier_id) AS supplier_id, p.match_probability, p.grade, p.decision, p.type_decided_by, \
         p.match_decided_by, p.decision_id, p.in_review"
    };
}

macro_rules! row {
    () => {
        concat!(
            "p.id, p.payee_file_id, p.row_number, p.name, p.name_key, ",
            outcome!(),
            ", p.row_version, COALESCE(k.name, s.name) AS supplier_name"
        )
    };
}

macro_rules! page {
    ($after:literal, $order:literal, $limit:literal) => {
        concat!(
            "SELECT ",
            row!(),
            " FROM payees p ",
            with_supplier!(),
            " WHERE ",
            matching!(),
            " AND ",
            $after,
            " ORDER BY ",
            $order,
            " LIMIT CAST(",
            $limit,
            " AS BIGINT)"
        )
    };
}

macro_rules! with_cells {
    () => {
        concat!(
            "SELECT ",
            row!(),
            ", p.cells, f.headers, f.mapping, f.file_name, f.engine_versions, \
             (SELECT CASE WHEN p.name_key = '' THEN 1 ELSE COUNT(*) END FROM payees q \
                WHERE q.payee_file_id = p.payee_file_id AND q.name_key = p.name_key) AS cluster_size \
             FROM payees p JOIN payee_files f ON f.id = p.payee_file_id ",
            with_supplier!(),
            " "
        )
    };
}

statements! {
    PAGE_BY_ROW = page!("p.row_number > $9", "p.row_number", "$10");
    PAGE_BY_NAME = page!("(p.name_key, p.row_number) > ($9, $10)", "p.name_key, p.row_number", "$11");
    PAGE_BY_TYPE_CONFIDENCE =
        page!("(p.type_confidence, p.row_number) > ($9, $10)", "p.type_confidence, p.row_number", "$11");
    PAGE_BY_MATCH_PROBABILITY =
        page!("(p.match_probability, p.row_number) > ($9, $10)", "p.match_probability, p.row_number", "$11");
    GET = concat!(with_cells!(), "WHERE p.organization_id = $1 AND p.id = $2");
    EXPORT = concat!(
        "SELECT p.row_number, ", outcome!(), ", COALESCE(k.external_id, s.external_id) AS supplier_external_id, \
            d.actor_name AS decision_actor \
         FROM payees p ", with_supplier!(), " LEFT JOIN decisions d ON d.id = p.decision_id \
         WHERE p.organization_id = $1 AND p.payee_file_id = $2 AND p.row_number > $3 \
         ORDER BY p.row_number LIMIT CAST($4 AS BIGINT)"
    );
}

/// Columns of an inserted row.
const COLUMNS: usize = 25;

/// Stores rows of one file. Their review items and the file's counters belong in the same change.
pub async fn insert_all(
    tx: &mut Tx,
    organization_id: OrganizationId,
    payee_file_id: PayeeFileId,
    rows: &[NewPayee],
) -> Result<()> {
    on!(tx, |c, D| async {
        for chunk in rows.chunks(rows_per_insert::<D>(COLUMNS)) {
            let mut query = sqlx::QueryBuilder::<D>::new(
                "INSERT INTO payees (id, organization_id, payee_file_id, row_number, name, name_key, amount_minor, \
                 currency, payee_type, p_business, p_individual, p_government, type_confidence, subtype, reason, \
                 supplier_id, match_probability, grade, decision, type_decided_by, match_decided_by, decision_id, \
                 in_review, row_version, cells) ",
            );
            query.push_values(chunk, |mut values, row| {
                let outcome = &row.outcome;
                values
                    .push_bind(row.id)
                    .push_bind(organization_id)
                    .push_bind(payee_file_id)
                    .push_bind(row.row_number)
                    .push_bind(&row.name)
                    .push_bind(&row.name_key)
                    .push_bind(row.amount_minor)
                    .push_bind(&row.currency)
                    .push_bind(outcome.payee_type)
                    .push_bind(outcome.p_business)
                    .push_bind(outcome.p_individual)
                    .push_bind(outcome.p_government)
                    .push_bind(outcome.type_confidence)
                    .push_bind(outcome.subtype)
                    .push_bind(&outcome.reason)
                    .push_bind(outcome.supplier_id)
                    .push_bind(outcome.match_probability)
                    .push_bind(&outcome.grade)
                    .push_bind(outcome.decision)
                    .push_bind(outcome.type_decided_by)
                    .push_bind(outcome.match_decided_by)
                    .push_bind(outcome.decision_id)
                    .push_bind(outcome.in_review)
                    .push_bind(1_i64)
                    .push_bind(Json(&row.cells));
            });
            query.build().execute(&mut *c).await?;
        }
        Ok::<(), sqlx::Error>(())
    }
    .await)
}

/// At most `limit` rows after `after`, in the order that `after` names.
pub async fn page(
    source: impl Source,
    organization_id: OrganizationId,
    payee_file_id: PayeeFileId,
    matching: &Matching<'_>,
    after: &After,
    limit: i64,
) -> Result<Vec<PayeeRow>> {
    let sql = match after {
        After::Row(_) => PAGE_BY_ROW,
        After::Name(..) => PAGE_BY_NAME,
        After::TypeConfidence(..) => PAGE_BY_TYPE_CONFIDENCE,
        After::MatchProbability(..) => PAGE_BY_MATCH_PROBABILITY,
    };
    on!(source, |c| {
        let query = sqlx::query_as(sql)
            .bind(organization_id)
            .bind(payee_file_id)
            .bind(matching.text_pattern())
            .bind(matching.key_pattern())
            .bind(matching.payee_type)
            .bind(matching.decision)
            .bind(matching.in_review)
            .bind(matching.decided_by);
        let query = match after {
            After::Row(row) => query.bind(row),
            After::Name(name_key, row) => query.bind(name_key).bind(row),
            After::TypeConfidence(value, row) | After::MatchProbability(value, row) => query.bind(value).bind(row),
        };
        query.bind(limit).fetch_all(c).await
    })
}

/// One row with its cells.
pub async fn get(source: impl Source, organization_id: OrganizationId, id: PayeeId) -> Result<Option<PayeeWithCells>> {
    on!(source, |c| sqlx::query_as(GET)
        .bind(organization_id)
        .bind(id)
        .fetch_optional(c)
        .await)
}

/// These rows with their cells, in no particular order; ids of other organizations are left out.
pub async fn get_all(
    source: impl Source,
    organization_id: OrganizationId,
    ids: &[PayeeId],
) -> Result<Vec<PayeeWithCells>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    on!(source, |c, D| {
        let mut query = sqlx::QueryBuilder::<D>::new(concat!(with_cells!(), "WHERE p.organization_id = "));
        query.push_bind(organization_id).push(" AND p.id IN (");
        let mut list = query.separated(", ");
        for id in ids {
            list.push_bind(*id);
        }
        query.push(")");
        query.build_query_as::<PayeeWithCells>().fetch_all(c).await
    })
}

/// At most `limit` rows after `after_row`, as an export needs them.
pub async fn export_page(
    source: impl Source,
    organization_id: OrganizationId,
    payee_file_id: PayeeFileId,
    after_row: i64,
    limit: i64,
) -> Result<Vec<ExportRow>> {
    on!(source, |c| sqlx::query_as(EXPORT)
        .bind(organization_id)
        .bind(payee_file_id)
        .bind(after_row)
        .bind(limit)
        .fetch_all(c)
        .await)
}
