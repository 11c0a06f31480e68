//! The index as it is used: a base, the changes since it was built, and an atomic swap between the two.
//!
//! Changes are small indexes of their own. A new one is merged with its neighbour as long as that is not much larger, so
//! 50,000 changes make some eight layers, and each supplier is indexed again a few times a layer. Replaced and removed suppliers
//! are marked dead in the layer that has them.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use arc_swap::ArcSwap;
use contract::SupplierId;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{Error, Index, IndexBuilder, Snapshot, SupplierRecord, identifier::Kind};

/// An index and which of its suppliers no longer count.
#[derive(Clone, Debug)]
pub(crate) struct Layer {
    pub(crate) index: Arc<Index>,
    pub(crate) dead: Arc<FxHashSet<u32>>,
}

impl Layer {
    fn new(index: Index) -> Self {
        Self {
            index: Arc::new(index),
            dead: Arc::default(),
        }
    }

    fn live(&self) -> usize {
        self.index.len() - self.dead.len()
    }

    fn live_number(&self, id: SupplierId) -> Option<u32> {
        self.index.find(id).filter(|supplier| !self.dead.contains(supplier))
    }
}

/// A moment in the life of a [`LiveIndex`]; see [`LiveIndex::mark`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark(u64);

/// A searchable index that changes while it is searched: many readers, one writer at a time.
pub struct LiveIndex {
    layers: ArcSwap<Vec<Layer>>,
    changes: Mutex<Changes>,
}

/// What has changed since the base was built, and when.
#[derive(Debug, Default)]
struct Changes {
    last: u64,
    by_id: FxHashMap<SupplierId, u64>,
}

impl fmt::Debug for LiveIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LiveIndex")
            .field("len", &self.len())
            .field("overlay_len", &self.overlay_len())
            .finish()
    }
}

impl LiveIndex {
    /// Serves `base`, or an empty index.
    ///
    /// # Panics
    /// Never: an empty index always fits into memory.
    pub fn new(base: Option<Index>) -> Self {
        let base = base.unwrap_or_else(|| IndexBuilder::new().build().expect("an empty index fits into memory"));
        Self {
            layers: ArcSwap::from_pointee(vec![Layer::new(base)]),
            changes: Mutex::default(),
        }
    }

    /// What a reader searches; later changes do not show in it. Costs a reference count.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::new(self.layers.load_full())
    }

    /// The number of suppliers.
    pub fn len(&self) -> usize {
        self.layers.load().iter().map(Layer::live).sum()
    }

    /// Whether there are no suppliers.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of changes since the base was built; rebuild the base beyond some 50,000.
    pub fn overlay_len(&self) -> usize {
        self.lock().by_id.len()
    }

    /// Adds a supplier or replaces the one with its id. The next snapshot has it. 20 µs to 1 ms, for many use
    /// [`Self::upsert_all`].
    ///
    /// # Errors
    /// [`Error::Full`] beyond 4 GiB of changed texts.
    pub fn upsert(&self, record: &SupplierRecord<'_>) -> Result<(), Error> {
        self.upsert_all([record])
    }

    /// Adds or replaces several suppliers; readers see all of them or none.
    ///
    /// # Errors
    /// [`Error::Full`] beyond 4 GiB of changed texts; then nothing changes.
    pub fn upsert_all<'a, 'b: 'a>(
        &self,
        records: impl IntoIterator<Item = &'a SupplierRecord<'b>>,
    ) -> Result<(), Error> {
        let mut changes = self.lock();
        let mut layers = Vec::clone(&self.layers.load());
        let mut builder = IndexBuilder::new();
        let mut ids = Vec::new();
        for record in records {
            builder.add(record)?;
            ids.push(record.id);
        }
        bury(&mut layers, &ids);
        layers.push(Layer::new(builder.build()?));
        merge(&mut layers)?;
        changes.note(ids);
        self.layers.store(Arc::new(layers));
        Ok(())
    }

    /// Removes a supplier; an unknown id is no error.
    pub fn remove(&self, id: SupplierId) {
        let mut changes = self.lock();
        let mut layers = Vec::clone(&self.layers.load());
        bury(&mut layers, &[id]);
        changes.note([id]);
        self.layers.store(Arc::new(layers));
    }

    /// Call this *before* reading the suppliers for a new base, and hand it to [`Self::replace_base`].
    pub fn mark(&self) -> Mark {
        Mark(self.lock().last)
    }

    /// Serves `base` from now on. Changes made up to `since` are in it; later ones are carried over.
    ///
    /// # Errors
    /// [`Error::Full`] beyond 4 GiB of changed texts; then nothing changes.
    pub fn replace_base(&self, base: Index, since: Mark) -> Result<(), Error> {
        let mut changes = self.lock();
        let old = self.layers.load();
        let later: Vec<SupplierId> = changes
            .by_id
            .iter()
            .filter(|(_, change)| **change > since.0)
            .map(|(id, _)| *id)
            .collect();
        let mut overlay = IndexBuilder::new();
        for id in &later {
            let found = old[1..].iter().find_map(|layer| Some((layer, layer.live_number(*id)?)));
            if let Some((layer, supplier)) = found {
                add_stored(&mut overlay, &layer.index, supplier)?;
            }
        }
        let mut layers = vec![Layer::new(base)];
        bury(&mut layers, &later);
        if !overlay.is_empty() {
            layers.push(Layer::new(overlay.build()?));
        }
        changes.by_id.retain(|_, change| *change > since.0);
        self.layers.store(Arc::new(layers));
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Changes> {
        // A writer that panicked stored nothing, so what the lock guards is whole.
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Changes {
    fn note(&mut self, ids: impl IntoIterator<Item = SupplierId>) {
        self.last += 1;
        self.by_id.extend(ids.into_iter().map(|id| (id, self.last)));
    }
}

/// Marks the suppliers dead wherever they are.
fn bury(layers: &mut [Layer], ids: &[SupplierId]) {
    for layer in layers {
        let found: Vec<u32> = ids.iter().filter_map(|id| layer.live_number(*id)).collect();
        if !found.is_empty() {
            Arc::make_mut(&mut layer.dead).extend(found);
        }
    }
}

/// Merges the newest layers while the one before is less than four times as large; the base is never touched.
fn merge(layers: &mut Vec<Layer>) -> Result<(), Error> {
    while let [_, .., before, last] = layers.as_slice()
        && before.index.len() < 4 * last.index.len()
    {
        let mut builder = IndexBuilder::new();
        for layer in [before, last] {
            for supplier in (0..layer.index.len() as u32).filter(|supplier| !layer.dead.contains(supplier)) {
                add_stored(&mut builder, &layer.index, supplier)?;
            }
        }
        let merged = Layer::new(builder.build()?);
        layers.truncate(layers.len() - 2);
        layers.push(merged);
    }
    Ok(())
}

fn add_stored(builder: &mut IndexBuilder, index: &Index, supplier: u32) -> Result<(), Error> {
    let stored = index.record(supplier);
    let names: Vec<&str> = stored.names().collect();
    let (name, aliases) = names.split_first().expect("a stored supplier has a name");
    builder.add(&SupplierRecord {
        id: index.id(supplier),
        name,
        aliases,
        address: stored.address(),
        city: stored.city(),
        state: stored.state(),
        postcode: stored.postcode(),
        country: stored.country(),
        tax_id: stored.identifier(Kind::TaxId),
        vat_id: stored.identifier(Kind::VatId),
        iban: stored.identifier(Kind::Iban),
        external_id: stored.identifier(Kind::ExternalId),
    })
}
