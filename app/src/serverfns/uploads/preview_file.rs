//! `preview_file`.

use contract::{DocumentId, FilePreview, UploadPurpose};
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// The first rows of a stored file, with a proposal for its columns.
#[server(input = GetUrl)]
pub async fn preview_file(document_id: DocumentId, purpose: UploadPurpose) -> Result<FilePreview, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports
        .payee_files
        .preview(&actor, document_id, purpose)
        .await
        .map_err(UiError::refused)
}
