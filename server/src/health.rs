//! Whether the process lives, and whether it can serve.
//!
//! Liveness depends on nothing: a database that is away must not get the process killed. Readiness is what a load balancer
//! asks.

use std::{
    sync::LazyLock,
    time::{Duration, Instant},
};

use axum::{Json, Router, extract::State, routing::get};
use http::StatusCode;
use serde::Serialize;
use tokio::task;

use crate::wiring::{self, AppState};

/// Longest that one dependency may take to answer; they are asked side by side, so that all answer in under 3 s.
const CHECK_TIMEOUT: Duration = Duration::from_secs(2);

/// When the process started, as far as health is concerned.
static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);

/// The state of the process.
#[derive(Debug, Serialize)]
struct Health {
    status: Status,
    version: &'static str,
    uptime_s: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    components: Vec<Component>,
}

/// The state of one dependency.
#[derive(Debug, Serialize)]
struct Component {
    name: &'static str,
    status: Status,
    elapsed_ms: u64,
    /// What is wrong, without the inner workings.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Ok,
    Unavailable,
}

/// The routes. They need no credentials and tell nothing that needs any.
pub fn routes() -> Router<AppState> {
    LazyLock::force(&STARTED);
    Router::new()
        .route("/api/health/live", get(async || Json(alive())))
        .route("/api/health/lightweight", get(async || Json(alive())))
        .route("/api/health/ready", get(check))
        .route("/api/health", get(check))
}

fn alive() -> Health {
    Health {
        status: Status::Ok,
        version: env!("CARGO_PKG_VERSION"),
        uptime_s: STARTED.elapsed().as_secs(),
        components: Vec::new(),
    }
}

async fn check(State(services): State<AppState>) -> (StatusCode, Json<Health>) {
    let database = component("database", "the database does not answer", async {
        services.env.db.ping().await.is_ok()
    });
    let data_dir = component("data_dir", "no file can be made in the data folder", async {
        let folders = wiring::folders(&services.config);
        let probe = task::spawn_blocking(move || folders.iter().all(|folder| wiring::try_writing(folder).is_ok()));
        probe.await.unwrap_or(false)
    });
    let serving = component("serving", "the server is stopping", async {
        !services.stop.is_cancelled()
    });
    let (database, data_dir, serving) = tokio::join!(database, data_dir, serving);
    let components = vec![database, data_dir, serving];
    let status = if components.iter().all(|component| component.status == Status::Ok) {
        Status::Ok
    } else {
        Status::Unavailable
    };
    let code = if status == Status::Ok {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (
        code,
        Json(Health {
            status,
            components,
            ..alive()
        }),
    )
}

async fn component(name: &'static str, trouble: &'static str, probe: impl Future<Output = bool>) -> Component {
    let started = Instant::now();
    let fine = tokio::time::timeout(CHECK_TIMEOUT, probe).await.unwrap_or(false);
    Component {
        name,
        status: if fine { Status::Ok } else { Status::Unavailable },
        elapsed_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        detail: (!fine).then_some(trouble),
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn server_that_can_not_store_files_is_not_ready() {
        for_each_server(async |server| {
            let data_dir = &server.services.config.storage.data_dir;
            for folder in ["documents", "uploads"] {
                // Whoever runs the tests may be allowed to write anywhere, but not into a file.
                std::fs::remove_dir(data_dir.join(folder))?;
                std::fs::write(data_dir.join(folder), "")?;
                let ready = server.get("/api/health/ready").send().await?;
                assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE, "{folder}");
                assert_eq!(
                    ready.json()["components"][1]["status"],
                    "unavailable",
                    "{}",
                    ready.text()
                );
                std::fs::remove_file(data_dir.join(folder))?;
                std::fs::create_dir(data_dir.join(folder))?;
                let ready = server.get("/api/health/ready").send().await?;
                assert_eq!(ready.status, StatusCode::OK, "{}", ready.text());
            }
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn stopping_server_lives_but_is_not_ready() {
        for_each_server(async |server| {
            for path in [
                "/api/health/live",
                "/api/health/lightweight",
                "/api/health/ready",
                "/api/health",
            ] {
                let answer = server.get(path).send().await?;
                assert_eq!(
                    (answer.status, &answer.json()["status"]),
                    (StatusCode::OK, &"ok".into()),
                    "{path}"
                );
            }
            server.services.stop.cancel();
            assert_eq!(server.get("/api/health/live").send().await?.status, StatusCode::OK);
            let ready = server.get("/api/health/ready").send().await?;
            assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE, "{}", ready.text());
            Ok(())
        })
        .await;
    }
}
