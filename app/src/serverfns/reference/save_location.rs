//! `save_location`.

use contract::{Location, LocationForm, LocationId};
use leptos::prelude::*;

use crate::error::UiError;

/// Adds a location, or changes the one that `id` names; `row_version` as the person saw it.
#[server]
pub async fn save_location(
    #[server(default)] id: Option<LocationId>,
    #[server(default)] row_version: i64,
    form: LocationForm,
) -> Result<Location, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports
        .reference
        .save_location(&actor, id.map(|id| (id, row_version)), form)
        .await
        .map_err(UiError::refused)
}
