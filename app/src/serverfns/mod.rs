//! The server functions: one file each, named as the function. A body takes the ports and the actor from the context and makes
//! one call; whoever may make it is decided by the use case behind the port.

#![expect(missing_docs, reason = "the macro makes a struct of the arguments of each function")]

pub mod audit;
pub mod dashboard;
pub mod identity;
pub mod jobs;
pub mod payee_files;
pub mod reference;
pub mod reviews;
pub mod suppliers;
pub mod uploads;
pub mod users;
