//! Adding a supplier, and changing one.

use contract::{Permission, ProblemKind, Supplier, SupplierForm, SupplierId};
use leptos::{ev::MouseEvent, html, prelude::*, task::spawn_local};

use super::{detail::MergedNote, fields::SupplierFields};
use crate::{
    layout::Guarded,
    serverfns::suppliers::{CreateSupplier, UpdateSupplier, get_supplier},
    text::suppliers as text,
    ui::{
        Button, FormFields, LinkButton, Load, Look, PageHeader, PostForm, Submission, load::Loading, params::use_id,
        problems_of, use_toasts,
    },
};

/// Adds a supplier.
#[component]
pub fn NewSupplierPage() -> impl IntoView {
    let create = Submission::<CreateSupplier>::new();
    let toasts = use_toasts();
    Effect::new(move |_| {
        if matches!(create.outcome(), Some(Ok(()))) {
            toasts.done("Supplier added");
        }
    });
    view! {
        <div class="page page-narrow">
            <a class="crumb" href="/suppliers">
                {text::TITLE}
            </a>
            <Guarded to=Permission::WriteSuppliers>
                <PageHeader title=text::NEW_TITLE />
                <PostForm to=create>
                    <FormFields problem=create.problem() check={problems_of::<SupplierForm>} watch=true>
                        <div class="stack">
                            <SupplierFields />
                        </div>
                        <div class="form-foot">
                            <Button kind="submit" look=Look::Primary disabled=create.pending()>
                                "Add supplier"
                            </Button>
                            <LinkButton href="/suppliers">"Cancel"</LinkButton>
                        </div>
                    </FormFields>
                </PostForm>
            </Guarded>
        </div>
    }
}

/// Changes a supplier.
#[component]
pub fn EditSupplierPage() -> impl IntoView {
    let id = use_id::<SupplierId>("id");
    let supplier = Loading::new(move || id.get(), |id| async move { get_supplier(id?).await });
    view! {
        <div class="page page-narrow">
            <Guarded to=Permission::WriteSuppliers>
                <Load from=supplier let:supplier>
                    <EditForm supplier />
                </Load>
            </Guarded>
        </div>
    }
}

#[component]
fn EditForm(
    /// As the person sees it now.
    supplier: Supplier,
) -> impl IntoView {
    let update = Submission::<UpdateSupplier>::new();
    let toasts = use_toasts();
    Effect::new(move |_| {
        if matches!(update.outcome(), Some(Ok(()))) {
            toasts.done("Supplier saved");
        }
    });
    let seen = NodeRef::<html::Input>::new();
    let id = supplier.id;
    let back = format!("/suppliers/{id}");
    let head = view! {
        <a class="crumb" href=back.clone()>
            {supplier.name.clone()}
        </a>
        <PageHeader title=format!("Edit {}", supplier.name) />
    };
    if let Some(kept) = supplier.merged_into {
        return view! {
            {head}
            <MergedNote kept />
        }
        .into_any();
    }
    view! {
        {head}
        <PostForm to=update>
            <FormFields problem=update.problem() check={problems_of::<SupplierForm>} watch=true>
                <NewerVersion update id seen />
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="row_version" value=supplier.row_version.to_string() node_ref=seen />
                <div class="stack">
                    <SupplierFields supplier />
                </div>
                <div class="form-foot">
                    <Button kind="submit" look=Look::Primary disabled=update.pending()>
                        "Save supplier"
                    </Button>
                    <LinkButton href=back>"Cancel"</LinkButton>
                </div>
            </FormFields>
        </PostForm>
    }
    .into_any()
}

/// After a conflict, the ways on: look at what someone else saved, or save over it.
#[component]
fn NewerVersion(
    /// What may be refused.
    update: Submission<UpdateSupplier>,
    /// The supplier.
    id: SupplierId,
    /// The field with the version that the person saw.
    seen: NodeRef<html::Input>,
) -> impl IntoView {
    let newer = RwSignal::new(None::<i64>);
    let in_conflict = move || {
        let refused = update.outcome().and_then(Result::err);
        refused.is_some_and(|error| error.kind() == ProblemKind::Conflict)
    };
    Effect::new(move |_| {
        if in_conflict() {
            spawn_local(async move {
                // Nothing can be saved over a supplier that was merged.
                let now = get_supplier(id).await.ok().filter(|now| now.merged_into.is_none());
                // The page may be gone by now.
                newer.try_set(now.map(|now| now.row_version));
            });
        }
    });
    let save_over = move |_: MouseEvent| {
        let (Some(field), Some(version)) = (seen.get(), newer.get_untracked()) else {
            return;
        };
        field.set_value(&version.to_string());
        // Fails only for the button of another form.
        drop(field.form().map(|form| form.request_submit()));
    };
    move || {
        in_conflict().then(|| {
            view! {
                <div class="toolbar">
                    <a href=format!("/suppliers/{id}") target="_blank">
                        {text::SHOW_NOW}
                    </a>
                    {move || {
                        newer.get().map(|_| view! { <Button on_click=save_over>{text::SAVE_OVER}</Button> })
                    }}
                </div>
            }
        })
    }
}
