//! An address that leads nowhere.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::ui::{Card, EmptyState, Icon, IconName, LinkButton, Look};

/// Says that there is no such page, with the status 404.
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text="Not found" />
        <main class="entry">
            <div class="entry-box">
                <a class="brand" href="/" title="Dashboard">
                    <Icon name=IconName::Check />
                    "Vouch"
                </a>
                <h1 class="sr-only">"Not found"</h1>
                <Card>
                    <EmptyState
                        icon=IconName::Question
                        title="There is no such page"
                        detail="The address may be mistyped, or what it named is gone."
                    >
                        <LinkButton href="/" look=Look::Primary>
                            "Go to the dashboard"
                        </LinkButton>
                    </EmptyState>
                </Card>
            </div>
        </main>
    }
}
