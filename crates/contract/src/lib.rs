//! What the server and the browser say to each other: identifiers, enumerations, request and response bodies,
//! and the validation that a form and the server share. It compiles for WebAssembly and does no I/O.

mod ids;
mod named_enum;
mod payee_type;
mod supplier_match;

pub use ids::*;
pub use named_enum::UnknownName;
pub use payee_type::*;
pub use supplier_match::*;
