//! `GET /api/v1/payee-files/{id}/errors.csv`

use axum::{body::Body, extract::State, response::Response};
use contract::PayeeFileId;

use crate::{
    problem::ApiError,
    rest::{CurrentActor, Missing, Path, Refused, download},
    wiring::AppState,
};

/// Streams all rows that could not be taken, with the reason of each.
#[utoipa::path(get, path = "/payee-files/{id}/errors.csv", tag = "payee-files", params(("id" = PayeeFileId, Path)),
    responses((status = 200, description = "Columns row, column, message", body = String, content_type = "text/csv"),
        Refused, Missing))]
pub async fn download_payee_errors(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<PayeeFileId>,
) -> Result<Response, ApiError> {
    let report = services.payee_files.report(&actor, id).await?;
    Ok(download::file(
        "row errors.csv",
        "text/csv; charset=utf-8",
        Body::from_stream(report),
    ))
}

#[cfg(test)]
mod tests {
    use contract::Role;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn report_names_each_row_that_was_left_out() {
        for_each_server(async |server| {
            let admin = server.actor(Role::Admin);
            let file = server
                .worked(&admin, "no,name\n1,Acorn Ltd\n2,\n3,Birch Ltd\n4,\n")
                .await?;
            let path = format!("/api/v1/payee-files/{}/errors.csv", file.id);
            let report = server.get(&path).by(admin).send().await?;
            let text = report.text();
            let rows: Vec<_> = text
                .lines()
                .map(|line| line.split(',').next().unwrap_or_default())
                .collect();
            assert_eq!(rows, ["row", "3", "5"], "{text}");
            Ok(())
        })
        .await;
    }
}
