//! What a chunk of rows does to the master: which suppliers are new, which change, which stay.
//!
//! A row is a supplier that is there already when it has the same external id; a row without one, when the name is the same and
//! nothing speaks against it: see [`Likeness`]. When it may be several, it is left out: bank details must not go to a namesake.
//! Rows of the same chunk are seen in their order.
//!
//! A row that means a supplier which was merged adds to the one that was kept what that lacks, and replaces nothing: the
//! file may have a row for that one too.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use contract::{RowProblem, SupplierForm, SupplierId};
use store::tables::{supplier::SupplierRow, supplier_import::ImportCounts};

use crate::{
    events::NewEvent,
    suppliers::{Empty, absorb, apply},
};

/// A row that can be taken.
#[derive(Clone, Debug)]
pub(super) struct ReadRow {
    /// Its number, as a spreadsheet counts.
    pub(super) number: i64,
    /// What it says.
    pub(super) form: SupplierForm,
    /// Its name after normalization.
    pub(super) name_key: String,
}

/// What is to be written.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) created: Vec<SupplierRow>,
    pub(super) updated: Vec<SupplierRow>,
    pub(super) events: Vec<NewEvent>,
    pub(super) counts: ImportCounts,
    pub(super) problems: Vec<RowProblem>,
}

/// Whom a row means.
enum Meant {
    Nobody,
    /// The supplier at this place.
    One(usize),
    /// One of so many.
    Several(usize),
}

/// How a row without an external id goes with a supplier of the same name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// They differ in an identifier, or in a part of the address that the row says.
    Different,
    /// The row says less of the address.
    Possible,
    /// They have an identifier in common, or the whole address.
    Certain,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Stored,
    Changed,
    New,
}

/// Suppliers that the rows of a chunk may mean, stored or just made.
struct Known {
    suppliers: Vec<(SupplierRow, State)>,
    by_external_id: HashMap<String, usize>,
    by_name_key: HashMap<String, Vec<usize>>,
    by_id: HashMap<SupplierId, usize>,
}

/// Decides for `rows`, given the stored suppliers with one of their external ids or names, and those that such were merged
/// into. `blank` makes a new one.
pub(super) fn plan(
    rows: Vec<ReadRow>,
    stored: Vec<SupplierRow>,
    now: DateTime<Utc>,
    mut blank: impl FnMut() -> SupplierRow,
) -> Plan {
    let mut known = Known {
        suppliers: Vec::with_capacity(stored.len() + rows.len()),
        by_external_id: HashMap::with_capacity(stored.len() + rows.len()),
        by_name_key: HashMap::with_capacity(stored.len() + rows.len()),
        by_id: HashMap::with_capacity(stored.len()),
    };
    for supplier in stored {
        known.add(supplier, State::Stored);
    }
    let mut plan = Plan::default();
    for row in rows {
        let index = match known.find(&row) {
            Meant::One(index) => index,
            Meant::Nobody => {
                let mut supplier = blank();
                let changes = apply(&row.form, &mut supplier, Empty::Keeps);
                plan.counts.created_count += 1;
                plan.events
                    .push(NewEvent::new("supplier.created", supplier.id, &supplier.name).changes(changes));
                known.add(supplier, State::New);
                continue;
            }
            Meant::Several(count) => {
                plan.problems.push(RowProblem {
                    row: row.number,
                    column: None,
                    message: format!(
                        "{count} suppliers are called so, and the row may mean any of them: give the id, a tax id or the \
                         address. The row was left out."
                    ),
                });
                continue;
            }
        };
        let kept = known.kept(index);
        let (supplier, state) = &mut known.suppliers[kept];
        let changes = if kept == index {
            apply(&row.form, supplier, Empty::Keeps)
        } else {
            let mut said = blank();
            apply(&row.form, &mut said, Empty::Keeps);
            absorb(supplier, &said)
        };
        if changes.is_empty() {
            plan.counts.unchanged_count += 1;
            continue;
        }
        plan.counts.updated_count += 1;
        plan.events
            .push(NewEvent::new("supplier.updated", supplier.id, &supplier.name).changes(changes));
        supplier.updated_at = now;
        if *state == State::Stored {
            supplier.row_version += 1;
            *state = State::Changed;
        }
        known.note_name(kept);
    }
    for (supplier, state) in known.suppliers {
        match state {
            State::Stored => {}
            State::Changed => plan.updated.push(supplier),
            State::New => plan.created.push(supplier),
        }
    }
    plan
}

impl Known {
    fn add(&mut self, supplier: SupplierRow, state: State) {
        let index = self.suppliers.len();
        if !supplier.external_id.is_empty() {
            self.by_external_id.insert(supplier.external_id.clone(), index);
        }
        self.by_name_key
            .entry(supplier.name_key.clone())
            .or_default()
            .push(index);
        self.by_id.insert(supplier.id, index);
        self.suppliers.push((supplier, state));
    }

    /// Lets a supplier be found by the name that it has now.
    fn note_name(&mut self, index: usize) {
        let namesakes = self.by_name_key.entry(self.suppliers[index].0.name_key.clone());
        let namesakes = namesakes.or_default();
        if !namesakes.contains(&index) {
            namesakes.push(index);
        }
    }

    /// The supplier that this one was merged into; otherwise itself.
    fn kept(&self, index: usize) -> usize {
        let kept = self.suppliers[index].0.merged_into;
        kept.and_then(|kept| self.by_id.get(&kept).copied()).unwrap_or(index)
    }

    fn find(&self, row: &ReadRow) -> Meant {
        if !row.form.external_id.is_empty() {
            let found = self.by_external_id.get(&row.form.external_id);
            return found.map_or(Meant::Nobody, |&index| Meant::One(index));
        }
        let (mut best, mut fitting) = (Likeness::Possible, Vec::<usize>::new());
        for &index in self.by_name_key.get(&row.name_key).into_iter().flatten() {
            let supplier = &self.suppliers[index].0;
            // It may have been renamed by a row before.
            if supplier.name_key != row.name_key {
                continue;
            }
            let likeness = likeness(&row.form, supplier);
            if likeness > best {
                best = likeness;
                fitting.clear();
            }
            if likeness == best && fitting.iter().all(|&other| self.kept(other) != self.kept(index)) {
                fitting.push(index);
            }
        }
        match fitting[..] {
            [] => Meant::Nobody,
            [one] => Meant::One(one),
            // What says nothing new of one of them is no reason to trouble anybody.
            [..] => match fitting.iter().find(|&&index| self.says_nothing_new(row, index)) {
                Some(&index) => Meant::One(index),
                None => Meant::Several(fitting.len()),
            },
        }
    }

    fn says_nothing_new(&self, row: &ReadRow, index: usize) -> bool {
        apply(&row.form, &mut self.suppliers[index].0.clone(), Empty::Keeps).is_empty()
    }
}

fn likeness(row: &SupplierForm, supplier: &SupplierRow) -> Likeness {
    // Of each identifier that both have, whether it is the same.
    let same = |said: &str, stored: &str| (!said.is_empty() && !stored.is_empty()).then(|| said == stored);
    let (tax_id, vat_id) = (same(&row.tax_id, &supplier.tax_id), same(&row.vat_id, &supplier.vat_id));
    let iban = same(&row.iban, &supplier.iban);
    if tax_id == Some(false) || vat_id == Some(false) {
        return Likeness::Different;
    }
    if [tax_id, vat_id, iban].contains(&Some(true)) {
        return Likeness::Certain;
    }
    if iban == Some(false) {
        return Likeness::Different;
    }
    let address = [
        (&row.address, &supplier.address),
        (&row.city, &supplier.city),
        (&row.state, &supplier.state),
        (&row.postcode, &supplier.postcode),
        (&row.country, &supplier.country),
    ];
    let part = |(said, stored): &(&String, &String)| {
        if said.eq_ignore_ascii_case(stored) {
            Likeness::Certain
        } else if said.is_empty() {
            Likeness::Possible
        } else {
            Likeness::Different
        }
    };
    address.iter().map(part).min().unwrap_or(Likeness::Possible)
}
