//! `PUT /api/v1/uploads/{id}`

use axum::{
    body::{Body, to_bytes},
    extract::State,
};
use contract::{ProblemKind, Upload, UploadId};
use intake::uploads::CHUNK_BYTES;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    problem::ApiError,
    rest::{Answer, Conflicting, CurrentActor, Invalid, Json, Missing, Path, Query, Refused, TooLarge},
    wiring::AppState,
};

/// Where a chunk belongs.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ChunkQuery {
    /// Bytes before this chunk; what the server has so far.
    offset: u64,
}

/// Adds a chunk of at most `chunk_bytes`. One that does not begin where the file stands is refused, and the refusal says where
/// it stands.
#[utoipa::path(put, path = "/uploads/{id}", tag = "uploads", params(("id" = UploadId, Path), ChunkQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = Upload), Refused, Missing, Invalid, Conflicting, TooLarge))]
pub async fn append_chunk(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<UploadId>,
    Query(query): Query<ChunkQuery>,
    body: Body,
) -> Answer<Upload> {
    let limit = usize::try_from(CHUNK_BYTES).unwrap_or(usize::MAX);
    let chunk = to_bytes(body, limit).await.map_err(|error| {
        let detail = format!("A chunk of at most {CHUNK_BYTES} bytes did not arrive whole: {error}");
        ApiError::new(ProblemKind::BadRequest, "The chunk is not usable", detail)
    })?;
    Ok(Json(
        services
            .uploads
            .put_chunk(&actor, id, query.offset, chunk.into())
            .await?,
    ))
}

#[cfg(test)]
mod tests {
    use contract::Role;
    use http::StatusCode;
    use serde_json::json;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn chunks_become_a_document() {
        for_each_server(async |server| {
            let actor = server.actor(Role::Reviewer);
            let form = json!({ "file_name": "a.csv", "size_bytes": 10, "purpose": "payee_file" });
            let started = server
                .post("/api/v1/uploads")
                .by(actor.clone())
                .json(&form)
                .send()
                .await?;
            assert_eq!(started.status, StatusCode::CREATED, "{}", started.text());
            let path = format!("/api/v1/uploads/{}", started.json()["id"].as_str().unwrap_or_default());
            let put = |offset: u64, bytes: &'static str| {
                server
                    .put(&format!("{path}?offset={offset}"))
                    .by(actor.clone())
                    .bytes(bytes)
            };
            assert_eq!(put(0, "name\n").send().await?.json()["received_bytes"], 5);
            let twice = put(0, "name\n").send().await?;
            assert_eq!(twice.status, StatusCode::CONFLICT, "{}", twice.text());
            assert_eq!(
                server.get(&path).by(actor.clone()).send().await?.json()["received_bytes"],
                5
            );
            assert_eq!(put(5, "Acme\n").send().await?.json()["received_bytes"], 10);
            let stored = server.post(&format!("{path}/complete")).by(actor).send().await?;
            assert_eq!(
                (stored.status, &stored.json()["size_bytes"]),
                (StatusCode::OK, &json!(10)),
                "{}",
                stored.text()
            );
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn chunk_that_is_too_large_is_refused() {
        for_each_server(async |server| {
            let actor = server.actor(Role::Reviewer);
            let form = json!({ "file_name": "a.csv", "size_bytes": 9_000_000, "purpose": "payee_file" });
            let started = server
                .post("/api/v1/uploads")
                .by(actor.clone())
                .json(&form)
                .send()
                .await?;
            let path = format!(
                "/api/v1/uploads/{}?offset=0",
                started.json()["id"].as_str().unwrap_or_default()
            );
            let refused = server.put(&path).by(actor).bytes(vec![b'x'; 4_194_305]).send().await?;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.text());
            Ok(())
        })
        .await;
    }
}
