//! What there is: one of each kind, by number.

use contract::*;
use serde_json::json;
use uuid::Uuid;

use super::{at, id};

const NAMES: [&str; 8] = [
    "Acme Industrial Supply Corporation",
    "Müller & Söhne Maschinenbau GmbH & Co. KG",
    "شركة الخليج للتجارة والمقاولات",
    "City of Springfield Department of Public Works and Utilities, Water Division",
    "O'Brien Plumbing LLC",
    "株式会社東京製作所",
    "Smith, John A. MD",
    "Société Générale d'Équipements Électriques S.A.",
];

pub(super) fn name(number: u32) -> String {
    NAMES[number as usize % NAMES.len()].to_owned()
}

pub(super) fn supplier(number: u32) -> Supplier {
    Supplier {
        id: id(number),
        external_id: format!("V-{:06}", 100_000 + number * 37),
        name: name(number),
        aliases: vec!["Acme Supply".into(), "ACME Corp.".into()],
        address: "1200 Industrial Parkway, Building 7".into(),
        city: ["Springfield", "Stuttgart", "دبي", "Llanfairpwllgwyngyll"][number as usize % 4].into(),
        state: "IL".into(),
        postcode: "62704".into(),
        country: ["US", "DE", "AE", "GB"][number as usize % 4].into(),
        tax_id: format!("12-{:07}", 3_456_789 + number),
        vat_id: String::new(),
        iban: "DE89370400440532013000".into(),
        status: if number % 7 == 3 {
            SupplierStatus::Inactive
        } else {
            SupplierStatus::Active
        },
        merged_into: None,
        row_version: 3,
        created_at: at(400_000),
        updated_at: at(i64::from(number) * 1000),
    }
}

pub(super) fn progress() -> FileProgress {
    FileProgress {
        done_rows: 412_300,
        total_rows: Some(1_000_000),
        rows_per_second: Some(21_400.0),
        seconds_left: Some(27.5),
    }
}

pub(super) fn import(number: u32) -> SupplierImport {
    let status = FileStatus::ALL[number as usize % FileStatus::ALL.len()];
    SupplierImport {
        id: id(number),
        file_name: format!("vendor-master-export-2026-0{}.csv", number % 9 + 1),
        document_id: id(number),
        status: if number == 1 { FileStatus::Working } else { status },
        progress: progress(),
        created_count: 381_200,
        updated_count: 1_022,
        unchanged_count: 30_071,
        error_count: 7,
        row_errors: vec![
            RowProblem {
                row: 118,
                column: Some("name".into()),
                message: "The name is empty; the row was left out".into(),
            },
            RowProblem {
                row: 20_441,
                column: None,
                message: "A quote is never closed; the row was left out".into(),
            },
        ],
        failure: (status == FileStatus::Failed).then(|| "The file ends in the middle of a row".into()),
        created_by: "Ada Lovelace".into(),
        created_at: at(i64::from(number) * 300),
        finished_at: None,
    }
}

pub(super) fn split() -> PayeeSplit {
    PayeeSplit {
        business: 61_220,
        individual: 21_904,
        government: 3_310,
        unknown: 702,
        matched: 71_004,
        review: 812,
        none: 15_320,
        open_reviews: 214,
    }
}

pub(super) fn payee_file(number: u32) -> PayeeFile {
    PayeeFile {
        id: id(number),
        file_name: format!("payments-march-batch-{number}.xlsx"),
        document_id: id(number),
        status: if number == 2 {
            FileStatus::Working
        } else {
            FileStatus::Done
        },
        progress: progress(),
        split: split(),
        error_count: 3,
        row_errors: vec![RowProblem {
            row: 7,
            column: None,
            message: "The name is empty".into(),
        }],
        failure: None,
        same_as: None,
        created_by: "Ada Lovelace".into(),
        created_at: at(i64::from(number) * 700),
        finished_at: Some(at(0)),
    }
}

pub(super) fn payee(number: u32) -> Payee {
    let types = PayeeType::ALL;
    let decisions = MatchDecision::ALL;
    Payee {
        id: id(number),
        payee_file_id: id(1),
        row_number: i64::from(number) + 1,
        name: name(number),
        payee_type: types[number as usize % types.len()],
        type_confidence: [0.99, 0.87, 0.62, 0.96][number as usize % 4],
        subtype: None,
        reason: "legal_form".into(),
        supplier_id: Some(id(number)),
        supplier_name: Some(name(number)),
        match_probability: [0.98, 0.55, 0.83][number as usize % 3],
        grade: "AABZAFZA".into(),
        decision: decisions[number as usize % decisions.len()],
        type_decided_by: DecidedBy::Machine,
        match_decided_by: DecidedBy::Person,
        in_review: number % 3 == 1,
        row_version: 1,
    }
}

pub(super) fn event(number: u32) -> Event {
    let kinds = [
        "supplier.updated",
        "supplier_import.started",
        "user.role_changed",
        "payee.decided",
    ];
    Event {
        id: id(number),
        kind: kinds[number as usize % kinds.len()].into(),
        severity: Severity::ALL[number as usize % 3],
        entity: "supplier".into(),
        entity_id: Uuid::nil().to_string(),
        entity_name: name(number),
        actor: "Ada Lovelace".into(),
        actor_kind: "user".into(),
        ip: Some("203.0.113.7".into()),
        user_agent: Some("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0".into()),
        request_id: Some("01J8Z0".into()),
        changes: vec![
            FieldChange {
                field: "city".into(),
                before: json!("Springfeld"),
                after: json!("Springfield"),
            },
            FieldChange {
                field: "aliases".into(),
                before: json!(["Acme"]),
                after: json!(["Acme", "Acme Supply"]),
            },
        ],
        occurred_at: at(i64::from(number) * 17),
    }
}

pub(super) fn proposal(number: u32) -> SupplierDuplicate {
    let (first, second) = (supplier(2 * number), supplier(2 * number + 1));
    SupplierDuplicate {
        id: id(700 + number),
        probability: 0.97,
        pairs: vec![DuplicatePair {
            first: first.id,
            second: second.id,
            probability: 0.97,
            grade: "BAAAAAZF".into(),
            differing: vec!["name".into(), "tax_id".into()],
        }],
        suppliers: vec![first, second],
        found_at: at(1_000),
    }
}
