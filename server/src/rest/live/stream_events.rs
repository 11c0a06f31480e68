//! `GET /api/v1/live`

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    http::HeaderMap,
    response::sse::{Event, KeepAlive, Sse},
};
use contract::{LiveEvent, Permission, ProblemKind};
use futures::{Stream, StreamExt, stream};
use intake::Authorize;
use platform::{LivePosition, LiveReceiver};
use serde::Deserialize;
use tokio::time::sleep;
use tokio_stream::wrappers::{BroadcastStream, errors::BroadcastStreamRecvError};
use utoipa::IntoParams;

use crate::{
    problem::ApiError,
    rest::{CurrentActor, Invalid, Query, Refused},
    wiring::AppState,
};

/// A stream ends after so long; the browser connects again by itself and is authenticated anew. So whoever lost the right to
/// listen hears nothing more after this time.
const LIFETIME: Duration = Duration::from_mins(15);

/// Where the caller stands.
#[derive(Debug, Deserialize, IntoParams)]
pub struct LiveQuery {
    /// The `id` of the last event that was heard; the header `Last-Event-ID` goes before. When others followed it, the stream
    /// begins with the topic `missed`.
    after: Option<String>,
}

/// Streams what happens in the organization as server-sent events, one JSON object each.
#[utoipa::path(get, path = "/live", tag = "live", params(LiveQuery),
    responses((status = 200, description = "Server-sent events; the data of each is a JSON object with a `topic`",
        content_type = "text/event-stream"), Refused, Invalid))]
pub async fn stream_events(
    actor: CurrentActor,
    State(services): State<AppState>,
    Query(query): Query<LiveQuery>,
    headers: HeaderMap,
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
    let (start, news) = services.env.live.listen(actor.organization_id);
    let last_heard = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let after = last_heard.or(query.after.as_deref());
    let missed = after.is_some_and(|after| after != start.to_string());
    let events = stream::iter(missed.then_some(LiveEvent::Missed))
        .map(move |event| (start, event))
        .chain(numbered(start, news))
        .take_until(Box::pin(over));
    let messages = events.filter_map(async |(position, event)| {
        let message = Event::default().id(position.to_string());
        message.json_data(event).ok().map(Ok)
    });
    Ok(Sse::new(messages).keep_alive(KeepAlive::default()))
}

/// Each event with its place. A listener that was too slow is told so.
fn numbered(start: LivePosition, news: LiveReceiver) -> impl Stream<Item = (LivePosition, LiveEvent)> {
    let mut position = start;
    BroadcastStream::new(news).map(move |event| {
        let (count, event) = match event {
            Ok(event) => (1, event),
            Err(BroadcastStreamRecvError::Lagged(count)) => (count, LiveEvent::Missed),
        };
        position = position.after(count);
        (position, event)
    })
}

#[cfg(test)]
mod tests {
    use contract::{LiveEvent, OrganizationId, Role};
    use futures::StreamExt;
    use http::StatusCode;
    use platform::{Live, Random};
    use uuid::Uuid;

    use super::numbered;
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
            let first = data.next().await.transpose()?.unwrap_or_default();
            let position = live.position(server.bench.ours);
            let expected = format!("id: {position}\ndata: {{\"topic\":\"job_changed\"}}\n\n");
            assert_eq!(String::from_utf8_lossy(&first), expected);
            server.services.stop.cancel();
            assert!(data.next().await.is_none());
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn who_comes_back_after_others_followed_is_told_so() {
        for_each_server(async |server| {
            let live = &server.services.env.live;
            for (after_is_old, header_is_old, missed) in [
                (true, None, true),
                (false, None, false),
                (true, Some(false), false),
                (false, Some(true), true),
            ] {
                let old = live.position(server.bench.ours);
                live.publish(server.bench.ours, LiveEvent::ReviewQueueChanged);
                let place = |is_old: bool| old.after(u64::from(!is_old)).to_string();
                let (after, header) = (place(after_is_old), header_is_old.map(place));
                let mut request = server
                    .get(&format!("/api/v1/live?after={after}"))
                    .by_role(Role::Auditor);
                if let Some(header) = &header {
                    request = request.header("last-event-id", header);
                }
                let stream = request.open().await?;
                live.publish(server.bench.ours, LiveEvent::JobChanged);
                let mut data = stream.into_body().into_data_stream();
                let first = data.next().await.transpose()?.unwrap_or_default();
                let first = String::from_utf8_lossy(&first).into_owned();
                assert_eq!(first.contains(r#""missed""#), missed, "{after} {header:?}: {first}");
            }
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn who_is_too_slow_is_told_so_and_keeps_the_count() {
        let live = Live::new(&Random::seeded(1));
        let ours = OrganizationId(Uuid::from_u128(1));
        let (start, news) = live.listen(ours);
        for _ in 0..1_000 {
            live.publish(ours, LiveEvent::JobChanged);
        }
        let heard: Vec<_> = numbered(start, news).take(257).collect().await;
        assert_eq!(heard[0].1, LiveEvent::Missed);
        assert_eq!(heard[1].1, LiveEvent::JobChanged);
        assert_eq!(heard.last().map(|(position, _)| *position), Some(live.position(ours)));
    }
}
