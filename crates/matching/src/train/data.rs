//! The development data: suppliers and labelled queries, read from a directory that is not part of the project.

use std::{fs::File, path::Path};

use anyhow::{Context, Result};
use contract::SupplierId;
use flate2::read::GzDecoder;
use uuid::Uuid;

use crate::{IndexBuilder, IndexStats, Query, SupplierRecord};

/// A labelled query.
#[derive(Clone, Debug)]
pub struct LabelledQuery {
    /// What the file says.
    pub name: String,
    /// Street address, or empty.
    pub address: String,
    /// City, or empty.
    pub city: String,
    /// State, or empty.
    pub state: String,
    /// Country, or empty.
    pub country: String,
    /// Tax id, or empty.
    pub tax_id: String,
    /// The true supplier; `None` when the master does not have it.
    pub expected: Option<SupplierId>,
    /// Where the query comes from; what is left out together when validating.
    pub source: String,
}

impl LabelledQuery {
    /// The query as the engine takes it.
    pub fn query(&self) -> Query<'_> {
        Query {
            name: &self.name,
            address: &self.address,
            city: &self.city,
            state: &self.state,
            country: &self.country,
            tax_id: &self.tax_id,
            ..Query::default()
        }
    }

    /// Whether anything but the name is given.
    pub fn has_place(&self) -> bool {
        [&self.address, &self.city, &self.state, &self.country, &self.tax_id]
            .iter()
            .any(|text| !text.is_empty())
    }

    /// Whether people wrote both names, rather than a program distorting one.
    pub fn is_real(&self) -> bool {
        !self.source.starts_with("synthetic")
    }
}

/// Columns that a query is given for training, because queries of the data hardly have any.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// Street address, or empty.
    pub address: String,
    /// City, or empty.
    pub city: String,
    /// State, or empty.
    pub state: String,
    /// Country, or empty.
    pub country: String,
}

impl LabelledQuery {
    /// The query at another place.
    #[must_use]
    pub fn at(&self, place: Place) -> Self {
        Self {
            address: place.address,
            city: place.city,
            state: place.state,
            country: place.country,
            ..self.clone()
        }
    }
}

/// The id that stands for "S012345".
pub fn supplier_id(text: &str) -> Result<SupplierId> {
    let number: u64 = text
        .trim_start_matches('S')
        .parse()
        .with_context(|| format!("supplier id {text:?}"))?;
    Ok(SupplierId(Uuid::from_u128(u128::from(number))))
}

/// Calls `each` with every supplier of `suppliers_483227.csv.gz`.
pub fn read_suppliers(data: &Path, mut each: impl FnMut(&SupplierRecord<'_>) -> Result<()>) -> Result<()> {
    let path = data.join("suppliers_483227.csv.gz");
    let file = File::open(&path).with_context(|| format!("opening {}", path.display()))?;
    let mut reader = csv::Reader::from_reader(GzDecoder::new(file));
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row)? {
        let at = |index: usize| row.get(index).unwrap_or_default();
        each(&SupplierRecord {
            id: supplier_id(at(0))?,
            name: at(1),
            address: at(2),
            city: at(3),
            state: at(4),
            country: at(5),
            tax_id: at(6),
            ..SupplierRecord::default()
        })?;
    }
    Ok(())
}

/// Builds the index of all suppliers at `path`.
pub fn build_index(data: &Path, path: &Path) -> Result<IndexStats> {
    let mut builder = IndexBuilder::new();
    read_suppliers(data, |record| Ok(builder.add(record)?))?;
    Ok(builder.write(path)?)
}

/// The queries of `match_queries_dev.csv`, in their order.
pub fn read_queries(data: &Path) -> Result<Vec<LabelledQuery>> {
    let path = data.join("match_queries_dev.csv");
    let mut reader = csv::Reader::from_path(&path).with_context(|| format!("opening {}", path.display()))?;
    let mut queries = Vec::new();
    for row in reader.records() {
        let row = row?;
        let at = |index: usize| row.get(index).unwrap_or_default().to_owned();
        queries.push(LabelledQuery {
            name: at(0),
            expected: if at(2) == "1" { Some(supplier_id(&at(1))?) } else { None },
            source: at(3),
            address: at(5),
            city: at(6),
            state: at(7),
            country: at(8),
            tax_id: at(9),
        });
    }
    Ok(queries)
}
