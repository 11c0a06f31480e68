//! Which column holds what: proposed from names and contents, checked before it is used.

use contract::{ColumnField, ColumnMapping};

use super::{Table, content::Column, lexicon};

/// What is wrong with a mapping.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingFault {
    /// It has more or fewer entries than the file has columns.
    #[error("the mapping has {given} entries for {columns} columns")]
    WrongLength {
        /// Columns of the file.
        columns: usize,
        /// Entries of the mapping.
        given: usize,
    },
    /// No column holds the name.
    #[error("no column holds the name")]
    NoName,
    /// Two columns hold what only one may.
    #[error("two columns hold the {0}")]
    Twice(ColumnField),
}

impl From<MappingFault> for crate::Error {
    fn from(fault: MappingFault) -> Self {
        let message = match fault {
            MappingFault::WrongLength { columns, given } => {
                format!("The file has {columns} columns, but {given} are described. Map the columns again")
            }
            MappingFault::NoName => {
                "No column holds the name. Choose the one that does; all others are optional".to_owned()
            }
            MappingFault::Twice(field) => format!("Two columns hold the {}. Choose one of them", in_words(field)),
        };
        Self::field("mapping", &message)
    }
}

/// That no column holds the name, for whoever sent a file with these columns.
pub fn no_name(headers: &[String]) -> String {
    format!(
        "No column holds the name. The columns are {}. Say by a mapping which one it is",
        headers.join(", ")
    )
}

fn in_words(field: ColumnField) -> String {
    field.as_str().replace('_', " ")
}

/// Checks that a mapping fits a file of so many columns.
pub(super) fn check(mapping: &ColumnMapping, columns: usize) -> Result<(), MappingFault> {
    if mapping.0.len() != columns {
        return Err(MappingFault::WrongLength {
            columns,
            given: mapping.0.len(),
        });
    }
    let count = |field| mapping.0.iter().filter(|&&held| held == Some(field)).count();
    if count(ColumnField::Name) == 0 {
        return Err(MappingFault::NoName);
    }
    match ColumnField::ALL
        .iter()
        .find(|&&field| !field.may_repeat() && count(field) > 1)
    {
        Some(&field) => Err(MappingFault::Twice(field)),
        None => Ok(()),
    }
}

/// Proposes what each column holds, by its name and, where that does not tell, by its first cells. A file without a
/// header gets its most name-like column as the name; one with a header gets none that its names do not support, so
/// that a person is asked.
pub fn propose(table: &Table) -> ColumnMapping {
    let columns: Vec<Column<'_>> = (0..table.headers().len())
        .map(|index| Column::new(table.sample(), index))
        .collect();
    let mut proposal = if table.header_row().is_some() {
        propose_by_names(table.headers(), &columns)
    } else {
        vec![None; columns.len()]
    };
    propose_by_contents(&mut proposal, &columns, table.header_row().is_none());
    ColumnMapping(proposal)
}

fn propose_by_names(headers: &[String], columns: &[Column<'_>]) -> Vec<Option<ColumnField>> {
    let claims: Vec<Option<(ColumnField, usize)>> = headers
        .iter()
        .zip(columns)
        .map(|(header, column)| {
            let (field, rank) = lexicon::field_of(header)?;
            // "Vendor" above numbers is the vendor's number; "Vendor name" above them is the name all the same.
            let is_id = field == ColumnField::Name && column.is_code() && !lexicon::says_name(header);
            Some(if is_id {
                (ColumnField::ExternalId, rank + 500)
            } else {
                (field, rank)
            })
        })
        .collect();
    let is_surest = |index: usize, field: ColumnField, rank: usize| {
        claims.iter().enumerate().all(|(other, claim)| match claim {
            Some((held, other_rank)) if *held == field && other != index => (rank, index) < (*other_rank, other),
            _ => true,
        })
    };
    claims
        .iter()
        .enumerate()
        .map(|(index, claim)| {
            let (field, rank) = (*claim)?;
            (field.may_repeat() || is_surest(index, field, rank)).then_some(field)
        })
        .collect()
}

fn propose_by_contents(proposal: &mut [Option<ColumnField>], columns: &[Column<'_>], find_name: bool) {
    for index in 0..columns.len() {
        let field = match &columns[index] {
            column if column.is_iban() => ColumnField::Iban,
            column if find_name && column.is_tax_id() => ColumnField::TaxId,
            _ => continue,
        };
        if proposal[index].is_none() && !proposal.contains(&Some(field)) {
            proposal[index] = Some(field);
        }
    }
    if find_name {
        let likeness = |index: &usize| columns[*index].name_likeness();
        let free = (0..columns.len()).rev().filter(|&index| proposal[index].is_none());
        if let Some(index) = free.max_by_key(likeness).filter(|index| likeness(index) > 0) {
            proposal[index] = Some(ColumnField::Name);
        }
    }
}

/// What identifies files with the same columns, to remember how they were mapped; none for files without a header,
/// whose columns may mean anything.
pub fn header_key(table: &Table) -> Option<String> {
    table.header_row()?;
    let keys: Vec<String> = table
        .headers()
        .iter()
        .map(|header| header.trim().to_lowercase())
        .collect();
    Some(blake3::hash(keys.join("\u{1f}").as_bytes()).to_hex().to_string())
}
