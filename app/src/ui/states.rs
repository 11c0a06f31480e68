//! What a page shows when there is nothing, not yet anything, or an error.

use contract::ProblemKind;
use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    button::{Button, LinkButton, Look},
    copy::CopyButton,
    icon::{Icon, IconName},
};
use crate::{error::UiError, paths::encode, ui::query::use_here};

/// Nothing here: what this is for, and the first step.
#[component]
pub fn EmptyState(
    /// What kind of thing is missing.
    icon: IconName,
    /// What there is not.
    #[prop(into)]
    title: String,
    /// What it is for.
    #[prop(into)]
    detail: String,
    /// The first step: buttons or links.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="state">
            <Icon name=icon />
            <h2>{title}</h2>
            <p>{detail}</p>
            <div class="state-actions">{children.map(|children| children())}</div>
        </div>
    }
}

/// What happened, what to do, and the error id to copy.
#[component]
pub fn ErrorState(
    /// The error.
    error: UiError,
    /// Tries again; offered where that may end better.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let problem = *error.0;
    if problem.kind == ProblemKind::NotFound {
        return view! {
            <Title text="Not found" />
            <h1 class="sr-only">"Not found"</h1>
            <EmptyState icon=IconName::Question title=problem.title detail=problem.detail>
                <LinkButton href="/">"Go to the dashboard"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let signed_out = problem.kind == ProblemKind::Unauthenticated;
    let may_end_better = !matches!(
        problem.kind,
        ProblemKind::Invalid | ProblemKind::BadRequest | ProblemKind::Forbidden | ProblemKind::TooLarge
    );
    let here = use_here();
    let sign_in = move || format!("/sign-in?next={}", encode(&here.read().address()));
    let id = (!problem.error_id.is_empty()).then_some(problem.error_id);
    view! {
        <div class="state state-error" role="alert">
            <Icon name=IconName::Alert />
            <h2>{problem.title}</h2>
            <p>{problem.detail}</p>
            {id
                .map(|id| {
                    view! {
                        <p class="text-muted">
                            "Error id " <code>{id.clone()}</code> <CopyButton text=id label="Copy error id" />
                        </p>
                    }
                })}
            <div class="state-actions">
                {signed_out
                    .then(|| {
                        view! {
                            <LinkButton href=sign_in() look=Look::Primary>
                                "Sign in"
                            </LinkButton>
                        }
                    })}
                {retry
                    .filter(|_| !signed_out && may_end_better)
                    .map(|retry| {
                        view! {
                            <Button icon=IconName::Retry on_click=move |_| retry.run(())>
                                "Try again"
                            </Button>
                        }
                    })}
            </div>
        </div>
    }
    .into_any()
}

/// Grey lines of the final size while something loads. They appear after 300 ms: what is quicker does not flicker.
#[component]
pub fn Skeleton(
    /// How many rows.
    #[prop(default = 8)]
    rows: u32,
) -> impl IntoView {
    let rows: Vec<_> = (0..rows).map(|_| view! { <div class="skeleton-row" /> }).collect();
    view! {
        <div class="skeleton" role="status">
            <span class="sr-only">"Loading"</span>
            {rows}
        </div>
    }
}
