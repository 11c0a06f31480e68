//! The REST interface, `/api/v1`. A folder an area, a file an endpoint: its documentation, its handler, its tests.
//!
//! An endpoint decodes, calls one use case and encodes; it decides nothing. Recipes: `docs/ADDING-AN-ENDPOINT.md`; rules
//! that all endpoints keep: `docs/API.md`.

#![expect(unused_qualifications, reason = "utoipa expands `Query<T>` to a path")]

mod answers;
mod download;
mod extract;
mod idempotency;
mod multipart;
mod openapi;
mod paging;

mod api_keys;
mod audit;
mod commodities;
mod decisions;
mod documents;
mod jobs;
mod live;
mod locations;
mod organizations;
mod payee_files;
mod payees;
mod reviews;
mod supplier_duplicates;
mod supplier_imports;
mod suppliers;
mod uploads;
mod users;

#[cfg(test)]
mod authorization;

pub use self::{
    answers::{Answer, Conflicting, Invalid, MadeAt, Missing, Refused, TooLarge, Versioned},
    download::file as file_answer,
    extract::{CurrentActor, IfMatch, Json, Path, Query, is_of_kind},
    idempotency::{HasSecret, KeysAtWork, replay_by_key},
    multipart::{FileForm, Received, StoredFileForm, receive_file_to_start, receive_form},
    openapi::document,
    paging::CursorQuery,
};

use utoipa_axum::router::OpenApiRouter;

use crate::wiring::AppState;

/// Where the interface is mounted.
pub const PREFIX: &str = "/api/v1";

/// Endpoints that answer at once.
pub fn ordinary() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(openapi::router())
        .merge(suppliers::router())
        .merge(supplier_imports::router())
        .merge(supplier_duplicates::router())
        .merge(payee_files::router())
        .merge(payees::router())
        .merge(decisions::router())
        .merge(reviews::router())
        .merge(jobs::router())
        .merge(users::router())
        .merge(audit::router())
        .merge(locations::router())
        .merge(commodities::router())
        .merge(organizations::router())
        .merge(api_keys::router())
        .merge(documents::router())
}

/// Endpoints that take or give as much as there is, for as long as it takes: files in, files out, event streams.
pub fn streaming() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(uploads::router())
        .merge(supplier_imports::streaming_router())
        .merge(payee_files::streaming_router())
        .merge(live::router())
}
