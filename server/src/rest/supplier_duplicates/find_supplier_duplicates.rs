//! `POST /api/v1/supplier-duplicates/search`

use axum::extract::State;
use contract::Job;
use http::{HeaderName, HeaderValue, StatusCode, header};

use crate::{
    problem::ApiError,
    rest::{CurrentActor, Json, Refused},
    wiring::AppState,
};

/// Starts a search for duplicates, unless one is under way; its proposals take the place of those of the last one.
#[utoipa::path(post, path = "/supplier-duplicates/search", tag = "supplier-duplicates",
    responses((status = 202, description = "The job", body = Job, headers(("Location", description = "Where the search stands"))), Refused))]
pub async fn find_supplier_duplicates(
    actor: CurrentActor,
    State(services): State<AppState>,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 1], Json<Job>), ApiError> {
    let job = services.duplicates.find(&actor).await?;
    let search = HeaderValue::from_static("/api/v1/supplier-duplicates/search");
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, search)], Json(job)))
}

#[cfg(test)]
mod tests {
    use contract::Role;
    use http::StatusCode;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn a_search_is_started_once() {
        for_each_server(async |server| {
            let actor = server.actor(Role::Reviewer);
            let path = "/api/v1/supplier-duplicates/search";
            let first = server.post(path).by(actor.clone()).send().await?;
            assert_eq!(first.status, StatusCode::ACCEPTED, "{}", first.text());
            let second = server.post(path).by(actor.clone()).send().await?;
            assert_eq!(first.json()["id"], second.json()["id"]);
            let search = server.get(first.header("location")).by(actor).send().await?.json();
            assert_eq!(
                (&search["job"]["status"], &search["open_count"]),
                (&"queued".into(), &0.into())
            );
            Ok(())
        })
        .await;
    }
}
