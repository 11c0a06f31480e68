//! How the queue stands for a person.

use chrono::{NaiveTime, Utc};
use contract::{Actor, ReviewProgress, ReviewStatus};
use store::tables::{
    decision,
    review_item::{self, Queue},
};

use super::Reviews;
use crate::Result;

/// Items whose median is the person's speed.
const RECENT_ITEMS: i64 = 100;

impl Reviews {
    /// Four counts over indexes; what remains is what the queue asks for, what is decided today is by UTC.
    pub(super) async fn progress(&self, actor: &Actor, queue: &Queue) -> Result<ReviewProgress> {
        let organization_id = actor.organization_id;
        let db = &self.env.db;
        let postponed = Queue {
            status: ReviewStatus::Postponed,
            ..*queue
        };
        let (remaining, postponed) = tokio::try_join!(
            review_item::count(db, organization_id, queue),
            review_item::count(db, organization_id, &postponed),
        )?;
        let Some(person) = actor.user_id() else {
            return Ok(ReviewProgress {
                remaining,
                postponed,
                ..ReviewProgress::default()
            });
        };
        let midnight = self
            .env
            .now()
            .date_naive()
            .and_time(NaiveTime::MIN)
            .and_local_timezone(Utc)
            .earliest();
        let midnight = midnight.expect("UTC has every midnight once");
        let (done_today, spent) = tokio::try_join!(
            decision::settled_since(db, organization_id, person, midnight),
            decision::spent(db, organization_id, person, RECENT_ITEMS),
        )?;
        let median_seconds = median(spent).map(|ms| ms / 1_000.0);
        Ok(ReviewProgress {
            done_today,
            remaining,
            postponed,
            median_seconds,
            seconds_left: median_seconds.map(|seconds| seconds * as_f64(remaining)),
        })
    }
}

/// The median; of two in the middle their mean.
fn median(mut values: Vec<i64>) -> Option<f64> {
    values.sort_unstable();
    let middle = values.len() / 2;
    match (values.get(middle), values.len() % 2) {
        (None, _) => None,
        (Some(value), 1) => Some(as_f64(*value)),
        (Some(upper), _) => Some(f64::midpoint(as_f64(values[middle - 1]), as_f64(*upper))),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts and milliseconds stay far below 2^53")]
fn as_f64(value: i64) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one_or_the_mean_of_two() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![9, 1, 5]), Some(5.0));
        assert_eq!(median(vec![4, 1, 9, 6]), Some(5.0));
    }
}
