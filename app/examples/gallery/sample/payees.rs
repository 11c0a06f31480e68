//! The start page, payee files and reviews.

use app::ports::{Answer, DashboardPort, PayeeFilePort, ReviewPort};
use async_trait::async_trait;
use contract::*;

use super::{Sample, at, id, made_up::*, no};

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
            held: Vec::new(),
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
