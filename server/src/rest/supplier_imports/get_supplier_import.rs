//! `GET /api/v1/supplier-imports/{id}`

use axum::extract::State;
use contract::{SupplierImport, SupplierImportId};

use crate::{
    rest::{Answer, CurrentActor, Json, Missing, Path, Refused},
    wiring::AppState,
};

/// Gives one import with its progress and its first row errors.
#[utoipa::path(get, path = "/supplier-imports/{id}", tag = "supplier-imports", params(("id" = SupplierImportId, Path)),
    responses((status = 200, body = SupplierImport), Refused, Missing))]
pub async fn get_supplier_import(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<SupplierImportId>,
) -> Answer<SupplierImport> {
    Ok(Json(services.imports.get(&actor, id).await?))
}
