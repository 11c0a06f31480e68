//! `POST /api/v1/reviews/act`

use axum::extract::State;
use contract::{ReviewCommand, ReviewOutcome};

use crate::{
    rest::{Answer, CurrentActor, Invalid, Json, Missing, Refused},
    wiring::AppState,
};

/// Decides, postpones, escalates or releases an item, or takes one of the middle two back. When the item has changed since it
/// was read, nothing happens and the outcome is `conflict` with the item as it is now. The same `idempotency_key` never acts
/// twice.
#[utoipa::path(post, path = "/reviews/act", tag = "reviews", request_body = ReviewCommand,
    responses((status = 200, body = ReviewOutcome), Refused, Missing, Invalid))]
pub async fn act_on_review_item(
    actor: CurrentActor,
    State(services): State<AppState>,
    Json(command): Json<ReviewCommand>,
) -> Answer<ReviewOutcome> {
    Ok(Json(services.reviews.act(&actor, &command).await?))
}

#[cfg(test)]
mod tests {
    use contract::Role;
    use serde_json::json;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn item_is_decided_once_and_an_old_version_conflicts() {
        for_each_server(async |server| {
            let admin = server.actor(Role::Admin);
            server.worked(&admin, "name\n???\n").await?;
            let batch = server
                .get("/api/v1/reviews/next")
                .by(admin.clone())
                .send()
                .await?
                .json();
            let item = &batch["items"][0];
            let act = |version: i64, key: &str| {
                let verdict = json!({ "payee_type": "individual", "supplier": { "choice": "no_supplier" } });
                let action = json!({ "action": "decide", "verdict": verdict, "whole_cluster": false });
                let body = json!({
                    "review_item_id": item["id"], "row_version": version, "idempotency_key": key, "spent_ms": 900,
                    "action": action
                });
                server.post("/api/v1/reviews/act").by(admin.clone()).json(&body)
            };
            let version = item["row_version"].as_i64().unwrap_or_default();
            let stale = act(version - 1, "k1").send().await?;
            assert_eq!(stale.json()["outcome"], "conflict", "{}", stale.text());
            let decided = act(version, "k2").send().await?;
            assert_eq!(decided.json()["outcome"], "accepted", "{}", decided.text());
            let again = act(version, "k2").send().await?;
            assert_eq!(again.json(), decided.json(), "the same key never acts twice");
            Ok(())
        })
        .await;
    }
}
