//! What is pressed in the parts of the layout that are text.

use leptos::{ev, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::areas::elements;
use crate::{preferences::Preference, serverfns::identity::set_preference, ui::toast::Toasts};

/// What a button with `data-press` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Opens the palette.
    Palette,
    /// Opens the list of keys.
    Keys,
    /// Folds the side navigation to icons, or opens it again.
    Fold,
}

impl Press {
    /// The value of `data-press`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Palette => "palette",
            Self::Keys => "keys",
            Self::Fold => "fold",
        }
    }

    fn read(name: &str) -> Option<Self> {
        [Self::Palette, Self::Keys, Self::Fold]
            .into_iter()
            .find(|press| press.as_str() == name)
    }
}

/// The value of `data-choice` of a button that sets a preference; the style sheet marks the one that holds by it.
pub fn choice(preference: Preference, value: &str) -> String {
    format!("{}-{value}", preference.name())
}

/// The value of `aria-pressed` of a button with `data-choice`, by whether its value holds.
pub const fn pressed(holds: bool) -> &'static str {
    if holds { "true" } else { "false" }
}

fn read_choice(name: &str) -> Option<(Preference, &'static str)> {
    let (preference, value) = name.split_once('-')?;
    let preference = Preference::ALL.into_iter().find(|known| known.name() == preference)?;
    let value = preference.values().iter().find(|known| **known == value)?;
    Some((preference, value))
}

/// Starts to listen, for as long as the layout is shown.
pub fn listen_to_presses(palette_open: RwSignal<bool>, keys_open: RwSignal<bool>, toasts: Toasts) {
    Effect::new(move |_| {
        let listener = window_event_listener(ev::click, move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let pressed = target.and_then(|target| target.closest("[data-press], [data-choice]").ok().flatten());
            let Some(pressed) = pressed else { return };
            if let Some((preference, value)) = pressed.get_attribute("data-choice").and_then(|name| read_choice(&name))
            {
                event.prevent_default();
                prefer(toasts, preference, value);
            }
            match pressed.get_attribute("data-press").and_then(|name| Press::read(&name)) {
                Some(Press::Palette) => palette_open.set(true),
                Some(Press::Keys) => keys_open.set(true),
                Some(Press::Fold) => fold(toasts),
                None => {}
            }
        });
        on_cleanup(move || listener.remove());
    });
}

fn fold(toasts: Toasts) {
    let root = document().document_element().expect("a document has a root element");
    let folded = root.get_attribute("data-navigation").as_deref() == Some("folded");
    prefer(toasts, Preference::Navigation, if folded { "open" } else { "folded" });
}

/// Shows a preference at once, and has the server remember it.
fn prefer(toasts: Toasts, preference: Preference, value: &'static str) {
    if let Some(root) = document().document_element() {
        // Fails only for a malformed attribute name.
        drop(root.set_attribute(&format!("data-{}", preference.name()), value));
    }
    let held = choice(preference, value);
    for button in elements(&format!("[data-choice^='{}-']", preference.name())) {
        let holds = button.get_attribute("data-choice").as_ref() == Some(&held);
        drop(button.set_attribute("aria-pressed", pressed(holds)));
    }
    spawn_local(async move {
        if let Err(error) = set_preference(preference, value.to_owned()).await {
            toasts.failed(error.to_string());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_read_as_it_was_written() {
        for preference in Preference::ALL {
            for value in preference.values() {
                assert_eq!(read_choice(&choice(preference, value)), Some((preference, *value)));
            }
        }
        assert_eq!(read_choice("theme-purple"), None);
    }

    #[test]
    fn a_press_is_read_as_it_was_written() {
        for press in [Press::Palette, Press::Keys, Press::Fold] {
            assert_eq!(Press::read(press.as_str()), Some(press));
        }
    }
}
