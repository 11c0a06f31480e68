//! Measures changes per second on SQLite: `cargo run --release -p store --example commit_rate -- FOLDER`.
//!
//! Each change writes one event in a transaction of its own; several writers do so at once.

use std::{env, error::Error, path::PathBuf, time::Instant};

use chrono::DateTime;
use contract::{EventId, Severity};
use store::{
    ConnectOptions, Db, Json,
    tables::event::{self, EventRow},
};
use uuid::Uuid;

const CHANGES: u128 = 6_400;

fn row(n: u128) -> EventRow {
    EventRow {
        id: EventId(Uuid::from_u128(n)),
        organization_id: None,
        kind: "bench.written".to_owned(),
        severity: Severity::Info,
        entity: "bench".to_owned(),
        entity_id: n.to_string(),
        entity_name: String::new(),
        actor_kind: "system".to_owned(),
        actor_id: None,
        actor_name: "bench".to_owned(),
        ip: None,
        user_agent: None,
        request_id: None,
        changes: Json(Vec::new()),
        occurred_at: DateTime::UNIX_EPOCH,
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).map_or_else(env::temp_dir, PathBuf::from);
    for writers in [1, 8, 64] {
        let path = folder.join(format!("commit_rate_{writers}.db"));
        let db = Db::connect(&format!("sqlite:{}", path.display()), ConnectOptions::default()).await?;
        db.migrate().await?;
        let start = Instant::now();
        let tasks: Vec<_> = (0..writers)
            .map(|writer| {
                let db = db.clone();
                tokio::spawn(async move {
                    for n in (writer..CHANGES).step_by(usize::try_from(writers).unwrap_or(1)) {
                        let mut tx = db.begin().await?;
                        event::insert_many(&mut tx, &[row(n)]).await?;
                        tx.commit().await?;
                    }
                    Ok::<_, store::Error>(())
                })
            })
            .collect();
        for task in tasks {
            task.await??;
        }
        let rate = f64::from(u32::try_from(CHANGES)?) / start.elapsed().as_secs_f64();
        println!("{writers:>3} writers: {rate:.0} changes/s");
        db.close().await;
        std::fs::remove_file(&path)?;
    }
    Ok(())
}
