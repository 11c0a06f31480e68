//! `PUT /api/v1/commodities/{id}`

use axum::extract::State;
use contract::{Commodity, CommodityForm, CommodityId};
use http::StatusCode;

use crate::{
    problem::ApiError,
    rest::{Conflicting, CurrentActor, IfMatch, Invalid, Json, Missing, Path, Refused, Versioned},
    wiring::AppState,
};

/// Replaces what is said of a commodity, if it is still as the caller saw it.
#[utoipa::path(put, path = "/commodities/{id}", tag = "commodities", request_body = CommodityForm,
    params(("id" = CommodityId, Path), ("If-Match" = String, Header, description = "The row version in quotes, such as `\"7\"`")),
    responses((status = 200, body = Commodity, headers(("ETag", description = "The new row version"))),
        Refused, Missing, Invalid, Conflicting))]
pub async fn update_commodity(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<CommodityId>,
    IfMatch(row_version): IfMatch,
    Json(form): Json<CommodityForm>,
) -> Result<Versioned<Commodity>, ApiError> {
    let commodity = services
        .reference
        .save_commodity(&actor, Some((id, row_version)), form)
        .await?;
    Ok(Versioned {
        status: StatusCode::OK,
        row_version: commodity.row_version,
        body: commodity,
    })
}
