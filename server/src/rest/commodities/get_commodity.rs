//! `GET /api/v1/commodities/{id}`

use axum::extract::State;
use contract::{Commodity, CommodityId};
use http::StatusCode;

use crate::{
    problem::ApiError,
    rest::{CurrentActor, Missing, Path, Refused, Versioned},
    wiring::AppState,
};

/// Gives one commodity.
#[utoipa::path(get, path = "/commodities/{id}", tag = "commodities", params(("id" = CommodityId, Path)),
    responses((status = 200, body = Commodity, headers(("ETag", description = "The row version"))), Refused, Missing))]
pub async fn get_commodity(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<CommodityId>,
) -> Result<Versioned<Commodity>, ApiError> {
    let commodity = services.reference.commodity(&actor, id).await?;
    Ok(Versioned {
        status: StatusCode::OK,
        row_version: commodity.row_version,
        body: commodity,
    })
}
