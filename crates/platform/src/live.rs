//! Live events: what open pages are told at once.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use contract::{LiveEvent, OrganizationId};
use tokio::sync::broadcast;

/// What an open page listens on. One that is too slow is told how many events it missed and should load afresh.
pub type LiveReceiver = broadcast::Receiver<LiveEvent>;

/// Events that a receiver may be behind.
const CAPACITY: usize = 256;

/// Tells the open pages of an organization what happens. Nothing is kept: who does not listen hears nothing.
#[derive(Clone, Debug, Default)]
pub struct Live {
    channels: Arc<Mutex<HashMap<OrganizationId, broadcast::Sender<LiveEvent>>>>,
}

impl Live {
    /// Listens to an organization's events.
    pub fn subscribe(&self, organization_id: OrganizationId) -> LiveReceiver {
        let mut channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        channels
            .entry(organization_id)
            .or_insert_with(|| broadcast::Sender::new(CAPACITY))
            .subscribe()
    }

    /// Tells those who listen.
    pub fn publish(&self, organization_id: OrganizationId, event: LiveEvent) {
        let mut channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        // Sending fails when the last listener has left; then the channel goes too.
        let nobody = channels
            .get(&organization_id)
            .is_some_and(|channel| channel.send(event).is_err());
        if nobody {
            channels.remove(&organization_id);
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[tokio::test]
    async fn an_organization_hears_its_own_events_only() {
        let live = Live::default();
        let (ours, theirs) = (OrganizationId(Uuid::from_u128(1)), OrganizationId(Uuid::from_u128(2)));
        let mut receiver = live.subscribe(ours);
        live.publish(theirs, LiveEvent::ReviewQueueChanged);
        live.publish(ours, LiveEvent::JobChanged);
        assert_eq!(receiver.recv().await, Ok(LiveEvent::JobChanged));
        assert!(receiver.try_recv().is_err());
    }

    #[test]
    fn a_channel_without_listeners_is_dropped() {
        let live = Live::default();
        let organization_id = OrganizationId(Uuid::from_u128(1));
        drop(live.subscribe(organization_id));
        live.publish(organization_id, LiveEvent::JobChanged);
        assert!(live.channels.lock().is_ok_and(|channels| channels.is_empty()));
    }
}
