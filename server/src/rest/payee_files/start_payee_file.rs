//! `POST /api/v1/payee-files`

use axum::extract::{Request, State};
use contract::{PayeeFile, UploadPurpose};
use http::StatusCode;

use crate::{
    problem::ApiError,
    rest::{
        CurrentActor, FileForm, Invalid, Json, MadeAt, Missing, Refused, StoredFileForm, TooLarge,
        receive_file_to_start,
    },
    wiring::AppState,
};

/// Takes a vendor or payment list and starts the work on it: each row is classified and matched. When no column holds the name
/// the file has failed; start it again with a mapping.
#[utoipa::path(post, path = "/payee-files", tag = "payee-files",
    request_body(content((FileForm = "multipart/form-data"), (StoredFileForm = "application/json"))),
    responses((status = 202, body = PayeeFile, headers(("Location", description = "Where it is"))), Refused, Missing, Invalid, TooLarge))]
pub async fn start_payee_file(
    actor: CurrentActor,
    State(services): State<AppState>,
    request: Request,
) -> Result<(StatusCode, MadeAt, Json<PayeeFile>), ApiError> {
    let form = receive_file_to_start(&services, &actor, UploadPurpose::PayeeFile, request).await?;
    let file = services
        .payee_files
        .start(&actor, form.document_id, form.mapping)
        .await?;
    Ok((StatusCode::ACCEPTED, MadeAt("/payee-files", file.id.0), Json(file)))
}

#[cfg(test)]
mod tests {
    use contract::{Role, UploadPurpose};
    use http::StatusCode;
    use serde_json::json;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn form_is_known_by_its_media_type_in_any_case() {
        for_each_server(async |server| {
            let request = server.post("/api/v1/payee-files").by_role(Role::Admin);
            let request = request.form("a.csv", "name\nAcorn Ltd\n", &[]);
            let request = request.header("content-type", "Multipart/Form-Data; boundary=b");
            let started = request.send().await?;
            assert_eq!(started.status, StatusCode::ACCEPTED, "{}", started.text());
            let request = server.post("/api/v1/payee-files").by_role(Role::Admin);
            let refused = request
                .header("content-type", "text/csv")
                .bytes("name\n")
                .send()
                .await?;
            assert_eq!(refused.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn stored_file_takes_the_place_of_a_form() {
        for_each_server(async |server| {
            let admin = server.actor(Role::Admin);
            let document = server
                .stored(&admin, UploadPurpose::PayeeFile, "a,b\n1,Acorn Ltd\n")
                .await?;
            let start = |mapping| {
                let body = json!({ "document_id": document, "mapping": mapping });
                server.post("/api/v1/payee-files").by(admin.clone()).json(&body)
            };
            let waiting = start(json!(null)).send().await?;
            assert_eq!(
                (waiting.status, &waiting.json()["status"]),
                (StatusCode::ACCEPTED, &json!("failed"))
            );
            let queued = start(json!([null, "name"])).send().await?;
            assert_eq!(queued.json()["status"], "queued", "{}", queued.text());
            assert_eq!(queued.json()["id"], waiting.json()["id"]);
            let there = server.get(queued.header("location")).by(admin.clone()).send().await?;
            assert_eq!(there.json()["id"], queued.json()["id"], "{}", there.text());
            Ok(())
        })
        .await;
    }
}
