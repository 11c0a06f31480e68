//! `GET /api/v1/live`

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    response::sse::{Event, KeepAlive, Sse},
};
use contract::{LiveEvent, Permission, ProblemKind};
use futures::{Stream, StreamExt, stream};
use intake::Authorize;
use tokio::time::sleep;
use tokio_stream::wrappers::{BroadcastStream, errors::BroadcastStreamRecvError};

use crate::{
    problem::ApiError,
    rest::{CurrentActor, Refused},
    wiring::AppState,
};

/// A stream ends after so long; the browser connects again by itself and is authenticated anew. So whoever lost the right to
/// listen hears nothing more after this time.
const LIFETIME: Duration = Duration::from_mins(15);

/// Streams what happens in the organization as server-sent events, one JSON object each.
#[utoipa::path(get, path = "/live", tag = "live",
    responses((status = 200, description = "Server-sent events; the data of each is a JSON object with a `topic`",
        content_type = "text/event-stream"), Refused))]
pub async fn stream_events(
    actor: CurrentActor,
    State(services): State<AppState>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    actor.require(Permission::ReadPayees)?;
    let Ok(place) = services.event_streams.clone().try_acquire_owned() else {
        let detail = "Too many pages are listening. This one still works, but must be loaded again to see news.";
        return Err(ApiError::new(ProblemKind::Unavailable, "No free place", detail));
    };
    let stop = services.stop.clone();
    let over = async move {
        tokio::select! {
            () = stop.cancelled() => {}
            () = sleep(LIFETIME) => {}
        }
        drop(place);
    };
    let events =
        BroadcastStream::new(services.env.live.subscribe(actor.organization_id)).flat_map(|event| match event {
            Ok(event) => stream::iter(vec![event]),
            // The page has missed some; have it look again at what has no state of its own.
            Err(BroadcastStreamRecvError::Lagged(_)) => {
                stream::iter(vec![LiveEvent::JobChanged, LiveEvent::ReviewQueueChanged])
            }
        });
    let messages = events
        .take_until(Box::pin(over))
        .filter_map(async |event| Event::default().json_data(event).ok().map(Ok));
    Ok(Sse::new(messages).keep_alive(KeepAlive::default()))
}

#[cfg(test)]
mod tests {
    use contract::{LiveEvent, Role};
    use futures::StreamExt;
    use http::StatusCode;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn own_events_arrive_and_the_end_of_the_server_ends_the_stream() {
        for_each_server(async |server| {
            let stream = server.get("/api/v1/live").by_role(Role::Auditor).open().await?;
            assert_eq!(stream.status(), StatusCode::OK);
            let live = &server.services.env.live;
            live.publish(server.bench.theirs, LiveEvent::ReviewQueueChanged);
            live.publish(server.bench.ours, LiveEvent::JobChanged);
            let mut data = stream.into_body().into_data_stream();
            let first = data.next().await.transpose()?;
            assert_eq!(first.as_deref(), Some(&b"data: {\"topic\":\"job_changed\"}\n\n"[..]));
            server.services.stop.cancel();
            assert!(data.next().await.is_none());
            Ok(())
        })
        .await;
    }
}
