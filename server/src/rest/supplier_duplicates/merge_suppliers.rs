//! `POST /api/v1/supplier-duplicates/{id}/merge`

use axum::extract::State;
use contract::{Supplier, SupplierDuplicateId, SupplierMerge};

use crate::{
    rest::{Answer, Conflicting, CurrentActor, Invalid, Json, Missing, Path, Refused},
    wiring::AppState,
};

/// Merges suppliers of a proposal, if they are still as the caller saw them; gives the one that was kept. It cannot be undone.
#[utoipa::path(post, path = "/supplier-duplicates/{id}/merge", tag = "supplier-duplicates", request_body = SupplierMerge,
    params(("id" = SupplierDuplicateId, Path)),
    responses((status = 200, body = Supplier), Refused, Missing, Invalid, Conflicting))]
pub async fn merge_suppliers(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<SupplierDuplicateId>,
    Json(merge): Json<SupplierMerge>,
) -> Answer<Supplier> {
    Ok(Json(services.duplicates.merge(&actor, id, &merge).await?))
}

#[cfg(test)]
mod tests {
    use contract::Role;
    use http::StatusCode;
    use serde_json::json;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn what_was_shown_is_done_once() {
        for_each_server(async |server| {
            let admin = server.actor(Role::Admin);
            let estate = server.estate_of(admin.clone()).await?;
            let path = |verb: &str| format!("/api/v1/supplier-duplicates/{}/{verb}", estate.duplicate);
            let post = async |verb: &str, body: &serde_json::Value| {
                server.post(&path(verb)).by(admin.clone()).json(body).send().await
            };
            let merge = post("compare", &json!({})).await?.json()["merge"].clone();
            let nobody = json!({ "keep": merge["keep"], "others": [] });
            assert_eq!(post("merge", &nobody).await?.status, StatusCode::UNPROCESSABLE_ENTITY);
            let mut stale = merge.clone();
            stale["keep"]["row_version"] = json!(7);
            assert_eq!(post("merge", &stale).await?.status, StatusCode::CONFLICT);
            let kept = post("merge", &merge).await?;
            assert_eq!(kept.status, StatusCode::OK, "{}", kept.text());
            assert_eq!(kept.json()["id"], merge["keep"]["id"]);
            let other = format!(
                "/api/v1/suppliers/{}",
                merge["others"][0]["id"].as_str().unwrap_or_default()
            );
            let other = server.get(&other).by(admin.clone()).send().await?.json();
            assert_eq!(
                (&other["status"], &other["merged_into"]),
                (&json!("merged"), &merge["keep"]["id"])
            );
            assert_eq!(
                post("merge", &merge).await?.status,
                StatusCode::NOT_FOUND,
                "it is settled"
            );
            Ok(())
        })
        .await;
    }
}
