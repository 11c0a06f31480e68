//! `GET /csv/jobs`

use app::{
    pages::jobs::filter_of,
    text::jobs::kind,
    ui::{format, status},
};
use axum::{extract::State, response::Response};
use contract::Job;

use super::{CsvColumn, Seen, column, send};
use crate::{problem::ApiError, wiring::AppState};

fn columns() -> Vec<CsvColumn<Job>> {
    vec![
        column("job", "Job", |job| kind(&job.kind).unwrap_or(&job.kind).to_owned()),
        column("file", "File", |job| job.file_name.clone().unwrap_or_default()),
        column("id", "Id", |job| job.id.to_string()),
        column("status", "Status", |job| status::job(job.status).word.to_owned()),
        column("done", "Done", |job| format!("{:.4}", job.progress)),
        column("attempt", "Attempt", |job| job.attempt.to_string()),
        column("created", "Enqueued", |job| format::machine(job.created_at)),
        column("finished", "Ended", |job| {
            job.finished_at.map(format::machine).unwrap_or_default()
        }),
        column("created_by", "Caused by", |job| job.created_by.clone()),
        column("error", "Last error", |job| job.last_error.clone().unwrap_or_default()),
    ]
}

/// The jobs that match.
pub async fn download(State(services): State<AppState>, seen: Seen) -> Result<Response, ApiError> {
    let filter = filter_of(&seen.here);
    let next = move |services: AppState, actor, cursor| {
        let filter = contract::JobFilter {
            cursor,
            ..filter.clone()
        };
        async move { services.jobs.list(&actor, filter).await }
    };
    send(services, seen, "jobs", columns(), next).await
}

#[cfg(test)]
mod tests {
    use contract::Role;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn file_has_the_jobs_of_the_status_named() {
        for_each_server(async |server| {
            let admin = server.actor(Role::Admin);
            server.imported(&admin, "id,name\nS-1,Acorn Ltd\n").await?;
            for (path, lines) in [("/csv/jobs?status=done", 2), ("/csv/jobs?status=dead", 1)] {
                let answer = server.get(path).by(admin.clone()).send().await?;
                assert_eq!(answer.text().lines().count(), lines, "{path}: {}", answer.text());
            }
            Ok(())
        })
        .await;
    }
}
