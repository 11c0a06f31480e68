//! The frame of a page: its title with the one main action, and cards.

use leptos::prelude::*;
use leptos_meta::Title;

/// Where you are, and the one main action.
#[component]
pub fn PageHeader(
    /// The page's name; the window's title too.
    #[prop(into)]
    title: String,
    /// Freshness, count, or what this is about.
    #[prop(optional, into)]
    note: String,
    /// The main action and what stands beside it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <Title text=title.clone() />
        <header class="page-head">
            <div>
                <h1>{title}</h1>
                {(!note.is_empty()).then(|| view! { <p class="text-muted">{note}</p> })}
            </div>
            <div class="page-actions">{children.map(|children| children())}</div>
        </header>
    }
}

/// A part of a page with a title of its own.
#[component]
pub fn Card(
    /// The title; none when empty.
    #[prop(optional, into)]
    title: String,
    /// The contents.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card">
            {(!title.is_empty()).then(|| view! { <h2 class="card-title">{title}</h2> })}
            {children()}
        </section>
    }
}

/// Terms and what they stand for.
#[component]
pub fn Facts(
    /// Term and text; an empty text shows as a dash.
    facts: Vec<(&'static str, String)>,
) -> impl IntoView {
    let facts: Vec<_> = facts
        .into_iter()
        .map(|(term, text)| {
            let text = if text.is_empty() { "\u{2013}".to_owned() } else { text };
            view! {
                <div>
                    <dt>{term}</dt>
                    <dd>{text}</dd>
                </div>
            }
        })
        .collect();
    view! { <dl class="facts">{facts}</dl> }
}
