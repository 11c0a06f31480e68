//! Carries live events between the processes of one PostgreSQL database, so that a page hears what any server or worker does.

use std::time::Duration;

use contract::{LiveEvent, OrganizationId};
use platform::{Live, Outgoing, in_words};
use serde::{Deserialize, Serialize};
use store::{
    Db,
    news::{self, NEWS_MAX_BYTES, News},
};
use tokio::{sync::broadcast::error::RecvError, time::sleep};

use crate::wiring::AppState;

/// How long to wait before the database is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// An event on its way.
#[derive(Debug, Serialize, Deserialize)]
struct Letter {
    /// Who sends it, and needs no copy.
    process: u64,
    /// Whom it concerns; nobody in particular when it was lost what happened.
    organization_id: Option<OrganizationId>,
    event: LiveEvent,
}

/// Begins to carry events, until the process is told to stop. Does nothing on SQLite, which one process has to itself.
pub fn start(services: &AppState) {
    let (db, live) = (services.env.db.clone(), services.env.live.clone());
    if !db.is_shared() {
        return;
    }
    let outgoing = live.outgoing();
    tokio::spawn(services.stop.clone().run_until_cancelled_owned(async move {
        tokio::join!(send(&db, &live, outgoing), receive(&db, &live));
    }));
}

/// Tells the others what happens here.
async fn send(db: &Db, live: &Live, mut outgoing: Outgoing) {
    loop {
        let text = match outgoing.recv().await {
            Ok((organization_id, event)) => written(live, Some(organization_id), event),
            Err(RecvError::Lagged(_)) => written(live, None, LiveEvent::Missed),
            Err(RecvError::Closed) => return,
        };
        let Err(error) = news::tell(db, &text).await else {
            continue;
        };
        tracing::warn!(
            error = in_words(&error),
            "other servers were not told what happened here"
        );
        let missed = written(live, None, LiveEvent::Missed);
        while news::tell(db, &missed).await.is_err() {
            sleep(RETRY).await;
        }
    }
}

/// A letter as text. What is too long for one is only said to have happened.
fn written(live: &Live, organization_id: Option<OrganizationId>, event: LiveEvent) -> String {
    let write = |event| {
        serde_json::to_string(&Letter {
            process: live.process(),
            organization_id,
            event,
        })
        .expect("ids and events can be written as JSON")
    };
    let text = write(event);
    if text.len() > NEWS_MAX_BYTES {
        return write(LiveEvent::Missed);
    }
    text
}

/// Hears what the others tell.
async fn receive(db: &Db, live: &Live) {
    loop {
        if let Err(error) = listen(db, live).await {
            tracing::warn!(
                error = in_words(&error),
                "what other servers do is not heard for a moment"
            );
        }
        sleep(RETRY).await;
    }
}

async fn listen(db: &Db, live: &Live) -> store::Result<()> {
    let Some(mut news) = News::listen(db).await? else {
        return Ok(());
    };
    // Whatever happened while nobody listened.
    live.hear_missed();
    loop {
        match news.next().await? {
            Some(text) => hear(live, &text),
            None => live.hear_missed(),
        }
    }
}

/// Another version may write letters that this one can not read: then something happened, and that is all that is known.
fn hear(live: &Live, text: &str) {
    match serde_json::from_str::<Letter>(text) {
        Ok(letter) if letter.process == live.process() => {}
        Ok(Letter {
            organization_id: Some(organization_id),
            event,
            ..
        }) => live.hear(organization_id, event),
        Ok(_) | Err(_) => live.hear_missed(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use intake::Env;
    use platform::{Random, SystemClock};
    use tokio_util::sync::CancellationToken;
    use uuid::Uuid;

    use super::*;
    use crate::{config::Config, testing::for_each_server};

    const OURS: OrganizationId = OrganizationId(Uuid::from_u128(1));

    #[tokio::test]
    async fn a_page_hears_what_another_server_does() {
        for_each_server(async |server| {
            let services = &server.services;
            if !services.env.db.is_shared() {
                return Ok(());
            }
            let data_dir = tempfile::tempdir()?;
            let mut config = Config::default();
            config.storage.data_dir = data_dir.path().to_owned();
            let env = Env::new(services.env.db.clone(), Arc::new(SystemClock), Random::seeded(2));
            let other = AppState::new(env, config, false, CancellationToken::new())?;
            let (ours, theirs) = (server.bench.ours, server.bench.theirs);
            let (mut here, mut there) = (services.env.live.subscribe(ours), other.env.live.subscribe(ours));
            start(services);
            start(&other);
            // Each says so when it listens.
            assert_eq!(here.recv().await?, LiveEvent::Missed);
            assert_eq!(there.recv().await?, LiveEvent::Missed);

            other.env.live.publish(theirs, LiveEvent::JobChanged);
            other.env.live.publish(ours, LiveEvent::ReviewQueueChanged);
            assert_eq!(here.recv().await?, LiveEvent::ReviewQueueChanged);
            services.env.live.publish(ours, LiveEvent::JobChanged);
            assert_eq!(
                here.recv().await?,
                LiveEvent::JobChanged,
                "once, though it is told to all"
            );
            assert_eq!(there.recv().await?, LiveEvent::ReviewQueueChanged);
            assert_eq!(there.recv().await?, LiveEvent::JobChanged);
            other.stop.cancel();
            services.stop.cancel();
            Ok(())
        })
        .await;
    }

    #[test]
    fn what_is_too_long_is_only_said_to_have_happened() -> serde_json::Result<()> {
        let live = Live::new(&Random::seeded(1));
        let mut import = serde_json::json!({
            "id": Uuid::nil(), "file_name": "list.csv", "document_id": Uuid::nil(), "status": "queued",
            "progress": { "done_rows": 0 }, "error_count": 0, "row_errors": [], "created_by": "Ada",
            "created_at": "2026-11-21T08:00:00Z", "created_count": 0, "updated_count": 0, "unchanged_count": 0,
        });
        let event = |import: &serde_json::Value| -> serde_json::Result<_> {
            let import = serde_json::from_value(import.clone())?;
            Ok(LiveEvent::SupplierImport { import })
        };
        let short = written(&live, Some(OURS), event(&import)?);
        assert!(short.contains("list.csv"), "{short}");
        import["file_name"] = "x".repeat(NEWS_MAX_BYTES).into();
        let letter: Letter = serde_json::from_str(&written(&live, Some(OURS), event(&import)?))?;
        assert_eq!((letter.organization_id, letter.event), (Some(OURS), LiveEvent::Missed));
        Ok(())
    }

    #[tokio::test]
    async fn a_letter_that_can_not_be_read_says_that_something_happened() {
        let (here, there) = (Live::new(&Random::seeded(1)), Live::new(&Random::seeded(2)));
        let mut heard = here.subscribe(OURS);
        let unknown = written(&there, Some(OURS), LiveEvent::JobChanged).replace("job_changed", "job_paused");
        let everywhere = written(&there, None, LiveEvent::Missed);
        let known = written(&there, Some(OURS), LiveEvent::JobChanged);
        for (text, event) in [
            (unknown, LiveEvent::Missed),
            (everywhere, LiveEvent::Missed),
            (known, LiveEvent::JobChanged),
        ] {
            hear(&here, &text);
            assert_eq!(heard.recv().await, Ok(event), "{text}");
        }
    }
}
