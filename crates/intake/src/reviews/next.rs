//! Getting items.

use contract::{Actor, Permission, ReviewBatch, ReviewFilter, ReviewItem, ReviewItemId, ReviewStatus};
use store::tables::review_item::{self, Queue};

use super::{LEASE, Reviews, holder, sees_escalated};
use crate::{Authorize, Error, Result};

/// Items that one request leases at most.
const MAX_ITEMS: u32 = 10;

impl Reviews {
    /// The next items for this person, leased to him: those that are his already come first, so that a reload shows
    /// the same; then the most urgent ones that are free. Each is renewed for five minutes.
    pub async fn next(&self, actor: &Actor, filter: &ReviewFilter, limit: u32) -> Result<ReviewBatch> {
        actor.require(Permission::Review)?;
        let person = holder(actor)?;
        let queue = queue(actor, filter);
        let now = self.env.now();
        let limit = i64::from(limit.clamp(1, MAX_ITEMS));
        let mut tx = self.env.db.begin().await?;
        let (rows, held) =
            review_item::lease_next(&mut tx, actor.organization_id, &queue, person, now, now + LEASE, limit).await?;
        tx.commit().await?;
        let (items, progress) =
            tokio::try_join!(self.items(actor.organization_id, rows), self.progress(actor, &queue))?;
        Ok(ReviewBatch { items, held, progress })
    }

    /// One item, leased to this person if it is free.
    pub async fn get(&self, actor: &Actor, id: ReviewItemId) -> Result<ReviewItem> {
        actor.require(Permission::Review)?;
        let person = holder(actor)?;
        let now = self.env.now();
        let mut tx = self.env.db.begin().await?;
        let leased = review_item::lease_if_free(&mut tx, actor.organization_id, id, person, now, now + LEASE).await?;
        let row = review_item::get(&mut tx, actor.organization_id, id)
            .await?
            .ok_or(Error::NotFound("review item"))?;
        if leased {
            tx.commit().await?;
        }
        self.item(actor.organization_id, row).await
    }
}

/// The part of the queue that the actor asks for and may see.
pub(super) fn queue(actor: &Actor, filter: &ReviewFilter) -> Queue {
    Queue {
        status: if filter.postponed {
            ReviewStatus::Postponed
        } else {
            ReviewStatus::Open
        },
        payee_file_id: filter.payee_file_id,
        blocker: filter.blocker,
        with_escalated: sees_escalated(actor),
    }
}
