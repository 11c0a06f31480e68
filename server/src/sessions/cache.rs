//! What was just read of sessions and their people, so that a page costs no query for knowing who asks.
//!
//! An entry lives for seconds: that is the longest that a change made by another process (a second server, the command line)
//! goes unnoticed. Changes made through this process call [`SignIns::forget_all`] and are seen at once, also by who read before the
//! change and remembers after it: what is remembered says [as of when](AsOf) it was read.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

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
    /// How often something was forgotten.
    forgotten: Arc<AtomicU64>,
}

/// What had been forgotten when a reading began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf(u64);

impl SignIns {
    /// Nothing is known yet.
    pub fn new() -> Self {
        Self {
            records: Cache::builder().max_capacity(CAPACITY).time_to_live(BELIEVED).build(),
            viewers: Cache::builder().max_capacity(CAPACITY).time_to_live(BELIEVED).build(),
            forgotten: Arc::default(),
        }
    }

    /// Taken before something is read that is to be remembered.
    pub fn as_of(&self) -> AsOf {
        AsOf(self.forgotten.load(Ordering::SeqCst))
    }

    /// Comes before the entries are taken away: who remembers meanwhile sees the one or loses the other.
    fn begin_forgetting(&self) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
    }

    /// Forgets everything: somebody's rights, password or sessions have changed.
    pub fn forget_all(&self) {
        self.begin_forgetting();
        self.records.invalidate_all();
        self.viewers.invalidate_all();
    }

    pub(super) async fn record(&self, id: Id) -> Option<Record> {
        self.records.get(&id).await
    }

    /// Remembers the session, unless something was forgotten since it was read.
    pub(super) async fn remember_record(&self, read: AsOf, record: &Record) {
        if self.as_of() == read {
            self.records.insert(record.id, record.clone()).await;
        }
        if self.as_of() != read {
            self.records.invalidate(&record.id).await;
        }
    }

    pub(super) async fn forget_record(&self, id: Id) {
        self.begin_forgetting();
        self.records.invalidate(&id).await;
    }

    /// The person as last read.
    pub async fn viewer(&self, user_id: UserId, organization_id: OrganizationId) -> Option<Viewer> {
        self.viewers.get(&(user_id, organization_id)).await
    }

    /// Remembers the person, unless something was forgotten since they were read.
    pub async fn remember_viewer(&self, read: AsOf, viewer: &Viewer) {
        let key = (viewer.user_id, viewer.current.organization_id);
        if self.as_of() == read {
            self.viewers.insert(key, viewer.clone()).await;
        }
        if self.as_of() != read {
            self.viewers.invalidate(&key).await;
        }
    }
}

impl Default for SignIns {
    fn default() -> Self {
        Self::new()
    }
}
