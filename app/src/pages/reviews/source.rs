//! The left pane: the row as it stands in the file, and why the payee has its type.

use contract::ReviewItem;
use leptos::prelude::*;

use crate::ui::{
    evidence::TypeEvidenceCard,
    format,
    icon::{Icon, IconName},
};

/// The left pane.
#[component]
pub(super) fn Source(
    /// The item.
    item: ReviewItem,
) -> impl IntoView {
    let detail = item.detail;
    let payee = detail.payee;
    let cells: Vec<_> = detail
        .original
        .into_iter()
        .map(|(header, text)| {
            let (is_name, is_empty) = (text == payee.name, text.is_empty());
            view! {
                <div class:source-focus=is_name class:source-empty=is_empty>
                    <dt>
                        <bdi>{header}</bdi>
                    </dt>
                    <dd>
                        <bdi>{if is_empty { "\u{2013}".to_owned() } else { text }}</bdi>
                    </dd>
                </div>
            }
        })
        .collect();
    let file = format!("/payee-files/{}", payee.payee_file_id);
    view! {
        <div class="desk-pane">
            <section class="card" aria-label="The row in the file">
                <header class="evidence-head">
                    <h2 class="card-title">"In the file"</h2>
                    <a class="truncate" href=file>
                        {item.file_name}
                    </a>
                    <span class="text-muted num">{format!("row {}", format::integer(payee.row_number))}</span>
                </header>
                <dl class="source">{cells}</dl>
                {(!item.note.is_empty())
                    .then(|| {
                        view! {
                            <p class="callout">
                                <Icon name=IconName::Info />
                                <bdi>{item.note}</bdi>
                            </p>
                        }
                    })}
            </section>
            <TypeEvidenceCard payee_type=payee.payee_type confidence=payee.type_confidence evidence=detail.type_evidence />
        </div>
    }
}
