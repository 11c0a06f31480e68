//! `GET /api/v1/openapi.json`

use std::sync::LazyLock;

use axum::{
    body::Bytes,
    response::{IntoResponse, Response},
};
use contract::{ExportFormat, SupplierSort};
use http::{HeaderValue, header};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        ObjectBuilder, OpenApi as Document, Ref, RefOr, Required, Type,
        path::{ParameterBuilder, ParameterIn},
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{PREFIX, idempotency::KEY_MAX_BYTES, ordinary, streaming};
use crate::{problem::ProblemBody, wiring::AppState};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Vouch",
        description = "Accounts-payable intake: payee files in, classified, matched against the supplier master, reviewed, out. \
            Errors are problem documents (RFC 9457) with an `error_id` that the server's log knows.",
    ),
    // What is referred to by every endpoint, and by query parameters only, is not found from the endpoints.
    components(schemas(ProblemBody, ExportFormat, SupplierSort)),
    modifiers(&Credentials, &IdempotencyKeys),
    security(("api_key" = []), ("api_key_header" = []), ("session" = [])),
)]
struct Frame;

/// The ways to say who asks.
struct Credentials;

impl Modify for Credentials {
    fn modify(&self, document: &mut Document) {
        let components = document.components.get_or_insert_default();
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("An API key, `vk_…`"))
            .build();
        let header = ApiKey::Header(ApiKeyValue::new("X-Api-Key"));
        let cookie = ApiKey::Cookie(ApiKeyValue::with_description("__Host-vouch", "The console's session"));
        components.add_security_scheme("api_key", SecurityScheme::Http(bearer));
        components.add_security_scheme("api_key_header", SecurityScheme::ApiKey(header));
        components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
    }
}

/// The header that every POST takes.
const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// Describes the header.
struct IdempotencyKeys;

impl Modify for IdempotencyKeys {
    fn modify(&self, document: &mut Document) {
        let key = ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(KEY_MAX_BYTES));
        let header = ParameterBuilder::new()
            .name(IDEMPOTENCY_KEY)
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some(
                "A fresh one for each intent: what is sent again with the same key happens once and is answered as before",
            ))
            .schema(Some(key.build()))
            .build();
        let components = document.components.get_or_insert_default();
        components.parameters.insert(IDEMPOTENCY_KEY.to_owned(), header.into());
    }
}

/// Refers each POST to the header, as `replay_by_key` is in front of each.
fn with_idempotency_keys(mut document: Document) -> Document {
    let posts = document.paths.paths.values_mut().filter_map(|item| item.post.as_mut());
    for post in posts {
        let reference = Ref::new(format!("#/components/parameters/{IDEMPOTENCY_KEY}"));
        post.parameters.get_or_insert_default().push(RefOr::Ref(reference));
    }
    document
}

/// The route of the document.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_openapi))
}

/// Gives the whole document.
pub fn document() -> Document {
    let endpoints = ordinary().merge(streaming());
    let document = OpenApiRouter::with_openapi(Frame::openapi())
        .nest(PREFIX, endpoints)
        .into_openapi();
    with_idempotency_keys(document)
}

/// Gives this document.
#[utoipa::path(get, path = "/openapi.json", tag = "about", security(()),
    responses((status = 200, description = "OpenAPI 3.1", content_type = "application/json")))]
async fn get_openapi() -> Response {
    static TEXT: LazyLock<Bytes> = LazyLock::new(|| {
        let text = document().to_pretty_json().expect("the document is plain data");
        Bytes::from(text)
    });
    (
        [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))],
        TEXT.clone(),
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn enumerations_are_written_as_they_are_sent() {
        let document = serde_json::to_value(document()).expect("it is plain data");
        let names = &document["components"]["schemas"]["FileStatus"]["enum"];
        assert_eq!(names, &serde_json::json!(contract::FileStatus::ALL));
    }

    #[test]
    fn document_is_as_agreed() {
        insta::assert_json_snapshot!(document());
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let text = document().to_json().expect("the document is plain data");
        let parsed: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        let references = text
            .split("\"$ref\":\"#")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        let broken: BTreeSet<_> = references.filter(|pointer| parsed.pointer(pointer).is_none()).collect();
        assert!(broken.is_empty(), "{broken:?}");
    }

    #[test]
    fn operation_ids_are_unique() {
        let document = document();
        let items = document.paths.paths.values();
        let ids: Vec<_> = items
            .flat_map(|item| [&item.get, &item.post, &item.put, &item.delete, &item.patch])
            .flatten()
            .map(|operation| operation.operation_id.clone().expect("every operation has an id"))
            .collect();
        assert!(ids.len() > 30);
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    }
}
