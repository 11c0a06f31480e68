//! `POST /api/v1/api-keys/{id}/revoke`

use axum::extract::State;
use contract::{ApiKey, ApiKeyId};

use crate::{
    rest::{Answer, Conflicting, CurrentActor, Json, Missing, Path, Refused},
    wiring::AppState,
};

/// Revokes a key: the next request with it is refused.
#[utoipa::path(post, path = "/api-keys/{id}/revoke", tag = "api-keys", params(("id" = ApiKeyId, Path)),
    responses((status = 200, body = ApiKey), Refused, Missing, Conflicting))]
pub async fn revoke_api_key(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<ApiKeyId>,
) -> Answer<ApiKey> {
    Ok(Json(services.api_keys.revoke(&actor, id).await?))
}
