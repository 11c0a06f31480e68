//! One supplier, with what happened to it.

use contract::{Permission, Supplier, SupplierId};
use leptos::prelude::*;

use crate::{
    layout::Allowed,
    pages::audit::{Timeline, timeline_of},
    serverfns::suppliers::get_supplier,
    text::{duplicates, suppliers as text},
    ui::{
        Card, Facts, Icon, IconName, LinkButton, Load, Look, PageHeader, Status, format, load::Loading, params::use_id,
        status,
    },
};

/// The page.
#[component]
pub fn SupplierPage() -> impl IntoView {
    let id = use_id::<SupplierId>("id");
    let supplier = Loading::new(move || id.get(), |id| async move { get_supplier(id?).await });
    let history = timeline_of("supplier", move || id.get().ok().map(|id| id.to_string()));
    view! {
        <div class="page">
            <Load from=supplier let:supplier>
                <Head supplier=supplier.clone() />
                <div class="columns">
                    <Details supplier />
                    <Allowed to=Permission::ReadAudit>
                        <Card title=text::HISTORY_TITLE>
                            <Timeline events=history empty=text::HISTORY_EMPTY />
                        </Card>
                    </Allowed>
                </div>
            </Load>
        </div>
    }
}

#[component]
fn Head(
    /// The supplier.
    supplier: Supplier,
) -> impl IntoView {
    let edit = format!("/suppliers/{}/edit", supplier.id);
    view! {
        <a class="crumb" href="/suppliers">
            {text::TITLE}
        </a>
        <PageHeader title=supplier.name>
            <Status mark=status::supplier(supplier.status) />
            {supplier
                .merged_into
                .is_none()
                .then(|| {
                    view! {
                        <Allowed to=Permission::WriteSuppliers>
                            <LinkButton href=edit.clone() look=Look::Primary icon=IconName::Edit>
                                "Edit"
                            </LinkButton>
                        </Allowed>
                    }
                })}
        </PageHeader>
        {supplier.merged_into.map(|kept| view! { <MergedNote kept /> })}
    }
}

/// Says that a supplier was merged into another one.
#[component]
pub(super) fn MergedNote(
    /// The other one.
    kept: SupplierId,
) -> impl IntoView {
    view! {
        <div class="callout" role="status">
            <Icon name=IconName::Info />
            <div>
                <p>{duplicates::MERGED}</p>
                <a href=format!("/suppliers/{kept}")>{duplicates::MERGED_LINK}</a>
            </div>
        </div>
    }
}

#[component]
fn Details(
    /// The supplier.
    supplier: Supplier,
) -> impl IntoView {
    let names = supplier.aliases.join(" · ");
    view! {
        <div class="stack">
            <Card title="Names and identifiers">
                <Facts facts=vec![
                    ("External id", supplier.external_id),
                    ("Other names", names),
                    ("Tax id", supplier.tax_id),
                    ("VAT id", supplier.vat_id),
                    ("IBAN", supplier.iban),
                ] />
            </Card>
            <Card title="Address">
                <Facts facts=vec![
                    ("Street", supplier.address),
                    ("City", supplier.city),
                    ("State", supplier.state),
                    ("Postal code", supplier.postcode),
                    ("Country", supplier.country),
                ] />
            </Card>
            <Card title="Record">
                <Facts facts=vec![
                    ("Added", format::minute(supplier.created_at)),
                    ("Changed", format::minute(supplier.updated_at)),
                    ("Id", supplier.id.to_string()),
                ] />
            </Card>
        </div>
    }
}
