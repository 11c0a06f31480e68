//! From what a form or a row says to a supplier as stored, and what that changes.

use contract::{SupplierForm, SupplierStatus};
use matching::normalize_name;
use store::tables::supplier::SupplierRow;

use super::country;
use crate::events::Changes;

/// What an empty field of the form means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Empty {
    /// Nothing is known: what was there is cleared. So says a person who saw the form.
    Clears,
    /// Nothing is said: what was there stays, and so does the status. So says a file.
    Keeps,
}

/// The form without stray white space, the country as its code.
pub(crate) fn tidied(form: SupplierForm) -> SupplierForm {
    let trimmed = |text: String| {
        if text.trim().len() == text.len() {
            text
        } else {
            text.trim().to_owned()
        }
    };
    SupplierForm {
        external_id: trimmed(form.external_id),
        name: trimmed(form.name),
        aliases: trimmed(form.aliases),
        address: trimmed(form.address),
        city: trimmed(form.city),
        state: trimmed(form.state),
        postcode: trimmed(form.postcode),
        country: country::tidied(&form.country),
        tax_id: trimmed(form.tax_id),
        vat_id: trimmed(form.vat_id),
        iban: trimmed(form.iban),
        inactive: form.inactive,
    }
}

/// Writes a tidied form into a supplier; what that changed. Version and times are the caller's.
pub(crate) fn apply(form: &SupplierForm, row: &mut SupplierRow, empty: Empty) -> Changes {
    let mut changes = Changes::new();
    let fields = [
        ("external_id", &form.external_id, &mut row.external_id),
        ("name", &form.name, &mut row.name),
        ("address", &form.address, &mut row.address),
        ("city", &form.city, &mut row.city),
        ("state", &form.state, &mut row.state),
        ("postcode", &form.postcode, &mut row.postcode),
        ("country", &form.country, &mut row.country),
        ("tax_id", &form.tax_id, &mut row.tax_id),
        ("vat_id", &form.vat_id, &mut row.vat_id),
        ("iban", &form.iban, &mut row.iban),
    ];
    let mut is_renamed = false;
    for (field, said, stored) in fields {
        if said == stored || (said.is_empty() && empty == Empty::Keeps) {
            continue;
        }
        changes = changes.text(field, stored, said);
        stored.clone_from(said);
        is_renamed |= field == "name";
    }
    if is_renamed {
        row.name_key = normalize_name(&row.name);
    }
    let aliases: Vec<String> = form
        .aliases
        .lines()
        .map(str::trim)
        .filter(|alias| !alias.is_empty())
        .map(str::to_owned)
        .collect();
    if aliases != row.aliases.0 && !(aliases.is_empty() && empty == Empty::Keeps) {
        changes = changes.value("aliases", row.aliases.0.clone(), aliases.clone());
        row.aliases.0 = aliases;
    }
    let status = if form.inactive {
        SupplierStatus::Inactive
    } else {
        SupplierStatus::Active
    };
    if empty == Empty::Clears && status != row.status {
        changes = changes.text("status", row.status.as_str(), status.as_str());
        row.status = status;
    }
    changes
}
