//! `GET /csv/payee-files/{id}`

use app::{pages::payee_files::filter_of, tables::TableName, ui::status};
use axum::{extract::State, response::Response};
use contract::{Payee, PayeeFileId};

use super::{CsvColumn, PAGE_ROWS, Seen, column, send, shown};
use crate::{problem::ApiError, rest::Path, wiring::AppState};

fn columns() -> Vec<CsvColumn<Payee>> {
    vec![
        column("row", "Row", |payee| payee.row_number.to_string()),
        column("name", "Name", |payee| payee.name.clone()),
        column("type", "Type", |payee| payee.payee_type.as_str().to_owned()),
        column("type", "Type confidence", |payee| probability(payee.type_confidence)),
        column("supplier", "Supplier", |payee| {
            payee.supplier_name.clone().unwrap_or_default()
        }),
        column("supplier", "Match probability", |payee| {
            probability(payee.match_probability)
        }),
        column("grade", "Grade", |payee| payee.grade.clone()),
        column("decision", "Decision", |payee| {
            status::decision(payee.decision).word.to_owned()
        }),
        column("decided_by", "Decided by", decided_by),
    ]
}

/// With four decimals, as in an export.
fn probability(share: f32) -> String {
    format!("{share:.4}")
}

/// Nobody has decided yet what is still in review.
fn decided_by(payee: &Payee) -> String {
    if payee.in_review {
        String::new()
    } else {
        status::settled_by(payee).word.to_owned()
    }
}

/// The rows of a file that match.
pub async fn download(
    State(services): State<AppState>,
    Path(id): Path<PayeeFileId>,
    seen: Seen,
) -> Result<Response, ApiError> {
    let hidden = seen.hidden(TableName::Payees);
    let columns = shown(columns(), TableName::Payees, hidden);
    let mut filter = filter_of(&seen.here);
    filter.limit = Some(PAGE_ROWS);
    let next = move |services: AppState, actor, cursor| {
        let filter = contract::PayeeFilter {
            cursor,
            ..filter.clone()
        };
        async move { services.payees.list(&actor, id, &filter).await }
    };
    send(services, seen, "payees", columns, next).await
}

#[cfg(test)]
mod tests {
    use contract::Role;
    use http::StatusCode;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn file_has_the_rows_that_the_filter_names() {
        for_each_server(async |server| {
            let admin = server.actor(Role::Admin);
            let file = server
                .worked(&admin, "no,name\n1,Acorn Trading Ltd\n2,Birch Plumbing LLC\n")
                .await?;
            let path = format!("/csv/payee-files/{}?q=birch", file.id);
            let hidden = "hidden_payees=type.supplier.grade.decision.decided_by";
            let answer = server.get(&path).by(admin).header("cookie", hidden).send().await?;
            assert_eq!(answer.text(), "\u{feff}Row,Name\n3,Birch Plumbing LLC\n");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn file_of_another_organization_is_not_found() {
        for_each_server(async |server| {
            let admin = server.actor(Role::Admin);
            let file = server.worked(&admin, "name\nAcorn Trading Ltd\n").await?;
            let path = format!("/csv/payee-files/{}", file.id);
            let stranger = server.bench.stranger();
            let answer = server.get(&path).by(stranger).send().await?;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            Ok(())
        })
        .await;
    }
}
