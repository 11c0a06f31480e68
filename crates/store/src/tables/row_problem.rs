//! Rows of an import or a payee file (the owner) that could not be taken.

use contract::{OrganizationId, RowProblem};
use sqlx::{FromRow, QueryBuilder};
use uuid::Uuid;

use crate::{Result, Source, Tx, dialect::rows_per_insert, on, statements::statements};

#[derive(FromRow)]
struct ProblemRow {
    row_number: i64,
    column_name: String,
    message: String,
}

/// Columns of one row in an insert.
const COLUMN_COUNT: usize = 5;

statements! {
    LIST = "SELECT row_number, column_name, message FROM row_problems
        WHERE organization_id = $1 AND owner_id = $2 AND (row_number, column_name) > ($3, $4)
        ORDER BY row_number, column_name LIMIT CAST($5 AS BIGINT)";
}

/// Adds problems of one owner, however many. The same row and column is noted once, with what was said first.
pub async fn insert_many(
    tx: &mut Tx,
    organization_id: OrganizationId,
    owner_id: Uuid,
    problems: &[RowProblem],
) -> Result<()> {
    if problems.is_empty() {
        return Ok(());
    }
    on!(tx, |c, D| {
        for chunk in problems.chunks(rows_per_insert::<D>(COLUMN_COUNT)) {
            let mut insert = QueryBuilder::<D>::new(
                "INSERT INTO row_problems (organization_id, owner_id, row_number, column_name, message) ",
            );
            insert.push_values(chunk, |mut values, problem| {
                values
                    .push_bind(organization_id)
                    .push_bind(owner_id)
                    .push_bind(problem.row)
                    .push_bind(problem.column.as_deref().unwrap_or(""))
                    .push_bind(&problem.message);
            });
            insert.push(" ON CONFLICT (owner_id, row_number, column_name) DO NOTHING");
            insert.build().execute(&mut *c).await?;
        }
        Ok(())
    })
}

/// The first `limit` problems of an owner by row and column; of those behind `after`, if given.
pub async fn list(
    on: impl Source,
    organization_id: OrganizationId,
    owner_id: Uuid,
    after: Option<&RowProblem>,
    limit: u32,
) -> Result<Vec<RowProblem>> {
    let (row, column) = after.map_or((i64::MIN, ""), |last| (last.row, last.column.as_deref().unwrap_or("")));
    let rows: Vec<ProblemRow> = on!(on, |c| sqlx::query_as(LIST)
        .bind(organization_id)
        .bind(owner_id)
        .bind(row)
        .bind(column)
        .bind(i64::from(limit))
        .fetch_all(c)
        .await)?;
    let problem = |row: ProblemRow| RowProblem {
        row: row.row_number,
        column: (!row.column_name.is_empty()).then_some(row.column_name),
        message: row.message,
    };
    Ok(rows.into_iter().map(problem).collect())
}
