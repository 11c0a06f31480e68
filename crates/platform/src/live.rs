//! Live events: what open pages are told at once.

use std::{
    collections::HashMap,
    fmt::{self, Display, Formatter},
    sync::{Arc, Mutex, PoisonError},
};

use contract::{LiveEvent, OrganizationId};
use tokio::sync::broadcast;

use crate::Random;

/// What an open page listens on. One that is too slow is told how many events it missed and should load afresh.
pub type LiveReceiver = broadcast::Receiver<LiveEvent>;

/// An event of this process with the organization that it belongs to, for those who carry it to other processes.
pub type Outgoing = broadcast::Receiver<(OrganizationId, LiveEvent)>;

/// Events that a receiver may be behind.
const CAPACITY: usize = 256;

/// How far an organization's events have come. A page that was read at one place and listens from another has missed some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LivePosition {
    /// Counts begin anew in each process; this tells them apart.
    process: u64,
    count: u64,
}

impl LivePosition {
    /// The place so many events later.
    #[must_use]
    pub fn after(self, events: u64) -> Self {
        Self {
            count: self.count + events,
            ..self
        }
    }
}

impl Display for LivePosition {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}-{}", self.process, self.count)
    }
}

#[derive(Debug)]
struct Channel {
    sender: broadcast::Sender<LiveEvent>,
    published: u64,
}

impl Channel {
    fn send(&mut self, event: LiveEvent) {
        self.published += 1;
        // Fails when nobody listens.
        let _heard = self.sender.send(event);
    }
}

impl Default for Channel {
    fn default() -> Self {
        Self {
            sender: broadcast::Sender::new(CAPACITY),
            published: 0,
        }
    }
}

/// Tells the open pages of an organization what happens. Nothing is kept but how many events there were: who does not listen
/// hears nothing, but can know that it missed something.
#[derive(Clone, Debug)]
pub struct Live {
    process: u64,
    channels: Arc<Mutex<HashMap<OrganizationId, Channel>>>,
    outgoing: broadcast::Sender<(OrganizationId, LiveEvent)>,
}

impl Live {
    /// Nothing has happened yet.
    pub fn new(random: &Random) -> Self {
        Self {
            process: u64::from_ne_bytes(random.bytes()),
            channels: Arc::default(),
            outgoing: broadcast::Sender::new(CAPACITY),
        }
    }

    /// Tells this process from others, at random.
    pub fn process(&self) -> u64 {
        self.process
    }

    /// Listens to what happens in this process, of all organizations.
    pub fn outgoing(&self) -> Outgoing {
        self.outgoing.subscribe()
    }

    /// Listens to an organization's events.
    pub fn subscribe(&self, organization_id: OrganizationId) -> LiveReceiver {
        self.listen(organization_id).1
    }

    /// Listens to an organization's events; with them, the place after which they come.
    pub fn listen(&self, organization_id: OrganizationId) -> (LivePosition, LiveReceiver) {
        self.with(organization_id, |channel| {
            (self.position_of(channel), channel.sender.subscribe())
        })
    }

    /// How far an organization's events have come.
    pub fn position(&self, organization_id: OrganizationId) -> LivePosition {
        self.with(organization_id, |channel| self.position_of(channel))
    }

    /// Tells those who listen, here and elsewhere.
    pub fn publish(&self, organization_id: OrganizationId, event: LiveEvent) {
        if self.outgoing.receiver_count() > 0 {
            // Fails when they have just gone.
            let _heard = self.outgoing.send((organization_id, event.clone()));
        }
        self.hear(organization_id, event);
    }

    /// Tells those who listen here of what happened elsewhere.
    pub fn hear(&self, organization_id: OrganizationId, event: LiveEvent) {
        self.with(organization_id, |channel| channel.send(event));
    }

    /// Tells all who listen here that something may have happened elsewhere.
    pub fn hear_missed(&self) {
        let mut channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        for channel in channels.values_mut() {
            channel.send(LiveEvent::Missed);
        }
    }

    fn position_of(&self, channel: &Channel) -> LivePosition {
        LivePosition {
            process: self.process,
            count: channel.published,
        }
    }

    fn with<T>(&self, organization_id: OrganizationId, act: impl FnOnce(&mut Channel) -> T) -> T {
        let mut channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        act(channels.entry(organization_id).or_default())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const OURS: OrganizationId = OrganizationId(Uuid::from_u128(1));
    const THEIRS: OrganizationId = OrganizationId(Uuid::from_u128(2));

    #[tokio::test]
    async fn an_organization_hears_its_own_events_only() {
        let live = Live::new(&Random::seeded(1));
        let mut receiver = live.subscribe(OURS);
        live.publish(THEIRS, LiveEvent::ReviewQueueChanged);
        live.publish(OURS, LiveEvent::JobChanged);
        assert_eq!(receiver.recv().await, Ok(LiveEvent::JobChanged));
        assert!(receiver.try_recv().is_err());
    }

    #[test]
    fn who_did_not_listen_knows_that_something_happened() {
        let live = Live::new(&Random::seeded(1));
        let before = live.position(OURS);
        live.publish(THEIRS, LiveEvent::JobChanged);
        assert_eq!(live.position(OURS), before);
        live.publish(OURS, LiveEvent::JobChanged);
        let (now, _receiver) = live.listen(OURS);
        assert_eq!(now, before.after(1));
        assert_ne!(now.to_string(), before.to_string());
    }

    #[tokio::test]
    async fn what_is_heard_is_not_told_on() {
        let live = Live::new(&Random::seeded(1));
        let (mut receiver, mut outgoing) = (live.subscribe(OURS), live.outgoing());
        live.hear(OURS, LiveEvent::ReviewQueueChanged);
        live.hear_missed();
        live.publish(OURS, LiveEvent::JobChanged);
        for event in [LiveEvent::ReviewQueueChanged, LiveEvent::Missed, LiveEvent::JobChanged] {
            assert_eq!(receiver.recv().await, Ok(event));
        }
        assert_eq!(outgoing.recv().await, Ok((OURS, LiveEvent::JobChanged)));
        assert!(outgoing.try_recv().is_err());
    }

    #[test]
    fn another_process_counts_for_itself() {
        let (here, there) = (Live::new(&Random::seeded(1)), Live::new(&Random::seeded(2)));
        assert_ne!(here.position(OURS).to_string(), there.position(OURS).to_string());
    }
}
