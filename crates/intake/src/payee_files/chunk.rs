//! Writing a chunk.

use contract::{DecidedBy, MatchDecision, OrganizationId, PayeeFileId, PayeeType, ReviewItemId};
use platform::runner::ClaimedJob;
use store::tables::{
    payee::{self, NewPayee, Outcome},
    payee_file::{self, PayeeCounts},
    review_item::{self, NewReviewItem},
    row_problem,
};

use super::judge::JudgedChunk;
use crate::{Env, Error, Result, jobs};

/// Writes a chunk of a file in one change: rows, review items, problems, counters and the checkpoint, which moves from
/// `done_rows` on. Gives the new checkpoint.
///
/// # Errors
/// [`Error::LeaseLost`] when another run may be at work on the file, or it was cancelled; then nothing is written.
pub(super) async fn write(
    env: &Env,
    job: &ClaimedJob,
    organization_id: OrganizationId,
    id: PayeeFileId,
    done_rows: i64,
    total_rows: i64,
    chunk: JudgedChunk,
) -> Result<i64> {
    let now = env.now();
    let mut items = Vec::new();
    let mut payees: Vec<NewPayee> = Vec::with_capacity(chunk.payees.len());
    for judged in chunk.payees {
        if judged.blockers.any() {
            let id: ReviewItemId = env.ids.next();
            let (payee_id, blockers, priority) = (judged.payee.id, judged.blockers, judged.priority);
            items.push(NewReviewItem {
                id,
                payee_id,
                blockers,
                priority,
            });
        }
        payees.push(judged.payee);
    }
    let errors = count(chunk.problems.len());
    let to_rows = done_rows + count(payees.len()) + errors;

    let mut tx = env.db.begin().await?;
    if !payee_file::advance(&mut tx, organization_id, id, done_rows, to_rows, errors).await? {
        return Err(Error::LeaseLost);
    }
    payee::insert_all(&mut tx, organization_id, id, &payees).await?;
    review_item::insert_all(&mut tx, organization_id, id, &items, now).await?;
    row_problem::insert_many(&mut tx, organization_id, id.0, &chunk.problems).await?;
    payee_file::add_counts(&mut tx, organization_id, id, counts(&payees)).await?;
    jobs::save(&mut tx, job, share(to_rows, total_rows), None).await?;
    tx.commit().await?;
    Ok(to_rows)
}

fn count(length: usize) -> i64 {
    i64::try_from(length).expect("a chunk is small")
}

/// Done of all, 0..=1.
#[expect(clippy::cast_precision_loss, reason = "row counts stay far below 2^53")]
fn share(done: i64, total: i64) -> f64 {
    if total > 0 {
        (done as f64 / total as f64).min(1.0)
    } else {
        0.0
    }
}

fn counts(payees: &[NewPayee]) -> PayeeCounts {
    let mut counts = PayeeCounts::default();
    for payee in payees {
        let outcome: &Outcome = &payee.outcome;
        *match outcome.payee_type {
            PayeeType::Business => &mut counts.business_count,
            PayeeType::Individual => &mut counts.individual_count,
            PayeeType::Government => &mut counts.government_count,
            PayeeType::Unknown => &mut counts.unknown_count,
        } += 1;
        *match outcome.decision {
            MatchDecision::Match => &mut counts.match_count,
            MatchDecision::Review => &mut counts.review_count,
            MatchDecision::None => &mut counts.none_count,
        } += 1;
        counts.open_review_count += i64::from(outcome.in_review);
        let by_person = [outcome.type_decided_by, outcome.match_decided_by].contains(&DecidedBy::Person);
        counts.person_count += i64::from(by_person);
    }
    counts
}
