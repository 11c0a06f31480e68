//! The whole server without a socket, for the tests of endpoints.

use axum::{
    Router,
    body::{Body, to_bytes},
    response::Response,
};
use contract::{
    Actor, ApiKeyId, BulkDecision, ColumnMapping, CommodityForm, CommodityId, DecisionId, DocumentId, FileStatus,
    JobFilter, JobId, KeyPreset, LiveEvent, LocationForm, LocationId, PayeeFile, PayeeFileId, PayeeFilter, PayeeId,
    ReviewFilter, ReviewItemId, Role, Selection, StartUpload, SupplierDuplicateId, SupplierForm, SupplierId,
    SupplierImport, SupplierImportId, SupplierMerge, SupplierVersion, UploadId, UploadPurpose, UserId, Verdict,
};
use futures::stream;
use http::{HeaderMap, Method, Request, StatusCode, header};
use intake::testing::{Bench, TestResult, for_each_bench};
use platform::LiveReceiver;
use serde_json::Value;
use store::tables::supplier_duplicate::{self, FoundPair, SupplierDuplicateRow};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::{config::Config, jobs, web, wiring::AppState};

/// Largest answer that a test reads.
const ANSWER_MAX_BYTES: usize = 16 << 20;

/// A server over a fresh database.
pub struct TestServer {
    /// Organizations, actors and time.
    pub bench: Bench,
    /// The services behind the server.
    pub services: AppState,
    router: Router,
    // Removed with the server.
    _data_dir: tempfile::TempDir,
}

/// An answer.
#[derive(Debug)]
pub struct TestAnswer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub bytes: Vec<u8>,
}

/// Runs `body` with a fresh server on SQLite and on PostgreSQL.
pub async fn for_each_server(body: impl AsyncFn(TestServer) -> TestResult) {
    for_each_bench(async |bench| Box::pin(body(TestServer::over(bench)?)).await).await;
}

impl TestServer {
    fn over(bench: Bench) -> anyhow::Result<Self> {
        let data_dir = tempfile::tempdir()?;
        let mut config = Config::default();
        config.storage.data_dir = data_dir.path().to_owned();
        let services = AppState::new(bench.env.clone(), config, false, CancellationToken::new())?;
        let router = web::router(services.clone());
        Ok(Self {
            bench,
            services,
            router,
            _data_dir: data_dir,
        })
    }

    /// A request, to be sent with [`TestRequest::send`].
    pub fn request(&self, method: Method, path: &str) -> TestRequest<'_> {
        let request = Request::new(Body::empty());
        let mut it = TestRequest { server: self, request };
        *it.request.method_mut() = method;
        *it.request.uri_mut() = path.parse().expect("the path is one");
        it
    }

    /// A `GET`.
    pub fn get(&self, path: &str) -> TestRequest<'_> {
        self.request(Method::GET, path)
    }

    /// A `POST`.
    pub fn post(&self, path: &str) -> TestRequest<'_> {
        self.request(Method::POST, path)
    }

    /// A `PUT`.
    pub fn put(&self, path: &str) -> TestRequest<'_> {
        self.request(Method::PUT, path)
    }

    /// A person with this role in our organization.
    pub fn actor(&self, role: Role) -> Actor {
        self.bench.actor(role)
    }

    /// Runs jobs as `vouch worker` does, until `is_over` says so of an event of the actor's organization. Call
    /// [`platform::Live::subscribe`] before what is waited for begins.
    async fn work_until<T>(
        &self,
        mut news: LiveReceiver,
        is_over: impl Fn(LiveEvent) -> Option<T>,
    ) -> anyhow::Result<T> {
        let stop = CancellationToken::new();
        let working = tokio::spawn(jobs::runner(&self.services).run(stop.clone()));
        let found = loop {
            match news.recv().await {
                Ok(event) => {
                    if let Some(found) = is_over(event) {
                        break found;
                    }
                }
                Err(error) => anyhow::bail!("no more news: {error}"),
            }
        };
        stop.cancel();
        working.await?;
        Ok(found)
    }

    /// Stores a file.
    pub async fn stored(
        &self,
        actor: &Actor,
        purpose: UploadPurpose,
        content: &'static str,
    ) -> anyhow::Result<DocumentId> {
        let bytes = stream::iter([Ok::<_, std::io::Error>(content.as_bytes())]);
        Ok(self
            .services
            .documents
            .receive(actor, purpose, "test.csv", bytes)
            .await?
            .id)
    }

    /// Imports suppliers and waits for the end.
    pub async fn imported(&self, actor: &Actor, content: &'static str) -> anyhow::Result<SupplierImport> {
        let document = self.stored(actor, UploadPurpose::SupplierImport, content).await?;
        let news = self.services.env.live.subscribe(actor.organization_id);
        let started = self
            .services
            .imports
            .start(actor, document, None::<ColumnMapping>)
            .await?;
        self.work_until(news, |event| match event {
            LiveEvent::SupplierImport { import } if import.id == started.id && import.status.is_final() => {
                Some(*import)
            }
            _ => None,
        })
        .await
    }

    /// Works a payee file and waits for the end.
    pub async fn worked(&self, actor: &Actor, content: &'static str) -> anyhow::Result<PayeeFile> {
        let document = self.stored(actor, UploadPurpose::PayeeFile, content).await?;
        let news = self.services.env.live.subscribe(actor.organization_id);
        let started = self.services.payee_files.start(actor, document, None).await?;
        self.work_until(news, |event| match event {
            LiveEvent::PayeeFile { file } if file.id == started.id && file.status.is_final() => Some(*file),
            _ => None,
        })
        .await
    }

    /// One of everything, made by this administrator in their organization.
    pub async fn estate_of(&self, admin: Actor) -> anyhow::Result<Estate> {
        Box::pin(self.make_estate(&admin)).await
    }

    async fn make_estate(&self, admin: &Actor) -> anyhow::Result<Estate> {
        let it = &self.services;
        let import = self
            .imported(admin, "id,name,city\nS1,Acme Manufacturing Inc,Dayton\n")
            .await?;
        anyhow::ensure!(import.status == FileStatus::Done, "the import is {}", import.status);
        let file = self
            .worked(admin, "name,city\nAcme Mfg,Dayton\nJohn Smith,Leeds\n???,\n")
            .await?;
        let payees = it.payees.list(admin, file.id, &PayeeFilter::default()).await?.items;
        let [decided, reviewed, ..] = payees.as_slice() else {
            anyhow::bail!("the file has too few rows")
        };
        let decision = BulkDecision {
            payee_file_id: file.id,
            selection: Selection::These { ids: vec![decided.id] },
            verdict: Verdict {
                confirm: true,
                ..Verdict::default()
            },
            expected_count: None,
            idempotency_key: "estate".into(),
        };
        let upload = StartUpload {
            file_name: "a.csv".into(),
            size_bytes: 5,
            purpose: UploadPurpose::PayeeFile,
        };
        let supplier = SupplierForm {
            name: "Example Ltd".into(),
            ..SupplierForm::default()
        };
        let [(duplicate, _), merge] = self.proposals(admin).await?;
        let location = LocationForm {
            code: "L1".into(),
            name: "Leeds".into(),
        };
        let commodity = CommodityForm {
            code: "C1".into(),
            name: "Paper".into(),
            gl_code: String::new(),
        };
        let next = it.reviews.next(admin, &ReviewFilter::default(), 10).await?.items;
        let job = it.jobs.list(admin, JobFilter::default()).await?.items;
        Ok(Estate {
            supplier: it.suppliers.create(admin, supplier).await?.id,
            duplicate,
            merge,
            import: import.id,
            file: file.id,
            payee: reviewed.id,
            review_item: next
                .first()
                .map(|item| item.id)
                .ok_or_else(|| anyhow::anyhow!("nothing is in review"))?,
            decision: it.decisions.decide(admin, &decision).await?.decision_id,
            job: job
                .first()
                .map(|job| job.id)
                .ok_or_else(|| anyhow::anyhow!("there is no job"))?,
            user: self.member_of(admin).await?,
            location: it.reference.save_location(admin, None, location).await?.id,
            commodity: it.reference.save_commodity(admin, None, commodity).await?.id,
            key: it.api_keys.create(admin, "test", KeyPreset::ReadOnly).await?.key.id,
            upload: it.uploads.start(admin, upload).await?.id,
            document: file.document_id,
        })
    }

    /// Two proposals to merge two suppliers each, as a search leaves them, and how to merge them.
    async fn proposals(&self, admin: &Actor) -> anyhow::Result<[(SupplierDuplicateId, SupplierMerge); 2]> {
        let (mut rows, mut merges) = (Vec::new(), Vec::new());
        for place in 1..=2 {
            let mut suppliers = Vec::new();
            for name in ["Granite Peak Logistics", "Granite Peak Logistics Inc"] {
                let form = SupplierForm {
                    name: name.into(),
                    ..SupplierForm::default()
                };
                suppliers.push(self.services.suppliers.create(admin, form).await?.id);
            }
            let pair = FoundPair {
                first: suppliers[0],
                second: suppliers[1],
                probability: 0.95,
                grade: "ABZZZZZZ".into(),
            };
            let seen = |id| SupplierVersion { id, row_version: 1 };
            let merge = SupplierMerge {
                keep: seen(pair.first),
                others: vec![seen(pair.second)],
            };
            let row = SupplierDuplicateRow {
                id: self.bench.env.ids.next(),
                organization_id: admin.organization_id,
                place,
                probability: pair.probability,
                suppliers: store::Json(suppliers),
                pairs: store::Json(vec![pair]),
                row_version: 1,
                found_at: self.bench.env.now(),
            };
            merges.push((row.id, merge));
            rows.push(row);
        }
        let mut tx = self.bench.env.db.begin().await?;
        supplier_duplicate::insert_many(&mut tx, admin.organization_id, &rows).await?;
        tx.commit().await?;
        merges
            .try_into()
            .map_err(|_| anyhow::anyhow!("two proposals were made"))
    }

    async fn member_of(&self, admin: &Actor) -> anyhow::Result<UserId> {
        let form = contract::InviteUserForm {
            name: "Ada Example".into(),
            email: format!("ada@{}.example.com", admin.organization_id),
            role: Role::Admin,
        };
        let first = self.services.users.invite(admin, form.clone()).await?.user_id;
        // A second administrator, so that the first may lose the role.
        let second = contract::InviteUserForm {
            email: format!("bo@{}.example.com", admin.organization_id),
            ..form
        };
        self.services.users.invite(admin, second).await?;
        Ok(first)
    }
}

/// One of everything that belongs to an organization.
pub struct Estate {
    pub supplier: SupplierId,
    pub duplicate: SupplierDuplicateId,
    pub merge: (SupplierDuplicateId, SupplierMerge),
    pub import: SupplierImportId,
    pub file: PayeeFileId,
    pub payee: PayeeId,
    pub review_item: ReviewItemId,
    pub decision: DecisionId,
    pub job: JobId,
    pub user: UserId,
    pub location: LocationId,
    pub commodity: CommodityId,
    pub key: ApiKeyId,
    pub upload: UploadId,
    pub document: DocumentId,
}

/// A request on its way.
pub struct TestRequest<'a> {
    server: &'a TestServer,
    request: Request<Body>,
}

impl TestRequest<'_> {
    /// Asked by this actor, as if known by key or session.
    #[must_use]
    pub fn by(mut self, actor: Actor) -> Self {
        self.request.extensions_mut().insert(actor);
        self
    }

    /// Asked by a person with this role in our organization.
    #[must_use]
    pub fn by_role(self, role: Role) -> Self {
        let actor = self.server.actor(role);
        self.by(actor)
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.request
            .headers_mut()
            .insert(name, value.parse().expect("the header's value is one"));
        self
    }

    /// With a JSON body.
    #[must_use]
    pub fn json(mut self, body: &Value) -> Self {
        *self.request.body_mut() = Body::from(body.to_string());
        self.header(header::CONTENT_TYPE.as_str(), "application/json")
    }

    /// With a body of bytes.
    #[must_use]
    pub fn bytes(mut self, body: impl Into<Body>) -> Self {
        *self.request.body_mut() = body.into();
        self
    }

    /// With a multipart form that has one file and other parts.
    #[must_use]
    pub fn form(self, file_name: &str, content: &str, parts: &[(&str, &str)]) -> Self {
        let mut body = String::new();
        for (name, value) in parts {
            let part = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.push_str(&part);
        }
        let file = format!(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\n\r\n{content}\r\n--b--\r\n"
        );
        body.push_str(&file);
        self.bytes(body)
            .header(header::CONTENT_TYPE.as_str(), "multipart/form-data; boundary=b")
    }

    /// Sends it and gives the answer as it begins, for those that do not end.
    pub async fn open(self) -> anyhow::Result<Response> {
        Ok(self.server.router.clone().oneshot(self.request).await?)
    }

    /// Sends it and reads the whole answer.
    pub async fn send(self) -> anyhow::Result<TestAnswer> {
        let response = self.open().await?;
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, ANSWER_MAX_BYTES).await?.to_vec();
        Ok(TestAnswer {
            status: parts.status,
            headers: parts.headers,
            bytes,
        })
    }
}

impl TestAnswer {
    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// A header's value; empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}
