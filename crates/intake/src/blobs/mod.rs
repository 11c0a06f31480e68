//! The bytes of uploaded files: content-addressed files under the data directory.
//!
//! `documents/ab/cdef…` is the file whose SHA-256 is `abcdef…`; such a file never changes. `uploads/` has what has not
//! arrived whole. What a function here has acknowledged is on disk.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufReader, Read},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

use contract::UploadId;
use sha2::{Digest, Sha256};
use tokio::task;

use crate::{Error, Result};

/// Where the bytes of uploaded files are. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Blobs {
    documents: PathBuf,
    uploads: PathBuf,
}

/// What the bytes of a file are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digested {
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Their number.
    pub size_bytes: u64,
}

impl Blobs {
    /// The folders in the data folder that it uses.
    pub const FOLDERS: [&str; 2] = ["documents", "uploads"];

    /// Uses `data_dir`, and makes the folders in it that are missing.
    ///
    /// # Errors
    /// When a folder can't be made.
    pub fn open(data_dir: &Path) -> Result<Self> {
        let [documents, uploads] = Self::FOLDERS.map(|name| data_dir.join(name));
        let blobs = Self { documents, uploads };
        for folder in [&blobs.documents, &blobs.uploads] {
            fs::create_dir_all(folder).map_err(Error::internal("making a folder for uploads"))?;
        }
        Ok(blobs)
    }

    /// Where the bytes with this hash are.
    pub fn path(&self, sha256: &str) -> PathBuf {
        let (folder, name) = sha256.split_at(sha256.len().min(2));
        self.documents.join(folder).join(name)
    }

    fn part(&self, id: UploadId) -> PathBuf {
        self.uploads.join(format!("{id}.part"))
    }

    /// Makes room for an upload.
    pub(crate) async fn create_part(&self, id: UploadId) -> Result<()> {
        let (part, folder) = (self.part(id), self.uploads.clone());
        blocking("making an upload's file", move || {
            File::create(part)?.sync_all()?;
            sync_folder(&folder)
        })
        .await
    }

    /// Keeps others from an upload's file until the answer is dropped: whoever writes it, or makes a document of it, holds this
    /// first and then looks where the upload stands. `None` when there is no file.
    pub(crate) async fn lock_part(&self, id: UploadId) -> Result<Option<File>> {
        let part = self.part(id);
        blocking("locking an upload's file", move || match File::open(part) {
            Ok(file) => {
                file.lock()?;
                Ok(Some(file))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    /// Writes a chunk of an upload; it is on disk when this returns.
    pub(crate) async fn write_part(&self, id: UploadId, offset: u64, bytes: Vec<u8>) -> Result<()> {
        let part = self.part(id);
        blocking("writing a chunk of an upload", move || {
            let file = OpenOptions::new().write(true).open(part)?;
            file.write_all_at(&bytes, offset)?;
            file.sync_data()
        })
        .await
    }

    /// Removes what there is of an upload; nothing is no error.
    pub(crate) async fn remove_part(&self, id: UploadId) -> Result<()> {
        let part = self.part(id);
        blocking("removing an upload's file", move || match fs::remove_file(part) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        })
        .await
    }

    /// The uploads of which there is a file.
    pub(crate) async fn parts(&self) -> Result<Vec<UploadId>> {
        let folder = self.uploads.clone();
        blocking("listing uploads", move || {
            let mut ids = Vec::new();
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                let id = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
                ids.extend(id.map(UploadId));
            }
            Ok(ids)
        })
        .await
    }

    /// Gives the bytes of an upload their place among the documents. The upload stays, so that this can be done again
    /// if the document is not recorded after all; remove it then.
    pub(crate) async fn keep_part(&self, id: UploadId) -> Result<Digested> {
        let (part, blobs) = (self.part(id), self.clone());
        blocking("storing an upload", move || {
            let digested = digest(&part)?;
            blobs.place(&part, &digested.sha256)?;
            Ok(digested)
        })
        .await
    }

    fn place(&self, part: &Path, sha256: &str) -> io::Result<()> {
        let path = self.path(sha256);
        if path.exists() {
            return Ok(());
        }
        let folder = path.parent().expect("a document lies in a folder");
        fs::create_dir_all(folder)?;
        match fs::hard_link(part, &path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(_) => {
                // Not every file system has hard links.
                let copy = part.with_extension("copy");
                fs::copy(part, &copy)?;
                File::open(&copy)?.sync_all()?;
                fs::rename(copy, &path)?;
            }
            Ok(()) => {}
        }
        sync_folder(folder)?;
        sync_folder(&self.documents)
    }
}

/// Reads a file to its end.
fn digest(path: &Path) -> io::Result<Digested> {
    let mut reader = BufReader::with_capacity(1 << 18, File::open(path)?);
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut size_bytes = 0;
    loop {
        let count = reader.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        hash.update(&buffer[..count]);
        size_bytes += count as u64;
    }
    Ok(Digested {
        sha256: hexadecimal(&hash.finalize()),
        size_bytes,
    })
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            write!(text, "{byte:02x}").expect("writing to a String succeeds");
            text
        })
}

/// A file's name is on disk only once its folder is.
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

async fn blocking<T: Send + 'static>(
    operation: &'static str,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T> {
    task::spawn_blocking(work)
        .await
        .map_err(Error::internal(operation))?
        .map_err(Error::internal(operation))
}
