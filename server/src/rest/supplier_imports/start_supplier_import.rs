//! `POST /api/v1/supplier-imports`

use axum::extract::{Request, State};
use contract::{SupplierImport, UploadPurpose};
use http::StatusCode;

use crate::{
    problem::ApiError,
    rest::{
        CurrentActor, FileForm, Invalid, Json, MadeAt, Missing, Refused, StoredFileForm, TooLarge,
        receive_file_to_start,
    },
    wiring::AppState,
};

/// Takes a file of suppliers and starts its import. A supplier that is known, by its number or else by name and address or tax
/// id, is updated; one that is as it was stays unchanged.
#[utoipa::path(post, path = "/supplier-imports", tag = "supplier-imports",
    request_body(content((FileForm = "multipart/form-data"), (StoredFileForm = "application/json"))),
    responses((status = 202, body = SupplierImport, headers(("Location", description = "Where it is"))), Refused, Missing, Invalid, TooLarge))]
pub async fn start_supplier_import(
    actor: CurrentActor,
    State(services): State<AppState>,
    request: Request,
) -> Result<(StatusCode, MadeAt, Json<SupplierImport>), ApiError> {
    let form = receive_file_to_start(&services, &actor, UploadPurpose::SupplierImport, request).await?;
    let import = services.imports.start(&actor, form.document_id, form.mapping).await?;
    Ok((
        StatusCode::ACCEPTED,
        MadeAt("/supplier-imports", import.id.0),
        Json(import),
    ))
}

#[cfg(test)]
mod tests {
    use contract::Role;
    use http::StatusCode;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn form_with_a_file_is_accepted() {
        for_each_server(async |server| {
            let request = server.post("/api/v1/supplier-imports").by_role(Role::Admin);
            let accepted = request.form("s.csv", "id,name\nS1,Acorn Ltd\n", &[]).send().await?;
            assert_eq!(accepted.status, StatusCode::ACCEPTED, "{}", accepted.text());
            assert_eq!(accepted.json()["status"], "queued");
            assert_eq!(accepted.json()["file_name"], "s.csv");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn form_without_a_file_and_a_mapping_that_does_not_fit_are_refused() {
        for_each_server(async |server| {
            let request = || server.post("/api/v1/supplier-imports").by_role(Role::Admin);
            let empty = request()
                .bytes("--b--\r\n")
                .header("content-type", "multipart/form-data; boundary=b")
                .send()
                .await?;
            assert_eq!(empty.json()["fields"][0]["field"], "file", "{}", empty.text());
            for mapping in ["[\"name\"]", "[null, null]", "nonsense"] {
                let refused = request()
                    .form("s.csv", "id,name\nS1,Acorn Ltd\n", &[("mapping", mapping)])
                    .send()
                    .await?;
                assert_eq!(
                    refused.status,
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "{mapping}: {}",
                    refused.text()
                );
            }
            Ok(())
        })
        .await;
    }
}
