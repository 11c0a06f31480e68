//! What a chunk of rows does to the master: which suppliers are new, which change, which stay.
//!
//! A row is a supplier that is there already when it has the same external id; a row without one, when name and tax id
//! agree, or name and address where either side has no tax id. Rows of the same chunk are seen in their order.
//!
//! A row that means a supplier which was merged adds to the one that was kept what that lacks, and replaces nothing: the
//! file may have a row for that one too.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use contract::{SupplierForm, SupplierId};
use store::tables::{supplier::SupplierRow, supplier_import::ImportCounts};

use crate::{
    events::NewEvent,
    suppliers::{Empty, absorb, apply},
};

/// A row that can be taken.
#[derive(Clone, Debug)]
pub(super) struct ReadRow {
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
        if let Some(index) = known.find(&row) {
            let kept = known.suppliers[index].0.merged_into;
            let kept = kept.and_then(|kept| known.by_id.get(&kept).copied());
            let (supplier, state) = &mut known.suppliers[kept.unwrap_or(index)];
            let changes = if kept.is_some() {
                let mut said = blank();
                apply(&row.form, &mut said, Empty::Keeps);
                absorb(supplier, &said)
            } else {
                apply(&row.form, supplier, Empty::Keeps)
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
        } else {
            let mut supplier = blank();
            let changes = apply(&row.form, &mut supplier, Empty::Keeps);
            plan.counts.created_count += 1;
            plan.events
                .push(NewEvent::new("supplier.created", supplier.id, &supplier.name).changes(changes));
            known.add(supplier, State::New);
        }
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

    fn find(&self, row: &ReadRow) -> Option<usize> {
        if !row.form.external_id.is_empty() {
            return self.by_external_id.get(&row.form.external_id).copied();
        }
        let namesakes = self.by_name_key.get(&row.name_key)?;
        namesakes
            .iter()
            .copied()
            .find(|&index| is_same(&row.form, &self.suppliers[index].0))
    }
}

/// Whether a row without an external id means this supplier of the same name.
fn is_same(row: &SupplierForm, supplier: &SupplierRow) -> bool {
    if !row.tax_id.is_empty() && !supplier.tax_id.is_empty() {
        return row.tax_id == supplier.tax_id;
    }
    let same = |said: &str, stored: &str| said.is_empty() || said.eq_ignore_ascii_case(stored);
    same(&row.address, &supplier.address)
        && same(&row.city, &supplier.city)
        && same(&row.state, &supplier.state)
        && same(&row.postcode, &supplier.postcode)
        && same(&row.country, &supplier.country)
}
