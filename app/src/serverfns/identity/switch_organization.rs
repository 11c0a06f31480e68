//! `switch_organization`.

use contract::OrganizationId;
use leptos::prelude::*;

use crate::error::UiError;

/// Goes to another of the person's organizations, to its dashboard.
#[server]
pub async fn switch_organization(organization_id: OrganizationId) -> Result<(), UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports
        .identity
        .switch_organization(&actor, organization_id)
        .await
        .map_err(UiError::refused)?;
    leptos_axum::redirect("/");
    Ok(())
}
