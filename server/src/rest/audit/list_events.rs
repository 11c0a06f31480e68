//! `GET /api/v1/audit`

use axum::extract::State;
use contract::{Event, EventFilter, Page};

use crate::{
    rest::{Answer, CurrentActor, Invalid, Json, Query, Refused},
    wiring::AppState,
};

/// Lists events, newest first.
#[utoipa::path(get, path = "/audit", tag = "audit", params(EventFilter),
    responses((status = 200, body = Page<Event>), Refused, Invalid))]
pub async fn list_events(
    actor: CurrentActor,
    State(services): State<AppState>,
    Query(filter): Query<EventFilter>,
) -> Answer<Page<Event>> {
    Ok(Json(services.audit.list(&actor, filter).await?))
}
