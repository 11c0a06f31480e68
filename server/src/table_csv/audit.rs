//! `GET /csv/audit`

use app::{
    pages::audit::filter_of,
    ui::{format, status},
};
use axum::{extract::State, response::Response};
use contract::Event;

use super::{CsvColumn, PAGE_ROWS, Seen, column, send};
use crate::{problem::ApiError, wiring::AppState};

fn columns() -> Vec<CsvColumn<Event>> {
    vec![
        column("when", "When", |event| format::machine(event.occurred_at)),
        column("kind", "Event", |event| event.kind.clone()),
        column("entity", "About", |event| event.entity.clone()),
        column("entity_id", "Id", |event| event.entity_id.clone()),
        column("entity_name", "Name", |event| event.entity_name.clone()),
        column("actor", "Who", |event| event.actor.clone()),
        column("ip", "Address", |event| event.ip.clone().unwrap_or_default()),
        column("severity", "Weight", |event| {
            status::severity(event.severity).word.to_owned()
        }),
    ]
}

/// The events that match.
pub async fn download(State(services): State<AppState>, seen: Seen) -> Result<Response, ApiError> {
    let mut filter = filter_of(&seen.here);
    filter.limit = Some(PAGE_ROWS);
    let next = move |services: AppState, actor, cursor| {
        let filter = contract::EventFilter {
            cursor,
            ..filter.clone()
        };
        async move { services.audit.list(&actor, filter).await }
    };
    send(services, seen, "audit", columns(), next).await
}

#[cfg(test)]
mod tests {
    use contract::Role;
    use http::StatusCode;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn file_has_the_events_that_match_and_only_for_those_who_may_read_them() {
        for_each_server(async |server| {
            let admin = server.actor(Role::Admin);
            server.imported(&admin, "id,name\nS-1,Acorn Ltd\n").await?;
            let answer = server.get("/csv/audit?entity=supplier").by(admin).send().await?;
            let text = answer.text();
            let rows: Vec<_> = text.lines().skip(1).collect();
            assert_eq!(rows.len(), 1, "{text}");
            assert!(rows[0].contains(",supplier.created,supplier,"), "{text}");
            let refused = server.get("/csv/audit").by_role(Role::Reviewer).send().await?;
            assert_eq!(refused.status, StatusCode::FORBIDDEN);
            Ok(())
        })
        .await;
    }
}
