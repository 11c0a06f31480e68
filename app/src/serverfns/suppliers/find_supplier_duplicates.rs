//! `find_supplier_duplicates`.

use leptos::prelude::*;

use crate::error::UiError;

/// Starts a search for duplicates, unless one is under way.
#[server]
pub async fn find_supplier_duplicates() -> Result<(), UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.duplicates.find(&actor).await.map_err(UiError::refused)?;
    Ok(())
}
