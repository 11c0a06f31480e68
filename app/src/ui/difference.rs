//! Where two texts differ, character by character.

use maud::{Markup, html};

/// Longer texts are shown without marks: the comparison takes time and memory by the product of both lengths.
const MAX_CHARS: usize = 160;

/// A run of characters of one text: whether the other has it too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The characters.
    pub text: String,
    /// Whether they are in the other text as well, in the same order.
    pub shared: bool,
}

/// Splits `text` into runs that `other` has too (a longest common subsequence, case ignored) and runs that it has not.
pub fn runs(text: &str, other: &str) -> Vec<Run> {
    let (a, b): (Vec<char>, Vec<char>) = (text.chars().collect(), other.chars().collect());
    if a.len() > MAX_CHARS || b.len() > MAX_CHARS || b.is_empty() {
        return vec![Run {
            text: text.to_owned(),
            shared: true,
        }];
    }
    let same = |i: usize, j: usize| a[i].to_lowercase().eq(b[j].to_lowercase());
    // longest[i][j]: length of the longest common subsequence of a[i..] and b[j..].
    let mut longest = vec![vec![0_u16; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i][j] = if same(i, j) {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    let mut runs: Vec<Run> = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() {
        let shared = j < b.len() && same(i, j);
        if !shared && j < b.len() && longest[i][j + 1] > longest[i + 1][j] {
            j += 1;
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.shared == shared => run.text.push(a[i]),
            _ => runs.push(Run {
                text: a[i].to_string(),
                shared,
            }),
        }
        i += 1;
        j += usize::from(shared);
    }
    runs
}

/// Writes a text with the characters marked that the other has not.
pub fn difference(text: &str, other: &str) -> Markup {
    html! {
        bdi {
            @for run in runs(text, other) {
                @if run.shared { span { (run.text) } } @else { mark class="differs" { (run.text) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, other: &str) -> String {
        let wrap = |run: Run| {
            if run.shared {
                run.text
            } else {
                format!("[{}]", run.text)
            }
        };
        runs(text, other).into_iter().map(wrap).collect()
    }

    #[test]
    fn only_what_the_other_lacks_is_marked() {
        assert_eq!(marked("Solicieors", "Solicitors"), "Solici[e]ors");
        assert_eq!(marked("ACME Ltd", "Acme Limited"), "ACME Ltd");
        assert_eq!(marked("Acme Limited", "ACME Ltd"), "Acme L[imi]t[e]d");
        assert_eq!(marked("Café", "Cafe"), "Caf[é]");
    }

    #[test]
    fn against_nothing_or_against_very_much_nothing_is_marked() {
        assert_eq!(marked("Acme", ""), "Acme");
        assert_eq!(marked("Acme", &"x".repeat(1_000)), "Acme");
        assert_eq!(marked("", "Acme"), "");
    }
}
