//! Searching: one consistent view of a live index.

use std::sync::Arc;

use contract::SupplierId;

use crate::{
    Query, Scored,
    accumulate::Scratch,
    live::Layer,
    model::Model,
    score::{compare_all, score},
};

/// The suppliers at one moment. Cheap to clone and to send to other threads.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub(crate) layers: Arc<Vec<Layer>>,
}

impl Snapshot {
    pub(crate) fn new(layers: Arc<Vec<Layer>>) -> Self {
        Self { layers }
    }

    /// The `k` most probable suppliers of a payee, best first, without those in `excluded` (pairs that people rejected).
    ///
    /// This is the fast path for files; keep one [`Scratch`] per thread.
    pub fn candidates(
        &self,
        query: &Query<'_>,
        k: usize,
        excluded: &[SupplierId],
        scratch: &mut Scratch,
    ) -> Vec<Scored> {
        let (_, mut compared) = compare_all(&self.layers, query, excluded, scratch);
        score(&mut compared, Model::shipped());
        compared.iter().take(k).map(super::score::Compared::scored).collect()
    }
}
