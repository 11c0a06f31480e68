//! What can go wrong with an index.

use std::{io, path::PathBuf};

/// A failure to write, open or change an index. Queries never fail.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The index file could not be written.
    #[error("cannot write the supplier index {path}")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The index file could not be opened or mapped.
    #[error("cannot open the supplier index {path}")]
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The file is not an index of this version, or is damaged; build it again.
    #[error("the supplier index is unusable: {0}")]
    Corrupt(&'static str),
    /// More than 2³² entries or bytes in one section.
    #[error("the supplier index is full: {0}")]
    Full(&'static str),
}
