//! The console.
use leptos::prelude::*;
/// The root component.
#[component]
pub fn App() -> impl IntoView { view! { <p>"Vouch"</p> } }
