//! Text to words of `[a-z0-9]`.

use unicode_normalization::UnicodeNormalization;

/// Bytes of a name that are read; a bound on hostile input.
const MAX_BYTES: usize = 600;
/// Longer words are cut.
const MAX_WORD: usize = 40;

/// A folded word and the punctuation before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one mark of punctuation")]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) after_comma: bool,
    pub(crate) opens_parenthesis: bool,
    pub(crate) closed_parenthesis: bool,
    pub(crate) after_hash: bool,
}

/// Slashed abbreviations and the words they stand for.
const SLASHED: &[(&str, &str)] = &[
    ("t/a", "dba"),
    ("d/b/a", "dba"),
    ("o/b/o", "careof"),
    ("c/o", "careof"),
    ("a/k/a", "aka"),
    ("f/k/a", "fka"),
];

/// The words of `raw`: transliterated, lower case, `&` as "and", apostrophes dropped, single letters in a row joined.
pub(crate) fn fold_words(raw: &str) -> Vec<Word> {
    let ascii = to_ascii(raw);
    let mut words: Vec<Word> = Vec::new();
    let mut word = Word::default();
    let mut rest = ascii.as_str();
    while let Some(character) = rest.chars().next() {
        if word.text.is_empty()
            && let Some((text, replacement)) = SLASHED.iter().find(|(text, _)| starts_with_word(rest, text))
        {
            word.text.push_str(replacement);
            finish(&mut word, &mut words);
            rest = &rest[text.len()..];
            continue;
        }
        match character {
            'a'..='z' | '0'..='9' => {
                if word.text.len() < MAX_WORD {
                    word.text.push(character);
                }
            }
            '\'' | '`' => {}
            other => {
                finish(&mut word, &mut words);
                match other {
                    '&' | '+' => {
                        word.text.push_str("and");
                        finish(&mut word, &mut words);
                    }
                    ',' => word.after_comma = true,
                    '(' | '[' => word.opens_parenthesis = true,
                    ')' | ']' => word.closed_parenthesis = true,
                    '#' => word.after_hash = true,
                    _ => {}
                }
            }
        }
        rest = &rest[1..];
    }
    finish(&mut word, &mut words);
    join_letters(words)
}

/// `raw` folded to one line of words; for addresses, cities and the like.
pub(crate) fn fold_line(raw: &str) -> String {
    let mut line = String::with_capacity(raw.len());
    fold_line_into(raw, &mut line);
    line
}

/// As [`fold_line`], into memory that is used again.
pub(crate) fn fold_line_into(raw: &str, line: &mut String) {
    line.clear();
    let mut push = |byte: u8| match byte {
        b'a'..=b'z' | b'0'..=b'9' => line.push(char::from(byte)),
        b'A'..=b'Z' => line.push(char::from(byte.to_ascii_lowercase())),
        b'\'' | b'`' => {}
        _ if !line.is_empty() && !line.ends_with(' ') => line.push(' '),
        _ => {}
    };
    let cut = &raw[..raw.floor_char_boundary(MAX_BYTES)];
    if cut.is_ascii() {
        cut.bytes().for_each(&mut push);
    } else {
        to_ascii(raw).bytes().for_each(&mut push);
    }
    line.truncate(line.trim_end().len());
}

/// Lower-case ASCII of the first [`MAX_BYTES`] of `raw`.
fn to_ascii(raw: &str) -> String {
    let raw = &raw[..raw.floor_char_boundary(MAX_BYTES)];
    if raw.is_ascii() {
        return raw.to_ascii_lowercase();
    }
    let mut ascii = String::with_capacity(raw.len());
    for character in raw.nfkc() {
        match character {
            '\u{2018}' | '\u{2019}' | '\u{02bc}' => ascii.push('\''),
            // Ideographs carry a word each; a space keeps their romanizations apart.
            '\u{3400}'..='\u{9fff}' => {
                ascii.push_str(any_ascii::any_ascii_char(character));
                ascii.push(' ');
            }
            other => ascii.push_str(any_ascii::any_ascii_char(other)),
        }
    }
    ascii.make_ascii_lowercase();
    ascii
}

fn starts_with_word(text: &str, prefix: &str) -> bool {
    text.starts_with(prefix)
        && !text[prefix.len()..].starts_with(|next: char| next.is_ascii_alphanumeric() || next == '/')
}

fn finish(word: &mut Word, words: &mut Vec<Word>) {
    if !word.text.is_empty() {
        words.push(std::mem::take(word));
    }
}

/// "B. V." → "bv", "R V College" → "rv college", "K & S" → "ks", "jewel s" → "jewels".
fn join_letters(words: Vec<Word>) -> Vec<Word> {
    let is_letter = |word: &Word| word.text.len() == 1 && word.text.as_bytes()[0].is_ascii_lowercase();
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    let mut after_letter = false;
    let mut iter = words.into_iter().peekable();
    while let Some(word) = iter.next() {
        let letter = is_letter(&word);
        if after_letter && word.text == "and" && iter.peek().is_some_and(is_letter) {
            continue;
        }
        let apart = word.after_comma || word.opens_parenthesis || word.closed_parenthesis;
        let possessive = letter && word.text == "s" && !iter.peek().is_some_and(is_letter);
        match out.last_mut() {
            Some(last)
                if letter
                    && !apart
                    && last.text.len() < MAX_WORD
                    && (after_letter || possessive && last.text.len() > 2) =>
            {
                last.text.push_str(&word.text);
            }
            _ => {
                after_letter = letter;
                out.push(word);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(raw: &str) -> Vec<String> {
        fold_words(raw).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn letters_in_a_row_are_one_word() {
        assert_eq!(words("R. V. College"), ["rv", "college"]);
        assert_eq!(words("D S M IP Assets B.V."), ["dsm", "ip", "assets", "bv"]);
        assert_eq!(words("Smith, John A"), ["smith", "john", "a"]);
        assert_eq!(words("K & S Tools"), ["ks", "tools"]);
    }

    #[test]
    fn possessives_are_glued() {
        assert_eq!(words("JEWEL S BUS"), ["jewels", "bus"]);
        assert_eq!(words("Jewel’s Bus"), ["jewels", "bus"]);
    }

    #[test]
    fn slashed_abbreviations_are_recognized() {
        assert_eq!(words("X Ltd T/A Y"), ["x", "ltd", "dba", "y"]);
        assert_eq!(words("Esposende/Barcelos"), ["esposende", "barcelos"]);
    }

    #[test]
    fn lines_keep_single_letters() {
        assert_eq!(fold_line("  12-B  Saint-Étienne, "), "12 b saint etienne");
    }
}
