//! What happens to every request before a page, a server function or an endpoint sees it, and to every answer after.
//!
//! No business rule belongs here: who may do what is decided by the use cases.

pub mod authenticate;
pub mod completion;
pub mod compress;
pub mod csrf;
pub mod limits;
pub mod origin;
pub mod panics;
pub mod problems;
pub mod refusals;
pub mod request_log;
pub mod security_headers;
