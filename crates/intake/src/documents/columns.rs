//! How the columns of a file are mapped: as this organization did for the same header, else as proposed.

use contract::{ColumnMapping, OrganizationId, UploadPurpose};
use store::{Tx, tables::column_mapping};

use crate::{
    Env, Result,
    tabular::{self, RowReader, Table},
};

/// What the columns of a file seem to mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The mapping. It may lack the name; then a person must be asked.
    pub mapping: ColumnMapping,
    /// Whether it is what the organization chose before.
    pub remembered: bool,
}

/// The mapping to propose for a file.
pub async fn understand(
    env: &Env,
    organization_id: OrganizationId,
    purpose: UploadPurpose,
    table: &Table,
) -> Result<Columns> {
    let remembered = match tabular::header_key(table) {
        Some(key) => column_mapping::get(&env.db, organization_id, purpose, &key).await?,
        None => None,
    };
    let usable = remembered.filter(|mapping| RowReader::new(mapping, table.headers()).is_ok());
    Ok(Columns {
        remembered: usable.is_some(),
        mapping: usable.unwrap_or_else(|| tabular::propose(table)),
    })
}

/// Remembers a mapping that a person chose, within the change that uses it. Files without a header have nothing to be
/// known again by.
pub async fn remember(
    tx: &mut Tx,
    env: &Env,
    organization_id: OrganizationId,
    purpose: UploadPurpose,
    table: &Table,
    mapping: &ColumnMapping,
) -> Result<()> {
    if let Some(key) = tabular::header_key(table) {
        column_mapping::put(tx, organization_id, purpose, &key, mapping, env.now()).await?;
    }
    Ok(())
}
