//! Splits a name into words of lower-case ASCII, whatever its case, script and punctuation.
//!
//! Every letter is transliterated by itself, so the cost is one pass over at most [`MAX_SOURCE_BYTES`] bytes.
//! Han characters become one word each: their words are not separated by spaces.

use any_ascii::any_ascii_char;

use crate::lexicon;

/// Bytes of a name that are read. Longer names are cut: no payee file holds more, and hostile input must cost little.
const MAX_SOURCE_BYTES: usize = 1024;
/// Bytes of normalized text that are kept.
const MAX_TEXT_BYTES: usize = 320;
/// Ends the word of a Han character, so that it is no Latin word of the same sound. Canonical spellings leave it out.
const HAN_MARK: char = '~';
/// Words that are kept.
pub(crate) const MAX_TOKENS: usize = 40;

/// One word (or `&`, `#`, `@`) of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about one word, not states"
)]
pub(crate) struct Token {
    start: u16,
    end: u16,
    source_start: u16,
    source_end: u16,
    /// A comma follows.
    pub(crate) comma: bool,
    /// An apostrophe stood inside, as in `Danny's`.
    pub(crate) apostrophe: bool,
    /// A hyphen or a slash joins it to the word before.
    pub(crate) joined: bool,
    /// It stands inside brackets.
    pub(crate) bracketed: bool,
    /// Digits occur in it.
    pub(crate) digits: bool,
    /// Letters occur in it.
    pub(crate) letters: bool,
}

impl Token {
    /// What the source holds from this token to another one behind it, or to itself.
    pub(crate) fn spelled_to<'s>(&self, last: &Self, source: &'s str) -> &'s str {
        source
            .get(usize::from(self.source_start)..usize::from(last.source_end))
            .unwrap_or_default()
    }
}

/// Writing systems that matter as evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Script {
    #[default]
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Indic,
    Thai,
    Han,
    Kana,
    Hangul,
    Other,
}

/// A name split into words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Name {
    text: String,
    pub(crate) tokens: Vec<Token>,
    /// The script of most of the foreign letters, Latin when there are none.
    pub(crate) script: Script,
    /// Characters of the source with runs of white space counted once.
    pub(crate) length: usize,
}

impl Name {
    /// Splits a name. Never fails; a name without letters and digits has no tokens.
    pub(crate) fn parse(source: &str) -> Self {
        let mut splitter = Splitter::default();
        splitter.name.text.reserve(source.len().min(MAX_TEXT_BYTES));
        splitter.name.tokens.reserve(8);
        for (offset, character) in source.char_indices() {
            let full = splitter.name.text.len() >= MAX_TEXT_BYTES || splitter.name.tokens.len() >= MAX_TOKENS;
            if full || offset >= MAX_SOURCE_BYTES {
                break;
            }
            splitter.character(offset, character);
        }
        splitter.end_token();
        let mut name = splitter.name;
        // A symbol ends the word before it and is one itself.
        name.tokens.truncate(MAX_TOKENS);
        name.join_spelled_words();
        name
    }

    /// The normalized text of a token.
    pub(crate) fn word(&self, token: &Token) -> &str {
        &self.text[usize::from(token.start)..usize::from(token.end)]
    }

    /// The normalized text of the token at an index.
    pub(crate) fn word_at(&self, index: usize) -> &str {
        self.word(&self.tokens[index])
    }

    /// The canonical spelling: words with single spaces, commas kept because they carry the order of names.
    pub(crate) fn canonical(&self) -> String {
        let mut out = String::with_capacity(self.text.len() + self.tokens.len());
        for token in &self.tokens {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(self.word(token).trim_end_matches(HAN_MARK));
            if token.comma {
                out.push(',');
            }
        }
        out
    }

    /// Joins letters that spell one known word: `L L C`, `d/b/a`, `U.S.`, `A/S`.
    fn join_spelled_words(&mut self) {
        let mut index = 0;
        while index + 1 < self.tokens.len() {
            let run = self.tokens[index..]
                .iter()
                .take_while(|token| token.end - token.start == 1 && token.letters)
                .take(lexicon::MAX_SPELLED)
                .count();
            if let Some(length) = (2..=run).rev().find(|&length| self.spells_word(index, length)) {
                self.join(index, length);
            }
            index += 1;
        }
    }

    /// Whether single letters are one word. Two letters are initials rather than a word, unless they end the name.
    fn spells_word(&self, index: usize, length: usize) -> bool {
        let letters = &self.tokens[index..index + length];
        let word: String = letters.iter().map(|token| self.word(token)).collect();
        let ends_name = index > 0 && index + length == self.tokens.len();
        lexicon::is_spelled_word(&word) && (length > 2 || ends_name || lexicon::is_spelled_country(&word))
            || length == 2 && letters[1].joined && lexicon::is_slashed_word(&word)
    }

    fn join(&mut self, index: usize, length: usize) {
        let word: String = self.tokens[index..index + length]
            .iter()
            .map(|token| self.word(token))
            .collect();
        let last = self.tokens[index + length - 1];
        let token = &mut self.tokens[index];
        token.start = position(self.text.len());
        self.text.push_str(&word);
        token.end = position(self.text.len());
        token.source_end = last.source_end;
        token.comma = last.comma;
        self.tokens.drain(index + 1..index + length);
    }
}

/// Gives the normalized form of a name: lower-case ASCII words, single spaces, commas kept.
///
/// Two names with the same form are classified alike. The function is idempotent. Cost: one pass over the first
/// 1,024 bytes.
///
/// ```
/// assert_eq!(payee::normalize("  Müller & Söhne,  G.m.b.H."), "muller & sohne, gmbh");
/// ```
pub fn normalize(name: &str) -> String {
    Name::parse(name).canonical()
}

#[derive(Default)]
struct Splitter {
    name: Name,
    open: Option<Token>,
    joined_next: bool,
    brackets: usize,
    after_space: bool,
}

impl Splitter {
    fn character(&mut self, offset: usize, character: char) {
        let end = offset + character.len_utf8();
        if !character.is_whitespace() {
            self.name.length += 1 + usize::from(self.after_space && self.name.length > 0);
        }
        self.after_space = character.is_whitespace();
        if character.is_ascii() {
            return self.ascii(offset, end, character);
        }
        if character.is_alphanumeric() {
            let script = script_of(character);
            if script != Script::Latin {
                self.name.script = script;
            }
            if script == Script::Han {
                self.end_token();
                self.letters(offset, end, any_ascii_char(character));
                if let Some(token) = &mut self.open {
                    self.name.text.push(HAN_MARK);
                    token.end = position(self.name.text.len());
                }
                self.end_token();
            } else {
                self.letters(offset, end, any_ascii_char(character));
            }
            return;
        }
        match character {
            '’' | '‘' | 'ʼ' | '´' | '′' => self.ascii(offset, end, '\''),
            // Combining marks and joiners transliterate to nothing and must not split a word.
            _ => match any_ascii_char(character).chars().next() {
                None => {}
                Some(first) if first.is_ascii_alphanumeric() => self.separator(),
                Some(first) => self.ascii(offset, end, first),
            },
        }
    }

    fn ascii(&mut self, offset: usize, end: usize, character: char) {
        match character {
            'a'..='z' | '0'..='9' => self.push(offset, end, character),
            'A'..='Z' => self.push(offset, end, character.to_ascii_lowercase()),
            '\'' | '`' => {
                if let Some(token) = &mut self.open {
                    token.apostrophe = true;
                }
            }
            ',' => {
                self.separator();
                if let Some(last) = self.name.tokens.last_mut() {
                    last.comma = true;
                }
            }
            '&' | '+' => self.symbol(offset, end, '&'),
            '#' | '@' => self.symbol(offset, end, character),
            '-' | '/' | '\\' => {
                let inside = self.open.is_some();
                self.separator();
                self.joined_next = inside;
            }
            '(' | '[' | '{' => {
                self.separator();
                self.brackets += 1;
            }
            ')' | ']' | '}' => {
                self.separator();
                self.brackets = self.brackets.saturating_sub(1);
            }
            '\0' => {}
            _ => self.separator(),
        }
    }

    fn letters(&mut self, offset: usize, end: usize, ascii: &str) {
        for byte in ascii.bytes().filter(u8::is_ascii_alphanumeric) {
            self.push(offset, end, char::from(byte.to_ascii_lowercase()));
        }
    }

    fn push(&mut self, offset: usize, end: usize, character: char) {
        if self.name.text.len() >= MAX_TEXT_BYTES {
            return;
        }
        let start = position(self.name.text.len());
        self.name.text.push(character);
        let bracketed = self.brackets > 0;
        let joined = self.joined_next;
        let token = self.open.get_or_insert(Token {
            start,
            end: start,
            source_start: position(offset),
            source_end: 0,
            comma: false,
            apostrophe: false,
            joined,
            bracketed,
            digits: false,
            letters: false,
        });
        self.joined_next = false;
        token.end = position(self.name.text.len());
        token.source_end = position(end);
        if character.is_ascii_digit() {
            token.digits = true;
        } else {
            token.letters = true;
        }
    }

    fn symbol(&mut self, offset: usize, end: usize, character: char) {
        self.end_token();
        self.push(offset, end, character);
        if let Some(token) = &mut self.open {
            token.letters = false;
        }
        self.end_token();
    }

    fn separator(&mut self) {
        self.end_token();
        self.joined_next = false;
    }

    fn end_token(&mut self) {
        if let Some(token) = self.open.take() {
            self.name.tokens.push(token);
        }
    }
}

fn position(value: usize) -> u16 {
    u16::try_from(value).expect("names are cut far below 65,536 bytes")
}

fn script_of(character: char) -> Script {
    match u32::from(character) {
        0..=0x024F | 0x1E00..=0x1EFF | 0x2C60..=0x2C7F | 0xA720..=0xA7FF | 0xFF00..=0xFF5F => Script::Latin,
        0x0370..=0x03FF | 0x1F00..=0x1FFF => Script::Greek,
        0x0400..=0x052F => Script::Cyrillic,
        0x0590..=0x05FF => Script::Hebrew,
        0x0600..=0x077F | 0x08A0..=0x08FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF => Script::Arabic,
        0x0900..=0x0DFF => Script::Indic,
        0x0E00..=0x0E7F => Script::Thai,
        0x1100..=0x11FF | 0xAC00..=0xD7AF => Script::Hangul,
        0x3040..=0x30FF | 0xFF66..=0xFF9F => Script::Kana,
        0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF => Script::Han,
        _ => Script::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> Vec<String> {
        let name = Name::parse(name);
        name.tokens.iter().map(|token| name.word(token).to_owned()).collect()
    }

    #[test]
    fn case_accents_and_punctuation_do_not_matter() {
        assert_eq!(words("SOCIÉTÉ GÉNÉRALE S.A."), ["societe", "generale", "sa"]);
        assert_eq!(words("O'Brien-Smith"), ["obrien", "smith"]);
        assert_eq!(words("Amazon.com"), ["amazon", "com"]);
    }

    #[test]
    fn spelled_words_are_joined_but_initials_are_not() {
        assert_eq!(words("ACME L L C"), ["acme", "llc"]);
        assert_eq!(
            words("John Smith d/b/a Smith Plumbing"),
            ["john", "smith", "dba", "smith", "plumbing"]
        );
        assert_eq!(words("J. R. Smith"), ["j", "r", "smith"]);
        assert_eq!(words("S. A. Smith"), ["s", "a", "smith"]);
        assert_eq!(words("Banco Rio S.A."), ["banco", "rio", "sa"]);
        assert_eq!(words("Nordfilm A/S"), ["nordfilm", "as"]);
    }

    #[test]
    fn han_characters_are_words_of_their_own() {
        assert_eq!(Name::parse("株式会社").tokens.len(), 4);
        assert_eq!(Name::parse("株式会社").script, Script::Han);
    }

    #[test]
    fn combining_marks_do_not_split_words() {
        assert_eq!(words("Jose\u{301} Pe\u{303}a"), ["jose", "pea"]);
    }

    #[test]
    fn hostile_names_are_bounded() {
        let name = Name::parse(&"\u{301}".repeat(10_000));
        assert!(name.tokens.is_empty());
        let name = Name::parse(&"a b".repeat(10_000));
        assert!(name.tokens.len() <= MAX_TOKENS && name.text.len() <= MAX_TEXT_BYTES + 4);
        let name = Name::parse(&"a+".repeat(MAX_TOKENS));
        assert_eq!(name.tokens.len(), MAX_TOKENS);
        assert_eq!(words("\0\0AC\0ME\0"), ["acme"]);
    }

    #[test]
    fn source_spelling_is_kept_for_evidence() {
        let source = "Café L.L.C.";
        let name = Name::parse(source);
        assert_eq!(name.tokens[0].spelled_to(&name.tokens[0], source), "Café");
        assert_eq!(name.tokens[1].spelled_to(&name.tokens[1], source), "L.L.C");
    }
}
