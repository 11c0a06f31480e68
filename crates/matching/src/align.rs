//! Which word of one name stands for which word of the other.

use std::ops::Range;

use crate::{edit_distance::Pattern, keys::SILENT_LETTERS, word_kind::WordKind};

/// Words of a name that are compared; the rest hardly matters and would cost the square.
pub(crate) const MAX_WORDS: usize = 16;

/// A word of either name with what it tells.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Item<'a> {
    pub(crate) text: &'a [u8],
    /// How rare the word is: 0 for one that every name has, 1 for one that no other has.
    pub(crate) weight: f32,
    pub(crate) kind: WordKind,
}

/// How a word found its partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Kind {
    /// It has none.
    #[default]
    Unmatched,
    /// The same word.
    Exact,
    /// Two words of one name are one word of the other.
    Joined,
    /// But for a typing error.
    Fuzzy,
    /// One is an abbreviation of the other, or its initial.
    Abbreviated,
    /// One is made of the initials of several words of the other.
    Acronym,
}

/// The partner of one word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Link {
    pub(crate) kind: Kind,
    /// 0 without a partner, 1 for the same word.
    pub(crate) similarity: f32,
    /// Position of the (first) partner.
    pub(crate) partner: u8,
}

impl Link {
    pub(crate) fn is_matched(self) -> bool {
        self.kind != Kind::Unmatched
    }
}

/// The links of both names, position by position.
#[derive(Clone, Debug)]
pub(crate) struct Alignment {
    pub(crate) query: [Link; MAX_WORDS],
    pub(crate) candidate: [Link; MAX_WORDS],
    /// Words of the longest acronym that was written out, 0 without one.
    pub(crate) acronym_words: usize,
}

/// Aligns the words of a query, whose `patterns` were prepared, with those of a candidate. Exact partners first, then
/// joined words, then the most similar pairs, then acronyms.
pub(crate) fn align(query: &[Item<'_>], patterns: &[Pattern], candidate: &[Item<'_>]) -> Alignment {
    let mut links = Alignment {
        query: Default::default(),
        candidate: Default::default(),
        acronym_words: 0,
    };
    for (q, item) in query.iter().enumerate() {
        let same = (0..candidate.len()).find(|&c| !links.candidate[c].is_matched() && candidate[c].text == item.text);
        if let Some(c) = same {
            links.link(q, c, Kind::Exact, 1.0);
        }
    }
    let open = |side: &[Link; MAX_WORDS], length: usize| side[..length].iter().any(|link| !link.is_matched());
    if open(&links.query, query.len()) && open(&links.candidate, candidate.len()) {
        links.join(query, candidate);
        links.pair_similar(query, patterns, candidate);
        links.expand_acronyms(query, candidate);
    }
    links
}

impl Alignment {
    fn link(&mut self, q: usize, c: usize, kind: Kind, similarity: f32) {
        self.query[q] = Link {
            kind,
            similarity,
            partner: c as u8,
        };
        self.candidate[c] = Link {
            kind,
            similarity,
            partner: q as u8,
        };
    }

    /// "gmbh"-like gluing: two neighbours of one side written as one word of the other.
    fn join(&mut self, query: &[Item<'_>], candidate: &[Item<'_>]) {
        for (q, c) in glued(query, &self.query, candidate, &self.candidate) {
            self.link(q, c, Kind::Joined, 1.0);
            self.query[q + 1] = self.query[q];
        }
        for (c, q) in glued(candidate, &self.candidate, query, &self.query) {
            self.link(q, c, Kind::Joined, 1.0);
            self.candidate[c + 1] = self.candidate[c];
        }
    }

    fn pair_similar(&mut self, query: &[Item<'_>], patterns: &[Pattern], candidate: &[Item<'_>]) {
        let mut pairs: [(f32, u8, u8, Kind); 64] = [(0.0, 0, 0, Kind::Unmatched); 64];
        let mut count = 0;
        for q in (0..query.len()).filter(|&q| !self.query[q].is_matched()) {
            for c in (0..candidate.len()).filter(|&c| !self.candidate[c].is_matched()) {
                if let Some((kind, similarity)) = word_similarity(&query[q], &patterns[q], &candidate[c])
                    && count < pairs.len()
                {
                    pairs[count] = (similarity, q as u8, c as u8, kind);
                    count += 1;
                }
            }
        }
        let pairs = &mut pairs[..count];
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for &(similarity, q, c, kind) in &*pairs {
            let (q, c) = (usize::from(q), usize::from(c));
            if !self.query[q].is_matched() && !self.candidate[c].is_matched() {
                self.link(q, c, kind, similarity);
            }
        }
    }

    fn expand_acronyms(&mut self, query: &[Item<'_>], candidate: &[Item<'_>]) {
        for (q, word) in query.iter().enumerate() {
            if !self.query[q].is_matched()
                && let Some(range) = initials(word.text, candidate, &self.candidate)
            {
                self.acronym_words = self.acronym_words.max(range.len());
                self.query[q] = acronym_link(range.start, range.len());
                fill_open(&mut self.candidate[range.clone()], acronym_link(q, range.len()));
            }
        }
        for (c, word) in candidate.iter().enumerate() {
            if !self.candidate[c].is_matched()
                && let Some(range) = initials(word.text, query, &self.query)
            {
                self.acronym_words = self.acronym_words.max(range.len());
                self.candidate[c] = acronym_link(range.start, range.len());
                fill_open(&mut self.query[range.clone()], acronym_link(c, range.len()));
            }
        }
    }
}

/// An acronym against the words written out: the more there are, the less it is chance.
fn acronym_link(partner: usize, words: usize) -> Link {
    Link {
        kind: Kind::Acronym,
        similarity: [0.6, 0.75, 0.9][words.clamp(2, 4) - 2],
        partner: partner as u8,
    }
}

fn fill_open(links: &mut [Link], with: Link) {
    for link in links.iter_mut().filter(|link| !link.is_matched()) {
        *link = with;
    }
}

/// Pairs (first of two neighbours, the one word of the other side that both make), all still without partner.
fn glued(
    two: &[Item<'_>],
    two_links: &[Link; MAX_WORDS],
    one: &[Item<'_>],
    one_links: &[Link; MAX_WORDS],
) -> impl Iterator<Item = (usize, usize)> + use<> {
    let mut found = [(0, 0); 4];
    let mut count = 0;
    let mut taken = usize::MAX;
    for first in 0..two.len().saturating_sub(1) {
        if first == taken || two_links[first].is_matched() || two_links[first + 1].is_matched() {
            continue;
        }
        let (a, b) = (two[first].text, two[first + 1].text);
        let partner = (0..one.len()).find(|&at| {
            let text = one[at].text;
            !one_links[at].is_matched()
                && text.len() == a.len() + b.len()
                && text.starts_with(a)
                && text.ends_with(b)
                && !found[..count].iter().any(|&(_, other)| other == at)
        });
        if let Some(at) = partner
            && count < found.len()
        {
            found[count] = (first, at);
            count += 1;
            taken = first + 1;
        }
    }
    found.into_iter().take(count)
}

/// Whether and how two different words may stand for each other.
fn word_similarity(query: &Item<'_>, pattern: &Pattern, candidate: &Item<'_>) -> Option<(Kind, f32)> {
    if query.kind == WordKind::Number || candidate.kind == WordKind::Number {
        return None;
    }
    let (query, candidate) = (query.text, candidate.text);
    if other_digits(query, candidate) {
        return None;
    }
    let (short, long) = if query.len() <= candidate.len() {
        (query, candidate)
    } else {
        (candidate, query)
    };
    let mut best = None;
    if long.len() - short.len() <= 3 && short.len() >= 3 {
        let distance = pattern.distance(candidate);
        let allowed = match long.len() {
            0..=4 => 1,
            5..=9 => 2,
            _ => 3,
        };
        if distance <= allowed {
            best = Some((Kind::Fuzzy, 1.0 - distance as f32 / long.len() as f32));
        }
    }
    match (best, abbreviation(short, long)) {
        (Some((_, similarity)), Some(abbreviated)) if similarity >= abbreviated => best,
        (_, Some(abbreviated)) => Some((Kind::Abbreviated, abbreviated)),
        (_, None) => best,
    }
}

/// Whether both words have digits, and not the same: "Holdings2" is not "Holdings3". A digit in one word alone may be a letter
/// misread.
fn other_digits(left: &[u8], right: &[u8]) -> bool {
    fn digits(word: &[u8]) -> impl Iterator<Item = &u8> {
        word.iter().filter(|byte| byte.is_ascii_digit())
    }
    digits(left).next().is_some() && digits(right).next().is_some() && !digits(left).eq(digits(right))
}

/// What `short` is worth as an abbreviation of `long`, if it can be one.
fn abbreviation(short: &[u8], long: &[u8]) -> Option<f32> {
    if short.is_empty() || short[0] != long[0] {
        None
    } else if short.len() == 1 {
        Some(0.55)
    } else if long.starts_with(short) {
        Some(0.7 + 0.2 * short.len() as f32 / long.len() as f32)
    } else {
        (short.len() * 4 <= long.len() * 3 && is_subsequence(short, long)).then_some(0.65)
    }
}

/// Where the letters of `acronym` are the initials of neighbouring words, two of them without partner; letters inside it may
/// stand for function words, which are not in the list, and short words (of other languages) may lack theirs. Gives the
/// range of the words.
fn initials(acronym: &[u8], words: &[Item<'_>], links: &[Link; MAX_WORDS]) -> Option<Range<usize>> {
    if !(2..=8).contains(&acronym.len()) {
        return None;
    }
    let fits = |start: usize| {
        let mut end = start;
        let mut at = 0;
        while at < acronym.len() {
            let rest = &acronym[at..];
            let starts = |at: usize| words.get(at).is_some_and(|word| word.text.first() == rest.first());
            let is_acronym = |word: &&Item<'_>| matches!(word.text, b"us" | b"uk") && rest.starts_with(word.text);
            if words.get(end).as_ref().is_some_and(is_acronym) {
                end += 1;
                at += 1;
            } else if starts(end) {
                end += 1;
            } else if at > 0 && starts(end + 1) && words[end].text.len() <= 3 {
                end += 2;
            } else if at == 0 || at + 1 == acronym.len() || !SILENT_LETTERS.contains(char::from(rest[0])) {
                return None;
            }
            at += 1;
        }
        let open = links[start..end].iter().filter(|link| !link.is_matched()).count();
        (open >= 2).then_some(start..end)
    };
    (0..words.len()).find_map(fits)
}

fn is_subsequence(short: &[u8], long: &[u8]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|letter| rest.any(|other| other == letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(query: &str, candidate: &str) -> (Vec<Kind>, Vec<Kind>) {
        let items = |text: &'static str| -> Vec<Item<'static>> {
            text.split(' ')
                .map(|word| Item {
                    text: word.as_bytes(),
                    weight: 1.0,
                    kind: WordKind::of(word.as_bytes()),
                })
                .collect()
        };
        let (query, candidate) = (items(query.to_owned().leak()), items(candidate.to_owned().leak()));
        let patterns: Vec<Pattern> = query.iter().map(|item| Pattern::new(item.text)).collect();
        let links = align(&query, &patterns, &candidate);
        let kinds = |links: &[Link], length: usize| links[..length].iter().map(|link| link.kind).collect();
        (
            kinds(&links.query, query.len()),
            kinds(&links.candidate, candidate.len()),
        )
    }

    #[test]
    fn words_with_other_digits_are_no_partners() {
        use Kind::{Fuzzy, Unmatched};
        assert_eq!(kinds("holdings2", "holdings3"), (vec![Unmatched], vec![Unmatched]));
        assert_eq!(kinds("h0ldings", "holdings"), (vec![Fuzzy], vec![Fuzzy]));
    }

    #[test]
    fn words_find_their_partners() {
        use Kind::{Abbreviated, Acronym, Exact, Fuzzy, Joined, Unmatched};
        assert_eq!(
            kinds("smith john", "john smyth"),
            (vec![Fuzzy, Exact], vec![Exact, Fuzzy])
        );
        assert_eq!(kinds("windy cityre", "windy city re").1, vec![Exact, Joined, Joined]);
        assert_eq!(kinds("assoc craft", "craft associates").0, vec![Abbreviated, Exact]);
        assert_eq!(
            kinds("ddu university", "deen dayal upadhyaya university").1,
            vec![Acronym, Acronym, Acronym, Exact]
        );
        assert_eq!(
            kinds("holdings 2", "holdings 3"),
            (vec![Exact, Unmatched], vec![Exact, Unmatched])
        );
    }
}
