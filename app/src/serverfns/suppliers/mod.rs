//! The supplier master and its imports.

mod cancel_supplier_import;
mod create_supplier;
mod get_supplier;
mod get_supplier_import;
mod list_supplier_imports;
mod list_suppliers;
mod start_supplier_import;
mod update_supplier;

pub use cancel_supplier_import::{CancelSupplierImport, cancel_supplier_import};
pub use create_supplier::{CreateSupplier, create_supplier};
pub use get_supplier::{GetSupplier, get_supplier};
pub use get_supplier_import::{GetSupplierImport, get_supplier_import};
pub use list_supplier_imports::{ListSupplierImports, list_supplier_imports};
pub use list_suppliers::{ListSuppliers, list_suppliers};
pub use start_supplier_import::{StartSupplierImport, start_supplier_import};
pub use update_supplier::{UpdateSupplier, update_supplier};
