//! `merge_suppliers`.

use contract::{SupplierDuplicateId, SupplierMerge};
use leptos::prelude::*;

use crate::error::UiError;

/// Merges suppliers of a proposal, as the person saw them, and goes to the one that is kept.
#[server]
pub async fn merge_suppliers(id: SupplierDuplicateId, form: SupplierMerge) -> Result<(), UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    let kept = ports
        .duplicates
        .merge(&actor, id, form)
        .await
        .map_err(UiError::refused)?;
    leptos_axum::redirect(&format!("/suppliers/{}", kept.id));
    Ok(())
}
