//! What became of a request that was cut off: of every change there is an event, written in the same transaction.

use axum::response::{IntoResponse, Response};
use contract::ProblemKind;
use http::{HeaderValue, StatusCode, header};
use store::tables::event::EventRow;

use super::IDEMPOTENT_REPLAYED;
use crate::{problem::ApiError, rest::PREFIX};

/// Collections whose members have no address of their own.
const WITHOUT_MEMBERS: [&str; 1] = ["users"];

/// The answer to a request whose work was done, and nothing when it was not: then it may be worked on.
///
/// A request to a collection was done when it made a member of it; what it did before, such as keeping an uploaded file, may
/// be done again. The answer leads to what was made. Of other requests any change tells that they were done.
pub fn answer(path: &str, events: &[EventRow]) -> Option<Response> {
    let collection = path.trim_start_matches('/');
    let made = events.iter().find(|event| collection_of(&event.entity) == collection);
    if let Some(made) = made.filter(|_| !WITHOUT_MEMBERS.contains(&collection)) {
        let location = format!("{PREFIX}/{collection}/{}", made.entity_id);
        let location = HeaderValue::from_str(&location).expect("collections and ids are plain words");
        let mut response = StatusCode::SEE_OTHER.into_response();
        response.headers_mut().insert(header::LOCATION, location);
        response
            .headers_mut()
            .insert(IDEMPOTENT_REPLAYED, HeaderValue::from_static("true"));
        return Some(response);
    }
    let is_collection = !collection.contains('/');
    let is_done = if is_collection {
        made.is_some()
    } else {
        !events.is_empty()
    };
    is_done.then(|| {
        let detail = "The request with this key was done, but its answer was lost. Look at what it was about.";
        ApiError::new(ProblemKind::Conflict, "Done already", detail).into_response()
    })
}

/// The collection that holds things of a kind, as addresses name it.
fn collection_of(entity: &str) -> String {
    let name = entity.replace('_', "-");
    match name.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{name}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_found_where_addresses_have_them() {
        assert_eq!(collection_of("payee_file"), "payee-files");
        assert_eq!(collection_of("commodity"), "commodities");
    }
}
