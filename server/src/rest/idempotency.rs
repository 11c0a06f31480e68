//! `Idempotency-Key`: a request that is sent twice, because its answer was lost, happens once.

use std::{
    collections::HashSet,
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use contract::{Actor, OrganizationId, ProblemKind};
use http::{HeaderValue, Method, StatusCode, header};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::{
    Json,
    tables::idempotency_key::{self, AnswerRow},
};

use crate::{problem::ApiError, wiring::AppState};

/// The header.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// Longest key, in bytes.
const KEY_MAX_BYTES: usize = 200;

/// Largest answer that is kept. What creates something answers with that one thing.
const ANSWER_MAX_BYTES: usize = 256 << 10;

/// Keys whose first request is still at work.
#[derive(Clone, Debug, Default)]
pub struct KeysAtWork(Arc<Mutex<HashSet<(OrganizationId, String)>>>);

/// An answer as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    status: u16,
    etag: Option<String>,
    body: Value,
}

/// Answers a POST whose key is known with the answer that it had, and keeps the answer of one whose key is new. Only success
/// is kept: what was refused may be sent again with the same key.
pub async fn replay_by_key(State(services): State<AppState>, request: Request, next: Next) -> Response {
    let actor = request.extensions().get::<Actor>();
    let (true, Some(actor), Some(key)) = (
        request.method() == Method::POST,
        actor,
        request.headers().get(IDEMPOTENCY_KEY),
    ) else {
        return next.run(request).await;
    };
    let organization_id = actor.organization_id;
    let Some(key) = key
        .to_str()
        .ok()
        .filter(|key| (1..=KEY_MAX_BYTES).contains(&key.len()))
        .map(str::to_owned)
    else {
        let detail = format!("Idempotency-Key has 1 to {KEY_MAX_BYTES} printable characters.");
        return ApiError::new(ProblemKind::BadRequest, "The key is not usable", detail).into_response();
    };
    let (request, method_path) = match fingerprint(request, services.config.http.max_body_bytes).await {
        Ok(known) => known,
        Err(error) => return error.into_response(),
    };
    let Some(_at_work) = AtWork::claim(&services.keys_at_work, organization_id, &key) else {
        let detail = "A request with this key is still at work. Send it again in a moment.";
        return ApiError::new(ProblemKind::Conflict, "Still at work", detail).into_response();
    };
    let answer = async {
        match idempotency_key::find(&services.env.db, organization_id, &key).await? {
            Some(known) if known.method_path == method_path => Ok::<_, intake::Error>(replay(known.response.0)),
            Some(_) => {
                let detail = "The key was used for another request. Use a new one for each.";
                Ok(ApiError::new(ProblemKind::Invalid, "The key is taken", detail).into_response())
            }
            None => {
                let (response, kept) = keep(next.run(request).await).await;
                if let Some(kept) = kept {
                    let answer = AnswerRow {
                        method_path,
                        response: Json(kept),
                    };
                    let mut tx = services.env.db.begin().await?;
                    idempotency_key::insert(&mut tx, organization_id, &key, &answer, services.env.now()).await?;
                    tx.commit().await?;
                }
                Ok(response)
            }
        }
    };
    answer
        .await
        .unwrap_or_else(|error| ApiError::from(error).into_response())
}

/// What tells the request from others under the same key: its path, and the digest of a JSON body. A file is not read
/// twice for it.
async fn fingerprint(request: Request, limit_bytes: usize) -> Result<(Request, String), ApiError> {
    let path = format!("POST {}", request.uri().path());
    let is_json = request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !is_json {
        return Ok((request, path));
    }
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, limit_bytes).await.map_err(|_| {
        let detail = "The body is larger than this address takes, or did not arrive whole.";
        ApiError::new(ProblemKind::TooLarge, "Too large", detail)
    })?;
    let mut known = path;
    known.push(' ');
    for byte in Sha256::digest(&body) {
        write!(known, "{byte:02x}").expect("writing to a string does not fail");
    }
    Ok((Request::from_parts(parts, Body::from(body)), known))
}

/// Takes an answer apart, if it is one to keep.
async fn keep(response: Response) -> (Response, Option<Value>) {
    let is_json = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind == "application/json");
    if !response.status().is_success() || !is_json {
        return (response, None);
    }
    let (parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, ANSWER_MAX_BYTES).await else {
        let detail = "The request was done, but its answer is too large to be kept under a key.";
        return (
            ApiError::new(ProblemKind::Internal, "No answer", detail).into_response(),
            None,
        );
    };
    let etag = parts
        .headers
        .get(header::ETAG)
        .and_then(|tag| tag.to_str().ok())
        .map(str::to_owned);
    let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    let kept = serde_json::to_value(Kept {
        status: parts.status.as_u16(),
        etag,
        body,
    })
    .ok();
    (Response::from_parts(parts, Body::from(bytes)), kept)
}

fn replay(kept: Value) -> Response {
    let Ok(Kept { status, etag, body }) = serde_json::from_value(kept) else {
        let detail = "The answer that was kept under this key can not be read.";
        return ApiError::new(ProblemKind::Internal, "No answer", detail).into_response();
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let mut response = (status, axum::Json(body)).into_response();
    let headers = response.headers_mut();
    headers.insert("idempotent-replayed", HeaderValue::from_static("true"));
    if let Some(etag) = etag.and_then(|tag| HeaderValue::from_str(&tag).ok()) {
        headers.insert(header::ETAG, etag);
    }
    response
}

/// A claim on a key, given back when dropped.
struct AtWork<'a> {
    keys: &'a KeysAtWork,
    claimed: (OrganizationId, String),
}

impl<'a> AtWork<'a> {
    fn claim(keys: &'a KeysAtWork, organization_id: OrganizationId, key: &str) -> Option<Self> {
        let claimed = (organization_id, key.to_owned());
        let is_new = keys
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(claimed.clone());
        is_new.then_some(Self { keys, claimed })
    }
}

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        self.keys
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.claimed);
    }
}

#[cfg(test)]
mod tests {
    use contract::Role;
    use http::StatusCode;
    use serde_json::json;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn same_key_creates_once() {
        for_each_server(async |server| {
            let actor = server.actor(Role::Admin);
            let post = |key: &str| {
                let request = server
                    .post("/api/v1/suppliers")
                    .by(actor.clone())
                    .header("idempotency-key", key);
                request.json(&json!({ "name": "Acorn Ltd" }))
            };
            let first = post("k-1").send().await?;
            let second = post("k-1").send().await?;
            assert_eq!((second.status, second.json()), (StatusCode::CREATED, first.json()));
            assert_eq!(
                (second.header("idempotent-replayed"), second.header("etag")),
                ("true", first.header("etag"))
            );
            let other = post("k-2").send().await?;
            assert_ne!(other.json()["id"], first.json()["id"]);
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn refusal_is_not_kept_and_another_request_may_not_take_the_key() {
        for_each_server(async |server| {
            let actor = server.actor(Role::Admin);
            let post = |path: &str, name: &str| {
                let request = server.post(path).by(actor.clone()).header("idempotency-key", "k");
                request.json(&json!({ "name": name, "code": "C1" }))
            };
            let refused = post("/api/v1/suppliers", "").send().await?;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            let made = post("/api/v1/suppliers", "Acorn Ltd").send().await?;
            assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
            let another = post("/api/v1/suppliers", "Birch Ltd").send().await?;
            assert_eq!(another.status, StatusCode::UNPROCESSABLE_ENTITY);
            let elsewhere = post("/api/v1/locations", "Leeds").send().await?;
            assert_eq!(elsewhere.status, StatusCode::UNPROCESSABLE_ENTITY);
            Ok(())
        })
        .await;
    }
}
