//! What surrounds every page and only shows, as text: the navigation at the side, and the one at the foot of a phone's screen.
//!
//! Links work as all links do. What else is pressed says so in `data-press` or `data-choice`; see [`super::press`].

use contract::Viewer;
use maud::{Markup, html};

use super::{
    areas::{AREAS, Area, current_area},
    press::Press,
    user_menu::{user_button, user_menu},
};
use crate::ui::icon::IconName;

/// The navigation at the side.
pub fn side(viewer: Option<&Viewer>, path: &str) -> Markup {
    html! {
        a class="brand" href="/" title="Dashboard" {
            (IconName::Check)
            span class="side-word" { "Vouch" }
        }
        button type="button" class="side-search" title="Go to or search" data-press=(Press::Palette.as_str()) {
            (IconName::Search)
            span class="side-word" { "Go to or search" }
            kbd class="side-word" { "Ctrl K" }
        }
        nav class="side-nav" aria-label="Areas" { (links(AREAS, viewer, path)) }
        span class="grow" {}
        button type="button" class="side-link side-fold" title="Fold or open the navigation" data-press=(Press::Fold.as_str()) {
            (IconName::Sidebar)
            span class="side-word" { "Fold" }
        }
        (user_button(viewer))
        (user_menu(viewer))
    }
}

/// The navigation at the foot of a small screen: the first four areas, and the others behind a button.
pub fn foot(viewer: Option<&Viewer>, path: &str) -> Markup {
    html! {
        nav class="bottom-bar" aria-label="Main areas" {
            (links(&AREAS[..4], viewer, path))
            button type="button" class="side-link" popovertarget="more" {
                (IconName::Menu)
                span { "More" }
            }
        }
        div class="sheet" id="more" popover="auto" {
            nav aria-label="More areas" {
                (links(&AREAS[4..], viewer, path))
                (user_button(viewer))
            }
        }
    }
}

/// Links to those of `areas` that the person may see. The current one is marked by [`super::areas::follow_location`] later on.
fn links(areas: &[Area], viewer: Option<&Viewer>, path: &str) -> Markup {
    let current = current_area(path);
    html! {
        @for area in areas.iter().filter(|area| area.is_for(viewer)) {
            a class="side-link" href=(area.href) title=(area.title) aria-current=[(current == Some(area.href)).then_some("page")] {
                (area.icon)
                span class="side-word" { (area.title) }
            }
        }
    }
}
