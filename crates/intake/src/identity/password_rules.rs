//! Which passwords are too easy to guess (NIST SP 800-63B, section 3.1.1.2: compare with passwords that are common,
//! expected or derived from the service's and the person's names; ask for no mixture of characters).

use std::{collections::HashSet, sync::LazyLock};

use contract::validate;

/// Words and runs that lists of breached passwords are full of, our own selection; one a line, in lower case.
static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("common_passwords.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .collect()
});

/// Letters that must be left of a password when what anyone would guess is taken away.
const MIN_OWN_LETTERS: usize = 4;
/// Different characters that a password must have.
const MIN_DISTINCT: usize = 5;
/// The shortest word that is looked for; shorter ones occur within good passwords by chance.
const MIN_WORD: usize = 4;

const TOO_EASY: &str = "This password is too easy to guess; a few unrelated words work well";
const TOO_PERSONAL: &str = "Leave out your name, your address and the name of your company";

/// Checks a new password. `personal` is what others know of the person: name, e-mail address, organization.
pub(super) fn check(password: &str, personal: &[&str]) -> Result<(), &'static str> {
    validate::password(password)?;
    let lower = password.to_lowercase();
    if distinct(&lower) < MIN_DISTINCT || is_run(&lower) {
        return Err(TOO_EASY);
    }
    let personal: Vec<String> = personal.iter().flat_map(|text| words(text)).collect();
    let personal: Vec<&str> = personal.iter().map(String::as_str).chain(["vouch"]).collect();
    for form in [lower.clone(), unmasked(&lower)] {
        if is_made_of(&form, &personal) {
            return Err(TOO_PERSONAL);
        }
        let guessable: Vec<&str> = COMMON.iter().copied().chain(personal.iter().copied()).collect();
        if is_made_of(&form, &guessable) {
            return Err(TOO_EASY);
        }
    }
    Ok(())
}

/// Whether hardly a letter is left once these words are taken away (and at least one was there).
fn is_made_of(password: &str, words: &[&str]) -> bool {
    let mut found: Vec<&str> = words.iter().copied().filter(|word| password.contains(word)).collect();
    // Longest first, so that a short word does not break up a longer one.
    found.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let rest = found
        .iter()
        .fold(password.to_owned(), |rest, word| rest.replace(word, " "));
    !found.is_empty() && rest.chars().filter(|c| c.is_alphabetic()).count() < MIN_OWN_LETTERS
}

/// The password with the usual masks taken off: `p@ssw0rd` is `password`.
fn unmasked(lower: &str) -> String {
    let unmask = |c| match c {
        '0' => 'o',
        '1' | '!' | '|' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' | '+' => 't',
        other => other,
    };
    lower.chars().map(unmask).collect()
}

fn distinct(text: &str) -> usize {
    text.chars().collect::<HashSet<_>>().len()
}

/// Whether nearly every character is the one after, before or the same as its neighbour: `abcdefghijkl`, `987654321098`.
fn is_run(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|c| i64::from(u32::from(c))).collect();
    let pairs = codes.len().saturating_sub(1);
    let steps = codes.windows(2).filter(|pair| (pair[1] - pair[0]).abs() <= 1).count();
    steps * 5 >= pairs * 4
}

/// The words of a text that are long enough to matter, in lower case.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= MIN_WORD)
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSONAL: &[&str] = &["Ada Lovelace", "ada.lovelace@example.com", "Analytical Engines Ltd"];

    #[test]
    fn unrelated_words_and_random_text_are_good() {
        for good in [
            "violet tundra ladder crisp",
            "7Kq#v9-TzX2wLm",
            "mein Fahrrad ist leider gelb",
            "паровоз летит над морем",
            "ada eats forty pancakes",
        ] {
            assert_eq!(check(good, PERSONAL), Ok(()), "{good}");
        }
    }

    #[test]
    fn what_everybody_chooses_is_too_easy() {
        for bad in [
            "password1234",
            "P@ssw0rd2026!",
            "passwordpassword",
            "qwertyuiop123",
            "1q2w3e4r5t6y",
            "123456789012",
            "abcdefghijklm",
            "aaaaaaaaaaaa",
            "abababababab",
            "Winter2026Winter!",
            "letmein!letmein!",
            "iloveyou2025!!",
            "DragonMonkey2020",
        ] {
            assert_eq!(check(bad, PERSONAL), Err(TOO_EASY), "{bad}");
        }
    }

    #[test]
    fn names_that_others_know_are_no_secret() {
        for bad in [
            "adalovelace2026",
            "Lovelace!!1815!!",
            "analytical-engines-1",
            "VouchVouch123",
            "ex@mple-l0velace",
        ] {
            assert_eq!(check(bad, PERSONAL), Err(TOO_PERSONAL), "{bad}");
        }
    }

    #[test]
    fn short_ones_are_refused_first() {
        assert!(check("violet", PERSONAL).is_err_and(|message| message.contains("12 characters")));
    }

    #[test]
    fn the_list_is_clean() {
        assert!(COMMON.len() >= 300, "{}", COMMON.len());
        for word in COMMON.iter() {
            assert!(word.chars().count() >= MIN_WORD, "{word} is too short to be looked for");
            assert_eq!(*word, word.to_lowercase().trim(), "{word}");
        }
    }
}
