//! `POST /api/v1/supplier-imports/{id}/cancel`

use axum::extract::State;
use contract::{SupplierImport, SupplierImportId};

use crate::{
    rest::{Answer, Conflicting, CurrentActor, Json, Missing, Path, Refused},
    wiring::AppState,
};

/// Stops an import; what is in stays in.
#[utoipa::path(post, path = "/supplier-imports/{id}/cancel", tag = "supplier-imports", params(("id" = SupplierImportId, Path)),
    responses((status = 200, body = SupplierImport), Refused, Missing, Conflicting))]
pub async fn cancel_supplier_import(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<SupplierImportId>,
) -> Answer<SupplierImport> {
    Ok(Json(services.imports.cancel(&actor, id).await?))
}
