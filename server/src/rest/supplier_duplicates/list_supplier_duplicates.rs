//! `GET /api/v1/supplier-duplicates`

use axum::extract::State;
use contract::{Page, SupplierDuplicate};

use crate::{
    rest::{Answer, CurrentActor, CursorQuery, Invalid, Json, Query, Refused},
    wiring::AppState,
};

/// Lists the proposals of the last search with their evidence, the most probable first.
#[utoipa::path(get, path = "/supplier-duplicates", tag = "supplier-duplicates", params(CursorQuery),
    responses((status = 200, body = Page<SupplierDuplicate>), Refused, Invalid))]
pub async fn list_supplier_duplicates(
    actor: CurrentActor,
    State(services): State<AppState>,
    Query(query): Query<CursorQuery>,
) -> Answer<Page<SupplierDuplicate>> {
    Ok(Json(services.duplicates.list(&actor, query.cursor.as_deref()).await?))
}

#[cfg(test)]
mod tests {
    use contract::Role;
    use http::StatusCode;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn proposals_come_with_suppliers_and_evidence() {
        for_each_server(async |server| {
            let admin = server.actor(Role::Admin);
            let estate = server.estate_of(admin.clone()).await?;
            let page = server
                .get("/api/v1/supplier-duplicates")
                .by(admin.clone())
                .send()
                .await?;
            assert_eq!(page.status, StatusCode::OK, "{}", page.text());
            let first = &page.json()["items"][0];
            assert_eq!(first["id"], estate.duplicate.to_string());
            assert_eq!(first["suppliers"][1]["name"], "Granite Peak Logistics Inc");
            assert_eq!(first["pairs"][0]["differing"], serde_json::json!(["name"]));
            let refused = server
                .get("/api/v1/supplier-duplicates?cursor=x")
                .by(admin)
                .send()
                .await?;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST);
            Ok(())
        })
        .await;
    }
}
