//! The report of rows that could not be taken, as a CSV file.

use std::sync::Arc;

use contract::{OrganizationId, RowProblem};
use futures::{Stream, stream};
use store::tables::row_problem;
use uuid::Uuid;

use crate::{Env, Error, Result, exports::neutralized};

/// Problems read at a time.
const PAGE: u32 = 2_000;

/// The report of an import's or a payee file's problems, piece by piece: row, column, message. The caller has
/// authorized.
pub(crate) fn report(
    env: Env,
    organization_id: OrganizationId,
    owner_id: Uuid,
) -> impl Stream<Item = Result<Vec<u8>>> + Send + use<> {
    let env = Arc::new(env);
    stream::try_unfold(Some(None), move |after: Option<Option<RowProblem>>| {
        let env = Arc::clone(&env);
        async move {
            let Some(after) = after else { return Ok(None) };
            let page = row_problem::list(&env.db, organization_id, owner_id, after.as_ref(), PAGE).await?;
            let is_first = after.is_none();
            let next = (page.len() == PAGE as usize).then(|| page.last().cloned());
            Ok(Some((
                written(&page, is_first).map_err(Error::internal("writing a report"))?,
                next,
            )))
        }
    })
}

fn written(page: &[RowProblem], with_header: bool) -> csv::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    if with_header {
        writer.write_record(["row", "column", "message"])?;
    }
    for problem in page {
        let column = problem.column.as_deref().unwrap_or_default();
        writer.write_record([
            &problem.row.to_string(),
            &*neutralized(column),
            &*neutralized(&problem.message),
        ])?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
