//! The fields of a supplier, for the forms that add and change one.

use contract::{Supplier, SupplierForm};
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
    let form = supplier.map(SupplierForm::from).unwrap_or_default();
    view! {
        <Card title="Names and identifiers">
            <Field name="name" label="Name" required=true value=form.name />
            <TextArea name="aliases" label="Other names" hint=text::ALIASES_HINT value=form.aliases />
            <div class="form-row">
                <Field
                    name="external_id"
                    label="External id"
                    hint=text::EXTERNAL_ID_HINT
                    value=form.external_id
                />
                <Field name="tax_id" label="Tax id" value=form.tax_id />
                <Field name="vat_id" label="VAT id" value=form.vat_id />
                <Field name="iban" label="IBAN" value=form.iban />
            </div>
        </Card>
        <Card title="Address">
            <Field name="address" label="Street" value=form.address />
            <div class="form-row">
                <Field name="city" label="City" value=form.city />
                <Field name="state" label="State, province or region" value=form.state />
                <Field name="postcode" label="Postal code" value=form.postcode />
                <Field name="country" label="Country" hint=text::COUNTRY_HINT value=form.country />
            </div>
        </Card>
        {changes
            .then(|| {
                view! {
                    <Card title="Matching">
                        <Checkbox
                            name="inactive"
                            label=text::INACTIVE_LABEL
                            hint=text::INACTIVE_HINT
                            checked=form.inactive
                        />
                    </Card>
                }
            })}
    }
}
