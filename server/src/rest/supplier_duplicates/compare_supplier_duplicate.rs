//! `POST /api/v1/supplier-duplicates/{id}/compare`

use axum::extract::State;
use contract::{MergeChoice, MergePreview, SupplierDuplicateId};

use crate::{
    rest::{Answer, CurrentActor, Invalid, Json, Missing, Path, Refused},
    wiring::AppState,
};

/// Gives a proposal, what a choice would make of its suppliers, and the body to send to have that done. Changes nothing.
#[utoipa::path(post, path = "/supplier-duplicates/{id}/compare", tag = "supplier-duplicates", request_body = MergeChoice,
    params(("id" = SupplierDuplicateId, Path)), responses((status = 200, body = MergePreview), Refused, Missing, Invalid))]
pub async fn compare_supplier_duplicate(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<SupplierDuplicateId>,
    Json(choice): Json<MergeChoice>,
) -> Answer<MergePreview> {
    Ok(Json(services.duplicates.compare(&actor, id, &choice).await?))
}

#[cfg(test)]
mod tests {
    use contract::Role;
    use http::StatusCode;
    use serde_json::json;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn only_one_of_the_suppliers_can_be_kept() {
        for_each_server(async |server| {
            let admin = server.actor(Role::Admin);
            let estate = server.estate_of(admin.clone()).await?;
            let path = format!("/api/v1/supplier-duplicates/{}/compare", estate.duplicate);
            let post = |body: serde_json::Value| server.post(&path).by(admin.clone()).json(&body).send();
            let shown = post(json!({})).await?;
            assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
            assert_eq!(shown.json()["merge"]["others"].as_array().map(Vec::len), Some(1));
            let refused = post(json!({ "keep": estate.supplier })).await?;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(refused.json()["fields"][0]["field"], "keep");
            Ok(())
        })
        .await;
    }
}
