//! What the server and the browser say to each other: identifiers, enumerations, request and response bodies,
//! and the validation that a form and the server share. It compiles for WebAssembly and does no I/O.
//!
//! ```
//! use contract::{Permission, Role, validate};
//!
//! assert!(Role::Reviewer.allows(Permission::Review));
//! assert!(validate::email("ada@example").is_err());
//! ```

mod actor;
mod identity;
mod ids;
mod live;
mod named_enum;
mod operations;
mod paging;
mod payee;
mod payee_type;
mod percent;
mod problem;
mod review;
mod supplier;
mod supplier_duplicate;
mod supplier_match;
mod tabular;
mod tagged;
mod time;
pub mod validate;

pub use actor::*;
pub use identity::*;
pub use ids::*;
pub use live::*;
pub use named_enum::UnknownName;
pub use operations::*;
pub use paging::*;
pub use payee::*;
pub use payee_type::*;
pub use percent::percent;
pub use problem::*;
pub use review::*;
pub use supplier::*;
pub use supplier_duplicate::*;
pub use supplier_match::*;
pub use tabular::*;
pub use tagged::TagError;
pub use time::day;
