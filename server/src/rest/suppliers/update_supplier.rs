//! `PUT /api/v1/suppliers/{id}`

use axum::extract::State;
use contract::{Supplier, SupplierId};
use http::StatusCode;

use super::supplier_body::SupplierBody;
use crate::{
    problem::ApiError,
    rest::{Conflicting, CurrentActor, IfMatch, Invalid, Json, Missing, Path, Refused, Versioned},
    wiring::AppState,
};

/// Changes what is said of a supplier, if it is still as the caller saw it. What is left out stays as it is.
#[utoipa::path(put, path = "/suppliers/{id}", tag = "suppliers", request_body = SupplierBody,
    params(("id" = SupplierId, Path), ("If-Match" = String, Header, description = "The `ETag` that was read, such as `\"7\"`")),
    responses((status = 200, body = Supplier, headers(("ETag", description = "The new row version"))),
        Refused, Missing, Invalid, Conflicting))]
pub async fn update_supplier(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<SupplierId>,
    IfMatch(row_version): IfMatch,
    Json(body): Json<SupplierBody>,
) -> Result<Versioned<Supplier>, ApiError> {
    // Whoever changes it between this and the update makes the version stale.
    let stored = services.suppliers.get(&actor, id).await?;
    let form = body.over(Some(stored));
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

    #[tokio::test]
    async fn what_a_read_gave_changes_nothing_and_what_is_left_out_stays() {
        for_each_server(async |server| {
            let actor = server.actor(Role::Reviewer);
            let form = json!({
                "name": "Acorn Ltd", "aliases": ["Acorn", "Oak"], "iban": "GB82WEST12345698765432", "status": "inactive",
            });
            let made = server.post("/api/v1/suppliers").by(actor.clone()).json(&form).send().await?;
            assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
            let path = format!("/api/v1/suppliers/{}", made.json()["id"].as_str().unwrap_or_default());
            let put = |body: &serde_json::Value, etag: &str| {
                server.put(&path).by(actor.clone()).json(body).header("if-match", etag)
            };
            let same = put(&made.json(), "\"1\"").send().await?;
            assert_eq!((same.status, same.json()), (StatusCode::OK, made.json()), "{}", same.text());

            let moved = put(&json!({ "city": "Leeds", "aliases": "Oak\nElm" }), "\"1\"").send().await?.json();
            for (field, expected) in [
                ("name", json!("Acorn Ltd")),
                ("city", json!("Leeds")),
                ("aliases", json!(["Oak", "Elm"])),
                ("iban", json!("GB82WEST12345698765432")),
                ("status", json!("inactive")),
            ] {
                assert_eq!(moved[field], expected, "{field}");
            }
            for unknown in [json!({ "IBAN": "" }), json!({ "name": "Acorn Ltd", "colour": "green" })] {
                let refused = put(&unknown, "\"2\"").send().await?;
                assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
            }
            Ok(())
        })
        .await;
    }
}
