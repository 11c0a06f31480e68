//! Refusals leave a trace: whoever tries what the role does not allow is in the audit trail.

use std::cell::Cell;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use contract::{Actor, Permission};
use platform::in_words;

use crate::wiring::AppState;

tokio::task_local! {
    /// The permission that the request at hand turned out to lack.
    static LACKING: Cell<Option<Permission>>;
}

/// Notes what the request at hand lacks. Outside a request nothing is noted.
pub fn note(permission: Permission) {
    // Pages that a role may not see are refused within a task of their own; the server functions that they call are not.
    LACKING
        .try_with(|lacking| lacking.set(Some(permission)))
        .unwrap_or_default();
}

/// Records the refusal of a known actor, once for each request.
pub async fn record(State(services): State<AppState>, request: Request, next: Next) -> Response {
    let Some(actor) = request.extensions().get::<Actor>().cloned() else {
        return next.run(request).await;
    };
    let respond = async {
        let response = next.run(request).await;
        (response, LACKING.with(Cell::take))
    };
    let (response, lacking) = LACKING.scope(Cell::new(None), respond).await;
    if let Some(permission) = lacking
        && let Err(error) = services.audit.record_refusal(&actor, permission).await
    {
        tracing::error!(error = in_words(&error), "a refusal was not recorded");
    }
    response
}

#[cfg(test)]
mod tests {
    use contract::{EventFilter, Role};
    use http::StatusCode;
    use serde_json::json;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn refusal_is_in_the_trail_with_who_and_what() {
        for_each_server(async |server| {
            let request = server.post("/api/v1/suppliers").by_role(Role::Auditor);
            let refused = request.json(&json!({ "name": "Acorn Ltd" })).send().await?;
            assert_eq!(refused.status, StatusCode::FORBIDDEN);
            let events = server
                .services
                .audit
                .list(&server.actor(Role::Admin), EventFilter::default())
                .await?
                .items;
            let told: Vec<_> = events
                .iter()
                .map(|it| (it.kind.as_str(), it.entity_name.as_str(), it.actor.as_str()))
                .collect();
            assert_eq!(told, [("permission.refused", "suppliers:write", "Test auditor")]);
            Ok(())
        })
        .await;
    }
}
