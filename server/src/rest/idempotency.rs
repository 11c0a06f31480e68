//! `Idempotency-Key`: a request that is sent twice, because its answer was lost, happens once.

mod cut_off;

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
use chrono::TimeDelta;
use contract::{Actor, OrganizationId, ProblemKind};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::{
    Json,
    tables::{
        event,
        idempotency_key::{self, KeyRow},
    },
};

use crate::{problem::ApiError, wiring::AppState};

/// The header.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// Marks an answer to a request that was not worked on again.
const IDEMPOTENT_REPLAYED: &str = "idempotent-replayed";

/// Begins the keys of this header in the table, which holds those of review commands as well.
const HEADER_KEYS: &str = "header ";

/// Longest key, in bytes.
const KEY_MAX_BYTES: usize = 200;

/// Headers that belong to what was answered.
const KEPT_HEADERS: [HeaderName; 2] = [header::ETAG, header::LOCATION];

/// Largest answer that is kept. What creates something answers with that one thing.
const ANSWER_MAX_BYTES: usize = 256 << 10;

/// Keys whose first request is still at work.
#[derive(Clone, Debug, Default)]
pub struct KeysAtWork(Arc<Mutex<HashSet<(OrganizationId, String)>>>);

/// What is kept under a key.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kept {
    /// The request has begun. What it changes writes events with this id, in the same transaction.
    Begun { request_id: String },
    /// What was answered.
    Answered {
        status: u16,
        /// Its headers [`KEPT_HEADERS`], as far as it has them.
        #[serde(default)]
        headers: Vec<(String, String)>,
        body: Value,
    },
}

impl Kept {
    fn to_json(&self) -> Json<Value> {
        Json(serde_json::to_value(self).expect("texts and numbers can be written as JSON"))
    }
}

/// A key in the hands of this request.
struct Claim<'a> {
    services: &'a AppState,
    organization_id: OrganizationId,
    key: &'a str,
    row: KeyRow,
}

/// How a claim went.
enum Claimed {
    /// The request may be worked on.
    Ours,
    /// There is an answer without working on it.
    Known(Response),
}

/// Answers a POST whose key is known with the answer that it had, and keeps the answer of one whose key is new. Only success
/// is kept: what was refused may be sent again with the same key.
///
/// The key is taken before the work begins. When the server is cut off in the middle, the next request with the key finds out
/// by the audit trail whether the work was done, and then works or says what was made.
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
    let request_id = actor.origin.request_id.clone().unwrap_or_default();
    let Some(key) = key
        .to_str()
        .ok()
        .filter(|key| (1..=KEY_MAX_BYTES).contains(&key.len()))
        .map(|key| format!("{HEADER_KEYS}{key}"))
    else {
        let detail = format!("Idempotency-Key has 1 to {KEY_MAX_BYTES} printable characters.");
        return ApiError::new(ProblemKind::BadRequest, "The key is not usable", detail).into_response();
    };
    let path = request.uri().path().to_owned();
    let (request, method_path) = match fingerprint(request, services.config.http.max_body_bytes).await {
        Ok(known) => known,
        Err(error) => return error.into_response(),
    };
    let Some(_at_work) = AtWork::claim(&services.keys_at_work, organization_id, &key) else {
        return still_at_work();
    };
    let claim = Claim {
        services: &services,
        organization_id,
        key: &key,
        row: KeyRow {
            method_path,
            response: Kept::Begun { request_id }.to_json(),
            created_at: services.env.now(),
        },
    };
    let answer = async {
        match claim.take(&path).await? {
            Claimed::Known(response) => Ok::<_, intake::Error>(response),
            Claimed::Ours => {
                let (response, kept) = keep(next.run(request).await).await;
                claim.settle(kept).await?;
                Ok(response)
            }
        }
    };
    answer
        .await
        .unwrap_or_else(|error| ApiError::from(error).into_response())
}

impl Claim<'_> {
    async fn take(&self, path: &str) -> Result<Claimed, intake::Error> {
        let Self {
            services,
            organization_id,
            key,
            row,
        } = self;
        let db = &services.env.db;
        let mut tx = db.begin().await?;
        let is_free = idempotency_key::claim(&mut tx, *organization_id, key, row).await?;
        tx.commit().await?;
        if is_free {
            return Ok(Claimed::Ours);
        }
        let Some(known) = idempotency_key::find(db, *organization_id, key).await? else {
            // Freed a moment ago.
            return Ok(Claimed::Known(still_at_work()));
        };
        if known.method_path != row.method_path {
            let detail = "The key was used for another request. Use a new one for each.";
            let taken = ApiError::new(ProblemKind::Invalid, "The key is taken", detail);
            return Ok(Claimed::Known(taken.into_response()));
        }
        let request_id = match serde_json::from_value(known.response.0) {
            Ok(Kept::Answered { status, headers, body }) => return Ok(Claimed::Known(replay(status, headers, body))),
            Ok(Kept::Begun { request_id }) => request_id,
            Err(_) => {
                let detail = "The answer that was kept under this key can not be read.";
                let error = ApiError::new(ProblemKind::Internal, "No answer", detail);
                return Ok(Claimed::Known(error.into_response()));
            }
        };
        let events = event::list_of_request(db, *organization_id, &request_id, known.created_at).await?;
        if let Some(response) = cut_off::answer(path, &events) {
            return Ok(Claimed::Known(response));
        }
        // Another server of the same database may be at work on it still.
        let longest = TimeDelta::seconds(
            services
                .config
                .http
                .request_timeout_s
                .try_into()
                .unwrap_or(i64::MAX / 1000),
        );
        if db.is_shared() && services.env.now() - known.created_at < longest {
            return Ok(Claimed::Known(still_at_work()));
        }
        let mut tx = db.begin().await?;
        let is_ours = idempotency_key::take_over(&mut tx, *organization_id, key, known.created_at, row).await?;
        tx.commit().await?;
        Ok(if is_ours {
            Claimed::Ours
        } else {
            Claimed::Known(still_at_work())
        })
    }

    /// Keeps the answer, or frees the key when there is none to keep.
    async fn settle(&self, kept: Option<Kept>) -> Result<(), intake::Error> {
        let mut tx = self.services.env.db.begin().await?;
        let (organization_id, key, began) = (self.organization_id, self.key, self.row.created_at);
        match kept {
            Some(kept) => idempotency_key::answer(&mut tx, organization_id, key, began, &kept.to_json()).await?,
            None => idempotency_key::release(&mut tx, organization_id, key, began).await?,
        }
        Ok(tx.commit().await?)
    }
}

fn still_at_work() -> Response {
    let detail = "A request with this key is still at work. Send it again in a moment.";
    ApiError::new(ProblemKind::Conflict, "Still at work", detail).into_response()
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
async fn keep(response: Response) -> (Response, Option<Kept>) {
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
    let headers = KEPT_HEADERS
        .iter()
        .filter_map(|name| Some((name.to_string(), parts.headers.get(name)?.to_str().ok()?.to_owned())))
        .collect();
    let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    let kept = Kept::Answered {
        status: parts.status.as_u16(),
        headers,
        body,
    };
    (Response::from_parts(parts, Body::from(bytes)), Some(kept))
}

fn replay(status: u16, kept: Vec<(String, String)>, body: Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let mut response = (status, axum::Json(body)).into_response();
    let headers = response.headers_mut();
    headers.insert(IDEMPOTENT_REPLAYED, HeaderValue::from_static("true"));
    for (name, value) in kept {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
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
    use serde_json::json;

    use super::*;
    use intake::testing::TestResult;

    use crate::testing::{TestServer, for_each_server};

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
            assert_eq!(second.header("idempotent-replayed"), "true");
            for name in ["etag", "location"] {
                assert_ne!(first.header(name), "", "{name}");
                assert_eq!(second.header(name), first.header(name));
            }
            let other = post("k-2").send().await?;
            assert_ne!(other.json()["id"], first.json()["id"]);
            Ok(())
        })
        .await;
    }

    /// Leaves the key of the only request as if the server had been cut off before it kept the answer.
    async fn forget_answer(server: &TestServer, actor: &Actor, request_id: &str) -> TestResult {
        let (db, key) = (&server.bench.env.db, format!("{HEADER_KEYS}k"));
        let known = idempotency_key::find(db, actor.organization_id, &key).await?;
        let claimed_at = known.ok_or("the key is not known")?.created_at;
        let begun = Kept::Begun {
            request_id: request_id.to_owned(),
        };
        let mut tx = db.begin().await?;
        idempotency_key::answer(&mut tx, actor.organization_id, &key, claimed_at, &begun.to_json()).await?;
        Ok(tx.commit().await?)
    }

    #[tokio::test]
    async fn work_that_was_done_before_a_cut_is_not_done_again() {
        for_each_server(async |server| {
            let actor = server.actor(Role::Admin);
            let post = || {
                let request = server.post("/api/v1/suppliers").by(actor.clone());
                request
                    .header("idempotency-key", "k")
                    .json(&json!({ "name": "Acorn Ltd" }))
            };
            let made = post().send().await?;
            let request_id = actor.origin.request_id.clone().unwrap_or_default();
            forget_answer(&server, &actor, &request_id).await?;
            let again = post().send().await?;
            assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
            let location = again.header("location").to_owned();
            assert_eq!(
                location,
                format!("/api/v1/suppliers/{}", made.json()["id"].as_str().unwrap_or_default())
            );
            let there = server.get(&location).by(actor.clone()).send().await?;
            assert_eq!(there.json()["name"], "Acorn Ltd");

            // Nothing was done under this id: on a database of its own the work begins at once.
            forget_answer(&server, &actor, "another request").await?;
            let anew = post().send().await?;
            if server.bench.env.db.is_shared() {
                assert_eq!(anew.status, StatusCode::CONFLICT, "another server may be at work on it");
            } else {
                assert_eq!(anew.status, StatusCode::CREATED, "{}", anew.text());
            }
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
