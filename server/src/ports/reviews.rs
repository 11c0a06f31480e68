//! The review queue.

use app::ports::{Answer, ReviewPort};
use async_trait::async_trait;
use contract::{Actor, ReviewBatch, ReviewCommand, ReviewFilter, ReviewItem, ReviewItemId, ReviewOutcome};

use super::Adapter;
use crate::problem::told;

#[async_trait]
impl ReviewPort for Adapter {
    async fn next(&self, actor: &Actor, filter: ReviewFilter, limit: u32) -> Answer<ReviewBatch> {
        self.0.reviews.next(actor, &filter, limit).await.map_err(told)
    }

    async fn get(&self, actor: &Actor, id: ReviewItemId) -> Answer<ReviewItem> {
        self.0.reviews.get(actor, id).await.map_err(told)
    }

    async fn act(&self, actor: &Actor, command: ReviewCommand) -> Answer<ReviewOutcome> {
        self.0.reviews.act(actor, &command).await.map_err(told)
    }
}
