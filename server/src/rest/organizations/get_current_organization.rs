//! `GET /api/v1/organizations/current`

use axum::extract::State;
use chrono::{DateTime, Utc};
use contract::{OrganizationId, Permission};
use intake::{Authorize, Error};
use serde::Serialize;
use store::tables::organization;
use utoipa::ToSchema;

use crate::{
    rest::{Answer, CurrentActor, Json, Missing, Refused},
    wiring::AppState,
};

/// A tenant company.
#[derive(Debug, Serialize, ToSchema)]
pub struct Organization {
    /// The organization.
    id: OrganizationId,
    /// Its name.
    name: String,
    /// When it was made.
    created_at: DateTime<Utc>,
}

/// Gives the organization for which the caller works.
#[utoipa::path(get, path = "/organizations/current", tag = "organizations",
    responses((status = 200, body = Organization), Refused, Missing))]
pub async fn get_current_organization(actor: CurrentActor, State(services): State<AppState>) -> Answer<Organization> {
    actor.require(Permission::ReadReference)?;
    let found = organization::get(&services.env.db, actor.organization_id)
        .await
        .map_err(Error::from)?;
    let row = found.ok_or(Error::NotFound("organization"))?;
    Ok(Json(Organization {
        id: row.id,
        name: row.name,
        created_at: row.created_at,
    }))
}
