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
use intake::caller;
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

use super::is_of_kind;
use crate::{problem::ApiError, wiring::AppState};

/// The header.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// Marks an answer to a request that was not worked on again.
const IDEMPOTENT_REPLAYED: &str = "idempotent-replayed";

/// Begins the keys of this header in the table, which holds those of review commands as well.
const HEADER_KEYS: &str = "header ";

/// Longest key, in bytes.
pub const KEY_MAX_BYTES: usize = 200;

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
        /// Absent when the answer had none.
        body: Option<Value>,
    },
    /// The answer had a secret, which is kept nowhere.
    Undisclosed,
}

/// Put into the extensions of an answer that has a secret: it is not kept.
#[derive(Clone, Copy, Debug)]
pub struct HasSecret;

/// What becomes of a key once there is an answer.
#[derive(Debug)]
enum Outcome {
    /// The answer is given again.
    Keep(Kept),
    /// Nothing happened: the key may be used again.
    Release,
    /// It is not known whether something happened: the next request with the key finds out.
    Leave,
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
/// is kept: what was refused may be sent again with the same key. A key belongs to who uses it: nobody gets another's answer.
///
/// The key is taken before the work begins. When the server is cut off in the middle, or gives up on the request while it may
/// still be at work, the next request with the key finds out by the audit trail whether the work was done, and then works or
/// says what was made.
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
        .map(|key| format!("{HEADER_KEYS}{} {key}", caller(&actor.principal)))
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
                let (response, outcome) = weigh(next.run(request).await).await;
                claim.settle(outcome).await?;
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
            Ok(Kept::Undisclosed) => return Ok(Claimed::Known(undisclosed())),
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

    async fn settle(&self, outcome: Outcome) -> Result<(), intake::Error> {
        let mut tx = self.services.env.db.begin().await?;
        let (organization_id, key, began) = (self.organization_id, self.key, self.row.created_at);
        match outcome {
            Outcome::Keep(kept) => {
                idempotency_key::answer(&mut tx, organization_id, key, began, &kept.to_json()).await?;
            }
            Outcome::Release => idempotency_key::release(&mut tx, organization_id, key, began).await?,
            Outcome::Leave => return Ok(()),
        }
        Ok(tx.commit().await?)
    }
}

/// Who uses a key, in one word.
fn undisclosed() -> Response {
    let detail = "The request with this key was done. Its answer had a secret, which is shown once and not kept.";
    ApiError::new(ProblemKind::Conflict, "Done already", detail).into_response()
}

fn still_at_work() -> Response {
    let detail = "A request with this key is still at work. Send it again in a moment.";
    ApiError::new(ProblemKind::Conflict, "Still at work", detail).into_response()
}

/// What tells the request from others under the same key: its path, and the digest of a JSON body. A file is not read
/// twice for it.
async fn fingerprint(request: Request, limit_bytes: usize) -> Result<(Request, String), ApiError> {
    let path = format!("POST {}", request.uri().path());
    if !is_of_kind(request.headers(), "application/json") {
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

/// Says what becomes of the key of an answer. Who asks for a refusal again may get another answer; a failure, or no answer in
/// time, leaves open what happened.
async fn weigh(response: Response) -> (Response, Outcome) {
    let status = response.status();
    if status.is_server_error() {
        return (response, Outcome::Leave);
    }
    if !status.is_success() {
        return (response, Outcome::Release);
    }
    if response.extensions().get::<HasSecret>().is_some() {
        return (response, Outcome::Keep(Kept::Undisclosed));
    }
    let (parts, body) = response.into_parts();
    let unkept = || {
        let detail = "The request was done, but its answer can not be kept under a key.";
        let error = ApiError::new(ProblemKind::Internal, "No answer", detail);
        (error.into_response(), Outcome::Leave)
    };
    let Ok(bytes) = to_bytes(body, ANSWER_MAX_BYTES).await else {
        return unkept();
    };
    let body = match serde_json::from_slice(&bytes) {
        _ if bytes.is_empty() => None,
        Ok(body) => Some(body),
        Err(_) => return unkept(),
    };
    let headers = KEPT_HEADERS
        .iter()
        .filter_map(|name| Some((name.to_string(), parts.headers.get(name)?.to_str().ok()?.to_owned())))
        .collect();
    let kept = Kept::Answered {
        status: status.as_u16(),
        headers,
        body,
    };
    (Response::from_parts(parts, Body::from(bytes)), Outcome::Keep(kept))
}

fn replay(status: u16, kept: Vec<(String, String)>, body: Option<Value>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let mut response = match body {
        Some(body) => (status, axum::Json(body)).into_response(),
        None => status.into_response(),
    };
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
        // Made only for a new claim: one that is dropped gives the claim back.
        is_new.then(|| Self { keys, claimed })
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

    #[tokio::test]
    async fn requests_at_once_with_one_key_create_once() {
        for_each_server(async |server| {
            let actor = server.actor(Role::Admin);
            let requests = (0..8).map(|_| {
                let request = server.post("/api/v1/suppliers").by(actor.clone());
                let request = request.header("idempotency-key", "k-1");
                request.json(&json!({ "name": "Acorn Ltd" })).send()
            });
            let answers = futures::future::try_join_all(requests).await?;
            let made = answers.iter().filter(|answer| answer.status == StatusCode::CREATED);
            let made: std::collections::BTreeSet<_> = made.map(|answer| answer.json()["id"].to_string()).collect();
            let listed = server.get("/api/v1/suppliers").by(actor.clone()).send().await?.json();
            assert_eq!((made.len(), listed["items"].as_array().map(Vec::len)), (1, Some(1)));
            let others = answers.iter().filter(|answer| answer.status != StatusCode::CREATED);
            assert!(others.into_iter().all(|answer| answer.status == StatusCode::CONFLICT));
            Ok(())
        })
        .await;
    }

    /// Leaves the key of the only request as if the server had been cut off before it kept the answer.
    async fn forget_answer(server: &TestServer, actor: &Actor, request_id: &str) -> TestResult {
        let (db, key) = (
            &server.bench.env.db,
            format!("{HEADER_KEYS}{} k", caller(&actor.principal)),
        );
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
    async fn large_answer_is_given_again_to_who_takes_it_compressed() {
        for_each_server(async |server| {
            let actor = server.actor(Role::Admin);
            let aliases: Vec<_> = (0..100).map(|n| format!("Acorn of branch {n}")).collect();
            let post = || {
                let request = server.post("/api/v1/suppliers").by(actor.clone());
                request
                    .header("idempotency-key", "k")
                    .header("accept-encoding", "gzip")
                    .json(&json!({ "name": "Acorn Ltd", "aliases": aliases.join("\n") }))
            };
            let first = post().send().await?;
            let second = post().send().await?;
            assert_eq!(first.header("content-encoding"), "gzip", "{}", first.text());
            assert_eq!(second.header("idempotent-replayed"), "true");
            assert_eq!(second.header("location"), first.header("location"));
            let plain = server.post("/api/v1/suppliers").by(actor.clone());
            let again = plain
                .header("idempotency-key", "k")
                .json(&json!({ "name": "Acorn Ltd", "aliases": aliases.join("\n") }))
                .send()
                .await?;
            assert_eq!(again.json()["aliases"], json!(aliases));
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn nobody_gets_the_answer_of_another_and_a_secret_is_not_kept() {
        for_each_server(async |server| {
            let admin = server.actor(Role::Admin);
            let invite = |actor: &Actor| {
                let request = server
                    .post("/api/v1/users")
                    .by(actor.clone())
                    .header("idempotency-key", "k");
                request.json(&json!({ "name": "Bo", "email": "bo@example.com", "role": "reviewer" }))
            };
            let invited = invite(&admin).send().await?;
            assert_eq!(invited.status, StatusCode::OK, "{}", invited.text());
            let link = invited.json()["link"].as_str().unwrap_or_default().to_owned();
            assert!(link.contains("token="), "{link}");

            let again = invite(&admin).send().await?;
            assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text());
            let forbidden = invite(&server.actor(Role::Auditor)).send().await?;
            assert_eq!(forbidden.status, StatusCode::FORBIDDEN, "{}", forbidden.text());

            let key = format!("{HEADER_KEYS}{} k", caller(&admin.principal));
            let known = idempotency_key::find(&server.bench.env.db, admin.organization_id, &key).await?;
            let kept = known.ok_or("the key is not known")?.response.0.to_string();
            assert!(!kept.contains("token"), "{kept}");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn a_failure_leaves_open_whether_it_was_done() {
        for (status, frees) in [
            (StatusCode::UNPROCESSABLE_ENTITY, true),
            (StatusCode::SERVICE_UNAVAILABLE, false),
        ] {
            let (_, outcome) = weigh(status.into_response()).await;
            assert_eq!(matches!(outcome, Outcome::Release), frees, "{status}");
            assert_eq!(matches!(outcome, Outcome::Leave), !frees, "{status}");
        }
        let (_, outcome) = weigh(StatusCode::NO_CONTENT.into_response()).await;
        let Outcome::Keep(Kept::Answered { status, headers, body }) = outcome else {
            panic!("a success is kept: {outcome:?}");
        };
        assert_eq!(replay(status, headers, body).status(), StatusCode::NO_CONTENT);
    }

    #[tokio::test]
    async fn refusal_is_not_kept_and_another_request_may_not_take_the_key() {
        for_each_server(async |server| {
            let actor = server.actor(Role::Admin);
            let post = |path: &str, name: &str| {
                let request = server.post(path).by(actor.clone()).header("idempotency-key", "k");
                let mut body = json!({ "name": name });
                if path.ends_with("/locations") {
                    body["code"] = json!("C1");
                }
                request.json(&body)
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
