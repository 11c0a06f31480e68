//! What the other columns say about a pair: Fellegi–Sunter log-odds per element.
//!
//! A weight is ln(m / u), where m is the chance that the element agrees so between a payee and its own supplier and u the
//! chance between strangers. An element that is missing on either side weighs nothing, whatever the others say. Weights
//! of agreement on a city use the city's own frequency in the master (term frequency); the others are estimates that
//! `matching-bench` checks on the pairs of the development data that carry addresses.

use contract::{Grade, MatchElement};

use crate::{
    address::{Street, StreetAgreement},
    identifier::Kind,
    keys,
    normalize::fold_line,
    query::Prepared,
    stored_record::StoredRecord,
};

/// One element compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Element {
    pub(crate) grade: Grade,
    /// Log-odds; 0 when missing.
    pub(crate) weight: f32,
}

impl Element {
    pub(crate) const MISSING: Self = Self {
        grade: Grade::Missing,
        weight: 0.0,
    };

    fn new(grade: Grade, weight: f32) -> Self {
        Self { grade, weight }
    }
}

/// The elements beside the name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Corroboration {
    pub(crate) street: Element,
    pub(crate) city: Element,
    pub(crate) state: Element,
    pub(crate) postcode: Element,
    pub(crate) country: Element,
    pub(crate) identifier: Element,
}

impl Corroboration {
    /// Compares the query's columns with a supplier's. `in_city` counts the suppliers of a city by its hash.
    pub(crate) fn of(query: &Prepared, record: &StoredRecord<'_>, in_city: impl Fn(u32) -> f32) -> Self {
        let street = street(query, record);
        let city = city(query, record, in_city);
        let same_place = city.grade == Grade::Same;
        Self {
            street,
            city,
            state: state(query, record, same_place),
            postcode: postcode(query, record, same_place),
            country: country(query, record, same_place),
            identifier: identifier(query, record),
        }
    }

    /// The sum of the log-odds.
    pub(crate) fn log_odds(&self) -> f32 {
        self.elements().iter().map(|(_, element)| element.weight).sum()
    }

    /// Whether anything that identifies a place or a body agrees. Country and state alone identify nobody.
    pub(crate) fn agrees(&self) -> bool {
        [self.street, self.city, self.postcode, self.identifier]
            .iter()
            .any(|element| matches!(element.grade, Grade::Same | Grade::Similar))
    }

    pub(crate) fn elements(&self) -> [(MatchElement, Element); 6] {
        [
            (MatchElement::Street, self.street),
            (MatchElement::City, self.city),
            (MatchElement::State, self.state),
            (MatchElement::Postcode, self.postcode),
            (MatchElement::Country, self.country),
            (MatchElement::Identifier, self.identifier),
        ]
    }
}

/// Strangers share house number and street about once in 2,000 within a city's suppliers; a payee's address is its
/// supplier's some three times in four (remittance addresses, moves).
fn street(query: &Prepared, record: &StoredRecord<'_>) -> Element {
    let Some(own) = &query.street else {
        return Element::MISSING;
    };
    let Some(other) = Street::parse(record.address()) else {
        return Element::MISSING;
    };
    match own.compare(&other) {
        StreetAgreement::Same => Element::new(Grade::Same, 6.0),
        StreetAgreement::Similar => Element::new(Grade::Similar, 4.5),
        StreetAgreement::SameStreet => Element::new(Grade::Similar, 1.0),
        StreetAgreement::Different => Element::new(Grade::Different, -1.4),
    }
}

/// u is the city's share of the master, damped because namesakes cluster in places.
fn city(query: &Prepared, record: &StoredRecord<'_>, in_city: impl Fn(u32) -> f32) -> Element {
    if query.city.is_empty() {
        return Element::MISSING;
    }
    let other = fold_line(record.city());
    if other.is_empty() {
        return Element::MISSING;
    }
    if query.city == other {
        let rarity = -in_city(keys::city(&other)).max(1e-6).ln();
        Element::new(Grade::Same, (0.45 * rarity).clamp(0.6, 4.5))
    } else if other.len().min(query.city.len()) > 3
        && (strsim::osa_distance(&query.city, &other) <= 1 || is_prefix(&query.city, &other))
    {
        Element::new(Grade::Similar, 1.5)
    } else {
        Element::new(Grade::Different, -2.0)
    }
}

fn state(query: &Prepared, record: &StoredRecord<'_>, same_place: bool) -> Element {
    if query.state.is_empty() {
        return Element::MISSING;
    }
    let other = fold_line(record.state());
    if other.is_empty() {
        Element::MISSING
    } else if query.state == other {
        Element::new(Grade::Same, if same_place { 0.2 } else { 0.7 })
    } else {
        Element::new(Grade::Different, -0.8)
    }
}

fn postcode(query: &Prepared, record: &StoredRecord<'_>, same_place: bool) -> Element {
    if query.postcode.is_empty() {
        return Element::MISSING;
    }
    let other = fold_line(record.postcode()).replace(' ', "");
    if other.is_empty() {
        return Element::MISSING;
    }
    let shorter = query.postcode.len().min(other.len());
    let shared = query
        .postcode
        .bytes()
        .zip(other.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    if shared == shorter && shorter >= 4 {
        Element::new(Grade::Same, if same_place { 1.2 } else { 3.0 })
    } else if shared >= 3 {
        Element::new(Grade::Similar, if same_place { 0.2 } else { 1.0 })
    } else {
        Element::new(Grade::Different, -0.9)
    }
}

fn country(query: &Prepared, record: &StoredRecord<'_>, same_place: bool) -> Element {
    if query.country.is_empty() {
        return Element::MISSING;
    }
    let other = fold_line(record.country());
    if other.is_empty() {
        return Element::MISSING;
    }
    // A code against a written-out name says nothing: the caller has not mapped them.
    if query.country == other {
        Element::new(Grade::Same, if same_place { 0.0 } else { 0.3 })
    } else if query.country.len() == other.len() && other.len() <= 3 {
        Element::new(Grade::Different, -2.5)
    } else {
        Element::MISSING
    }
}

/// Identifiers are unique but mistyped or reused now and then. Another external id is no evidence: numbers of two
/// systems differ for the same body.
fn identifier(query: &Prepared, record: &StoredRecord<'_>) -> Element {
    let mut different = 0.0_f32;
    for (kind, own) in Kind::ALL.into_iter().zip(&query.identifiers) {
        let Some(own) = own else { continue };
        let Some(other) = kind.normalize(record.identifier(kind)) else {
            continue;
        };
        if *own == other {
            return Element::new(Grade::Same, 14.0);
        }
        different = different.min(match kind {
            Kind::TaxId | Kind::VatId => -5.0,
            Kind::Iban => -0.7,
            Kind::ExternalId => 0.0,
        });
    }
    if different < 0.0 {
        Element::new(Grade::Different, different)
    } else {
        Element::MISSING
    }
}

fn is_prefix(a: &str, b: &str) -> bool {
    a.starts_with(b) || b.starts_with(a)
}
