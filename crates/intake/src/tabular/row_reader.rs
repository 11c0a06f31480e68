//! Takes from a row what its columns mean.

use contract::{ColumnField, ColumnMapping, RowProblem, validate::NAME_MAX_CHARS};

use super::{MappingFault, Row, mapping, table::filled_width};

/// What a row says, by meaning. Text that is not there is empty; white space and line breaks are single spaces, all
/// other characters are as they stand in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is named as its `ColumnField`")]
pub struct MappedRow {
    pub name: String,
    pub external_id: String,
    /// The address columns that are filled, in their order, joined by a comma.
    pub address: String,
    pub city: String,
    pub state: String,
    pub postcode: String,
    pub country: String,
    pub tax_id: String,
    pub vat_id: String,
    pub iban: String,
    pub amount: String,
    pub currency: String,
    pub title: String,
    pub aliases: Vec<String>,
}

/// Reads rows of one file by its mapping. Cheap to share between threads.
#[derive(Clone, Debug)]
pub struct RowReader {
    fields: Vec<(usize, ColumnField)>,
    headers: Vec<String>,
}

impl RowReader {
    /// A reader for files with these columns.
    ///
    /// # Errors
    /// If the mapping does not fit: wrong length, no name, or a field held twice that may be held once.
    pub fn new(mapping: &ColumnMapping, headers: &[String]) -> Result<Self, MappingFault> {
        mapping::check(mapping, headers.len())?;
        let fields = mapping
            .0
            .iter()
            .enumerate()
            .filter_map(|(column, field)| Some((column, (*field)?)))
            .collect();
        Ok(Self {
            fields,
            headers: headers.to_vec(),
        })
    }

    /// What the row says; nothing if it is blank.
    ///
    /// # Errors
    /// What is wrong with the row, if it can't be taken: more filled cells than the file has columns, no name, a cell
    /// of more than [`NAME_MAX_CHARS`] characters, a NUL character. Columns that mean nothing are not looked at.
    pub fn read(&self, row: &Row) -> Result<Option<MappedRow>, RowProblem> {
        if row.is_blank() {
            return Ok(None);
        }
        let width = filled_width(row);
        if width > self.headers.len() {
            let columns = self.headers.len();
            return Err(left_out(
                row,
                None,
                &format!(
                    "The row has {width} cells, but the file has {columns} columns. A delimiter within a cell needs \
                     quotation marks around the cell"
                ),
            ));
        }
        let mut mapped = MappedRow::default();
        for &(column, field) in &self.fields {
            let text = self.clean(row, column)?;
            let target = match field {
                ColumnField::Name => &mut mapped.name,
                ColumnField::ExternalId => &mut mapped.external_id,
                ColumnField::Address => {
                    if !text.is_empty() && !mapped.address.is_empty() {
                        mapped.address.push_str(", ");
                    }
                    mapped.address.push_str(&text);
                    continue;
                }
                ColumnField::City => &mut mapped.city,
                ColumnField::State => &mut mapped.state,
                ColumnField::Postcode => &mut mapped.postcode,
                ColumnField::Country => &mut mapped.country,
                ColumnField::TaxId => &mut mapped.tax_id,
                ColumnField::VatId => &mut mapped.vat_id,
                ColumnField::Iban => &mut mapped.iban,
                ColumnField::Amount => &mut mapped.amount,
                ColumnField::Currency => &mut mapped.currency,
                ColumnField::Title => &mut mapped.title,
                ColumnField::Alias => {
                    if !text.is_empty() && !mapped.aliases.contains(&text) {
                        mapped.aliases.push(text);
                    }
                    continue;
                }
            };
            *target = text;
        }
        if mapped.name.is_empty() {
            return Err(left_out(row, self.header_of(ColumnField::Name), "The name is empty"));
        }
        Ok(Some(mapped))
    }

    /// The header of the first column that holds `field`.
    pub fn header_of(&self, field: ColumnField) -> Option<&str> {
        let (column, _) = self.fields.iter().find(|(_, held)| *held == field)?;
        Some(&self.headers[*column])
    }

    fn clean(&self, row: &Row, column: usize) -> Result<String, RowProblem> {
        let cell = row.cell(column);
        let header = Some(self.headers[column].as_str());
        if cell.contains('\0') {
            return Err(left_out(row, header, "The cell has a NUL character"));
        }
        // Bytes are never fewer than characters; the exact count is rarely needed.
        if cell.len() > NAME_MAX_CHARS {
            let chars = cell.trim().chars().count();
            if chars > NAME_MAX_CHARS {
                let message = format!("The cell has {chars} characters, at most {NAME_MAX_CHARS} are taken");
                return Err(left_out(row, header, &message));
            }
        }
        Ok(single_spaced(cell))
    }
}

fn left_out(row: &Row, column: Option<&str>, message: &str) -> RowProblem {
    RowProblem {
        row: i64::try_from(row.number()).expect("no file has so many rows"),
        column: column.map(str::to_owned),
        message: format!("{message}. The row was left out."),
    }
}

fn single_spaced(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    for word in cell
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
    {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}
