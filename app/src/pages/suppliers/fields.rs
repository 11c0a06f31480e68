//! The fields of a supplier, for the forms that add and change one.

use contract::{Supplier, SupplierStatus};
use leptos::prelude::*;

use crate::{
    text::suppliers as text,
    ui::{Card, Checkbox, Field, TextArea},
};

/// All fields, filled in from a supplier when there is one.
#[component]
pub fn SupplierFields(
    /// The supplier to change.
    #[prop(optional)]
    supplier: Option<Supplier>,
) -> impl IntoView {
    let changes = supplier.is_some();
    let value = |read: fn(&Supplier) -> &String| supplier.as_ref().map(|supplier| read(supplier).clone()).unwrap_or_default();
    let aliases = supplier.as_ref().map(|supplier| supplier.aliases.join("\n")).unwrap_or_default();
    let inactive = supplier.as_ref().is_some_and(|supplier| supplier.status == SupplierStatus::Inactive);
    view! {
        <Card title="Names and identifiers">
            <Field name="name" label="Name" required=true value=value(|s| &s.name) />
            <TextArea name="aliases" label="Other names" hint=text::ALIASES_HINT value=aliases />
            <div class="form-row">
                <Field
                    name="external_id"
                    label="External id"
                    hint=text::EXTERNAL_ID_HINT
                    value=value(|s| &s.external_id)
                />
                <Field name="tax_id" label="Tax id" value=value(|s| &s.tax_id) />
                <Field name="vat_id" label="VAT id" value=value(|s| &s.vat_id) />
                <Field name="iban" label="IBAN" value=value(|s| &s.iban) />
            </div>
        </Card>
        <Card title="Address">
            <Field name="address" label="Street" value=value(|s| &s.address) />
            <div class="form-row">
                <Field name="city" label="City" value=value(|s| &s.city) />
                <Field name="state" label="State, province or region" value=value(|s| &s.state) />
                <Field name="postcode" label="Postal code" value=value(|s| &s.postcode) />
                <Field name="country" label="Country" hint=text::COUNTRY_HINT value=value(|s| &s.country) />
            </div>
            {changes
                .then(|| {
                    view! {
                        <Checkbox
                            name="inactive"
                            label=text::INACTIVE_LABEL
                            hint=text::INACTIVE_HINT
                            checked=inactive
                        />
                    }
                })}
        </Card>
    }
}
