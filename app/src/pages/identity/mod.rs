//! The pages before one is signed in.

mod invitation;
mod setup;
mod sign_in;

use leptos::prelude::*;
use leptos_meta::Title;

use self::{invitation::InvitationPage, setup::SetupPage, sign_in::SignInPage};
use super::lazy::lazy_pages;
use crate::ui::{Card, Icon, IconName};

lazy_pages! {
    /// The pages of this area.
    pub enum IdentityPages in identity {
        Setup: SetupPage,
        SignIn: SignInPage,
        Invitation: InvitationPage,
    }
}

/// A single box in the middle of the page.
#[component]
fn EntryBox(
    /// What it is for.
    title: &'static str,
    /// A sentence below the title.
    #[prop(default = "")]
    note: &'static str,
    /// The form.
    children: Children,
) -> impl IntoView {
    view! {
        <Title text=title />
        <main class="entry">
            <div class="entry-box">
                <div class="brand">
                    <Icon name=IconName::Check />
                    "Vouch"
                </div>
                <div>
                    <h1>{title}</h1>
                    {(!note.is_empty()).then_some(view! { <p class="text-muted">{note}</p> })}
                </div>
                <Card>{children()}</Card>
            </div>
        </main>
    }
}

/// Something that the person has to know first.
#[component]
fn Notice(
    /// What.
    text: &'static str,
) -> impl IntoView {
    view! {
        <div class="callout callout-info">
            <Icon name=IconName::Info />
            <p>{text}</p>
        </div>
    }
}
