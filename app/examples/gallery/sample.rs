//! Made-up data behind the ports: long names, many rows, nothing, errors, names from right to left.

#![expect(
    clippy::wildcard_imports,
    reason = "the sample makes one of nearly everything in the contract"
)]
#![expect(clippy::result_large_err, reason = "the ports answer with whole problems")]

use std::sync::Arc;

use app::ports::{
    Answer, AuditPort, DashboardPort, DuplicatePort, IdentityPort, JobPort, PayeeFilePort, Ports, ReferencePort,
    ReviewPort, SupplierPort, UserPort,
};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use contract::*;
use serde_json::json;
use uuid::Uuid;

/// Answers everything.
struct Sample;

/// The ports of a request.
pub fn ports() -> Ports {
    let sample = Arc::new(Sample);
    Ports {
        identity: sample.clone(),
        dashboard: sample.clone(),
        suppliers: sample.clone(),
        duplicates: sample.clone(),
        payee_files: sample.clone(),
        reviews: sample.clone(),
        jobs: sample.clone(),
        users: sample.clone(),
        audit: sample.clone(),
        reference: sample,
    }
}

fn id<Id: From<Uuid>>(number: u32) -> Id {
    Uuid::from_u128(number.into()).into()
}

fn at(minutes_ago: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_700_000, 0).expect("in range") - TimeDelta::minutes(minutes_ago)
}

fn no<T>() -> Answer<T> {
    Err(Problem::new(
        ProblemKind::Unavailable,
        "Not part of the gallery",
        "It shows pages and changes nothing.",
    ))
}

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

fn name(number: u32) -> String {
    NAMES[number as usize % NAMES.len()].to_owned()
}

fn supplier(number: u32) -> Supplier {
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

fn progress() -> FileProgress {
    FileProgress {
        done_rows: 412_300,
        total_rows: Some(1_000_000),
        rows_per_second: Some(21_400.0),
        seconds_left: Some(27.5),
    }
}

fn import(number: u32) -> SupplierImport {
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

fn split() -> PayeeSplit {
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

fn payee_file(number: u32) -> PayeeFile {
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

fn payee(number: u32) -> Payee {
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

fn event(number: u32) -> Event {
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

#[async_trait]
impl IdentityPort for Sample {
    async fn setup_needed(&self) -> Answer<bool> {
        Ok(true)
    }
    async fn complete_setup(&self, _form: SetupForm) -> Answer<()> {
        no()
    }
    async fn sign_in(&self, _form: SignInForm) -> Answer<()> {
        no()
    }
    async fn sign_out(&self, _actor: &Actor) -> Answer<()> {
        no()
    }
    async fn viewer(&self, _actor: &Actor) -> Answer<Viewer> {
        let current = Membership {
            organization_id: id(1),
            organization_name: "Northwind Trading Company".into(),
            role: Role::Admin,
        };
        let other = Membership {
            organization_id: id(2),
            organization_name: "Contoso".into(),
            role: Role::Auditor,
        };
        Ok(Viewer {
            user_id: id(1),
            name: "Ada Lovelace".into(),
            email: "ada@example.com".into(),
            memberships: vec![current.clone(), other],
            current,
        })
    }
    async fn switch_organization(&self, _actor: &Actor, _organization_id: OrganizationId) -> Answer<()> {
        no()
    }
    async fn accept_invitation(&self, _form: AcceptInvitationForm) -> Answer<()> {
        no()
    }
    async fn change_password(&self, _actor: &Actor, _current: String, _new: String) -> Answer<()> {
        no()
    }
    async fn revoke_session(&self, _actor: &Actor, _session_id: SessionId) -> Answer<()> {
        no()
    }
}

#[async_trait]
impl DashboardPort for Sample {
    async fn dashboard(&self, _actor: &Actor) -> Answer<Dashboard> {
        let trend = [0.71, 0.74, 0.78, 0.77, 0.83, 0.86, 0.9, 0.89, 0.93];
        let trend = trend.into_iter().enumerate();
        Ok(Dashboard {
            open_reviews: 214,
            oldest_review_at: Some(at(3000)),
            postponed_reviews: 6,
            awaiting_mapping: vec![(id(9), "vendors-emea-with-a-rather-long-file-name-final-v2.csv".into())],
            working: vec![payee_file(2)],
            dead_jobs: 1,
            supplier_count: 483_227,
            split: split(),
            automation_rate: Some(0.934),
            trend: trend
                .map(|(day, rate)| TrendPoint {
                    day: format!("2026-03-0{}", day + 1),
                    rows: 100,
                    automation_rate: rate,
                })
                .collect(),
            recent_files: (1..=6).map(payee_file).collect(),
        })
    }
}

#[async_trait]
impl SupplierPort for Sample {
    async fn list(&self, _actor: &Actor, filter: SupplierFilter) -> Answer<Page<SupplierLine>> {
        match filter.q.as_deref() {
            Some("nothing") => Ok(Page::empty()),
            Some("error") => Err(Problem {
                error_id: "01JQ8ZK3V5".into(),
                ..Problem::new(
                    ProblemKind::Internal,
                    "The list could not be read",
                    "Nothing was changed. Try again in a minute.",
                )
            }),
            _ => Ok(Page {
                items: (1..=50).map(supplier).map(SupplierLine::from).collect(),
                next_cursor: Some("next".into()),
                total: Some(483_227),
            }),
        }
    }
    async fn get(&self, _actor: &Actor, _id: SupplierId) -> Answer<Supplier> {
        Ok(supplier(1))
    }
    async fn create(&self, _actor: &Actor, _form: SupplierForm) -> Answer<Supplier> {
        no()
    }
    async fn update(
        &self,
        _actor: &Actor,
        _id: SupplierId,
        _row_version: i64,
        _form: SupplierForm,
    ) -> Answer<Supplier> {
        no()
    }
    async fn list_imports(&self, _actor: &Actor, _cursor: Option<String>) -> Answer<Page<SupplierImport>> {
        Ok(Page {
            items: (1..=8).map(import).collect(),
            next_cursor: None,
            total: Some(8),
        })
    }
    async fn get_import(&self, _actor: &Actor, _id: SupplierImportId) -> Answer<SupplierImport> {
        Ok(import(1))
    }
    async fn start_import(
        &self,
        _actor: &Actor,
        _document_id: DocumentId,
        _mapping: ColumnMapping,
    ) -> Answer<SupplierImport> {
        no()
    }
    async fn cancel_import(&self, _actor: &Actor, _id: SupplierImportId) -> Answer<SupplierImport> {
        no()
    }
}

fn proposal(number: u32) -> SupplierDuplicate {
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

#[async_trait]
impl DuplicatePort for Sample {
    async fn list(&self, _actor: &Actor, _cursor: Option<String>) -> Answer<Page<SupplierDuplicate>> {
        Ok(Page {
            items: (1..=12).map(proposal).collect(),
            next_cursor: None,
            total: Some(12),
        })
    }
    async fn search(&self, _actor: &Actor) -> Answer<DuplicateSearch> {
        Ok(DuplicateSearch {
            job: None,
            open_count: 12,
        })
    }
    async fn find(&self, _actor: &Actor) -> Answer<Job> {
        no()
    }
    async fn compare(&self, _actor: &Actor, _id: SupplierDuplicateId, _choice: MergeChoice) -> Answer<MergePreview> {
        let duplicate = proposal(1);
        let seen = |supplier: &Supplier| SupplierVersion {
            id: supplier.id,
            row_version: supplier.row_version,
        };
        let [first, second] = [0, 1].map(|index: usize| duplicate.suppliers[index].clone());
        Ok(MergePreview {
            merge: SupplierMerge {
                keep: seen(&first),
                others: vec![seen(&second)],
            },
            kept: Supplier {
                aliases: vec![second.name],
                ..first
            },
            changes: Vec::new(),
            duplicate,
        })
    }
    async fn merge(&self, _actor: &Actor, _id: SupplierDuplicateId, _merge: SupplierMerge) -> Answer<Supplier> {
        no()
    }
    async fn dismiss(&self, _actor: &Actor, _id: SupplierDuplicateId) -> Answer<()> {
        no()
    }
}

#[async_trait]
impl PayeeFilePort for Sample {
    async fn list(&self, _actor: &Actor, _cursor: Option<String>) -> Answer<Page<PayeeFile>> {
        Ok(Page {
            items: (1..=12).map(payee_file).collect(),
            next_cursor: None,
            total: Some(12),
        })
    }
    async fn get(&self, _actor: &Actor, _id: PayeeFileId) -> Answer<PayeeFile> {
        Ok(payee_file(1))
    }
    async fn preview(&self, _actor: &Actor, document_id: DocumentId, _purpose: UploadPurpose) -> Answer<FilePreview> {
        let row = |number| {
            vec![
                name(number),
                "Springfield".into(),
                "US".into(),
                format!("V-{number}"),
                "12,500.00".into(),
            ]
        };
        Ok(FilePreview {
            document_id,
            file_name: "vendors.csv".into(),
            format: "CSV, semicolon, Windows-1252".into(),
            headers: ["Vendor name", "City", "Country", "Vendor no.", "Amount"]
                .map(str::to_owned)
                .into(),
            rows: (1..=8).map(row).collect(),
            mapping: ColumnMapping(vec![
                Some(ColumnField::Name),
                Some(ColumnField::City),
                Some(ColumnField::Country),
                None,
                None,
            ]),
            remembered: false,
            warnings: vec!["3 rows have one cell too many".into()],
        })
    }
    async fn start(&self, _actor: &Actor, _document_id: DocumentId, _mapping: ColumnMapping) -> Answer<PayeeFile> {
        no()
    }
    async fn cancel(&self, _actor: &Actor, _id: PayeeFileId) -> Answer<PayeeFile> {
        no()
    }
    async fn payees(&self, _actor: &Actor, _id: PayeeFileId, _filter: PayeeFilter) -> Answer<Page<Payee>> {
        Ok(Page {
            items: (1..=50).map(payee).collect(),
            next_cursor: Some("next".into()),
            total: Some(87_136),
        })
    }
    async fn payee(&self, _actor: &Actor, _id: PayeeId) -> Answer<PayeeDetail> {
        no()
    }
    async fn preview_decision(&self, _actor: &Actor, _decision: BulkDecision) -> Answer<DecisionPreview> {
        no()
    }
    async fn decide(&self, _actor: &Actor, _decision: BulkDecision) -> Answer<DecisionReceipt> {
        no()
    }
    async fn undo(&self, _actor: &Actor, _id: DecisionId) -> Answer<DecisionReceipt> {
        no()
    }
    async fn recent_decisions(&self, _actor: &Actor) -> Answer<Vec<DecisionSummary>> {
        Ok(Vec::new())
    }
}

#[async_trait]
impl ReviewPort for Sample {
    async fn next(&self, _actor: &Actor, _filter: ReviewFilter, _limit: u32) -> Answer<ReviewBatch> {
        Ok(ReviewBatch {
            items: Vec::new(),
            progress: ReviewProgress::default(),
        })
    }
    async fn get(&self, _actor: &Actor, _id: ReviewItemId) -> Answer<ReviewItem> {
        no()
    }
    async fn act(&self, _actor: &Actor, _command: ReviewCommand) -> Answer<ReviewOutcome> {
        no()
    }
}

#[async_trait]
impl JobPort for Sample {
    async fn counts(&self, _actor: &Actor) -> Answer<JobCounts> {
        Ok(JobCounts {
            queued: 4,
            running: 2,
            done: 18_220,
            dead: 1,
            cancelled: 3,
        })
    }
    async fn list(&self, _actor: &Actor, _filter: JobFilter) -> Answer<Page<Job>> {
        let job = |number: u32| Job {
            id: id(number),
            kind: ["payee_file.work", "supplier_import.work", "index.build"][number as usize % 3].into(),
            status: JobStatus::ALL[number as usize % JobStatus::ALL.len()],
            priority: 0,
            attempt: 1,
            max_attempts: 5,
            progress: f64::from(number % 11) / 10.0,
            last_error: (number % 5 == 3).then(|| "the file ends in the middle of a row (row 20441)".into()),
            cancel_requested: number == 6,
            created_at: at(i64::from(number) * 13),
            run_at: at(0),
            started_at: None,
            finished_at: (number % 5 == 2).then(|| at(i64::from(number))),
            created_by: "Ada Lovelace".into(),
        };
        Ok(Page {
            items: (1..=20).map(job).collect(),
            next_cursor: Some("next".into()),
            total: None,
        })
    }
    async fn cancel(&self, _actor: &Actor, _id: JobId) -> Answer<Job> {
        no()
    }
    async fn retry(&self, _actor: &Actor, _id: JobId) -> Answer<Job> {
        no()
    }
}

#[async_trait]
impl UserPort for Sample {
    async fn list(&self, _actor: &Actor) -> Answer<Vec<User>> {
        let user = |number: u32| User {
            id: id(number),
            name: ["Ada Lovelace", "Grace Hopper", "محمد بن موسى", "Emmy Noether"][number as usize % 4].into(),
            email: format!("person{number}@example.com"),
            role: Role::ALL[1 + number as usize % 5],
            status: UserStatus::ALL[number as usize % 3],
            last_sign_in_at: Some(at(i64::from(number) * 500)),
            created_at: at(90_000),
        };
        Ok((0..9).map(user).collect())
    }
    async fn invite(&self, _actor: &Actor, _form: InviteUserForm) -> Answer<Invitation> {
        no()
    }
    async fn set_role(&self, _actor: &Actor, _id: UserId, _role: Role) -> Answer<User> {
        no()
    }
    async fn set_enabled(&self, _actor: &Actor, _id: UserId, _enabled: bool) -> Answer<User> {
        no()
    }
}

#[async_trait]
impl AuditPort for Sample {
    async fn list(&self, _actor: &Actor, filter: EventFilter) -> Answer<Page<Event>> {
        let length = if filter.entity_id.is_some() { 5 } else { 30 };
        Ok(Page {
            items: (1..=length).map(event).collect(),
            next_cursor: None,
            total: None,
        })
    }
}

#[async_trait]
impl ReferencePort for Sample {
    async fn locations(&self, _actor: &Actor) -> Answer<Vec<Location>> {
        let location = |(number, (code, name)): (u32, (&str, &str))| Location {
            id: id(number),
            code: code.into(),
            name: name.into(),
            row_version: 1,
        };
        let locations = [
            ("BER", "Berlin office"),
            ("NYC", "New York headquarters"),
            ("SPR-WH", "Springfield warehouse"),
        ];
        Ok((1..).zip(locations).map(location).collect())
    }
    async fn save_location(
        &self,
        _actor: &Actor,
        _id: Option<(LocationId, i64)>,
        _form: LocationForm,
    ) -> Answer<Location> {
        no()
    }
    async fn commodities(&self, _actor: &Actor) -> Answer<Vec<Commodity>> {
        Ok(Vec::new())
    }
    async fn save_commodity(
        &self,
        _actor: &Actor,
        _id: Option<(CommodityId, i64)>,
        _form: CommodityForm,
    ) -> Answer<Commodity> {
        no()
    }
}
