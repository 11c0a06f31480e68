//! Which key does what on the review page. People may give an act another key; `?` lists what is in force.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a key can do. The declaration order is the order of the list of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyAct {
    /// Settles what is open as shown, and goes on.
    Confirm,
    /// Settles everything as shown, with no edit needed, and goes on.
    ConfirmAll,
    /// Takes the candidate in focus as the supplier.
    TakeSupplier,
    /// Says that no supplier of the master is right.
    NoSupplier,
    /// Puts the item off as unsure.
    Unsure,
    /// Says that the payee is a business.
    Business,
    /// Says that the payee is a person.
    Individual,
    /// Says that the payee is a public body.
    Government,
    /// Moves to the candidate above.
    Previous,
    /// Moves to the candidate below.
    Next,
    /// Goes to the search field for suppliers.
    Search,
    /// Includes or leaves out the other rows with the same name.
    Cluster,
    /// Remembers or not for later files.
    Remember,
    /// Puts off with a reason.
    Postpone,
    /// Asks for a second look with a reason.
    Escalate,
    /// Takes the last act back.
    Undo,
    /// Opens the list of the last acts.
    History,
}

impl KeyAct {
    /// Every act, in the order of the list of keys.
    pub const ALL: [Self; 17] = [
        Self::Confirm,
        Self::ConfirmAll,
        Self::TakeSupplier,
        Self::NoSupplier,
        Self::Unsure,
        Self::Business,
        Self::Individual,
        Self::Government,
        Self::Previous,
        Self::Next,
        Self::Search,
        Self::Cluster,
        Self::Remember,
        Self::Postpone,
        Self::Escalate,
        Self::Undo,
        Self::History,
    ];

    /// What it does, for the list of keys.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Confirm => "Confirm and next",
            Self::ConfirmAll => "Confirm everything as shown and next",
            Self::TakeSupplier => "Match the candidate in focus",
            Self::NoSupplier => "No supplier is right",
            Self::Unsure => "Unsure: put off",
            Self::Business => "It is a business",
            Self::Individual => "It is a person",
            Self::Government => "It is a public body",
            Self::Previous => "Candidate above",
            Self::Next => "Candidate below",
            Self::Search => "Search suppliers",
            Self::Cluster => "All rows with this name, or just this one",
            Self::Remember => "Remember for later files, or not",
            Self::Postpone => "Postpone with a reason",
            Self::Escalate => "Escalate with a reason",
            Self::Undo => "Undo",
            Self::History => "Last ten decisions",
        }
    }

    const fn default_chord(self) -> &'static str {
        match self {
            Self::Confirm => "Enter",
            Self::ConfirmAll => "Ctrl+Enter",
            Self::TakeSupplier => "x",
            Self::NoSupplier => "n",
            Self::Unsure => "u",
            Self::Business => "b",
            Self::Individual => "i",
            Self::Government => "o",
            Self::Previous => "ArrowUp",
            Self::Next => "ArrowDown",
            Self::Search => "/",
            Self::Cluster => "c",
            Self::Remember => "m",
            Self::Postpone => "p",
            Self::Escalate => "e",
            Self::Undo => "Ctrl+z",
            Self::History => "h",
        }
    }
}

/// As `data-act` has it: the place in the list of keys.
impl maud::Render for KeyAct {
    fn render(&self) -> maud::Markup {
        maud::Render::render(&(*self as usize))
    }
}

impl FromStr for KeyAct {
    type Err = ();

    fn from_str(place: &str) -> Result<Self, ()> {
        let place: usize = place.parse().map_err(|_| ())?;
        Self::ALL.get(place).copied().ok_or(())
    }
}

/// One stroke as the browser reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each says one thing about the stroke")]
pub struct Stroke {
    /// `KeyboardEvent.key`.
    pub key: String,
    /// Ctrl, or Command on a Mac.
    pub ctrl: bool,
    /// Alt is held; never ours.
    pub alt: bool,
    /// The focus is in a field that takes text.
    pub typing: bool,
    /// The focus is on a button or link, which Enter presses.
    pub on_control: bool,
}

/// What a stroke means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// An act of the key map.
    Act(KeyAct),
    /// Choose the candidate with this number, from 0.
    Choose(usize),
}

/// Keys that mean the same on every page.
const OF_THE_CONSOLE: [&str; 3] = ["g", "?", "Ctrl+k"];

/// Whether a key, as `KeyboardEvent.key` names it, can be given to an act: those that write one character, Enter and the arrows.
/// The others belong to the browser and the keyboard.
pub fn is_mappable(key: &str) -> bool {
    key.chars().count() == 1 || key == "Enter" || key.starts_with("Arrow")
}

/// The keys in force.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keymap {
    /// Acts with another chord than the default, such as `(Postpone, "w")`.
    changed: Vec<(KeyAct, String)>,
}

impl Keymap {
    /// The chord of an act, such as `Ctrl+Enter`.
    pub fn chord(&self, act: KeyAct) -> &str {
        self.changed
            .iter()
            .find(|(a, _)| *a == act)
            .map_or(act.default_chord(), |(_, chord)| chord)
    }

    /// The key of an act as a keyboard has it printed: `X`, `Ctrl Enter`, `\u{2191}`.
    pub fn printed(&self, act: KeyAct) -> String {
        match self.chord(act) {
            "ArrowUp" => "\u{2191}".to_owned(),
            "ArrowDown" => "\u{2193}".to_owned(),
            "ArrowLeft" => "\u{2190}".to_owned(),
            "ArrowRight" => "\u{2192}".to_owned(),
            " " => "Space".to_owned(),
            chord => match chord.strip_prefix("Ctrl+") {
                Some(key) if key.len() == 1 => format!("Ctrl {}", key.to_ascii_uppercase()),
                Some(key) => format!("Ctrl {key}"),
                None if chord.len() == 1 => chord.to_ascii_uppercase(),
                None => chord.to_owned(),
            },
        }
    }

    /// Gives an act another key.
    ///
    /// # Errors
    /// Names the act that has the key already. Digits belong to the candidates, some keys to the whole console.
    pub fn remap(&mut self, act: KeyAct, chord: &str) -> Result<(), String> {
        if chord.len() == 1 && chord.as_bytes()[0].is_ascii_digit() {
            return Err("Digits choose candidates; take another key".into());
        }
        if OF_THE_CONSOLE.iter().any(|taken| taken.eq_ignore_ascii_case(chord)) {
            return Err("This key works everywhere in the console; take another one".into());
        }
        if let Some(other) = KeyAct::ALL
            .into_iter()
            .find(|&a| a != act && self.chord(a).eq_ignore_ascii_case(chord))
        {
            return Err(format!("This key is taken by \u{201c}{}\u{201d}", other.label()));
        }
        self.changed.retain(|(a, _)| *a != act);
        if chord != act.default_chord() {
            self.changed.push((act, chord.to_owned()));
        }
        Ok(())
    }

    /// What a stroke means, if anything. While someone types only chords with Ctrl count.
    pub fn meaning(&self, stroke: &Stroke) -> Option<Meaning> {
        if stroke.alt || (stroke.typing && !stroke.ctrl) {
            return None;
        }
        if stroke.on_control && !stroke.ctrl && (stroke.key == "Enter" || stroke.key == " ") {
            return None;
        }
        let chord = if stroke.ctrl {
            format!("Ctrl+{}", stroke.key)
        } else {
            stroke.key.clone()
        };
        if !stroke.ctrl
            && let Some(digit @ 1..=9) = stroke.key.parse::<usize>().ok().filter(|_| stroke.key.len() == 1)
        {
            return Some(Meaning::Choose(digit - 1));
        }
        let act = KeyAct::ALL
            .into_iter()
            .find(|&a| self.chord(a).eq_ignore_ascii_case(&chord))?;
        // Text editing keeps its own undo.
        (!(stroke.typing && act == KeyAct::Undo)).then_some(Meaning::Act(act))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stroke(key: &str) -> Stroke {
        Stroke {
            key: key.into(),
            ctrl: false,
            alt: false,
            typing: false,
            on_control: false,
        }
    }

    #[test]
    fn every_act_is_read_as_it_is_written() {
        for act in KeyAct::ALL {
            let written = maud::Render::render(&act).into_string();
            assert_eq!(written.parse(), Ok(act));
        }
        assert_eq!("17".parse::<KeyAct>(), Err(()));
    }

    #[test]
    fn every_act_has_a_key_of_its_own() {
        let keymap = Keymap::default();
        for act in KeyAct::ALL {
            let (ctrl, key) = match keymap.chord(act).strip_prefix("Ctrl+") {
                Some(key) => (true, key),
                None => (false, keymap.chord(act)),
            };
            assert_eq!(
                keymap.meaning(&Stroke { ctrl, ..stroke(key) }),
                Some(Meaning::Act(act)),
                "{act:?}"
            );
        }
    }

    #[test]
    fn typing_is_left_alone_but_for_chords() {
        let keymap = Keymap::default();
        assert_eq!(
            keymap.meaning(&Stroke {
                typing: true,
                ..stroke("n")
            }),
            None
        );
        assert_eq!(
            keymap.meaning(&Stroke {
                typing: true,
                ctrl: true,
                ..stroke("z")
            }),
            None
        );
        assert_eq!(
            keymap.meaning(&Stroke {
                typing: true,
                ctrl: true,
                ..stroke("Enter")
            }),
            Some(Meaning::Act(KeyAct::ConfirmAll))
        );
    }

    #[test]
    fn enter_on_a_button_presses_the_button() {
        let keymap = Keymap::default();
        assert_eq!(
            keymap.meaning(&Stroke {
                on_control: true,
                ..stroke("Enter")
            }),
            None
        );
        assert_eq!(
            keymap.meaning(&Stroke {
                on_control: true,
                ..stroke("n")
            }),
            Some(Meaning::Act(KeyAct::NoSupplier))
        );
    }

    #[test]
    fn digits_choose_candidates_and_zero_does_not() {
        let keymap = Keymap::default();
        assert_eq!(keymap.meaning(&stroke("3")), Some(Meaning::Choose(2)));
        assert_eq!(keymap.meaning(&stroke("0")), None);
    }

    #[test]
    fn keys_are_printed_as_they_are_now() {
        let mut keymap = Keymap::default();
        assert_eq!(keymap.printed(KeyAct::Previous), "\u{2191}");
        assert_eq!(keymap.printed(KeyAct::Undo), "Ctrl Z");
        assert_eq!(keymap.remap(KeyAct::Postpone, "w"), Ok(()));
        assert_eq!(keymap.printed(KeyAct::Postpone), "W");
    }

    #[test]
    fn keys_of_the_browser_and_the_keyboard_are_not_given_away() {
        for key in ["w", "\u{e9}", " ", "Enter", "ArrowLeft"] {
            assert!(is_mappable(key), "{key}");
        }
        for key in ["CapsLock", "F5", "Tab", "Escape", "Shift", "Control", "Dead", ""] {
            assert!(!is_mappable(key), "{key}");
        }
    }

    #[test]
    fn a_key_has_one_meaning() {
        let mut keymap = Keymap::default();
        assert!(keymap.remap(KeyAct::Postpone, "n").is_err());
        assert!(keymap.remap(KeyAct::Postpone, "7").is_err());
        assert!(keymap.remap(KeyAct::Postpone, "g").is_err());
        assert_eq!(keymap.remap(KeyAct::Postpone, "w"), Ok(()));
        assert_eq!(keymap.meaning(&stroke("w")), Some(Meaning::Act(KeyAct::Postpone)));
        assert_eq!(keymap.meaning(&stroke("p")), None);
        assert_eq!(keymap.remap(KeyAct::Postpone, "p"), Ok(()));
        assert_eq!(keymap, Keymap::default());
    }
}
