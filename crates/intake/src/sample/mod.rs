//! The sample company of `vouch serve --sample`: some 300 suppliers and a messy list of vendors, all made up.
//!
//! They are loaded as a person would upload them, through the same use cases, so that the sample shows nothing that the
//! product does not do.

#[cfg(test)]
mod tests;

use std::convert::Infallible;

use contract::{Actor, PayeeFileId, SupplierImportId, UploadPurpose};
use futures::stream;

use crate::{Result, documents::Documents, imports::Imports, payee_files::PayeeFiles};

/// The supplier master: our own inventions, none of them is real.
const SUPPLIERS: &str = include_str!("suppliers.csv");
/// The vendor list: persons, firms, public bodies, assumed names, misspelled and doubled suppliers, right-to-left and
/// combining names, long ones, formulas, rows without a name.
const VENDORS: &str = include_str!("vendors.csv");

/// What the files are called.
const SUPPLIERS_NAME: &str = "Sample suppliers.csv";
const VENDORS_NAME: &str = "Sample vendors.csv";

/// Loads the sample company.
#[derive(Clone, Debug)]
pub struct Sample {
    documents: Documents,
    imports: Imports,
    payee_files: PayeeFiles,
}

impl Sample {
    /// Over the use cases of an upload.
    pub fn new(documents: Documents, imports: Imports, payee_files: PayeeFiles) -> Self {
        Self {
            documents,
            imports,
            payee_files,
        }
    }

    /// Uploads the supplier master and starts its import. Upload the vendors when it is done.
    pub async fn import_suppliers(&self, actor: &Actor) -> Result<SupplierImportId> {
        let document = self
            .upload(actor, UploadPurpose::SupplierImport, SUPPLIERS_NAME, SUPPLIERS)
            .await?;
        Ok(self.imports.start(actor, document, None).await?.id)
    }

    /// Uploads the vendor list and starts the work on it.
    pub async fn work_vendors(&self, actor: &Actor) -> Result<PayeeFileId> {
        let document = self
            .upload(actor, UploadPurpose::PayeeFile, VENDORS_NAME, VENDORS)
            .await?;
        Ok(self.payee_files.start(actor, document, None).await?.id)
    }

    async fn upload(
        &self,
        actor: &Actor,
        purpose: UploadPurpose,
        name: &str,
        text: &'static str,
    ) -> Result<contract::DocumentId> {
        let bytes = stream::iter([Ok::<_, Infallible>(text.as_bytes())]);
        Ok(self.documents.receive(actor, purpose, name, bytes).await?.id)
    }
}
