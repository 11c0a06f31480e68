//! Randomness.

use std::sync::{Mutex, PoisonError};

use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};

/// A cryptographically strong source of random bytes, shared by those who need one.
#[derive(Debug)]
pub struct Random(Mutex<StdRng>);

impl Random {
    /// Seeded by the operating system.
    pub fn from_os() -> Self {
        Self(Mutex::new(rand::make_rng()))
    }

    /// Gives the same bytes for the same seed: for tests only.
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(&mut bytes);
        bytes
    }

    /// A random fraction, 0 included, 1 excluded.
    pub fn fraction(&self) -> f64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).random()
    }

    /// `length` random characters out of `alphabet`, each equally likely.
    pub fn text(&self, alphabet: &[u8], length: usize) -> String {
        let mut rng = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (0..length)
            .map(|_| char::from(alphabet[rng.random_range(0..alphabet.len())]))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_the_operating_system_does_not() {
        assert_eq!(Random::seeded(7).bytes::<16>(), Random::seeded(7).bytes::<16>());
        assert_ne!(Random::from_os().bytes::<16>(), Random::from_os().bytes::<16>());
    }

    #[test]
    fn text_uses_the_whole_alphabet_and_nothing_else() {
        let text = Random::seeded(1).text(b"abc", 200);
        assert_eq!(text.len(), 200);
        for c in ['a', 'b', 'c'] {
            assert!(text.contains(c), "{c} occurs");
        }
        assert!(text.bytes().all(|b| b"abc".contains(&b)));
    }
}
