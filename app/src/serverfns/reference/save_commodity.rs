//! `save_commodity`.

use contract::{Commodity, CommodityForm, CommodityId};
use leptos::prelude::*;

use crate::error::UiError;

/// Adds a commodity, or changes the one that `id` names; `row_version` as the person saw it.
#[server]
pub async fn save_commodity(
    #[server(default)] id: Option<CommodityId>,
    #[server(default)] row_version: i64,
    form: CommodityForm,
) -> Result<Commodity, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports
        .reference
        .save_commodity(&actor, id.map(|id| (id, row_version)), form)
        .await
        .map_err(UiError::refused)
}
