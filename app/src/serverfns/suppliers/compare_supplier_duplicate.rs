//! `compare_supplier_duplicate`.

use contract::{MergePreview, SupplierDuplicateId, SupplierId};
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// A proposal, and what keeping one of its suppliers would make of it; those in `apart` stay as they are.
#[server(input = GetUrl)]
pub async fn compare_supplier_duplicate(
    id: SupplierDuplicateId,
    #[server(default)] keep: Option<SupplierId>,
    #[server(default)] apart: Vec<SupplierId>,
) -> Result<MergePreview, UiError> {
    use contract::MergeChoice;

    use crate::context::context;

    let (ports, actor) = context()?;
    let choice = MergeChoice { keep, apart };
    ports
        .duplicates
        .compare(&actor, id, choice)
        .await
        .map_err(UiError::refused)
}
