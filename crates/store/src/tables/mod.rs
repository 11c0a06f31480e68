//! One module per table: its row as stored, its SQL, its functions. A module touches its own table only, save where a
//! join spares a round trip. Decisions belong to the use cases.

pub mod api_key;
pub mod column_mapping;
pub mod commodity;
pub mod decision;
pub mod document;
pub mod event;
pub mod idempotency_key;
pub mod job;
pub mod location;
pub mod membership;
pub mod one_time_token;
pub mod organization;
pub mod payee;
pub mod payee_file;
pub mod rejected_pair;
pub mod remembered_verdict;
pub mod review_item;
pub mod row_problem;
pub mod session;
pub mod setting;
pub mod supplier;
pub mod supplier_distinction;
pub mod supplier_duplicate;
pub mod supplier_import;
pub mod upload;
pub mod user;

use crate::Statement;

/// Every fixed statement, for the test that prepares each on both databases.
pub fn statements() -> impl Iterator<Item = Statement> {
    [
        api_key::STATEMENTS,
        column_mapping::STATEMENTS,
        commodity::STATEMENTS,
        decision::STATEMENTS,
        document::STATEMENTS,
        event::STATEMENTS,
        idempotency_key::STATEMENTS,
        job::STATEMENTS,
        location::STATEMENTS,
        membership::STATEMENTS,
        one_time_token::STATEMENTS,
        organization::STATEMENTS,
        payee::STATEMENTS,
        payee_file::STATEMENTS,
        rejected_pair::STATEMENTS,
        remembered_verdict::STATEMENTS,
        review_item::STATEMENTS,
        row_problem::STATEMENTS,
        session::STATEMENTS,
        setting::STATEMENTS,
        supplier::STATEMENTS,
        supplier_distinction::STATEMENTS,
        supplier_duplicate::STATEMENTS,
        supplier_import::STATEMENTS,
        upload::STATEMENTS,
        user::STATEMENTS,
    ]
    .into_iter()
    .flatten()
    .copied()
}
