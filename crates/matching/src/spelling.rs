//! Names letter by letter as they are written, legal form, articles and word breaks included: what the comparison word by
//! word does not see. It tells "E. J. Carrier" from "EJ Carrier", and knows a name again whose very legal form is misspelled.

use crate::{
    edit_distance::Pattern,
    normalize::{fold_line, fold_line_into},
};

/// Letters that are compared; what follows is ignored.
const MOST_LETTERS: usize = 128;

/// A payee's name, prepared to be compared with many.
#[derive(Debug)]
pub(crate) struct Spelling {
    line: Vec<u8>,
    sorted: Vec<u8>,
    line_letters: Letters,
    sorted_letters: Letters,
    pattern: Pattern,
}

/// How alike two names are written, each 0..=1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Likeness {
    /// Share of the letters that both have in the same order.
    pub(crate) whole: f32,
    /// The same with the words sorted.
    pub(crate) sorted: f32,
    /// What remains alike when the words that both have are set against either name: 1 when one has all the other's words.
    pub(crate) set: f32,
    /// How much of the shorter name stands within the longer, but for typing errors.
    pub(crate) within: f32,
    /// Share of the query that is a common start.
    pub(crate) start: f32,
}

/// Memory for the candidates' texts.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    line: String,
    sorted: Vec<u8>,
    only_query: Vec<u8>,
    only_candidate: Vec<u8>,
}

impl Spelling {
    pub(crate) fn new(raw: &str) -> Self {
        let mut line = fold_line(raw);
        line.truncate(MOST_LETTERS);
        let mut sorted = Vec::new();
        sort_words(&line, &mut sorted);
        Self {
            pattern: Pattern::new(line.as_bytes()),
            line_letters: Letters::new(line.as_bytes()),
            sorted_letters: Letters::new(&sorted),
            line: line.into_bytes(),
            sorted,
        }
    }

    pub(crate) fn compare(&self, raw: &str, buffers: &mut Buffers) -> Likeness {
        fold_line_into(raw, &mut buffers.line);
        buffers.line.truncate(MOST_LETTERS);
        let line = buffers.line.as_bytes();
        let own = &self.line[..];
        if own.is_empty() || line.is_empty() {
            return Likeness::default();
        }
        let start = own.iter().zip(line).take_while(|(a, b)| a == b).count() as f32 / own.len() as f32;
        if own == line {
            return Likeness {
                whole: 1.0,
                sorted: 1.0,
                set: 1.0,
                within: 1.0,
                start,
            };
        }
        sort_words(&buffers.line, &mut buffers.sorted);
        let within = if own.len() <= line.len() {
            self.pattern.within(line)
        } else {
            Pattern::new(line).within(own)
        };
        Likeness {
            whole: self.line_letters.ratio(line),
            sorted: self.sorted_letters.ratio(&buffers.sorted),
            set: self.set_ratio(buffers),
            within,
            start,
        }
    }

    /// The ratio of the best pair among the shared words, these with the query's other words, and these with the
    /// candidate's (the "token set ratio" of fuzzywuzzy); `buffers` hold the candidate's sorted words.
    fn set_ratio(&self, buffers: &mut Buffers) -> f32 {
        let Buffers {
            sorted,
            only_query,
            only_candidate,
            ..
        } = buffers;
        let shared = split_words(&self.sorted, sorted, only_query, only_candidate);
        let (query, candidate) = (only_query.len(), only_candidate.len());
        let with = |own: usize| match (shared, own) {
            (0, _) | (_, 0) => shared + own,
            _ => shared + 1 + own,
        };
        if shared > 0 && (query == 0 || candidate == 0) {
            return 1.0;
        }
        let total = (with(query) + with(candidate)) as f32;
        let common = Letters::new(only_query).common(only_candidate);
        let beside = 2.0 * (with(0) + usize::from(shared > 0) + common) as f32 / total;
        let against = |own: usize| 2.0 * shared as f32 / (shared + with(own)) as f32;
        if shared == 0 {
            beside
        } else {
            beside.max(against(query)).max(against(candidate))
        }
    }
}

/// Merges two texts of sorted words: what only one has goes to its list; gives the length of what both have, each word
/// counted once.
fn split_words(a: &[u8], b: &[u8], only_a: &mut Vec<u8>, only_b: &mut Vec<u8>) -> usize {
    let push = |text: &mut Vec<u8>, word: &[u8]| {
        if !text.is_empty() {
            text.push(b' ');
        }
        text.extend_from_slice(word);
    };
    only_a.clear();
    only_b.clear();
    let mut shared = 0;
    let (mut a, mut b) = (
        a.split(|it| *it == b' ').peekable(),
        b.split(|it| *it == b' ').peekable(),
    );
    loop {
        match (a.peek(), b.peek()) {
            (Some(x), Some(y)) if x == y => {
                let word = *x;
                shared += word.len() + usize::from(shared > 0);
                while a.next_if(|it| *it == word).is_some() {}
                while b.next_if(|it| *it == word).is_some() {}
            }
            (Some(x), y) if y.is_none_or(|y| x < y) => {
                push(only_a, x);
                a.next();
            }
            (_, Some(y)) => {
                push(only_b, y);
                b.next();
            }
            _ => return shared,
        }
    }
}

fn sort_words(line: &str, out: &mut Vec<u8>) {
    let mut words: Vec<&str> = line.split(' ').collect();
    words.sort_unstable();
    out.clear();
    for word in words {
        if !out.is_empty() {
            out.push(b' ');
        }
        out.extend_from_slice(word.as_bytes());
    }
}

/// The positions of each letter of a text of up to [`MOST_LETTERS`].
#[derive(Debug)]
struct Letters {
    length: usize,
    positions: [u128; 37],
}

impl Letters {
    fn new(text: &[u8]) -> Self {
        let mut positions = [0; 37];
        for (at, &byte) in text.iter().enumerate() {
            positions[letter(byte)] |= 1 << at;
        }
        Self {
            length: text.len(),
            positions,
        }
    }

    /// The length of the longest common subsequence.
    ///
    /// Hyyrö, "Bit-parallel LCS-length computation revisited" (2004).
    fn common(&self, other: &[u8]) -> usize {
        let mut rest = u128::MAX;
        for &byte in other {
            let matches = rest & self.positions[letter(byte)];
            rest = rest.wrapping_add(matches) | (rest - matches);
        }
        let mask = u128::MAX.checked_shr((MOST_LETTERS - self.length) as u32).unwrap_or(0);
        (!rest & mask).count_ones() as usize
    }

    /// Twice the longest common subsequence by the sum of the lengths.
    fn ratio(&self, other: &[u8]) -> f32 {
        2.0 * self.common(other) as f32 / (self.length + other.len()) as f32
    }
}

fn letter(byte: u8) -> usize {
    match byte {
        b'a'..=b'z' => usize::from(byte - b'a') + 1,
        b'0'..=b'9' => usize::from(byte - b'0') + 27,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(a: &str, b: &str) -> Likeness {
        Spelling::new(a).compare(b, &mut Buffers::default())
    }

    #[test]
    fn likeness_of_names() {
        let same = likeness("J. Smith, LTD", "j smith ltd");
        assert_eq!((same.whole, same.sorted, same.within), (1.0, 1.0, 1.0));
        let turned = likeness("Smith John", "John Smith");
        assert!((turned.sorted - 1.0).abs() < 1e-6 && turned.whole < 0.7, "{turned:?}");
        let set = likeness("National Gallery London", "The National Gallery").set;
        assert!((set - 32.0 / 36.0).abs() < 1e-6, "{set}");
        assert!((likeness("Smith John A", "John Smith").set - 1.0).abs() < 1e-6);
        let part = likeness("Royal Armouries", "Royal Armouries Museum");
        assert!(part.within > 0.99 && part.start > 0.99 && part.whole < 0.9, "{part:?}");
        // "abcd" and "acbd" share three letters in order.
        assert!((likeness("abcd", "acbd").whole - 0.75).abs() < 1e-6);
        assert_eq!(likeness("", "x"), Likeness::default());
    }

    #[test]
    fn long_names_are_cut() {
        let long = "ab ".repeat(100);
        assert!((likeness(&long, &format!("{long}x")).whole - 1.0).abs() < 1e-6);
    }
}
