//! Secrets of high entropy: what is stored of them is a plain hash. (Passwords are another matter: see
//! [`identity`](crate::identity).)

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use platform::Random;
use sha2::{Digest, Sha256};

/// A new secret for a link or a cookie: 256 random bits, fit for a URL.
pub fn new_token(random: &Random) -> String {
    URL_SAFE_NO_PAD.encode(random.bytes::<32>())
}

/// What is stored of a secret. It can't be guessed back because the secret is random and long; so comparing hashes need
/// not take constant time either.
pub fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
