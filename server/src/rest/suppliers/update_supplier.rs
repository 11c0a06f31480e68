//! `PUT /api/v1/suppliers/{id}`

use axum::extract::State;
use contract::{Supplier, SupplierForm, SupplierId};
use http::StatusCode;

use crate::{
    problem::ApiError,
    rest::{Conflicting, CurrentActor, IfMatch, Invalid, Json, Missing, Path, Refused, Versioned},
    wiring::AppState,
};

/// Replaces what is said of a supplier, if it is still as the caller saw it.
#[utoipa::path(put, path = "/suppliers/{id}", tag = "suppliers", request_body = SupplierForm,
    params(("id" = SupplierId, Path), ("If-Match" = String, Header, description = "The `ETag` that was read, such as `\"7\"`")),
    responses((status = 200, body = Supplier, headers(("ETag", description = "The new row version"))),
        Refused, Missing, Invalid, Conflicting))]
pub async fn update_supplier(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<SupplierId>,
    IfMatch(row_version): IfMatch,
    Json(form): Json<SupplierForm>,
) -> Result<Versioned<Supplier>, ApiError> {
    let supplier = services.suppliers.update(&actor, id, row_version, form).await?;
    Ok(Versioned {
        status: StatusCode::OK,
        row_version: supplier.row_version,
        body: supplier,
    })
}

#[cfg(test)]
mod tests {
    use contract::Role;
    use http::StatusCode;
    use serde_json::json;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn only_the_version_that_was_read_is_changed() {
        for_each_server(async |server| {
            let actor = server.actor(Role::Reviewer);
            let made = server
                .post("/api/v1/suppliers")
                .by(actor.clone())
                .json(&json!({ "name": "Acorn Ltd" }))
                .send()
                .await?;
            let path = format!("/api/v1/suppliers/{}", made.json()["id"].as_str().unwrap_or_default());
            let put = || {
                server
                    .put(&path)
                    .by(actor.clone())
                    .json(&json!({ "name": "Acorn Limited" }))
            };

            let blind = put().send().await?;
            assert_eq!(blind.status, StatusCode::BAD_REQUEST);
            let changed = put().header("if-match", made.header("etag")).send().await?;
            assert_eq!(
                (changed.status, changed.header("etag")),
                (StatusCode::OK, "\"2\""),
                "{}",
                changed.text()
            );
            let stale = put().header("if-match", made.header("etag")).send().await?;
            assert_eq!(stale.status, StatusCode::CONFLICT);
            Ok(())
        })
        .await;
    }
}
