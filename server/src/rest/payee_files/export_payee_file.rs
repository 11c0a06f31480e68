//! `GET /api/v1/payee-files/{id}/export`

use axum::{body::Body, extract::State, response::Response};
use contract::{ExportFormat, PayeeFileId};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    problem::ApiError,
    rest::{CurrentActor, Invalid, Missing, Path, Query, Refused, download},
    wiring::AppState,
};

/// How to write the file.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ExportQuery {
    /// Form of the export.
    format: ExportFormat,
    /// Whether cells of a CSV file that a spreadsheet would run as a formula get a leading apostrophe; yes when absent.
    neutralize: Option<bool>,
}

/// Streams the file as it stands: the original columns untouched, then what was decided.
#[utoipa::path(get, path = "/payee-files/{id}/export", tag = "payee-files", params(("id" = PayeeFileId, Path), ExportQuery),
    responses((status = 200, description = "The file",
        content((String = "text/csv"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "application/x-ndjson"))), Refused, Missing, Invalid))]
pub async fn export_payee_file(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<PayeeFileId>,
    Query(query): Query<ExportQuery>,
) -> Result<Response, ApiError> {
    let neutralize = query.neutralize.unwrap_or(true);
    let export = services.exports.export(&actor, id, query.format, neutralize).await?;
    Ok(download::file(
        &export.file_name,
        export.media_type,
        Body::from_stream(export.bytes),
    ))
}

#[cfg(test)]
mod tests {
    use contract::Role;
    use http::StatusCode;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn columns_of_the_file_come_back_with_the_outcome_behind_them() {
        for_each_server(async |server| {
            let admin = server.actor(Role::Admin);
            let file = server
                .worked(&admin, "no,Vendor Name\n7,City of New York\n8,=John Smith\n")
                .await?;
            let path = format!("/api/v1/payee-files/{}/export", file.id);
            let csv = server
                .get(&format!("{path}?format=csv"))
                .by(admin.clone())
                .send()
                .await?;
            assert_eq!(csv.status, StatusCode::OK);
            assert!(csv.header("content-disposition").starts_with("attachment; filename="));
            let text = csv.text();
            let mut lines = text.trim_start_matches('\u{feff}').lines();
            let header = lines.next().unwrap_or_default();
            let expected = "no,Vendor Name,payee_type,payee_type_confidence,payee_subtype,reason,supplier_id,\
                            match_probability,grade,decision,decided_by";
            assert_eq!(header, expected);
            assert!(
                lines
                    .next()
                    .is_some_and(|line| line.starts_with("7,City of New York,government,")),
                "{text}"
            );
            assert!(
                lines.next().is_some_and(|line| line.starts_with("8,'=John Smith,")),
                "{text}"
            );

            let plain = server
                .get(&format!("{path}?format=csv&neutralize=false"))
                .by(admin.clone())
                .send()
                .await?;
            assert!(plain.text().contains("8,=John Smith,"));
            let jsonl = server
                .get(&format!("{path}?format=jsonl"))
                .by(admin.clone())
                .send()
                .await?;
            assert_eq!(jsonl.text().lines().count(), 2);
            let xlsx = server.get(&format!("{path}?format=xlsx")).by(admin).send().await?;
            assert!(xlsx.bytes.starts_with(b"PK"));
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn unknown_format_is_refused() {
        for_each_server(async |server| {
            let path = "/api/v1/payee-files/01977c3e-0000-7000-8000-000000000000/export?format=pdf";
            let refused = server.get(path).by_role(Role::Admin).send().await?;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST);
            Ok(())
        })
        .await;
    }
}
