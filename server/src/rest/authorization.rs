//! Who may call what: every operation of the document has a case here, and an operation without one fails the test.
//!
//! A case is a request that is right but for who sends it. It is sent by nobody (401), by a role that may not (403), and by an
//! administrator of another organization (404 for what that organization does not own).

use std::collections::BTreeSet;

use contract::Role;
use http::{Method, StatusCode};
use intake::testing::TestResult;
use serde_json::{Value, json};

use super::document;
use crate::testing::{Estate, TestRequest, TestServer, for_each_server};

/// How an operation is called, and who may not.
struct Case {
    method: Method,
    path: String,
    body: Body,
    /// A role that may not; none when every role may.
    refused: Option<Role>,
    /// Whether it names something that belongs to one organization.
    owned: bool,
}

enum Body {
    None,
    Json(Value),
    Form,
    Bytes,
}

fn case(operation: &str, of: &Estate) -> Option<Case> {
    use Role::{Auditor, Integrator, Reviewer};
    let open = |path: &str| Case {
        method: Method::GET,
        path: path.into(),
        body: Body::None,
        refused: None,
        owned: false,
    };
    let read = |path: String| Case {
        owned: true,
        path,
        ..open("")
    };
    let post = |path: String, body: Value, refused: Role| Case {
        method: Method::POST,
        body: Body::Json(body),
        refused: Some(refused),
        path,
        owned: false,
    };
    let act = |path: String, body: Value, refused: Role| Case {
        owned: true,
        ..post(path, body, refused)
    };
    let put = |path: String, body: Value, refused: Role| Case {
        method: Method::PUT,
        ..act(path, body, refused)
    };
    let Estate {
        supplier,
        duplicate,
        merge,
        import,
        file,
        payee,
        review_item,
        decision,
        job,
        user,
        location,
        commodity,
        key,
        upload,
        document,
    } = of;
    let selection = json!({ "scope": "these", "ids": [payee] });
    let bulk = json!({
        "payee_file_id": file, "selection": selection, "verdict": { "confirm": true }, "expected_count": null,
        "idempotency_key": "k"
    });
    let command = json!({
        "review_item_id": review_item, "row_version": 1, "idempotency_key": "k2", "spent_ms": 1,
        "action": { "action": "release" }
    });
    let named = |code: &str| json!({ "code": code, "name": "Example", "gl_code": "" });
    Some(match operation {
        "list_suppliers" => open("/suppliers"),
        "create_supplier" => post("/suppliers".into(), json!({ "name": "Example Ltd" }), Auditor),
        "get_supplier" => read(format!("/suppliers/{supplier}")),
        "update_supplier" => put(
            format!("/suppliers/{supplier}"),
            json!({ "name": "Example Ltd" }),
            Auditor,
        ),
        "list_supplier_duplicates" => open("/supplier-duplicates"),
        "get_duplicate_search" => open("/supplier-duplicates/search"),
        "find_supplier_duplicates" => post("/supplier-duplicates/search".into(), Value::Null, Auditor),
        "compare_supplier_duplicate" => Case {
            method: Method::POST,
            body: Body::Json(json!({})),
            ..read(format!("/supplier-duplicates/{duplicate}/compare"))
        },
        "dismiss_supplier_duplicate" => act(
            format!("/supplier-duplicates/{duplicate}/dismiss"),
            Value::Null,
            Auditor,
        ),
        "merge_suppliers" => act(
            format!("/supplier-duplicates/{}/merge", merge.0),
            json!(merge.1),
            Auditor,
        ),
        "list_supplier_imports" => open("/supplier-imports"),
        "start_supplier_import" => Case {
            body: Body::Form,
            ..post("/supplier-imports".into(), Value::Null, Auditor)
        },
        "get_supplier_import" => read(format!("/supplier-imports/{import}")),
        "cancel_supplier_import" => act(format!("/supplier-imports/{import}/cancel"), Value::Null, Auditor),
        "download_import_errors" => read(format!("/supplier-imports/{import}/errors.csv")),
        "list_payee_files" => open("/payee-files"),
        "start_payee_file" => Case {
            body: Body::Form,
            ..post("/payee-files".into(), Value::Null, Auditor)
        },
        "get_payee_file" => read(format!("/payee-files/{file}")),
        "cancel_payee_file" => act(format!("/payee-files/{file}/cancel"), Value::Null, Auditor),
        "list_payees" => read(format!("/payee-files/{file}/payees")),
        "export_payee_file" => read(format!("/payee-files/{file}/export?format=csv")),
        "download_payee_errors" => read(format!("/payee-files/{file}/errors.csv")),
        "get_payee" => read(format!("/payees/{payee}")),
        "preview_decision" => act("/decisions/preview".into(), bulk, Auditor),
        "make_decision" => act("/decisions".into(), bulk, Integrator),
        "list_recent_decisions" => Case {
            refused: Some(Auditor),
            ..open("/decisions/recent")
        },
        "undo_decision" => act(format!("/decisions/{decision}/undo"), Value::Null, Auditor),
        "next_review_items" => Case {
            refused: Some(Auditor),
            ..open("/reviews/next")
        },
        "get_review_item" => Case {
            refused: Some(Auditor),
            ..read(format!("/reviews/{review_item}"))
        },
        "act_on_review_item" => act("/reviews/act".into(), command, Auditor),
        "list_jobs" => open("/jobs"),
        "count_jobs" => open("/jobs/counts"),
        "cancel_job" => act(format!("/jobs/{job}/cancel"), Value::Null, Reviewer),
        "retry_job" => act(format!("/jobs/{job}/retry"), Value::Null, Reviewer),
        "list_users" => Case {
            refused: Some(Reviewer),
            ..open("/users")
        },
        "invite_user" => post(
            "/users".into(),
            json!({ "name": "Ada", "email": "a@example.com", "role": "auditor" }),
            Reviewer,
        ),
        "set_user_role" => put(format!("/users/{user}/role"), json!({ "role": "auditor" }), Reviewer),
        "set_user_enabled" => put(format!("/users/{user}/enabled"), json!({ "enabled": true }), Reviewer),
        "list_events" => Case {
            refused: Some(Reviewer),
            ..open("/audit")
        },
        "list_locations" => open("/locations"),
        "get_location" => read(format!("/locations/{location}")),
        "create_location" => post("/locations".into(), named("X1"), Reviewer),
        "update_location" => put(format!("/locations/{location}"), named("X2"), Reviewer),
        "list_commodities" => open("/commodities"),
        "get_commodity" => read(format!("/commodities/{commodity}")),
        "create_commodity" => post("/commodities".into(), named("X1"), Reviewer),
        "update_commodity" => put(format!("/commodities/{commodity}"), named("X2"), Reviewer),
        "get_current_organization" => open("/organizations/current"),
        "list_api_keys" => Case {
            refused: Some(Reviewer),
            ..open("/api-keys")
        },
        "revoke_api_key" => act(format!("/api-keys/{key}/revoke"), Value::Null, Reviewer),
        "start_upload" => {
            let body = json!({ "file_name": "a.csv", "size_bytes": 5, "purpose": "payee_file" });
            post("/uploads".into(), body, Auditor)
        }
        "get_upload" => Case {
            refused: Some(Auditor),
            ..read(format!("/uploads/{upload}"))
        },
        "append_chunk" => Case {
            body: Body::Bytes,
            ..put(format!("/uploads/{upload}?offset=0"), Value::Null, Auditor)
        },
        "complete_upload" => act(format!("/uploads/{upload}/complete"), Value::Null, Auditor),
        "preview_document" => Case {
            refused: Some(Auditor),
            ..read(format!("/documents/{document}/preview?purpose=payee_file"))
        },
        "stream_events" => open("/live"),
        _ => return None,
    })
}

fn case_of(operation: &str, estate: &Estate) -> Case {
    case(operation, estate).unwrap_or_else(|| panic!("{operation} has no case"))
}

/// Operations that need no credentials.
const PUBLIC: [&str; 1] = ["get_openapi"];

fn operations() -> BTreeSet<String> {
    let document = document();
    let items = document.paths.paths.values();
    let operations = items
        .flat_map(|item| [&item.get, &item.post, &item.put, &item.delete, &item.patch])
        .flatten();
    operations
        .filter_map(|operation| operation.operation_id.clone())
        .collect()
}

impl Case {
    fn request<'a>(&self, server: &'a TestServer) -> TestRequest<'a> {
        let request = server
            .request(self.method.clone(), &format!("/api/v1{}", self.path))
            .header("if-match", "\"1\"");
        match &self.body {
            Body::None | Body::Json(Value::Null) => request,
            Body::Json(body) => request.json(body),
            Body::Form => request.form("a.csv", "name\nAcme Ltd\n", &[]),
            Body::Bytes => request.bytes("name\n"),
        }
    }
}

#[tokio::test]
async fn every_operation_is_refused_to_whom_it_is_not_for() {
    for_each_server(async |server| -> TestResult {
        let ours = server.estate_of(server.actor(Role::Admin)).await?;
        let theirs = server.estate_of(server.bench.stranger()).await?;
        for operation in operations().iter().filter(|it| !PUBLIC.contains(&it.as_str())) {
            let case = case_of(operation, &theirs);
            let nobody = case.request(&server).send().await?;
            assert_eq!(
                nobody.status,
                StatusCode::UNAUTHORIZED,
                "{operation} by nobody: {}",
                nobody.text()
            );
            assert_eq!(nobody.json()["kind"], "unauthenticated", "{operation}");
            if let Some(role) = case.refused {
                let case = case_of(operation, &ours);
                let refused = case.request(&server).by_role(role).send().await?;
                assert_eq!(
                    refused.status,
                    StatusCode::FORBIDDEN,
                    "{operation} by {role}: {}",
                    refused.text()
                );
            }
            if case.owned {
                let strange = case.request(&server).by_role(Role::Admin).send().await?;
                assert_eq!(
                    strange.status,
                    StatusCode::NOT_FOUND,
                    "{operation} across organizations: {}",
                    strange.text()
                );
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_case_is_right_but_for_who_sends_it() {
    for_each_server(async |server| -> TestResult {
        let admin = server.actor(Role::Admin);
        let ours = server.estate_of(admin.clone()).await?;
        for operation in operations().iter().filter(|it| !PUBLIC.contains(&it.as_str())) {
            // An event stream has no end.
            if operation == "stream_events" {
                continue;
            }
            let answer = case_of(operation, &ours)
                .request(&server)
                .by(admin.clone())
                .send()
                .await?;
            // Some have happened before, or come too late, which is 409; none is unknown or not understood.
            let fine = answer.status.is_success() || answer.status == StatusCode::CONFLICT;
            assert!(fine, "{operation}: {} {}", answer.status, answer.text());
        }
        Ok(())
    })
    .await;
}
