//! payee
