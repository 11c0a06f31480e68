//! What is done once, however often it is asked for: a caller's key, and what it was sent for.

use contract::{Actor, Principal};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// Longest key.
const MAX_KEY_CHARS: usize = 200;

/// A key as it is kept: of this caller only, with the digest of the request.
#[derive(Clone, Debug)]
pub(crate) struct Once {
    /// The caller and the key.
    pub(crate) key: String,
    /// SHA-256 of what was asked for.
    pub(crate) request_sha256: Vec<u8>,
}

impl Once {
    /// The `key` of a caller, for `request`: all of it that makes a difference.
    ///
    /// # Errors
    /// When the key is not one.
    pub(crate) fn new(actor: &Actor, key: &str, request: &impl Serialize) -> Result<Self> {
        let chars = key.chars().count();
        if chars == 0 || chars > MAX_KEY_CHARS || key.contains('\0') {
            let message = "Send a key of 1 to 200 characters, new for each decision";
            return Err(Error::field("idempotency_key", message));
        }
        let request = serde_json::to_vec(request).map_err(Error::internal("tell a request from others"))?;
        Ok(Self {
            key: format!("{} {key}", caller(&actor.principal)),
            request_sha256: Sha256::digest(request).to_vec(),
        })
    }

    /// The error for a key that was sent for something else before.
    pub(crate) fn taken() -> Error {
        Error::field("idempotency_key", "This key was used for something else")
    }
}

/// What tells a caller from all others of the organization, in a stored key.
pub fn caller(principal: &Principal) -> String {
    match principal {
        Principal::User { user_id, .. } => format!("user:{user_id}"),
        Principal::ApiKey { api_key_id, .. } => format!("key:{api_key_id}"),
        Principal::System { name } => format!("system:{name}"),
    }
}
