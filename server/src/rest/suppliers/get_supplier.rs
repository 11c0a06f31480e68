//! `GET /api/v1/suppliers/{id}`

use axum::extract::State;
use contract::{Supplier, SupplierId};
use http::StatusCode;

use crate::{
    problem::ApiError,
    rest::{CurrentActor, Missing, Path, Refused, Versioned},
    wiring::AppState,
};

/// Gives one supplier.
#[utoipa::path(get, path = "/suppliers/{id}", tag = "suppliers", params(("id" = SupplierId, Path)),
    responses((status = 200, body = Supplier, headers(("ETag", description = "The row version"))), Refused, Missing))]
pub async fn get_supplier(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<SupplierId>,
) -> Result<Versioned<Supplier>, ApiError> {
    let supplier = services.suppliers.get(&actor, id).await?;
    Ok(Versioned {
        status: StatusCode::OK,
        row_version: supplier.row_version,
        body: supplier,
    })
}

#[cfg(test)]
mod tests {
    use contract::Role;
    use http::StatusCode;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn what_is_no_id_names_nothing() {
        for_each_server(async |server| {
            for id in ["7", "nonsense", "01977c3e-0000-7000-8000-000000000000"] {
                let missing = server
                    .get(&format!("/api/v1/suppliers/{id}"))
                    .by_role(Role::Admin)
                    .send()
                    .await?;
                assert_eq!(missing.status, StatusCode::NOT_FOUND, "{id}: {}", missing.text());
                assert_eq!(missing.json()["kind"], "not_found");
            }
            Ok(())
        })
        .await;
    }
}
