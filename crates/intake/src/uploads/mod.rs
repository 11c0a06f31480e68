//! Uploads in chunks: resumable after a dropped connection or a restart.
//!
//! A chunk is acknowledged once its bytes and the new length are on disk. One that does not begin where the upload
//! stands is refused with the right place, so that a client that lost an answer finds its way.

#[cfg(test)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};
use contract::{Actor, StartUpload, StoredDocument, Upload, UploadId};
use store::tables::{
    document,
    upload::{self, UploadRow},
};

use crate::{
    Authorize, Env, Error, Result,
    blobs::Blobs,
    documents::{self, Documents, MAX_BYTES},
};

/// The most that one chunk may hold.
pub const CHUNK_BYTES: u64 = 4 << 20;

/// Takes files in chunks. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Uploads {
    env: Env,
    blobs: Blobs,
    documents: Documents,
}

impl Uploads {
    /// The uploads over a database and the files beside it.
    pub fn new(env: Env, blobs: Blobs) -> Self {
        Self {
            documents: Documents::new(env.clone(), blobs.clone()),
            env,
            blobs,
        }
    }

    /// Announces a file.
    ///
    /// # Errors
    /// When the actor may not upload such files, or the file is empty, too large or has no name.
    pub async fn start(&self, actor: &Actor, form: StartUpload) -> Result<Upload> {
        actor.require(documents::permission_to_upload(form.purpose))?;
        documents::check_name(&form.file_name)?;
        if form.size_bytes == 0 {
            return Err(Error::field("size_bytes", "The file is empty"));
        }
        if form.size_bytes > MAX_BYTES {
            return Err(documents::too_large());
        }
        let now = self.env.now();
        let row = UploadRow {
            id: self.env.ids.next(),
            organization_id: actor.organization_id,
            file_name: form.file_name,
            purpose: form.purpose,
            size_bytes: stored_size(form.size_bytes),
            received_bytes: 0,
            document_id: None,
            created_by: actor.display_name().to_owned(),
            created_at: now,
            updated_at: now,
        };
        self.blobs.create_part(row.id).await?;
        let mut tx = self.env.db.begin().await?;
        upload::insert(&mut tx, &row).await?;
        tx.commit().await?;
        Ok(dto(&row))
    }

    /// Where an upload stands.
    pub async fn status(&self, actor: &Actor, id: UploadId) -> Result<Upload> {
        Ok(dto(&self.find(actor, id).await?))
    }

    /// Takes the chunk that begins at `offset`. When this returns, the chunk survives a crash.
    ///
    /// # Errors
    /// [`Error::WrongOffset`] when the upload stands elsewhere.
    pub async fn put_chunk(&self, actor: &Actor, id: UploadId, offset: u64, bytes: Vec<u8>) -> Result<Upload> {
        self.find(actor, id).await?;
        let _locked = self.blobs.lock_part(id).await?;
        let row = self.find(actor, id).await?;
        let length = bytes.len() as u64;
        if row.document_id.is_some() {
            return Err(Error::Conflict("This upload is complete already".to_owned()));
        }
        if length == 0 || length > CHUNK_BYTES {
            return Err(Error::BadRequest(format!("A chunk has 1 to {CHUNK_BYTES} bytes")));
        }
        if offset != received(&row) {
            return Err(wrong_offset(&row));
        }
        if offset + length > dto(&row).size_bytes {
            return Err(Error::BadRequest(
                "The chunk goes beyond the size that was announced".to_owned(),
            ));
        }
        self.blobs.write_part(id, offset, bytes).await?;
        let to = stored_size(offset + length);
        let mut tx = self.env.db.begin().await?;
        let counted = upload::advance(
            &mut tx,
            actor.organization_id,
            id,
            row.received_bytes,
            to,
            self.env.now(),
        )
        .await?;
        tx.commit().await?;
        let row = self.find(actor, id).await?;
        if counted {
            Ok(dto(&row))
        } else {
            Err(wrong_offset(&row))
        }
    }

    /// Makes a document of an upload that has arrived whole. Asked again, it gives the same document.
    ///
    /// # Errors
    /// [`Error::WrongOffset`] when something is missing.
    pub async fn complete(&self, actor: &Actor, id: UploadId) -> Result<StoredDocument> {
        self.find(actor, id).await?;
        let locked = self.blobs.lock_part(id).await?;
        let row = self.find(actor, id).await?;
        let organization_id = actor.organization_id;
        if let Some(document_id) = row.document_id {
            let document = self.documents.row(organization_id, document_id).await?;
            let first = document::first_with_hash(&self.env.db, organization_id, &document.sha256).await?;
            let earlier = first.filter(|first| first.id != document_id);
            return Ok(documents::dto(document, earlier));
        }
        if row.received_bytes != row.size_bytes {
            return Err(wrong_offset(&row));
        }
        let digested = self.blobs.keep_part(id).await?;
        let mut tx = self.env.db.begin().await?;
        let stored = self.documents.add(&mut tx, actor, &row.file_name, &digested).await?;
        if !upload::complete(&mut tx, organization_id, id, stored.id, self.env.now()).await? {
            // Asked twice at once; the other one made the document.
            drop((tx, locked));
            return Box::pin(self.complete(actor, id)).await;
        }
        tx.commit().await?;
        self.blobs.remove_part(id).await?;
        Ok(stored)
    }

    /// Forgets uploads, of every organization, that nothing was added to for `age`; how many. Also files that came in
    /// one piece and were on their way when the process ended: nobody knows of those. Documents stay.
    pub async fn discard_stale(&self, age: TimeDelta) -> Result<usize> {
        let before = self.env.now() - age;
        let mut tx = self.env.db.begin().await?;
        let mut stale = upload::delete_stale(&mut tx, before).await?;
        tx.commit().await?;
        for id in self.blobs.parts().await? {
            if was_made_before(id, before) && !stale.contains(&id) && !upload::exists(&self.env.db, id).await? {
                stale.push(id);
            }
        }
        for id in &stale {
            self.blobs.remove_part(*id).await?;
        }
        Ok(stale.len())
    }

    async fn find(&self, actor: &Actor, id: UploadId) -> Result<UploadRow> {
        let row = upload::get(&self.env.db, actor.organization_id, id)
            .await?
            .ok_or(Error::NotFound("upload"))?;
        actor.require(documents::permission_to_upload(row.purpose))?;
        Ok(row)
    }
}

/// By the time that is part of an id.
fn was_made_before(id: UploadId, before: DateTime<Utc>) -> bool {
    let made = id.0.get_timestamp().map(|made| made.to_unix().0);
    made.is_some_and(|seconds| i64::try_from(seconds).is_ok_and(|seconds| seconds < before.timestamp()))
}

fn stored_size(bytes: u64) -> i64 {
    i64::try_from(bytes).expect("it is at most MAX_BYTES")
}

fn received(row: &UploadRow) -> u64 {
    u64::try_from(row.received_bytes).expect("a length is not negative")
}

fn wrong_offset(row: &UploadRow) -> Error {
    Error::WrongOffset {
        received_bytes: received(row),
    }
}

fn dto(row: &UploadRow) -> Upload {
    Upload {
        id: row.id,
        received_bytes: received(row),
        size_bytes: u64::try_from(row.size_bytes).expect("a size is not negative"),
        chunk_bytes: CHUNK_BYTES,
    }
}
