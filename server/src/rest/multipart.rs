//! Files in forms, streamed to disk as they come, and the two ways to start the work on a file.

use axum::{
    RequestExt,
    extract::{FromRequest, Multipart, Request, multipart::MultipartError},
};
use contract::{Actor, ColumnMapping, DocumentId, ProblemKind, StoredDocument, UploadPurpose};
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Json, is_of_kind};
use crate::{
    problem::{ApiError, kind_of},
    wiring::AppState,
};

/// Longest part beside the file, in bytes.
const PART_MAX_BYTES: usize = 256 << 10;

/// A form with a file.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only describes the form; its parts are read one by one")]
pub struct FileForm {
    /// The file: CSV, TSV or XLSX, also gzipped.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
    /// For each column of the file what it holds, or null. Detected when absent.
    mapping: Option<ColumnMapping>,
}

/// A file that is stored already.
#[derive(Debug, Deserialize, ToSchema)]
pub struct StoredFileForm {
    /// From the completed upload.
    pub document_id: DocumentId,
    /// For each column of the file what it holds, or null. Detected when absent.
    pub mapping: Option<ColumnMapping>,
}

/// Takes a form with a file, or the name of a stored one; gives the stored file and what the caller says of its columns.
pub async fn receive_file_to_start(
    services: &AppState,
    actor: &Actor,
    purpose: UploadPurpose,
    request: Request,
) -> Result<StoredFileForm, ApiError> {
    if is_of_kind(request.headers(), "application/json") {
        let request = request.with_limited_body();
        let Json(form) = Json::<StoredFileForm>::from_request(request, &()).await?;
        return Ok(form);
    }
    if !is_of_kind(request.headers(), "multipart/form-data") {
        let detail = "Send a multipart form with a part `file`, or a stored file as JSON.";
        let problem = ApiError::new(ProblemKind::BadRequest, "There is no form", detail);
        return Err(problem.with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let form = Multipart::from_request(request, &())
        .await
        .map_err(|rejection| ApiError::new(ProblemKind::BadRequest, "There is no form", rejection.body_text()))?;
    let received = receive_form(services, actor, Some(purpose), form).await?;
    Ok(StoredFileForm {
        document_id: received.document.id,
        mapping: received.mapping,
    })
}

/// A form that has arrived.
pub struct Received {
    /// What the file is for.
    pub purpose: UploadPurpose,
    /// The file.
    pub document: StoredDocument,
    /// What its columns hold, if the form says.
    pub mapping: Option<ColumnMapping>,
}

/// Reads a form part by part: `file` goes to disk, `mapping` and `purpose` are read. When the caller knows no purpose, the
/// form must name it before the file.
pub async fn receive_form(
    services: &AppState,
    actor: &Actor,
    mut purpose: Option<UploadPurpose>,
    mut form: Multipart,
) -> Result<Received, ApiError> {
    let (mut document, mut mapping) = (None, None);
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name().unwrap_or_default() {
            "file" if document.is_some() => {
                return Err(unreadable("file", "Send one file at a time"));
            }
            "file" => {
                let purpose = purpose.ok_or_else(|| missing("purpose"))?;
                let name = field.file_name().unwrap_or("file").to_owned();
                document = Some(services.documents.receive(actor, purpose, &name, field).await?);
            }
            "mapping" => {
                let text = field.bytes().await.map_err(broken)?;
                if text.len() > PART_MAX_BYTES {
                    return Err(ApiError::new(
                        ProblemKind::TooLarge,
                        "Too large",
                        "The mapping is larger than any file has columns.",
                    ));
                }
                let parsed =
                    serde_json::from_slice(&text).map_err(|error| unreadable("mapping", &error.to_string()))?;
                mapping = Some(parsed);
            }
            "purpose" => {
                let text = field.text().await.map_err(broken)?;
                let named = text
                    .parse::<UploadPurpose>()
                    .map_err(|error| unreadable("purpose", &error.to_string()))?;
                purpose = purpose.or(Some(named));
            }
            _ => {}
        }
    }
    match (document, purpose) {
        (Some(document), Some(purpose)) => Ok(Received {
            purpose,
            document,
            mapping,
        }),
        _ => Err(missing("file")),
    }
}

fn broken(error: MultipartError) -> ApiError {
    ApiError::new(
        kind_of(error.status()),
        "The form did not arrive whole",
        error.body_text(),
    )
}

fn missing(part: &str) -> ApiError {
    unreadable(part, "This part of the form is missing")
}

fn unreadable(part: &str, message: &str) -> ApiError {
    let detail = format!("The part `{part}` of the form is not usable.");
    contract::Problem::new(ProblemKind::Invalid, "The form is not usable", detail)
        .with_field(part, message)
        .into()
}
