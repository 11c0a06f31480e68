//! Adding a supplier, and changing one.

use contract::{Supplier, SupplierForm, SupplierId};
use leptos::prelude::*;

use super::fields::SupplierFields;
use crate::{
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
            <Load from=supplier let:supplier>
                <EditForm supplier />
            </Load>
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
    let back = format!("/suppliers/{}", supplier.id);
    view! {
        <a class="crumb" href=back.clone()>
            {supplier.name.clone()}
        </a>
        <PageHeader title=format!("Edit {}", supplier.name) />
        <PostForm to=update>
            <FormFields problem=update.problem() check={problems_of::<SupplierForm>} watch=true>
                <input type="hidden" name="id" value=supplier.id.to_string() />
                <input type="hidden" name="row_version" value=supplier.row_version.to_string() />
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
}
