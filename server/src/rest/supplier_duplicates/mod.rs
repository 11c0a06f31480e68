//! Duplicates in the supplier master: search, proposals, merging.

pub mod compare_supplier_duplicate;
pub mod dismiss_supplier_duplicate;
pub mod find_supplier_duplicates;
pub mod get_duplicate_search;
pub mod list_supplier_duplicates;
pub mod merge_suppliers;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::wiring::AppState;

/// The endpoints of this area.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_supplier_duplicates::list_supplier_duplicates))
        .routes(routes!(
            get_duplicate_search::get_duplicate_search,
            find_supplier_duplicates::find_supplier_duplicates
        ))
        .routes(routes!(compare_supplier_duplicate::compare_supplier_duplicate))
        .routes(routes!(merge_suppliers::merge_suppliers))
        .routes(routes!(dismiss_supplier_duplicate::dismiss_supplier_duplicate))
}
