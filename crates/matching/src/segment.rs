//! An immutable index over some suppliers: the big base from a file, or a few changed suppliers in memory.

use std::{fs::File, path::Path};

use contract::SupplierId;
use memmap2::Mmap;
use uuid::Uuid;

use crate::{
    Error,
    bytes::{U32s, read_varint},
    format::{Layout, Section},
    legal_form::LegalForm,
    postings::Postings,
    stored_record::StoredRecord,
};

/// Where the bytes of an index live.
#[derive(Debug)]
enum Bytes {
    Mapped(Mmap),
    Owned(Vec<u8>),
}

/// An index, read in place. Cheap to open: nothing is copied or decoded.
#[derive(Debug)]
pub struct Index {
    bytes: Bytes,
    layout: Layout,
}

/// Entries of one key that are read at most; more than this are homonyms that no key can tell apart.
const MOST_PER_KEY: usize = 256;

impl Index {
    /// Maps the index file at `path` into memory and verifies its version and checksum (some 10 ms for 500,000
    /// suppliers). The file must not be written to while it is open; replace it by renaming a new one over it.
    ///
    /// # Errors
    /// [`Error::Open`] when the file cannot be mapped, [`Error::Corrupt`] when it is not an intact index of this version.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let map = File::open(path)
            .and_then(|file| map_file(&file))
            .map_err(|source| Error::Open {
                path: path.to_owned(),
                source,
            })?;
        Self::new(Bytes::Mapped(map))
    }

    pub(crate) fn from_vec(bytes: Vec<u8>) -> Result<Self, Error> {
        Self::new(Bytes::Owned(bytes))
    }

    fn new(bytes: Bytes) -> Result<Self, Error> {
        let layout = Layout::read(match &bytes {
            Bytes::Mapped(map) => map,
            Bytes::Owned(vec) => vec,
        })?;
        Ok(Self { bytes, layout })
    }

    /// The number of suppliers.
    pub fn len(&self) -> usize {
        self.layout.suppliers as usize
    }

    /// Whether there are no suppliers.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of names and aliases.
    pub(crate) fn names(&self) -> usize {
        self.layout.names as usize
    }

    fn section(&self, section: Section) -> &[u8] {
        let range = self.layout.range(section);
        match &self.bytes {
            Bytes::Mapped(map) => &map[range],
            Bytes::Owned(vec) => &vec[range],
        }
    }

    fn u32s(&self, section: Section) -> U32s<'_> {
        U32s(self.section(section))
    }

    pub(crate) fn id(&self, supplier: u32) -> SupplierId {
        let at = supplier as usize * 16;
        SupplierId(Uuid::from_bytes(
            self.section(Section::Ids)[at..at + 16]
                .try_into()
                .expect("sixteen bytes"),
        ))
    }

    /// The number of the supplier with this id.
    pub(crate) fn find(&self, id: SupplierId) -> Option<u32> {
        let (ids, _) = self.section(Section::Ids).as_chunks::<16>();
        ids.binary_search(id.0.as_bytes()).ok().map(|at| at as u32)
    }

    pub(crate) fn record(&self, supplier: u32) -> StoredRecord<'_> {
        let range = self.u32s(Section::RecordEnds).range(supplier as usize);
        StoredRecord::read(&self.section(Section::Records)[range])
    }

    pub(crate) fn owner(&self, name: u32) -> u32 {
        self.u32s(Section::NameOwners).get(name as usize)
    }

    /// The text of a name as the master has it.
    pub(crate) fn name_text(&self, name: u32) -> &str {
        let owner = self.owner(name);
        let first = self.u32s(Section::FirstNames).get(owner as usize);
        self.record(owner)
            .names()
            .nth((name - first) as usize)
            .unwrap_or_default()
    }

    /// The legal form of a name; its words and their segments are appended to `words`.
    pub(crate) fn name_words(&self, name: u32, words: &mut Vec<(u32, u8)>) -> LegalForm {
        let range = self.u32s(Section::NameWordEnds).range(name as usize);
        let bytes = &self.section(Section::NameWords)[range];
        let mut at = 1;
        while at < bytes.len() {
            let word = read_varint(bytes, &mut at);
            words.push((word >> 2, (word & 3) as u8));
        }
        LegalForm::from_code(bytes.first().copied().unwrap_or_default())
    }

    /// The norm of the trigram weights of each name, see [`crate::grams::quantize_norm`].
    pub(crate) fn name_norms(&self) -> &[u8] {
        self.section(Section::NameNorms)
    }

    pub(crate) fn words(&self) -> usize {
        self.u32s(Section::WordEnds).len() - 1
    }

    pub(crate) fn word_text(&self, word: u32) -> &[u8] {
        &self.section(Section::WordTexts)[self.u32s(Section::WordEnds).range(word as usize)]
    }

    /// The number of the first word that is not less than `text`.
    pub(crate) fn first_word_from(&self, text: &[u8]) -> u32 {
        let (mut low, mut high) = (0, self.words() as u32);
        while low < high {
            let middle = low.midpoint(high);
            if self.word_text(middle) < text {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    pub(crate) fn find_word(&self, text: &[u8]) -> Option<u32> {
        let word = self.first_word_from(text);
        ((word as usize) < self.words() && self.word_text(word) == text).then_some(word)
    }

    /// The names that contain a word.
    pub(crate) fn with_word(&self, word: u32) -> Postings<'_> {
        let range = self.u32s(Section::WordListEnds).range(word as usize);
        Postings::read(&self.section(Section::WordLists)[range])
    }

    /// The names that contain a trigram.
    pub(crate) fn with_gram(&self, code: u16) -> Option<Postings<'_>> {
        let codes = self.u32s(Section::GramCodes);
        let at = codes.partition_point(|it| it < u32::from(code));
        if at == codes.len() || codes.get(at) != u32::from(code) {
            return None;
        }
        let range = self.u32s(Section::GramListEnds).range(at);
        Some(Postings::read(&self.section(Section::GramLists)[range]))
    }

    /// The names filed under a key, at most some hundred; a foreign name may be among them once in 2³² keys.
    pub(crate) fn with_key(&self, key: u64) -> impl Iterator<Item = u32> {
        self.look_up(key, Section::KeyBuckets, Section::KeyEntries)
            .take(MOST_PER_KEY)
    }

    /// The words filed under the key of a misspelling.
    pub(crate) fn with_misspelling(&self, key: u64) -> impl Iterator<Item = u32> {
        self.look_up(key, Section::MisspellingBuckets, Section::MisspellingEntries)
    }

    /// Every entry of the key map, ascending: fingerprint and name. Keys of acronyms are among them, which identify nobody
    /// by themselves.
    pub(crate) fn all_keys(&self) -> impl Iterator<Item = (u32, u32)> {
        let entries = self.u32s(Section::KeyEntries);
        (0..entries.len() / 2).map(move |at| (entries.get(2 * at), entries.get(2 * at + 1)))
    }

    fn look_up(&self, key: u64, buckets: Section, entries: Section) -> impl Iterator<Item = u32> {
        let fingerprint = (key >> 32) as u32;
        let buckets = self.u32s(buckets);
        let entries = self.u32s(entries);
        let range = buckets.range(bucket_of(fingerprint, buckets.len() - 1));
        let (mut low, mut high) = (range.start, range.end);
        while low < high {
            let middle = low.midpoint(high);
            if entries.get(2 * middle) < fingerprint {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low..range.end)
            .take_while(move |entry| entries.get(2 * entry) == fingerprint)
            .map(move |entry| entries.get(2 * entry + 1))
    }

    /// The number of suppliers in the city with this hash.
    pub(crate) fn in_city(&self, hash: u32) -> u32 {
        let cities = self.u32s(Section::Cities);
        let (mut low, mut high) = (0, cities.len() / 2);
        while low < high {
            let middle = low.midpoint(high);
            if cities.get(2 * middle) < hash {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if 2 * low < cities.len() && cities.get(2 * low) == hash {
            cities.get(2 * low + 1)
        } else {
            0
        }
    }
}

/// The bucket of the key map that holds a fingerprint; `buckets` is a power of two.
pub(crate) fn bucket_of(fingerprint: u32, buckets: usize) -> usize {
    ((u64::from(fingerprint) * buckets as u64) >> 32) as usize
}

#[expect(
    unsafe_code,
    reason = "mapping a file is unsafe because another process may change it under the map"
)]
fn map_file(file: &File) -> std::io::Result<Mmap> {
    // SAFETY: index files are written once under a temporary name and renamed into place; nobody changes one afterwards,
    // as `Index::open` demands. The checksum is verified before anything in the map is used.
    unsafe { Mmap::map(file) }
}
