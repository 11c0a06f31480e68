//! `POST /api/v1/commodities`

use axum::extract::State;
use contract::{Commodity, CommodityForm};
use http::StatusCode;

use crate::{
    problem::ApiError,
    rest::{Conflicting, CurrentActor, Invalid, Json, MadeAt, Refused, Versioned},
    wiring::AppState,
};

/// Adds a commodity.
#[utoipa::path(post, path = "/commodities", tag = "commodities", request_body = CommodityForm,
    responses((status = 201, body = Commodity, headers(("Location", description = "Where it is"), ("ETag", description = "The row version"))), Refused, Invalid, Conflicting))]
pub async fn create_commodity(
    actor: CurrentActor,
    State(services): State<AppState>,
    Json(form): Json<CommodityForm>,
) -> Result<(MadeAt, Versioned<Commodity>), ApiError> {
    let commodity = services.reference.save_commodity(&actor, None, form).await?;
    let made_at = MadeAt("/commodities", commodity.id.0);
    let answer = Versioned {
        status: StatusCode::CREATED,
        row_version: commodity.row_version,
        body: commodity,
    };
    Ok((made_at, answer))
}
