//! `decide_payees`.

use contract::{BulkDecision, DecisionReceipt};
use leptos::{prelude::*, server_fn::codec::Json};

use crate::error::UiError;

/// Settles many rows at once.
#[server(input = Json)]
pub async fn decide_payees(decision: BulkDecision) -> Result<DecisionReceipt, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports
        .payee_files
        .decide(&actor, decision)
        .await
        .map_err(UiError::refused)
}
