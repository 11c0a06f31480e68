//! `GET /api/v1/suppliers`

use axum::extract::State;
use contract::{Page, Supplier, SupplierFilter};

use crate::{
    rest::{Answer, CurrentActor, Invalid, Json, Query, Refused},
    wiring::AppState,
};

/// Lists suppliers, by name unless asked otherwise.
#[utoipa::path(get, path = "/suppliers", tag = "suppliers", params(SupplierFilter),
    responses((status = 200, body = Page<Supplier>), Refused, Invalid))]
pub async fn list_suppliers(
    actor: CurrentActor,
    State(services): State<AppState>,
    Query(filter): Query<SupplierFilter>,
) -> Answer<Page<Supplier>> {
    Ok(Json(services.suppliers.list(&actor, filter).await?))
}

#[cfg(test)]
mod tests {
    use contract::Role;
    use http::StatusCode;
    use serde_json::Value;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn pages_follow_each_other_by_cursor() {
        for_each_server(async |server| {
            let admin = server.actor(Role::Admin);
            server
                .imported(&admin, "id,name\n3,Cedar Ltd\n1,Acorn Ltd\n2,Birch Ltd\n")
                .await?;
            let (mut names, mut path) = (Vec::new(), "/api/v1/suppliers?limit=2".to_owned());
            loop {
                let page = server.get(&path).by(admin.clone()).send().await?.json();
                names.extend(
                    page["items"]
                        .as_array()
                        .into_iter()
                        .flatten()
                        .map(|item| item["name"].clone()),
                );
                let Some(cursor) = page["next_cursor"].as_str() else {
                    break;
                };
                path = format!("/api/v1/suppliers?limit=2&cursor={cursor}");
            }
            assert_eq!(
                Value::Array(names),
                serde_json::json!(["Acorn Ltd", "Birch Ltd", "Cedar Ltd"])
            );
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn query_that_is_not_understood_is_refused() {
        for_each_server(async |server| {
            for query in ["sort=shoe_size", "limit=many", "cursor=nonsense"] {
                let refused = server
                    .get(&format!("/api/v1/suppliers?{query}"))
                    .by_role(Role::Admin)
                    .send()
                    .await?;
                assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{query}: {}", refused.text());
            }
            Ok(())
        })
        .await;
    }
}
