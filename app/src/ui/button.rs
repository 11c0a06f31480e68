//! Buttons, and links that look like buttons.

use leptos::{ev::MouseEvent, prelude::*};
use maud::{Markup, html};

use super::icon::{Icon, IconName};

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// The one main action of a page or dialog.
    Primary,
    /// Any other action.
    #[default]
    Secondary,
    /// Without a frame: in rows, toolbars and menus.
    Quiet,
    /// Takes something away.
    Danger,
}

impl Look {
    /// The classes, for buttons that are written as text.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Primary => "btn btn-primary",
            Self::Secondary => "btn",
            Self::Quiet => "btn btn-quiet",
            Self::Danger => "btn btn-danger",
        }
    }
}

/// What a press does. Handlers are props, and never `on:` at a component: the views are erased, and such a component that is
/// rendered again keeps its first handler, whose signals are gone by then.
pub struct Press<E = MouseEvent>(pub(super) Box<dyn FnMut(E)>);

impl<E> Default for Press<E> {
    fn default() -> Self {
        Self(Box::new(|_| {}))
    }
}

impl<E, F: FnMut(E) + 'static> From<F> for Press<E> {
    fn from(act: F) -> Self {
        Self(Box::new(act))
    }
}

/// A button.
#[component]
pub fn Button(
    /// `button`, or `submit` to send the form around it.
    #[prop(default = "button")]
    kind: &'static str,
    /// The element id of the form to send, when that is not around the button.
    #[prop(optional, into)]
    form: Option<&'static str>,
    /// How much it stands out.
    #[prop(optional)]
    look: Look,
    /// Before the words.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// Whether it looks as if it can not be pressed now. It keeps the focus, and a form that awaits its answer is not sent again.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What a press does, besides sending the form.
    #[prop(optional, into)]
    on_click: Press,
    /// The verb, and what it acts on.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type=kind
            form=form
            class=look.class()
            aria-disabled=move || disabled.get().then_some("true")
            on:click=on_click.0
        >
            {icon.map(|name| view! { <Icon name /> })}
            {children()}
        </button>
    }
}

/// A button without words.
#[component]
pub fn IconButton(
    /// Which icon.
    icon: IconName,
    /// What it does; read aloud, and shown on hover.
    label: &'static str,
    /// What a press does.
    #[prop(into)]
    on_click: Press,
) -> impl IntoView {
    view! {
        <button type="button" class="btn btn-quiet btn-icon" aria-label=label title=label on:click=on_click.0>
            <Icon name=icon />
        </button>
    }
}

/// A [`LinkButton`] as text.
pub fn link_button(href: &str, look: Look, icon: Option<IconName>, words: &str) -> Markup {
    html! { a class=(look.class()) href=(href) { @if let Some(icon) = icon { (icon) } (words) } }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where to.
    #[prop(into)]
    href: String,
    /// How much it stands out.
    #[prop(optional)]
    look: Look,
    /// Before the words.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a href=href class=look.class()>
            {icon.map(|name| view! { <Icon name /> })}
            {children()}
        </a>
    }
}
