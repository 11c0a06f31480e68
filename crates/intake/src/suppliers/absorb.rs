//! A supplier takes in what another says: after a merge, and when a file still has a row for one that was merged.

use matching::normalize_name;
use store::tables::supplier::SupplierRow;

use crate::events::Changes;

/// Adds to `kept` what it lacks and `other` has, and the names of `other` as other names; what that changed. Nothing
/// that `kept` says is replaced, and doing it twice is doing it once. The external id is the caller's.
///
/// An address is completed only by one that agrees with it: half of one and half of another would be neither.
pub(crate) fn absorb(kept: &mut SupplierRow, other: &SupplierRow) -> Changes {
    let mut changes = Changes::new();
    let agree = [
        (&kept.address, &other.address),
        (&kept.city, &other.city),
        (&kept.state, &other.state),
        (&kept.postcode, &other.postcode),
        (&kept.country, &other.country),
    ]
    .into_iter()
    .all(|(ours, theirs)| !differ(ours, theirs));
    let address = [
        ("address", &mut kept.address, &other.address),
        ("city", &mut kept.city, &other.city),
        ("state", &mut kept.state, &other.state),
        ("postcode", &mut kept.postcode, &other.postcode),
        ("country", &mut kept.country, &other.country),
    ];
    let identifiers = [
        ("tax_id", &mut kept.tax_id, &other.tax_id),
        ("vat_id", &mut kept.vat_id, &other.vat_id),
        ("iban", &mut kept.iban, &other.iban),
    ];
    for (field, ours, theirs) in address.into_iter().filter(|_| agree).chain(identifiers) {
        if ours.is_empty() && !theirs.is_empty() {
            changes = changes.text(field, ours, theirs);
            ours.clone_from(theirs);
        }
    }
    let before = kept.aliases.0.clone();
    let mut known: Vec<String> = before.iter().map(|alias| normalize_name(alias)).collect();
    known.push(kept.name_key.clone());
    for name in std::iter::once(&other.name).chain(&other.aliases.0) {
        let key = normalize_name(name);
        if !name.is_empty() && !known.contains(&key) {
            known.push(key);
            kept.aliases.0.push(name.clone());
        }
    }
    changes.value("aliases", before, kept.aliases.0.clone())
}

/// The fields that both have and that differ, as they are called in the contract.
pub(crate) fn differing(a: &SupplierRow, b: &SupplierRow) -> Vec<&'static str> {
    let fields = [
        ("name", &a.name, &b.name),
        ("external_id", &a.external_id, &b.external_id),
        ("address", &a.address, &b.address),
        ("city", &a.city, &b.city),
        ("state", &a.state, &b.state),
        ("postcode", &a.postcode, &b.postcode),
        ("country", &a.country, &b.country),
        ("tax_id", &a.tax_id, &b.tax_id),
        ("vat_id", &a.vat_id, &b.vat_id),
        ("iban", &a.iban, &b.iban),
    ];
    let differing = fields.into_iter().filter(|(_, a, b)| differ(a, b));
    differing.map(|(field, ..)| field).collect()
}

/// Whether two texts contradict each other: both are there, and it is not the case of letters alone.
fn differ(a: &str, b: &str) -> bool {
    !a.is_empty() && !b.is_empty() && a.to_lowercase() != b.to_lowercase()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use contract::{OrganizationId, SupplierId};
    use store::Json;
    use uuid::Uuid;

    use super::*;

    fn supplier(name: &str) -> SupplierRow {
        SupplierRow {
            name: name.to_owned(),
            name_key: normalize_name(name),
            ..SupplierRow::blank(
                SupplierId(Uuid::from_u128(1)),
                OrganizationId(Uuid::from_u128(1)),
                DateTime::UNIX_EPOCH,
            )
        }
    }

    #[test]
    fn what_is_lacking_is_filled_in_once_and_nothing_is_replaced() {
        let mut kept = SupplierRow {
            city: "Leeds".into(),
            tax_id: "1".into(),
            ..supplier("Zephyr Logistics Ltd")
        };
        let other = SupplierRow {
            address: "2 Quay".into(),
            city: "LEEDS".into(),
            tax_id: "2".into(),
            iban: "GB00".into(),
            aliases: Json(vec!["Zephyr".into()]),
            ..supplier("Zephyr Logistix")
        };
        assert!(!absorb(&mut kept, &other).is_empty());
        assert_eq!(
            (&*kept.address, &*kept.city, &*kept.tax_id, &*kept.iban),
            ("2 Quay", "Leeds", "1", "GB00")
        );
        assert_eq!(kept.aliases.0, ["Zephyr Logistix", "Zephyr"]);
        assert!(absorb(&mut kept, &other).is_empty(), "the second time changes nothing");
    }

    #[test]
    fn an_address_is_not_made_of_two() {
        let mut kept = SupplierRow {
            city: "Leeds".into(),
            ..supplier("Zephyr")
        };
        let elsewhere = SupplierRow {
            address: "9 Dock".into(),
            city: "Hull".into(),
            ..supplier("ZEPHYR")
        };
        assert!(absorb(&mut kept, &elsewhere).is_empty());
        assert_eq!(kept.address, "");
        assert_eq!(differing(&kept, &elsewhere), ["city"]);
    }
}
