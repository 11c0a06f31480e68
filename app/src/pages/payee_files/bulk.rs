//! Deciding many rows at once: exactly what the preview shows, with one undo.

use contract::{BulkDecision, PayeeFileId, PayeeFilter};
use leptos::{ev, prelude::*, task::spawn_local};
use maud::{Markup, PreEscaped, html};
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

use super::{
    results::{Chosen, filter_of},
    verdicts::{CONFIRM, NO_SUPPLIER, TYPES, decide, verdict},
};
use crate::{
    serverfns::payee_files::{WrittenPreview, preview_decision},
    ui::{
        button::Look,
        dialog::Dialog,
        following::{FollowingText, handler, pressed},
        format,
        query::Here,
        selection::Scope,
        status,
        toast::use_toasts,
    },
};

/// What is about to be decided, once the server has said what it would change.
#[derive(Clone)]
struct Proposal {
    decision: BulkDecision,
    /// The words on the button.
    words: String,
    preview: WrittenPreview,
}

/// The bar with the actions, which lies over the end of the table while rows are chosen, and the dialog that shows what they would change.
#[component]
pub(super) fn BulkActions(
    /// The file.
    id: PayeeFileId,
    /// What is chosen.
    chosen: Chosen,
    /// The current address, which says what the table shows.
    here: Memo<Here>,
    /// Called after rows were changed.
    on_done: Callback<()>,
) -> impl IntoView {
    let toasts = use_toasts();
    let open = RwSignal::new(false);
    let proposal = RwSignal::new(None::<Proposal>);
    let propose = move |name: &str| {
        let filter = PayeeFilter {
            cursor: None,
            limit: None,
            ..here.with_untracked(filter_of)
        };
        let decision = BulkDecision {
            payee_file_id: id,
            selection: chosen.scope.get_untracked().into_selection(filter),
            verdict: verdict(name),
            expected_count: None,
            idempotency_key: uuid::Uuid::new_v4().to_string(),
        };
        let words = title_words(name);
        spawn_local(async move {
            match preview_decision(decision.clone()).await {
                Ok(preview) => {
                    proposal.set(Some(Proposal {
                        decision,
                        words,
                        preview,
                    }));
                    open.set(true);
                }
                Err(error) => toasts.failed(error.0.to_string()),
            }
        });
    };
    let applied = move || {
        leave_bar();
        chosen.scope.set(Scope::none());
        // Nobody is to be told when the page was left.
        on_done.try_run(());
    };
    let apply = move || {
        let Some(Proposal {
            mut decision,
            words,
            preview,
        }) = proposal.get_untracked()
        else {
            return;
        };
        decision.expected_count = Some(preview.count);
        let said = move |count| format!("{words}: {}", format::count(count, "row", "rows"));
        decide(decision, toasts, said, applied);
    };
    let count = move || chosen.scope.with(|scope| scope.count(chosen.matching.get()));
    let press = move |event: ev::MouseEvent| {
        if let Some(name) = pressed::<String>(&event, "data-verdict") {
            propose(&name);
        } else if let Some(all) = pressed(&event, "data-choose-all") {
            chosen.scope.set(if all { Scope::All } else { Scope::none() });
        }
    };
    let answer = move |event: ev::MouseEvent| {
        if let Some(go_on) = pressed::<bool>(&event, "data-apply") {
            open.set(false);
            if go_on {
                apply();
            }
        }
    };
    let title =
        move || proposal.with(|proposal| proposal.as_ref().map_or_else(String::new, |known| known.words.clone()));
    let contents = move || {
        proposal.with(|proposal| {
            proposal
                .as_ref()
                .map(|known| question(&known.preview))
                .unwrap_or_default()
        })
    };
    view! {
        <FollowingText
            class="bulk-bar"
            text=move || bar(count(), chosen.matching.get())
            attr:role="region"
            attr:aria-label="Chosen rows"
            attr:hidden=move || count() == 0
            handlers=vec![handler(ev::click, press)]
        />
        <Dialog title=title open>
            <FollowingText text=contents handlers=vec![handler(ev::click, answer)] />
        </Dialog>
    }
}

/// Takes the focus from the bar, which goes, to what surrounds the table, which stays.
fn leave_bar() {
    let find = |place: &str| document().query_selector(place).ok().flatten();
    let frame = find(".bulk-bar :focus").and_then(|_| find(".beside-main"));
    if let Some(frame) = frame.and_then(|frame| frame.dyn_into::<HtmlElement>().ok()) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        drop(frame.focus_with_options(&options));
    }
}

fn title_words(name: &str) -> String {
    match name {
        CONFIRM => "Confirm as shown".to_owned(),
        NO_SUPPLIER => "No supplier".to_owned(),
        name => name
            .parse()
            .map_or_else(|_| String::new(), |known| status::payee_type(known).word.to_owned()),
    }
}

/// Writes how many rows are chosen, and what can be done with them. Offers to choose all that match when these are more.
fn bar(count: i64, matching: i64) -> Markup {
    let class = Look::Secondary.class();
    html! {
        strong aria-live="polite" { (format::count(count, "row chosen", "rows chosen")) }
        button type="button" class="link-button" hidden[count >= matching] data-choose-all="true" {
            "Choose all " (format::integer(matching)) " that match"
        }
        button type="button" class="link-button" data-choose-all="false" { "Clear" }
        span class="grow" {}
        button type="button" class=(class) data-verdict=(CONFIRM) { "Confirm" }
        @for payee_type in TYPES {
            button type="button" class=(class) data-verdict=(payee_type) { (status::payee_type(payee_type).word) }
        }
        button type="button" class=(class) data-verdict=(NO_SUPPLIER) { "No supplier" }
    }
}

/// Writes what would change, and asks whether it shall.
fn question(preview: &WrittenPreview) -> Markup {
    html! {
        div { (PreEscaped(&preview.text)) }
        div class="dialog-foot" {
            button type="button" class=(Look::Secondary.class()) data-apply="false" { "Back" }
            button type="button" class=(Look::Primary.class()) data-apply="true" {
                "Apply to " (format::count(preview.count, "row", "rows"))
            }
        }
    }
}
