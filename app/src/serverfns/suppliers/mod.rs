//! The supplier master, its imports and its duplicates.

mod cancel_supplier_import;
mod compare_supplier_duplicate;
mod create_supplier;
mod dismiss_supplier_duplicate;
mod find_supplier_duplicates;
mod get_duplicate_search;
mod get_supplier;
mod get_supplier_import;
mod list_suppliers;
mod merge_suppliers;
mod start_supplier_import;
mod supplier_duplicate_table;
mod supplier_import_table;
mod supplier_table;
mod update_supplier;

pub use cancel_supplier_import::{CancelSupplierImport, cancel_supplier_import};
pub use compare_supplier_duplicate::{CompareSupplierDuplicate, compare_supplier_duplicate};
pub use create_supplier::{CreateSupplier, create_supplier};
pub use dismiss_supplier_duplicate::{DismissSupplierDuplicate, dismiss_supplier_duplicate};
pub use find_supplier_duplicates::{FindSupplierDuplicates, find_supplier_duplicates};
pub use get_duplicate_search::{GetDuplicateSearch, get_duplicate_search};
pub use get_supplier::{GetSupplier, get_supplier};
pub use get_supplier_import::{GetSupplierImport, get_supplier_import};
pub use list_suppliers::{ListSuppliers, list_suppliers};
pub use merge_suppliers::{MergeSuppliers, merge_suppliers};
pub use start_supplier_import::{StartSupplierImport, start_supplier_import};
pub use supplier_duplicate_table::{SupplierDuplicateTable, supplier_duplicate_table};
pub use supplier_import_table::{SupplierImportTable, supplier_import_table};
pub use supplier_table::{SupplierTable, supplier_table};
pub use update_supplier::{UpdateSupplier, update_supplier};
