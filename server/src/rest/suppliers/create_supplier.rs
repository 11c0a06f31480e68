//! `POST /api/v1/suppliers`

use axum::extract::State;
use contract::Supplier;
use http::StatusCode;

use super::supplier_body::SupplierBody;
use crate::{
    problem::ApiError,
    rest::{CurrentActor, Invalid, Json, MadeAt, Refused, Versioned},
    wiring::AppState,
};

/// Adds a supplier; the next row that is matched finds it.
#[utoipa::path(post, path = "/suppliers", tag = "suppliers", request_body = SupplierBody,
    responses((status = 201, body = Supplier, headers(("Location", description = "Where it is"), ("ETag", description = "The row version"))), Refused, Invalid))]
pub async fn create_supplier(
    actor: CurrentActor,
    State(services): State<AppState>,
    Json(body): Json<SupplierBody>,
) -> Result<(MadeAt, Versioned<Supplier>), ApiError> {
    let supplier = services.suppliers.create(&actor, body.over(None)).await?;
    let made_at = MadeAt("/suppliers", supplier.id.0);
    let answer = Versioned {
        status: StatusCode::CREATED,
        row_version: supplier.row_version,
        body: supplier,
    };
    Ok((made_at, answer))
}

#[cfg(test)]
mod tests {
    use contract::Role;
    use http::StatusCode;
    use serde_json::json;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn new_supplier_has_a_version_and_is_found_at_once() {
        for_each_server(async |server| {
            let actor = server.actor(Role::Reviewer);
            let form = json!({ "name": "Zenith Paper GmbH", "city": "Hamburg" });
            let made = server
                .post("/api/v1/suppliers")
                .by(actor.clone())
                .json(&form)
                .send()
                .await?;
            assert_eq!(
                (made.status, made.header("etag")),
                (StatusCode::CREATED, "\"1\""),
                "{}",
                made.text()
            );
            let there = server.get(made.header("location")).by(actor.clone()).send().await?;
            assert_eq!(there.json(), made.json(), "{}", there.text());
            let found = server
                .get("/api/v1/suppliers?q=zenith%20papper")
                .by(actor)
                .send()
                .await?;
            assert_eq!(found.json()["items"][0]["id"], made.json()["id"], "{}", found.text());
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn field_at_fault_is_named() {
        for_each_server(async |server| {
            let request = server.post("/api/v1/suppliers").by_role(Role::Reviewer);
            let refused = request.json(&json!({ "name": " ", "city": "Hamburg" })).send().await?;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(refused.header("content-type"), "application/problem+json");
            assert_eq!(refused.json()["fields"][0]["field"], "name");
            assert_eq!(refused.json()["type"], "urn:vouch:invalid");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn body_that_is_not_understood_is_a_problem_too() {
        for_each_server(async |server| {
            let request = server.post("/api/v1/suppliers").by_role(Role::Reviewer);
            let refused = request.json(&json!({ "name": 7 })).send().await?;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(refused.header("content-type"), "application/problem+json");
            assert!(!refused.json()["error_id"].as_str().unwrap_or_default().is_empty());
            Ok(())
        })
        .await;
    }
}
