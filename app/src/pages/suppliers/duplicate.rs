//! One proposal: the suppliers side by side, what merging would make of them, and the two answers. The choice lives in the
//! address.

use contract::{DuplicatePair, MergePreview, Permission, SupplierDuplicateId, SupplierId};
use leptos::prelude::*;
use maud::{Markup, html};

use super::side_by_side::{apart_of, field_word, side_by_side};
use crate::{
    layout::Allowed,
    serverfns::suppliers::{DismissSupplierDuplicate, MergeSuppliers, compare_supplier_duplicate},
    text::duplicates as text,
    ui::{
        Card, Column, ConfirmButton, FormFields, Here, Load, Look, PageHeader, PostForm, Submission, TextTable,
        badge::{confidence_text, grade_text},
        following::FollowingTable,
        load::Loading,
        params::use_id,
        use_here, use_toasts,
    },
};

/// The page.
#[component]
pub fn DuplicatePage() -> impl IntoView {
    let id = use_id::<SupplierDuplicateId>("id");
    let here = use_here();
    let choice = move || {
        let here = here.read();
        (id.get(), here.param::<SupplierId>("keep"), apart_of(&here))
    };
    let preview = Loading::new(choice, |(id, keep, apart)| async move {
        compare_supplier_duplicate(id?, keep, apart).await
    });
    view! {
        <div class="page">
            <a class="crumb" href="/suppliers/duplicates">
                {text::TITLE}
            </a>
            <PageHeader title=text::COMPARE_TITLE note=text::COMPARE_NOTE />
            <Load from=preview let:preview>
                <Answers preview=preview.clone() />
                <SideBySide preview=preview.clone() here=here.get_untracked() />
                <Evidence preview />
            </Load>
        </div>
    }
}

#[component]
fn Answers(
    /// What is shown.
    preview: MergePreview,
) -> impl IntoView {
    view! {
        <Allowed to=Permission::WriteSuppliers>
            <div class="toolbar">
                <MergeForm preview=preview.clone() />
                <DismissForm id=preview.duplicate.id />
            </div>
        </Allowed>
    }
}

#[component]
fn MergeForm(
    /// What is to be done.
    preview: MergePreview,
) -> impl IntoView {
    let merge = Submission::<MergeSuppliers>::new();
    let toasts = use_toasts();
    Effect::new(move |_| {
        if matches!(merge.outcome(), Some(Ok(()))) {
            toasts.done("Suppliers merged");
        }
    });
    if preview.merge.others.is_empty() {
        return view! { <p class="text-muted">{text::MERGE_LACKS}</p> }.into_any();
    }
    let question = question(&preview);
    let MergePreview {
        duplicate, merge: done, ..
    } = preview;
    let others: Vec<_> = (0..)
        .zip(done.others)
        .map(|(index, other): (u32, _)| {
            view! {
                <input type="hidden" name=format!("form[others][{index}][id]") value=other.id.to_string() />
                <input
                    type="hidden"
                    name=format!("form[others][{index}][row_version]")
                    value=other.row_version.to_string()
                />
            }
        })
        .collect();
    view! {
        <PostForm to=merge>
            <FormFields problem=merge.problem()>
                <input type="hidden" name="id" value=duplicate.id.to_string() />
                <input type="hidden" name="form[keep][id]" value=done.keep.id.to_string() />
                <input type="hidden" name="form[keep][row_version]" value=done.keep.row_version.to_string() />
                {others}
                <ConfirmButton label="Merge" question look=Look::Primary />
            </FormFields>
        </PostForm>
    }
    .into_any()
}

#[component]
fn DismissForm(
    /// The proposal.
    id: SupplierDuplicateId,
) -> impl IntoView {
    let dismiss = Submission::<DismissSupplierDuplicate>::new();
    view! {
        <PostForm to=dismiss>
            <FormFields problem=dismiss.problem()>
                <input type="hidden" name="id" value=id.to_string() />
                <ConfirmButton label=text::DISMISS question=text::DISMISS_QUESTION />
            </FormFields>
        </PostForm>
    }
}

#[component]
fn SideBySide(
    /// What is shown.
    preview: MergePreview,
    /// The current address.
    here: Here,
) -> impl IntoView {
    let table = side_by_side(&preview, &here).into_string();
    view! {
        <div class="table-wrap side-by-side" role="region" aria-label="The suppliers, field by field" tabindex="0">
            {FollowingTable(table.into())}
        </div>
    }
}

#[component]
fn Evidence(
    /// What is shown.
    preview: MergePreview,
) -> impl IntoView {
    let columns = vec![
        Column::text("Supplier"),
        Column::text("And"),
        Column::text("Probability"),
        Column::text("Grade"),
        Column::text("Differs in"),
    ];
    let rows = html! { @for pair in &preview.duplicate.pairs { (evidence(pair, &preview)) } };
    view! {
        <Card title=text::EVIDENCE_TITLE>
            <TextTable caption=text::EVIDENCE_TITLE columns rows />
        </Card>
    }
}

fn evidence(pair: &DuplicatePair, preview: &MergePreview) -> Markup {
    let differing: Vec<_> = pair.differing.iter().map(|field| field_word(field)).collect();
    html! {
        tr {
            td class="clip" { bdi { (name_of(preview, pair.first)) } }
            td class="clip" { bdi { (name_of(preview, pair.second)) } }
            td { (confidence_text(pair.probability)) }
            td { (grade_text(&pair.grade)) }
            td { @if differing.is_empty() { "Nothing" } @else { (differing.join(", ")) } }
        }
    }
}

/// A supplier's name, with its external id where that tells namesakes apart.
fn name_of(preview: &MergePreview, id: SupplierId) -> String {
    let supplier = preview.duplicate.suppliers.iter().find(|supplier| supplier.id == id);
    supplier
        .map(|supplier| match supplier.external_id.as_str() {
            "" => supplier.name.clone(),
            external_id => format!("{} ({external_id})", supplier.name),
        })
        .unwrap_or_default()
}

/// What is asked before it is done.
fn question(preview: &MergePreview) -> String {
    let others: Vec<_> = preview
        .merge
        .others
        .iter()
        .map(|other| name_of(preview, other.id))
        .collect();
    let fields: Vec<_> = preview.changes.iter().map(|change| field_word(&change.field)).collect();
    let gains = if fields.is_empty() {
        "It stays as it is".to_owned()
    } else {
        format!("It gains: {}", fields.join(", "))
    };
    format!(
        "{} becomes part of {}. {gains}. This cannot be undone.",
        others.join(", "),
        name_of(preview, preview.merge.keep.id)
    )
}
