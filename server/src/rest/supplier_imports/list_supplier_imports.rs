//! `GET /api/v1/supplier-imports`

use axum::extract::State;
use contract::{Page, SupplierImport};

use crate::{
    rest::{Answer, CurrentActor, CursorQuery, Invalid, Json, Query, Refused},
    wiring::AppState,
};

/// Lists the imports, newest first.
#[utoipa::path(get, path = "/supplier-imports", tag = "supplier-imports", params(CursorQuery),
    responses((status = 200, body = Page<SupplierImport>), Refused, Invalid))]
pub async fn list_supplier_imports(
    actor: CurrentActor,
    State(services): State<AppState>,
    Query(query): Query<CursorQuery>,
) -> Answer<Page<SupplierImport>> {
    Ok(Json(services.imports.list(&actor, query.cursor).await?))
}
