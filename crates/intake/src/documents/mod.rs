//! Documents: uploaded files kept byte for byte, what they hold as tables, and how their columns were mapped before.

mod columns;

use contract::{Actor, DocumentId, FilePreview, OrganizationId, Permission, StoredDocument, UploadId, UploadPurpose};
use futures::{Stream, StreamExt, pin_mut};
use platform::runner::BoxError;
use store::{
    Tx,
    tables::document::{self, DocumentRow},
};
use tokio::task;

pub use columns::{Columns, remember, understand};

use crate::{
    Authorize, Env, Error, Result,
    blobs::{Blobs, Digested},
    events::{self, Changes, NewEvent},
    tabular::{self, Limits, Table},
};

/// Largest file that is taken.
pub const MAX_BYTES: u64 = 2 << 30;

/// Bytes that are gathered before they are written to disk.
const WRITE_BYTES: usize = 1 << 20;

/// Keeps uploaded files. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Documents {
    env: Env,
    blobs: Blobs,
}

/// What one may do with files of this purpose.
pub(crate) fn permission_to_upload(purpose: UploadPurpose) -> Permission {
    match purpose {
        UploadPurpose::PayeeFile => Permission::WritePayees,
        UploadPurpose::SupplierImport => Permission::WriteSuppliers,
    }
}

impl Documents {
    /// The documents over a database and the files beside it.
    pub fn new(env: Env, blobs: Blobs) -> Self {
        Self { env, blobs }
    }

    /// Takes a file as its bytes come. When this returns, it survives a crash.
    ///
    /// # Errors
    /// When the actor may not upload files of this purpose, the sender breaks off, or the file is empty or larger than
    /// [`MAX_BYTES`]; then nothing is kept.
    pub async fn receive<B, E>(
        &self,
        actor: &Actor,
        purpose: UploadPurpose,
        file_name: &str,
        bytes: impl Stream<Item = Result<B, E>> + Send,
    ) -> Result<StoredDocument>
    where
        B: AsRef<[u8]> + Send,
        E: Into<BoxError>,
    {
        actor.require(permission_to_upload(purpose))?;
        check_name(file_name)?;
        let id: UploadId = self.env.ids.next();
        self.blobs.create_part(id).await?;
        let outcome = self.receive_part(id, file_name, bytes).await;
        let stored = match outcome {
            Ok(digested) => self.record(actor, file_name, &digested).await,
            Err(error) => Err(error),
        };
        self.blobs.remove_part(id).await?;
        stored
    }

    async fn receive_part<B, E>(
        &self,
        id: UploadId,
        file_name: &str,
        bytes: impl Stream<Item = Result<B, E>> + Send,
    ) -> Result<Digested>
    where
        B: AsRef<[u8]> + Send,
        E: Into<BoxError>,
    {
        pin_mut!(bytes);
        let (mut offset, mut gathered) = (0_u64, Vec::new());
        while let Some(piece) = bytes.next().await {
            let piece = piece.map_err(|error| {
                let error: BoxError = error.into();
                Error::BadRequest(format!("The file did not arrive whole: {error}"))
            })?;
            gathered.extend_from_slice(piece.as_ref());
            if offset + gathered.len() as u64 > MAX_BYTES {
                return Err(too_large());
            }
            if gathered.len() >= WRITE_BYTES {
                let chunk = std::mem::take(&mut gathered);
                let length = chunk.len() as u64;
                self.blobs.write_part(id, offset, chunk).await?;
                offset += length;
            }
        }
        if offset == 0 && gathered.is_empty() {
            return Err(tabular::Error::Empty.in_file(file_name));
        }
        self.blobs.write_part(id, offset, gathered).await?;
        self.blobs.keep_part(id).await
    }

    async fn record(&self, actor: &Actor, file_name: &str, digested: &Digested) -> Result<StoredDocument> {
        let mut tx = self.env.db.begin().await?;
        let stored = self.add(&mut tx, actor, file_name, digested).await?;
        tx.commit().await?;
        Ok(stored)
    }

    /// Records a document whose bytes are kept, with its event, within the caller's change.
    pub(crate) async fn add(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        file_name: &str,
        digested: &Digested,
    ) -> Result<StoredDocument> {
        let earlier = document::first_with_hash(&mut *tx, actor.organization_id, &digested.sha256).await?;
        let row = DocumentRow {
            id: self.env.ids.next(),
            organization_id: actor.organization_id,
            sha256: digested.sha256.clone(),
            size_bytes: i64::try_from(digested.size_bytes).expect("no larger file is taken"),
            file_name: file_name.to_owned(),
            created_by: actor.display_name().to_owned(),
            created_at: self.env.now(),
        };
        document::insert(tx, &row).await?;
        let changes = Changes::new()
            .text("file_name", "", &row.file_name)
            .text("sha256", "", &row.sha256)
            .value("size_bytes", (), row.size_bytes);
        let event = NewEvent::new("document.uploaded", row.id, &row.file_name).changes(changes);
        events::record(tx, &self.env, actor, event).await?;
        Ok(dto(row, earlier))
    }

    /// A document of the organization, for use cases that have authorized their own.
    pub(crate) async fn row(&self, organization_id: OrganizationId, id: DocumentId) -> Result<DocumentRow> {
        document::get(&self.env.db, organization_id, id)
            .await?
            .ok_or(Error::NotFound("document"))
    }

    /// Where a document's bytes are.
    pub(crate) fn path(&self, row: &DocumentRow) -> std::path::PathBuf {
        self.blobs.path(&row.sha256)
    }

    /// A document understood as a table.
    ///
    /// # Errors
    /// [`Error::File`] when it is none.
    pub(crate) async fn table(&self, row: &DocumentRow) -> Result<Table> {
        let path = self.path(row);
        task::spawn_blocking(move || Table::open(&path, &Limits::default()))
            .await
            .map_err(Error::internal("reading a table"))?
            .map_err(|error| error.in_file(&row.file_name))
    }

    /// The first rows of a document and a proposal for its columns.
    ///
    /// # Errors
    /// [`Error::File`] when it is no table.
    pub async fn preview(&self, actor: &Actor, id: DocumentId, purpose: UploadPurpose) -> Result<FilePreview> {
        actor.require(permission_to_upload(purpose))?;
        let row = self.row(actor.organization_id, id).await?;
        let table = self.table(&row).await?;
        let columns = understand(&self.env, actor.organization_id, purpose, &table).await?;
        Ok(FilePreview {
            document_id: row.id,
            file_name: row.file_name,
            format: table.format_in_words(),
            headers: table.headers().to_vec(),
            rows: table.preview_rows(),
            mapping: columns.mapping,
            remembered: columns.remembered,
            warnings: table.warnings().to_vec(),
        })
    }
}

pub(crate) fn too_large() -> Error {
    Error::TooLarge("A file may have 2 GiB at most. Split it".to_owned())
}

/// A name is for people only; it is never a path.
pub(crate) fn check_name(file_name: &str) -> Result<()> {
    contract::validate::required(file_name, 255).map_err(|message| Error::field("file_name", message))
}

pub(crate) fn dto(row: DocumentRow, earlier: Option<DocumentRow>) -> StoredDocument {
    StoredDocument {
        id: row.id,
        file_name: row.file_name,
        size_bytes: row.size_bytes,
        sha256: row.sha256,
        first_seen_at: earlier.map(|first| first.created_at),
    }
}
