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
