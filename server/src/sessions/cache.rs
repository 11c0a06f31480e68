//! What was just read of sessions and their people, so that a page costs no query for knowing who asks.
//!
//! An entry lives for seconds: that is the longest that a change made by another process (a second server, the command line)
//! goes unnoticed. Changes made through this process call [`SignIns::forget_all`] and are seen at once.

use std::time::Duration;

use contract::{OrganizationId, UserId, Viewer};
use moka::future::Cache;
use tower_sessions::session::{Id, Record};

/// Longest that an entry is believed.
const BELIEVED: Duration = Duration::from_secs(3);

/// Entries at most, of each kind.
const CAPACITY: u64 = 10_000;

/// Sessions and people that were just read.
#[derive(Clone, Debug)]
pub struct SignIns {
    records: Cache<Id, Record>,
    viewers: Cache<(UserId, OrganizationId), Viewer>,
}

impl SignIns {
    /// Nothing is known yet.
    pub fn new() -> Self {
        Self {
            records: Cache::builder().max_capacity(CAPACITY).time_to_live(BELIEVED).build(),
            viewers: Cache::builder().max_capacity(CAPACITY).time_to_live(BELIEVED).build(),
        }
    }

    /// Forgets everything: somebody's rights, password or sessions have changed.
    pub fn forget_all(&self) {
        self.records.invalidate_all();
        self.viewers.invalidate_all();
    }

    pub(super) async fn record(&self, id: Id) -> Option<Record> {
        self.records.get(&id).await
    }

    pub(super) async fn remember_record(&self, record: &Record) {
        self.records.insert(record.id, record.clone()).await;
    }

    pub(super) async fn forget_record(&self, id: Id) {
        self.records.invalidate(&id).await;
    }

    /// The person as last read.
    pub async fn viewer(&self, user_id: UserId, organization_id: OrganizationId) -> Option<Viewer> {
        self.viewers.get(&(user_id, organization_id)).await
    }

    /// Remembers the person.
    pub async fn remember_viewer(&self, viewer: &Viewer) {
        self.viewers
            .insert((viewer.user_id, viewer.current.organization_id), viewer.clone())
            .await;
    }
}

impl Default for SignIns {
    fn default() -> Self {
        Self::new()
    }
}
