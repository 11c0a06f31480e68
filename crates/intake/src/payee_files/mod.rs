//! Payee files: uploaded vendor and payment lists, and the work on them.
//!
//! A file is worked by a durable job in chunks of rows. Each chunk is one change: its rows, their review items, the rows
//! that could not be taken, the file's counters and its checkpoint. So a crash loses nothing and doubles nothing, a page
//! that watches reads one row, and a cancelled file keeps what was worked.

mod amount;
mod chunk;
mod figures;
mod file;
mod judge;
mod outcome;
mod priority;
mod questions;
mod start;
#[cfg(test)]
mod tests;
mod work;

use contract::{Actor, LiveEvent, OrganizationId, PAGE_SIZE, Page, PayeeFile, PayeeFileId, Permission};
use futures::Stream;
use platform::in_words;
use store::{
    cursor,
    tables::{job, payee_file, row_problem},
};
use uuid::Uuid;

use crate::{
    Authorize, Env, Error, Result,
    documents::Documents,
    events::{self, Changes, NewEvent},
    row_problems,
};

pub use figures::{PayeeFigures, Span};
pub use work::{PayeeFileWork, WORK_KIND};

/// Row problems that a file shows at once.
const SHOWN_PROBLEMS: u32 = 100;

/// Payee files.
#[derive(Clone, Debug)]
pub struct PayeeFiles {
    env: Env,
    documents: Documents,
}

impl PayeeFiles {
    /// Over an environment and the stored documents.
    pub fn new(env: Env, documents: Documents) -> Self {
        Self { env, documents }
    }

    /// The files, newest first, without their row problems.
    pub async fn list(&self, actor: &Actor, cursor: Option<&str>) -> Result<Page<PayeeFile>> {
        actor.require(Permission::ReadPayees)?;
        let before = match cursor {
            Some(cursor) => cursor::decode(cursor)?,
            None => PayeeFileId(Uuid::max()),
        };
        let limit = i64::from(PAGE_SIZE) + 1;
        let rows = payee_file::list(&self.env.db, actor.organization_id, before, limit).await?;
        let (rows, next_cursor) = cursor::page(rows, PAGE_SIZE, |row| row.id);
        let now = self.env.now();
        Ok(Page {
            items: rows.into_iter().map(|row| file::dto(row, Vec::new(), now)).collect(),
            next_cursor,
            total: None,
        })
    }

    /// One file with the first of its row problems.
    pub async fn get(&self, actor: &Actor, id: PayeeFileId) -> Result<PayeeFile> {
        actor.require(Permission::ReadPayees)?;
        read(&self.env, actor.organization_id, id).await
    }

    /// All rows that could not be taken as a CSV file (row, column, message), piece by piece.
    pub async fn report(
        &self,
        actor: &Actor,
        id: PayeeFileId,
    ) -> Result<impl Stream<Item = Result<Vec<u8>>> + Send + use<>> {
        actor.require(Permission::ReadPayees)?;
        let organization_id = actor.organization_id;
        payee_file::get(&self.env.db, organization_id, id)
            .await?
            .ok_or(Error::NotFound("payee file"))?;
        Ok(row_problems::report(self.env.clone(), organization_id, id.0))
    }

    /// Stops the work on a file. Rows that are worked stay, no more are added: the chunk under way is dropped.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the work has ended.
    pub async fn cancel(&self, actor: &Actor, id: PayeeFileId) -> Result<PayeeFile> {
        actor.require(Permission::WritePayees)?;
        let organization_id = actor.organization_id;
        let now = self.env.now();
        let mut tx = self.env.db.begin().await?;
        let row = payee_file::lock(&mut tx, organization_id, id)
            .await?
            .ok_or(Error::NotFound("payee file"))?;
        let status = contract::FileStatus::Cancelled;
        if !payee_file::finish(&mut tx, organization_id, id, status, None, now).await? {
            return Err(Error::Conflict("The work on this file has ended already".to_owned()));
        }
        if let Some(job_id) = row.job_id {
            job::request_cancel(&mut tx, organization_id, job_id, now).await?;
        }
        let changes = Changes::new().text("status", row.status.as_str(), status.as_str());
        let event = NewEvent::new("payee_file.cancelled", id, row.file_name).changes(changes);
        events::record(&mut tx, &self.env, actor, event).await?;
        self.env.commit_and_wake(tx).await?;
        tell(&self.env, organization_id, id).await
    }
}

/// A file as it is now, with the first of its row problems.
async fn read(env: &Env, organization_id: OrganizationId, id: PayeeFileId) -> Result<PayeeFile> {
    let row = payee_file::get(&env.db, organization_id, id)
        .await?
        .ok_or(Error::NotFound("payee file"))?;
    let problems = match row.error_count {
        0 => Vec::new(),
        _ => row_problem::list(&env.db, organization_id, id.0, None, SHOWN_PROBLEMS).await?,
    };
    Ok(file::dto(row, problems, env.now()))
}

/// Tells open pages of a file as it is now; gives it.
async fn tell(env: &Env, organization_id: OrganizationId, id: PayeeFileId) -> Result<PayeeFile> {
    let file = read(env, organization_id, id).await?;
    env.live.publish(
        organization_id,
        LiveEvent::PayeeFile {
            file: Box::new(file.clone()),
        },
    );
    Ok(file)
}

/// Tells open pages that rows of a file were decided: the queue changed, and the file's counts with it. The decision
/// stands whatever happens here: when the file can't be read, its pages hear of it with the next one.
pub(crate) async fn tell_decided(env: &Env, organization_id: OrganizationId, id: PayeeFileId) {
    env.live.publish(organization_id, LiveEvent::ReviewQueueChanged);
    if let Err(error) = Box::pin(tell(env, organization_id, id)).await {
        tracing::warn!(error = in_words(&error), "open pages were not told of a decision");
    }
}
