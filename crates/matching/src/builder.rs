//! Builds an index: suppliers in, file out.
//!
//! Memory stays near the size of the file: words are numbered, everything else lies in flat arrays, and the postings are
//! written by counting sort a few million at a time.

use std::{
    fs::File,
    io::{self, BufWriter, Cursor, Seek, Write},
    path::Path,
};

use contract::SupplierId;

use crate::{
    Error, Index, SupplierRecord,
    address::Street,
    bytes::write_varint,
    format::{FormatWriter, Section},
    grams,
    identifier::Kind,
    keys::{self, Identified},
    misspelling,
    normalize::{Name, fold_line},
    postings::write_postings,
    segment::bucket_of,
    stored_record::StoredRecord,
    word_table::WordTable,
};

/// Trigram postings sorted at a time: 4 bytes each.
const POSTINGS_AT_ONCE: usize = 6_000_000;
/// Average entries of a bucket of the key map.
const BUCKET: usize = 8;

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexStats {
    /// Suppliers in the index.
    pub suppliers: u32,
    /// Names and aliases in the index.
    pub names: u32,
    /// Size of the file.
    pub size_bytes: u64,
    /// Of these, the suppliers' own texts: names, addresses, identifiers as the master has them.
    pub text_bytes: u64,
}

/// Collects suppliers and writes an index of them. The order of adding does not matter, save that of two records with the
/// same id the later one counts.
#[derive(Debug)]
pub struct IndexBuilder {
    ids: Vec<SupplierId>,
    records: Vec<u8>,
    record_ends: Vec<u32>,
    first_names: Vec<u32>,
    cities: Vec<u32>,
    name_words: Vec<u32>,
    name_word_ends: Vec<u32>,
    legal_forms: Vec<u8>,
    /// Fingerprint of a key in the upper half, the name in the lower.
    keys: Vec<u64>,
    words: WordTable,
}

impl Default for IndexBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl IndexBuilder {
    /// An empty builder.
    pub fn new() -> Self {
        Self {
            ids: Vec::new(),
            records: Vec::new(),
            record_ends: vec![0],
            first_names: vec![0],
            cities: Vec::new(),
            name_words: Vec::new(),
            name_word_ends: vec![0],
            legal_forms: Vec::new(),
            keys: Vec::new(),
            words: WordTable::new(),
        }
    }

    /// The number of records added.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether no record was added.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Adds a supplier, about 3 µs.
    ///
    /// # Errors
    /// [`Error::Full`] beyond 4 GiB of supplier texts.
    pub fn add(&mut self, record: &SupplierRecord<'_>) -> Result<(), Error> {
        StoredRecord::write(record, &mut self.records);
        let end = u32::try_from(self.records.len()).map_err(|_| Error::Full("supplier texts"))?;
        let mut found = Vec::new();
        let first_name = self.legal_forms.len() as u32;
        for raw in std::iter::once(&record.name).chain(record.aliases) {
            self.add_name(&Name::parse(raw), &mut found);
        }
        found.clear();
        found.extend(
            Kind::ALL
                .into_iter()
                .filter_map(|kind| keys::of_identifier(kind, record.identifier(kind))),
        );
        keys::of_address(
            Street::parse(record.address).as_ref(),
            record.city,
            record.postcode,
            &mut found,
        );
        self.keys
            .extend(found.iter().map(|key| key & !0xffff_ffff | u64::from(first_name)));
        let city = fold_line(record.city);
        self.cities.push(if city.is_empty() { 0 } else { keys::city(&city) });
        self.ids.push(record.id);
        self.record_ends.push(end);
        self.first_names.push(self.legal_forms.len() as u32);
        Ok(())
    }

    fn add_name(&mut self, name: &Name, found: &mut Vec<u64>) {
        let number = u64::from(self.legal_forms.len() as u32);
        for word in &name.words {
            let id = self.words.intern(word.text.as_bytes());
            self.name_words.push(id << 2 | u32::from(word.segment));
        }
        self.name_word_ends.push(self.name_words.len() as u32);
        self.legal_forms.push(name.legal.code());
        found.clear();
        keys::of_name(name, found);
        keys::of_acronyms(name, found);
        self.keys.extend(found.iter().map(|key| key & !0xffff_ffff | number));
    }

    /// Writes the index to `path` through a temporary file beside it, so that a reader sees the old file or the new one.
    ///
    /// # Errors
    /// [`Error::Write`] when the file cannot be written.
    pub fn write(self, path: impl AsRef<Path>) -> Result<IndexStats, Error> {
        let path = path.as_ref();
        let partial = path.with_extension("partial");
        let write = || {
            let (file, stats) = self.write_to(BufWriter::with_capacity(1 << 18, File::create(&partial)?))?;
            file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
            std::fs::rename(&partial, path)?;
            Ok(stats)
        };
        write().map_err(|source| Error::Write {
            path: path.to_owned(),
            source,
        })
    }

    /// Builds the index in memory, for a few suppliers.
    pub(crate) fn build(self) -> Result<Index, Error> {
        let (bytes, _) = self
            .write_to(Cursor::new(Vec::new()))
            .map_err(|_| Error::Full("memory for the changed suppliers"))?;
        Index::from_vec(bytes.into_inner())
    }

    fn write_to<W: Write + Seek>(mut self, out: W) -> io::Result<(W, IndexStats)> {
        let order = self.order();
        let names: Vec<u32> = order
            .iter()
            .flat_map(|&at| self.first_names[at as usize]..self.first_names[at as usize + 1])
            .collect();
        let words = self.words.sorted();
        let mut out = FormatWriter::new(out)?;
        let text_bytes = self.write_records(&order, &mut out)?;
        self.write_owners(&order, &mut out)?;
        self.write_names(&names, &words, &mut out)?;
        self.write_words(&names, &words, &mut out)?;
        self.write_misspellings(&words, &mut out)?;
        self.write_grams(&names, &mut out)?;
        self.write_keys(&names, &mut out)?;
        self.write_cities(&order, &mut out)?;
        let (suppliers, names) = (order.len() as u32, names.len() as u32);
        let (out, size_bytes) = out.finish(suppliers, names)?;
        Ok((
            out,
            IndexStats {
                suppliers,
                names,
                size_bytes,
                text_bytes,
            },
        ))
    }

    /// The records to write, by id; of those with the same id the last.
    fn order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.ids.len() as u32).collect();
        order.sort_by_key(|&at| (self.ids[at as usize], std::cmp::Reverse(at)));
        order.dedup_by_key(|at| self.ids[*at as usize]);
        order
    }

    fn write_records<W: Write + Seek>(&mut self, order: &[u32], out: &mut FormatWriter<W>) -> io::Result<u64> {
        for &at in order {
            out.put(self.ids[at as usize].0.as_bytes())?;
        }
        out.end(Section::Ids);
        let range = |at: u32| self.record_ends[at as usize] as usize..self.record_ends[at as usize + 1] as usize;
        out.put_u32s(ends(order.iter().map(|&at| range(at).len() as u32)))?;
        out.end(Section::RecordEnds);
        let mut written = 0;
        for &at in order {
            out.put(&self.records[range(at)])?;
            written += range(at).len() as u64;
        }
        out.end(Section::Records);
        self.records = Vec::new();
        Ok(written)
    }

    fn write_owners<W: Write + Seek>(&self, order: &[u32], out: &mut FormatWriter<W>) -> io::Result<()> {
        let count = |at: u32| self.first_names[at as usize + 1] - self.first_names[at as usize];
        out.put_u32s(ends(order.iter().map(|&at| count(at))))?;
        out.end(Section::FirstNames);
        out.put_u32s(
            (0..)
                .zip(order)
                .flat_map(|(owner, &at)| std::iter::repeat_n(owner, count(at) as usize)),
        )?;
        out.end(Section::NameOwners);
        Ok(())
    }

    fn words_of(&self, name: u32) -> &[u32] {
        &self.name_words[self.name_word_ends[name as usize] as usize..self.name_word_ends[name as usize + 1] as usize]
    }

    fn grams_of(&self, name: u32, out: &mut Vec<u16>) {
        grams::of_words(self.words_of(name).iter().map(|word| self.words.text(word >> 2)), out);
    }

    /// Renumbers the words by their texts and writes the words of each name.
    fn write_names<W: Write + Seek>(&self, names: &[u32], words: &[u32], out: &mut FormatWriter<W>) -> io::Result<()> {
        let mut rank = vec![0; self.words.len()];
        for (index, &word) in words.iter().enumerate() {
            rank[word as usize] = index as u32;
        }
        let mut bytes = Vec::new();
        let mut lengths = vec![0];
        for &name in names {
            bytes.push(self.legal_forms[name as usize]);
            for word in self.words_of(name) {
                write_varint(&mut bytes, rank[(word >> 2) as usize] << 2 | word & 3);
            }
            lengths.push(bytes.len() as u32);
        }
        out.put_u32s(lengths)?;
        out.end(Section::NameWordEnds);
        out.put(&bytes)?;
        out.end(Section::NameWords);
        Ok(())
    }

    fn write_words<W: Write + Seek>(&self, names: &[u32], order: &[u32], out: &mut FormatWriter<W>) -> io::Result<()> {
        out.put_u32s(ends(order.iter().map(|&word| self.words.text(word).len() as u32)))?;
        out.end(Section::WordEnds);
        for &word in order {
            out.put(self.words.text(word))?;
        }
        out.end(Section::WordTexts);

        let mut distinct = Vec::new();
        let lists = CountingSort::new(self.words.len(), names, |name, visit| {
            distinct.clear();
            distinct.extend(self.words_of(name).iter().map(|word| word >> 2));
            distinct.sort_unstable();
            distinct.dedup();
            for &word in &distinct {
                visit(word as usize);
            }
        });
        let mut bytes = Vec::new();
        let mut list_ends = vec![0];
        for &word in order {
            write_postings(lists.list(word as usize), &mut bytes);
            list_ends.push(bytes.len() as u32);
        }
        out.put_u32s(list_ends)?;
        out.end(Section::WordListEnds);
        out.put(&bytes)?;
        out.end(Section::WordLists);
        Ok(())
    }

    /// Files each word under its texts with one letter left out; a number here is a rank in `words`.
    fn write_misspellings<W: Write + Seek>(&self, words: &[u32], out: &mut FormatWriter<W>) -> io::Result<()> {
        let mut entries = Vec::new();
        for (rank, &word) in (0_u64..).zip(words) {
            misspelling::keys(self.words.text(word), |key| entries.push(key & !0xffff_ffff | rank));
        }
        write_map(entries, [Section::MisspellingBuckets, Section::MisspellingEntries], out)
    }

    fn write_grams<W: Write + Seek>(&self, names: &[u32], out: &mut FormatWriter<W>) -> io::Result<()> {
        let mut grams = Vec::new();
        let mut counts = vec![0_u32; grams::CODES];
        for &name in names {
            self.grams_of(name, &mut grams);
            for &code in &grams {
                counts[usize::from(code)] += 1;
            }
        }
        let weights: Vec<f32> = counts.iter().map(|&count| grams::weight(count, names.len())).collect();
        let mut norms = Vec::with_capacity(names.len());
        for &name in names {
            self.grams_of(name, &mut grams);
            norms.push(grams::quantize_norm(
                grams.iter().map(|&code| weights[usize::from(code)]).sum(),
            ));
        }
        out.put(&norms)?;
        out.end(Section::NameNorms);

        let mut bytes = Vec::new();
        let mut codes = Vec::new();
        let mut list_ends = vec![0];
        let mut start = 0;
        while start < counts.len() {
            let mut end = start + 1;
            let mut total = counts[start] as usize;
            while end < counts.len() && total + counts[end] as usize <= POSTINGS_AT_ONCE {
                total += counts[end] as usize;
                end += 1;
            }
            let lists = CountingSort::new(end - start, names, |name, visit| {
                self.grams_of(name, &mut grams);
                for &code in &grams {
                    if (start..end).contains(&usize::from(code)) {
                        visit(usize::from(code) - start);
                    }
                }
            });
            for code in (start..end).filter(|&code| counts[code] > 0) {
                write_postings(lists.list(code - start), &mut bytes);
                codes.push(code as u32);
                list_ends.push(bytes.len() as u32);
            }
            start = end;
        }
        out.put_u32s(codes)?;
        out.end(Section::GramCodes);
        out.put_u32s(list_ends)?;
        out.end(Section::GramListEnds);
        out.put(&bytes)?;
        out.end(Section::GramLists);
        Ok(())
    }

    fn write_keys<W: Write + Seek>(&mut self, names: &[u32], out: &mut FormatWriter<W>) -> io::Result<()> {
        let mut renumbered = vec![u32::MAX; self.legal_forms.len()];
        for (new, &old) in (0..).zip(names) {
            renumbered[old as usize] = new;
        }
        let mut entries = std::mem::take(&mut self.keys);
        entries.retain_mut(|entry| {
            let name = renumbered[*entry as u32 as usize];
            *entry = *entry & !0xffff_ffff | u64::from(name);
            name != u32::MAX
        });
        write_map(entries, [Section::KeyBuckets, Section::KeyEntries], out)
    }

    fn write_cities<W: Write + Seek>(&self, order: &[u32], out: &mut FormatWriter<W>) -> io::Result<()> {
        let mut cities: Vec<u32> = order
            .iter()
            .map(|&at| self.cities[at as usize])
            .filter(|&city| city != 0)
            .collect();
        cities.sort_unstable();
        out.put_u32s(
            cities
                .chunk_by(|a, b| a == b)
                .flat_map(|run| [run[0], run.len() as u32]),
        )?;
        out.end(Section::Cities);
        Ok(())
    }
}

/// Writes a map of fingerprints (upper half) to numbers (lower half) as buckets and entries.
fn write_map<W: Write + Seek>(
    mut entries: Vec<u64>,
    [buckets_section, entries_section]: [Section; 2],
    out: &mut FormatWriter<W>,
) -> io::Result<()> {
    entries.sort_unstable();
    entries.dedup();
    let buckets = (entries.len() / BUCKET).max(1).next_power_of_two();
    let mut counts = vec![0_u32; buckets];
    for entry in &entries {
        counts[bucket_of((entry >> 32) as u32, buckets)] += 1;
    }
    out.put_u32s(ends(counts.into_iter()))?;
    out.end(buckets_section);
    out.put_u32s(
        entries
            .into_iter()
            .flat_map(|entry| [(entry >> 32) as u32, entry as u32]),
    )?;
    out.end(entries_section);
    Ok(())
}

/// 0, then the running sum of `lengths`.
fn ends(lengths: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
    std::iter::once(0).chain(lengths.scan(0, |end, length| {
        *end += length;
        Some(*end)
    }))
}

/// Lists of (new) name numbers by key, in one array.
struct CountingSort {
    starts: Vec<u32>,
    names: Vec<u32>,
}

impl CountingSort {
    /// `keys_of` gives the distinct keys of an (old) name, twice.
    fn new(keys: usize, names: &[u32], mut keys_of: impl FnMut(u32, &mut dyn FnMut(usize))) -> Self {
        let mut starts = vec![0_u32; keys + 2];
        for &name in names {
            keys_of(name, &mut |key| starts[key + 2] += 1);
        }
        for key in 2..starts.len() {
            starts[key] += starts[key - 1];
        }
        let mut sorted = vec![0; *starts.last().expect("at least two") as usize];
        for (new, &name) in (0..).zip(names) {
            keys_of(name, &mut |key| {
                let at = &mut starts[key + 1];
                sorted[*at as usize] = new;
                *at += 1;
            });
        }
        Self { starts, names: sorted }
    }

    fn list(&self, key: usize) -> &[u32] {
        &self.names[self.starts[key] as usize..self.starts[key + 1] as usize]
    }
}
