//! Hashing passwords.

use std::sync::Arc;

use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _, password_hash::Error as HashError};
use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::{Error, Result};

/// Hashes that are computed at once. Each takes 19 MiB and a processor for some 20 ms, so a rush of sign-ins has to queue
/// rather than exhaust the machine.
const AT_ONCE: usize = 2;

/// What an unknown person's password is compared with, so that the answer takes as long as for a known one. It is the hash
/// of a text that no one can type.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ibw$C0mGsG+fVSyVQ3ZkFP6rq+ZDZvnZQqWCKHhrXQ5kq3I";

/// Hashes and verifies with argon2id, 19 MiB, 2 passes, 1 lane (OWASP Password Storage Cheat Sheet, first choice).
#[derive(Clone, Debug)]
pub struct PasswordHasher {
    places: Arc<Semaphore>,
}

impl Default for PasswordHasher {
    fn default() -> Self {
        Self {
            places: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl PasswordHasher {
    /// The hash of a password, as a PHC string with this salt.
    pub async fn hash(&self, password: &str, salt: [u8; 16]) -> Result<String> {
        let password = password.to_owned();
        self.work(move || {
            Argon2::default()
                .hash_password_with_salt(password.as_bytes(), &salt)
                .map(|h| h.to_string())
        })
        .await?
        .map_err(|e| Error::internal("hashing a password")(e.to_string()))
    }

    /// Whether a password is the one behind `hash`. Without a hash it is not, after the same time.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        let known = hash.is_some();
        let (password, hash) = (password.to_owned(), hash.unwrap_or(NOBODY).to_owned());
        let outcome = self
            .work(move || Argon2::default().verify_password(password.as_bytes(), hash.as_str()))
            .await?;
        match outcome {
            Ok(()) => Ok(known),
            Err(HashError::PasswordInvalid) => Ok(false),
            Err(error) => Err(Error::internal("verifying a password")(error.to_string())),
        }
    }

    /// Runs `work` off the async threads, when there is a place.
    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let place = Arc::clone(&self.places)
            .acquire_owned()
            .await
            .map_err(Error::internal("waiting to hash"))?;
        let work = move || {
            // Held until the work is done, even if who waits for it goes away.
            let _place = place;
            work()
        };
        spawn_blocking(work).await.map_err(Error::internal("hashing"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_verified_by_its_own_hash_only() -> Result<()> {
        let hasher = PasswordHasher::default();
        let hash = hasher.hash("violet tundra ladder", [7; 16]).await?;
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(hasher.verify("violet tundra ladder", Some(&hash)).await?);
        assert!(!hasher.verify("violet tundra ladders", Some(&hash)).await?);
        Ok(())
    }

    #[tokio::test]
    async fn nobody_has_no_password() -> Result<()> {
        assert!(!PasswordHasher::default().verify("nobody", None).await?);
        Ok(())
    }

    #[tokio::test]
    async fn a_damaged_hash_is_a_defect_and_no_wrong_password() {
        let outcome = PasswordHasher::default().verify("x", Some("plain")).await;
        assert!(matches!(outcome, Err(Error::Internal { .. })));
    }
}
