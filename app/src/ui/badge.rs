//! Small marks: a status, a confidence, a grade. Never colour alone: each has an icon or letter, and a word.

use contract::{Grade, MatchElement};
use leptos::prelude::*;
use maud::{Markup, html};

use super::{format, icon::IconName};

/// What a colour means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Neither good nor bad.
    #[default]
    Neutral,
    /// As it should be.
    Ok,
    /// Worth a look.
    Attention,
    /// Wrong.
    Danger,
    /// Going on.
    Info,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "badge",
            Self::Ok => "badge badge-ok",
            Self::Attention => "badge badge-attention",
            Self::Danger => "badge badge-danger",
            Self::Info => "badge badge-info",
        }
    }
}

/// What a [`Status`] shows: a tone, an icon and a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The colour's meaning.
    pub tone: Tone,
    /// The icon.
    pub icon: IconName,
    /// The word.
    pub word: &'static str,
}

impl Mark {
    /// Puts the three together.
    pub const fn new(tone: Tone, icon: IconName, word: &'static str) -> Self {
        Self { tone, icon, word }
    }

    fn inside(self) -> Markup {
        html! { (self.icon) (self.word) }
    }
}

impl maud::Render for Mark {
    fn render(&self) -> Markup {
        html! { span class=(self.tone.class()) { (self.icon) (self.word) } }
    }
}

impl Tone {
    /// Writes a word in a frame; see [`Badge`].
    pub fn badge(self, words: impl maud::Render) -> Markup {
        html! { span class=(self.class()) { (words) } }
    }
}

/// A status as icon, word and colour.
#[component]
pub fn Status(
    /// What to show; `ui::status` has one for each enumeration.
    mark: Mark,
) -> impl IntoView {
    view! { <span class=mark.tone.class() inner_html=mark.inside().into_string()></span> }
}

/// A word in a frame, such as a count or a role.
#[component]
pub fn Badge(
    /// The colour's meaning.
    #[prop(optional)]
    tone: Tone,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! { <span class=tone.class()>{children()}</span> }
}

/// Gives the word for a probability. The steps are for reading only; decisions have thresholds of their own.
pub fn confidence(probability: f32) -> Mark {
    match probability {
        p if p >= 0.95 => Mark::new(Tone::Ok, IconName::Check, "High"),
        p if p >= 0.80 => Mark::new(Tone::Attention, IconName::Minus, "Medium"),
        _ => Mark::new(Tone::Danger, IconName::Question, "Low"),
    }
}

/// Writes a calibrated probability (0..=1) as a word. The number is on demand.
pub fn confidence_text(probability: f32) -> Markup {
    confidence_badge(probability, false)
}

/// As [`confidence_text`], with the number beside the word.
pub fn confidence_with_number(probability: f32) -> Markup {
    confidence_badge(probability, true)
}

fn confidence_badge(probability: f32, number: bool) -> Markup {
    let mark = confidence(probability);
    let percent = format::percent(probability.into());
    html! {
        span class=(mark.tone.class()) title={ "Probability " (percent) } {
            (mark.inside())
            @if number { span class="badge-number" { (percent) } }
        }
    }
}

/// Writes one letter for each element of a match, in the order of [`MatchElement`], such as `AAZZBZAZ`; a dash where nothing was
/// compared.
pub fn grade_text(grade: &str) -> Markup {
    if grade.is_empty() {
        return html! { span class="text-muted" { "\u{2013}" } };
    }
    let words: Vec<_> = grade
        .chars()
        .zip(MatchElement::ALL)
        .map(|(letter, element)| format!("{}: {}", element_word(*element), grade_word(letter)))
        .collect();
    html! {
        span class="grade" role="img" aria-label=(words.join(", ")) title=(words.join("\n")) {
            @for letter in grade.chars() { span class=(grade_class(letter)) { (letter) } }
        }
    }
}

/// The class of a grade's letter.
pub(super) const fn grade_class(letter: char) -> &'static str {
    match letter {
        'A' => "grade-a",
        'B' => "grade-b",
        'F' => "grade-f",
        _ => "grade-z",
    }
}

/// What a grade's letter means.
pub fn grade_word(letter: char) -> &'static str {
    match letter.to_string().parse() {
        Ok(Grade::Same) => "same",
        Ok(Grade::Similar) => "similar",
        Ok(Grade::Different) => "different",
        Ok(Grade::Missing) | Err(_) => "missing",
    }
}

/// What an element of a match is called.
pub const fn element_word(element: MatchElement) -> &'static str {
    match element {
        MatchElement::Name => "Name",
        MatchElement::LegalForm => "Legal form",
        MatchElement::Street => "Street",
        MatchElement::City => "City",
        MatchElement::State => "State",
        MatchElement::Postcode => "Postal code",
        MatchElement::Country => "Country",
        MatchElement::Identifier => "Identifier",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_has_three_steps() {
        assert_eq!(confidence(0.95).word, "High");
        assert_eq!(confidence(0.949).word, "Medium");
        assert_eq!(confidence(0.79).word, "Low");
    }

    #[test]
    fn unknown_grade_counts_as_missing() {
        assert_eq!(grade_word('F'), "different");
        assert_eq!(grade_word('?'), "missing");
    }
}
