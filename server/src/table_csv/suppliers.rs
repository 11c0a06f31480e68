//! `GET /csv/suppliers`

use app::{pages::suppliers::filter_of, tables::TableName, ui::format};
use axum::{extract::State, response::Response};
use contract::SupplierLine;

use super::{CsvColumn, PAGE_ROWS, Seen, column, send, shown};
use crate::{problem::ApiError, wiring::AppState};

fn columns() -> Vec<CsvColumn<SupplierLine>> {
    vec![
        column("name", "Name", |supplier| supplier.name.clone()),
        column("external_id", "External id", |supplier| supplier.external_id.clone()),
        column("city", "City", |supplier| supplier.city.clone()),
        column("country", "Country", |supplier| supplier.country.clone()),
        column("tax_id", "Tax id", |supplier| supplier.tax_id.clone()),
        column("status", "Status", |supplier| supplier.status.as_str().to_owned()),
        column("updated", "Changed", |supplier| format::day(supplier.updated_at)),
    ]
}

/// The suppliers that match.
pub async fn download(State(services): State<AppState>, seen: Seen) -> Result<Response, ApiError> {
    let hidden = seen.hidden(TableName::Suppliers);
    let columns = shown(columns(), TableName::Suppliers, hidden);
    let mut filter = filter_of(&seen.here);
    filter.limit = Some(PAGE_ROWS);
    let next = move |services: AppState, actor, cursor| {
        let filter = contract::SupplierFilter {
            cursor,
            ..filter.clone()
        };
        async move { services.suppliers.lines(&actor, filter).await }
    };
    send(services, seen, "suppliers", columns, next).await
}

#[cfg(test)]
mod tests {
    use contract::Role;
    use http::StatusCode;

    use crate::testing::for_each_server;

    const SUPPLIERS: &str =
        "id,name,city,country\nS-1,Acorn Ltd,Leeds,GB\nS-2,\"=Birch, Inc\",Reno,US\nS-3,Cedar LLC,Reno,US\n";

    #[tokio::test]
    async fn file_has_the_rows_order_and_columns_that_are_seen() {
        for_each_server(async |server| {
            let admin = server.actor(Role::Admin);
            server.imported(&admin, SUPPLIERS).await?;
            let path = "/csv/suppliers?country=US&sort=external_id";
            let request = server.get(path).by(admin);
            let answer = request
                .header("cookie", "hidden_suppliers=tax_id.status.updated.city")
                .send()
                .await?;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
            assert_eq!(
                answer.text(),
                "\u{feff}Name,External id,Country\n\"'=Birch, Inc\",S-2,US\nCedar LLC,S-3,US\n"
            );
            assert!(answer.header("content-disposition").contains("suppliers.csv"));
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn more_than_a_page_is_sent_whole() {
        for_each_server(async |server| {
            let admin = server.actor(Role::Admin);
            let rows = (0..450).map(|row| format!("S-{row},Maker {row} Ltd\n"));
            let content = format!("id,name\n{}", rows.collect::<String>());
            server.imported(&admin, content.leak()).await?;
            let answer = server.get("/csv/suppliers").by(admin).send().await?;
            assert_eq!(answer.text().lines().count(), 451);
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn nobody_and_those_who_may_not_get_nothing() {
        for_each_server(async |server| {
            let nobody = server.get("/csv/suppliers").send().await?;
            assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
            let stranger = server.bench.stranger();
            let other = server.get("/csv/suppliers").by(stranger).send().await?;
            assert_eq!(other.text().lines().count(), 1, "only the titles");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn download_is_recorded() {
        for_each_server(async |server| {
            let admin = server.actor(Role::Admin);
            server.get("/csv/suppliers?country=US").by(admin.clone()).send().await?;
            let events = server
                .get("/api/v1/audit?kind=list.downloaded")
                .by(admin)
                .send()
                .await?;
            let event = &events.json()["items"][0];
            assert_eq!(event["entity_name"], "suppliers", "{}", events.text());
            assert_eq!(event["changes"][0]["after"], "country=US");
            Ok(())
        })
        .await;
    }
}
