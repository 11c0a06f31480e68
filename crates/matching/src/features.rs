//! What the learned score sees of a pair of names: numbers about the alignment, never the words themselves.

use crate::{
    Index,
    align::{Alignment, Item, Kind, Link, MAX_WORDS, align},
    candidates::Hit,
    edit_distance::MAX_PATTERN,
    legal_form::LegalForm,
    query::Prepared,
    score::Compared,
    spelling::Buffers,
    weights::WordCache,
    word_kind::WordKind,
};

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// The features by position.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Feature { $($(#[$doc])* $name),+ }

        impl Feature {
            /// All of them, in order.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name),+];
            /// Their names in the same order.
            #[cfg(feature = "train")]
            pub(crate) const NAMES: &'static [&'static str] = &[$(stringify!($name)),+];
        }
    };
}

features! {
    /// Share of the query's weight that has a partner.
    QueryCovered,
    /// Share of the candidate's weight that has a partner.
    CandidateCovered,
    /// Share of the query's weight with the same word as partner.
    QueryExact,
    /// Share of the candidate's weight with the same word as partner.
    CandidateExact,
    /// Weight of the partners together: how much there is to agree on.
    MatchedWeight,
    /// The rarest word that agrees.
    RarestMatched,
    /// The rarest word of the query without partner.
    RarestUnmatchedQuery,
    /// The rarest word of the candidate without partner.
    RarestUnmatchedCandidate,
    /// Weight of the query's words without partner.
    UnmatchedQuery,
    /// Weight of the candidate's words without partner.
    UnmatchedCandidate,
    /// The smaller of the two: words that were replaced rather than left out.
    Replaced,
    /// Weight of the query's words before the first with a partner: of "Geological Survey, Water Center" the Water Center
    /// is meant.
    QueryBefore,
    /// Weight of those behind the last.
    QueryAfter,
    /// Weight of the candidate's words before its first with a partner.
    CandidateBefore,
    /// Weight of those behind its last.
    CandidateAfter,
    /// Number of the query's words without partner.
    UnmatchedQueryWords,
    /// Number of the candidate's words without partner.
    UnmatchedCandidateWords,
    /// Edit similarity of the names without spaces.
    JoinedSimilarity,
    /// Share of the shorter name that is a common prefix.
    CommonPrefix,
    /// Similarity of the first words.
    FirstWord,
    /// Similarity of the last words.
    LastWord,
    /// Legal forms: 0 conflict, 1 kin, 2 one missing, 3 both missing, 4 same.
    LegalForms,
    /// Numbers, see [`compare_kind`].
    Numbers,
    /// Compass points likewise.
    Directions,
    /// Words for the sort of body likewise: a university is no hospital.
    Bodies,
    /// Countries likewise.
    Countries,
    /// Regions and large cities likewise.
    Places,
    /// Words that agree but for a typing error.
    FuzzyWords,
    /// The least similar of them.
    LeastSimilar,
    /// Words that agree as abbreviation or initial.
    AbbreviatedWords,
    /// Words that agree as acronym.
    AcronymWords,
    /// Share of the partners that are in the same order.
    InOrder,
    /// Words of the query.
    QueryWords,
    /// Words of the candidate.
    CandidateWords,
    /// Letters of the query.
    QueryLetters,
    /// 0 different, 1 the same words in another order or spacing, 2 the same words, 3 also the same legal form.
    Exactness,
    /// 1 when the query is the candidate cut off, 2 when it has a length that files cut at.
    CutOff,
    /// 1 when a trade name or parenthesis of one is the other in full.
    PartOfName,
    /// How many other suppliers of the list have the same words, as ln(1 + n).
    Homonyms,
    /// How many others of the list have as much of the query, as ln(1 + n): then it names no one of them.
    Rivals,
    /// Similarity less the best similarity of the others.
    Lead,
    /// Rank by similarity.
    Rank,
    /// Words of an acronym that was written out.
    AcronymLength,
    /// Initials without partner, where the other name has words without partner too: "Luis A" is not "Luis Gustavo".
    OtherInitials,
    /// Share of letters that both names as written have in the same order.
    SpelledWhole,
    /// The same with the words sorted.
    SpelledSorted,
    /// The same with the words that both have set against either name.
    SpelledSet,
    /// How much of the shorter name as written stands within the longer.
    SpelledWithin,
    /// Share of the query as written that is a common start.
    SpelledStart,
    /// [`Self::SpelledWhole`] less the best of the others.
    WholeLead,
    /// [`Self::SpelledSorted`] less the best of the others.
    SortedLead,
    /// [`Self::SpelledSet`] less the best of the others.
    SetLead,
    /// [`Self::SpelledWithin`] less the best of the others.
    WithinLead,
    /// [`Self::QueryCovered`] less the best of the others.
    QueryCoveredLead,
    /// [`Self::CandidateCovered`] less the best of the others.
    CandidateCoveredLead,
    /// [`Self::QueryExact`] less the best of the others.
    QueryExactLead,
}

/// Features of a pair, and the feature that tells how far it is ahead of the other candidates' best.
const LEADS: [(Feature, Feature); 7] = [
    (Feature::SpelledWhole, Feature::WholeLead),
    (Feature::SpelledSorted, Feature::SortedLead),
    (Feature::SpelledSet, Feature::SetLead),
    (Feature::SpelledWithin, Feature::WithinLead),
    (Feature::QueryCovered, Feature::QueryCoveredLead),
    (Feature::CandidateCovered, Feature::CandidateCoveredLead),
    (Feature::QueryExact, Feature::QueryExactLead),
];

/// Number of features.
pub(crate) const COUNT: usize = Feature::ALL.len();

/// One pair in numbers.
pub(crate) type Vector = [f32; COUNT];

/// A pair of names compared.
#[derive(Clone, Debug)]
pub(crate) struct NamePair {
    pub(crate) values: Vector,
    /// A plain measure of similarity, 0..=1: orders the list before the score is known.
    pub(crate) similarity: f32,
    /// Hash of the candidate's words, to count homonyms.
    pub(crate) words_hash: u64,
    pub(crate) legal: LegalForm,
}

impl NamePair {
    pub(crate) fn get(&self, feature: Feature) -> f32 {
        self.values[feature as usize]
    }

    /// Whether each name has a number that the other has not.
    pub(crate) fn has_other_number(&self) -> bool {
        self.get(Feature::Numbers) < 1.0
    }

    fn set(&mut self, feature: Feature, value: f32) {
        self.values[feature as usize] = value;
    }
}

/// Compares the query with one name. The features about the list of candidates stay zero until [`set_in_list`].
pub(crate) fn compare(
    query: &Prepared,
    index: &Index,
    hit: Hit,
    cache: &mut WordCache<'_>,
    words: &mut Vec<(u32, u8)>,
    buffers: &mut Buffers,
) -> NamePair {
    words.clear();
    let legal = index.name_words(hit.name, words);
    words.truncate(MAX_WORDS);
    let mut items = [Item::default(); MAX_WORDS];
    for (item, &(word, _)) in items.iter_mut().zip(&*words) {
        *item = cache.get(hit.layer, word);
    }
    let candidate = &items[..words.len()];
    let mut query_items = [Item::default(); MAX_WORDS];
    for (at, (item, word)) in query_items.iter_mut().zip(&query.name.words).enumerate() {
        *item = Item {
            text: word.text.as_bytes(),
            weight: query.weights[at],
            kind: query.kinds[at],
        };
    }
    let own = &query_items[..query.name.words.len()];
    let links = align(own, &query.patterns, candidate);
    let mut pair = measure(query, own, candidate, words, &links, legal);
    let spelled = query.spelling.compare(index.name_text(hit.name), buffers);
    pair.set(Feature::SpelledWhole, spelled.whole);
    pair.set(Feature::SpelledSorted, spelled.sorted);
    pair.set(Feature::SpelledSet, spelled.set);
    pair.set(Feature::SpelledWithin, spelled.within);
    pair.set(Feature::SpelledStart, spelled.start);
    pair.similarity = 0.25 * (pair.get(Feature::QueryCovered) + pair.get(Feature::CandidateCovered))
        + 0.17 * (spelled.within + spelled.set)
        + 0.08 * (spelled.sorted + pair.get(Feature::JoinedSimilarity));
    pair
}

/// Sums over one side of an alignment.
#[derive(Default)]
struct Side {
    total: f32,
    covered: f32,
    exact: f32,
    rarest_unmatched: f32,
    unmatched: f32,
    unmatched_words: f32,
    rarest_matched: f32,
    /// Weight without partner before the first word with one, and behind the last.
    before: f32,
    after: f32,
}

impl Side {
    fn of(items: &[Item<'_>], links: &[Link]) -> Self {
        let mut side = Self::default();
        let mut any_matched = false;
        for (item, link) in items.iter().zip(links) {
            side.total += item.weight;
            side.covered += item.weight * link.similarity;
            if matches!(link.kind, Kind::Exact | Kind::Joined) {
                side.exact += item.weight;
                side.rarest_matched = side.rarest_matched.max(item.weight);
            }
            if link.is_matched() {
                any_matched = true;
                side.after = 0.0;
            } else {
                side.after += item.weight;
                if !any_matched {
                    side.before += item.weight;
                }
                side.unmatched += item.weight;
                side.unmatched_words += 1.0;
                side.rarest_unmatched = side.rarest_unmatched.max(item.weight);
            }
        }
        side
    }

    fn share(&self, part: f32) -> f32 {
        if self.total > 0.0 { part / self.total } else { 0.0 }
    }
}

fn measure(
    query: &Prepared,
    own: &[Item<'_>],
    candidate: &[Item<'_>],
    words: &[(u32, u8)],
    links: &Alignment,
    legal: LegalForm,
) -> NamePair {
    use Feature as F;
    let own_links = &links.query[..own.len()];
    let q = Side::of(own, own_links);
    let c = Side::of(candidate, &links.candidate[..candidate.len()]);

    let mut joined = [0_u8; MAX_PATTERN];
    let mut length = 0;
    for byte in candidate.iter().flat_map(|item| item.text).take(MAX_PATTERN) {
        joined[length] = *byte;
        length += 1;
    }
    let joined = &joined[..length];
    let joined_similarity = query.joined_pattern.similarity(joined);
    let prefix = query.joined.iter().zip(joined).take_while(|(a, b)| a == b).count();
    let shorter = query.joined.len().min(joined.len());

    let mut pair = NamePair {
        values: [0.0; COUNT],
        similarity: 0.0,
        words_hash: hash_words(candidate),
        legal,
    };
    pair.set(F::QueryCovered, q.share(q.covered));
    pair.set(F::CandidateCovered, c.share(c.covered));
    pair.set(F::QueryExact, q.share(q.exact));
    pair.set(F::CandidateExact, c.share(c.exact));
    pair.set(F::MatchedWeight, q.covered.min(c.covered));
    pair.set(F::RarestMatched, q.rarest_matched.max(c.rarest_matched));
    pair.set(F::RarestUnmatchedQuery, q.rarest_unmatched);
    pair.set(F::RarestUnmatchedCandidate, c.rarest_unmatched);
    pair.set(F::UnmatchedQuery, q.unmatched);
    pair.set(F::UnmatchedCandidate, c.unmatched);
    pair.set(F::Replaced, q.unmatched.min(c.unmatched));
    pair.set(F::UnmatchedQueryWords, q.unmatched_words);
    pair.set(F::UnmatchedCandidateWords, c.unmatched_words);
    pair.set(F::JoinedSimilarity, joined_similarity);
    pair.set(
        F::CommonPrefix,
        if shorter == 0 {
            0.0
        } else {
            prefix as f32 / shorter as f32
        },
    );
    if let (Some(last_own), Some(last)) = (own.len().checked_sub(1), candidate.len().checked_sub(1)) {
        let at = |q: usize, c: usize| {
            if usize::from(own_links[q].partner) == c {
                own_links[q].similarity
            } else {
                0.0
            }
        };
        pair.set(F::FirstWord, at(0, 0));
        pair.set(F::LastWord, at(last_own, last));
    }
    pair.set(F::LegalForms, legal_forms(query.name.legal, legal));
    pair.set(F::Numbers, compare_kind(own, candidate, WordKind::Number));
    pair.set(F::Directions, compare_kind(own, candidate, WordKind::Direction));
    pair.set(F::Bodies, compare_kind(own, candidate, WordKind::Body));
    pair.set(F::Places, compare_kind(own, candidate, WordKind::Place));
    pair.set(F::Countries, compare_kind(own, candidate, WordKind::Country));
    pair.set(F::QueryBefore, q.before);
    pair.set(F::QueryAfter, q.after);
    pair.set(F::CandidateBefore, c.before);
    pair.set(F::CandidateAfter, c.after);
    let of_kind = |kind: Kind| own_links.iter().filter(|link| link.kind == kind).count() as f32;
    pair.set(F::FuzzyWords, of_kind(Kind::Fuzzy));
    let least = own_links
        .iter()
        .filter(|link| link.is_matched())
        .map(|link| link.similarity)
        .fold(1.0, f32::min);
    pair.set(F::LeastSimilar, least);
    pair.set(F::AbbreviatedWords, of_kind(Kind::Abbreviated));
    pair.set(F::AcronymWords, of_kind(Kind::Acronym));
    pair.set(
        F::OtherInitials,
        other_initials(own, own_links, candidate, &links.candidate),
    );
    pair.set(F::AcronymLength, links.acronym_words as f32);
    pair.set(F::InOrder, in_order(own_links));
    pair.set(F::QueryWords, own.len() as f32);
    pair.set(F::CandidateWords, candidate.len() as f32);
    pair.set(F::QueryLetters, query.joined.len() as f32);
    let all_exact = q.unmatched_words + c.unmatched_words == 0.0 && least >= 1.0;
    let same_letters = query.joined == joined && !joined.is_empty();
    let exactness = match (same_letters, all_exact && !own.is_empty()) {
        (true, _) if query.name.legal == legal => 3.0,
        (true, _) => 2.0,
        (false, true) => 1.0,
        (false, false) => 0.0,
    };
    pair.set(F::Exactness, exactness);
    if prefix == query.joined.len() && prefix < joined.len() && prefix >= 8 {
        pair.set(
            F::CutOff,
            if [20, 25, 28, 30, 32, 35, 40].contains(&query.raw_length) {
                2.0
            } else {
                1.0
            },
        );
    }
    pair.set(
        F::PartOfName,
        f32::from(u8::from(is_part(query, own_links, words, &links.candidate))),
    );
    pair
}

/// Fills in what depends on the other candidates; the list is ordered by similarity.
pub(crate) fn set_in_list(list: &mut [Compared]) {
    let mut order: Vec<f32> = list.iter().map(|it| it.pair.similarity).collect();
    order.sort_by(|a, b| b.total_cmp(a));
    let best = order.first().copied().unwrap_or_default();
    let second = order.get(1).copied().unwrap_or_default();
    let hashes: Vec<u64> = list.iter().map(|it| it.pair.words_hash).collect();
    for pair in list.iter_mut().map(|it| &mut it.pair) {
        let homonyms = hashes.iter().filter(|hash| **hash == pair.words_hash).count() - 1;
        let rank = order.partition_point(|similarity| *similarity > pair.similarity);
        let others = if rank == 0 { second } else { best };
        pair.set(Feature::Homonyms, (homonyms as f32).ln_1p());
        pair.set(Feature::Lead, pair.similarity - others);
        pair.set(Feature::Rank, rank.min(20) as f32);
    }
    let mut covered: Vec<f32> = list.iter().map(|it| it.pair.get(Feature::QueryCovered)).collect();
    covered.sort_by(f32::total_cmp);
    for pair in list.iter_mut().map(|it| &mut it.pair) {
        let own = pair.get(Feature::QueryCovered) - 0.01;
        let rivals = covered.len() - covered.partition_point(|other| *other < own) - 1;
        pair.set(Feature::Rivals, (rivals as f32).ln_1p());
    }
    for (value, lead) in LEADS {
        let (mut best, mut second) = (0.0_f32, 0.0_f32);
        for it in &*list {
            let value = it.pair.get(value);
            second = second.max(value.min(best));
            best = best.max(value);
        }
        for pair in list.iter_mut().map(|it| &mut it.pair) {
            let own = pair.get(value);
            let others = if own >= best { second } else { best };
            pair.set(lead, own - others);
        }
    }
}

fn hash_words(words: &[Item<'_>]) -> u64 {
    // Order must not count: homonyms are the same words.
    words.iter().fold(words.len() as u64, |sum, item| {
        let hash = item.text.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        sum.wrapping_add(hash ^ (hash >> 29))
    })
}

fn legal_forms(query: LegalForm, candidate: LegalForm) -> f32 {
    match (query.is_none(), candidate.is_none()) {
        (true, true) => 3.0,
        (true, false) | (false, true) => 2.0,
        (false, false) if query == candidate => 4.0,
        (false, false) if query.is_kin(candidate) => 1.0,
        (false, false) => 0.0,
    }
}

/// Compares the words of a kind on both sides: 0 conflict, 1 more in the candidate, 2 more in the query, 3 on neither,
/// 4 the same.
fn compare_kind(query: &[Item<'_>], candidate: &[Item<'_>], kind: WordKind) -> f32 {
    let missing = |from: &[Item<'_>], other: &[Item<'_>]| {
        from.iter()
            .filter(|item| item.kind == kind)
            .any(|item| other.iter().all(|it| it.text != item.text))
    };
    match (missing(query, candidate), missing(candidate, query)) {
        (true, true) => 0.0,
        (false, true) => 1.0,
        (true, false) => 2.0,
        (false, false) if query.iter().any(|item| item.kind == kind) => 4.0,
        (false, false) => 3.0,
    }
}

fn other_initials(own: &[Item<'_>], own_links: &[Link], candidate: &[Item<'_>], links: &[Link]) -> f32 {
    let unmatched = |items: &[Item<'_>], links: &[Link]| {
        let open = items.iter().zip(links).filter(|(_, link)| !link.is_matched());
        let initials = open.clone().filter(|(item, _)| item.text.len() == 1).count();
        (open.count(), initials)
    };
    let ((words, initials), (other_words, other_initials)) = (unmatched(own, own_links), unmatched(candidate, links));
    let count = |initials: usize, others: usize| if others > 0 { initials } else { 0 };
    (count(initials, other_words) + count(other_initials, words)) as f32
}

fn in_order(links: &[Link]) -> f32 {
    let mut previous = None;
    let (mut pairs, mut ordered) = (0, 0);
    for link in links.iter().filter(|link| link.is_matched()) {
        if let Some(previous) = previous {
            pairs += 1;
            ordered += u32::from(link.partner >= previous);
        }
        previous = Some(link.partner);
    }
    if pairs == 0 { 1.0 } else { ordered as f32 / pairs as f32 }
}

/// Whether one segment of either name is made of exactly the words of one segment of the other.
fn is_part(query: &Prepared, own: &[Link], words: &[(u32, u8)], candidate: &[Link]) -> bool {
    let exact = |link: &Link| matches!(link.kind, Kind::Exact | Kind::Joined) || link.similarity > 0.85;
    let whole = |segment: u8| {
        let mut links = query
            .name
            .words
            .iter()
            .zip(own)
            .filter(|(word, _)| word.segment == segment)
            .peekable();
        links.peek().is_some() && links.all(|(_, link)| exact(link))
    };
    let whole_other = |segment: u8| {
        let mut links = words
            .iter()
            .zip(candidate)
            .filter(|((_, it), _)| *it == segment)
            .peekable();
        links.peek().is_some() && links.all(|(_, link)| exact(link))
    };
    let several =
        query.name.words.last().is_some_and(|word| word.segment > 0) || words.last().is_some_and(|word| word.1 > 0);
    several && (0..4).any(whole) && (0..4).any(whole_other)
}
