//! `GET /api/v1/payee-files`

use axum::extract::State;
use contract::{Page, PayeeFile};

use crate::{
    rest::{Answer, CurrentActor, CursorQuery, Invalid, Json, Query, Refused},
    wiring::AppState,
};

/// Lists the files, newest first.
#[utoipa::path(get, path = "/payee-files", tag = "payee-files", params(CursorQuery),
    responses((status = 200, body = Page<PayeeFile>), Refused, Invalid))]
pub async fn list_payee_files(
    actor: CurrentActor,
    State(services): State<AppState>,
    Query(query): Query<CursorQuery>,
) -> Answer<Page<PayeeFile>> {
    Ok(Json(services.payee_files.list(&actor, query.cursor.as_deref()).await?))
}
