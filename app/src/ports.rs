//! What the console asks of the server. Each server function calls one method of one port; the server implements
//! the ports over the use cases. Every method takes the actor, and the use case behind it authorizes.

use std::sync::Arc;

use async_trait::async_trait;
use contract::{
    AcceptInvitationForm, Actor, BulkDecision, ColumnMapping, Commodity, CommodityForm, CommodityId, Dashboard,
    DecisionId, DecisionPreview, DecisionReceipt, DecisionSummary, DocumentId, DuplicateSearch, Event, EventFilter,
    FilePreview, Invitation, InviteUserForm, Job, JobCounts, JobFilter, JobId, Location, LocationForm, LocationId,
    MergeChoice, MergePreview, OrganizationId, Page, Payee, PayeeDetail, PayeeFile, PayeeFileId, PayeeFilter, PayeeId,
    Problem, ReviewBatch, ReviewCommand, ReviewFilter, ReviewItem, ReviewItemId, ReviewOutcome, Role, SessionId,
    SetupForm, SignInForm, Supplier, SupplierDuplicate, SupplierDuplicateId, SupplierFilter, SupplierForm, SupplierId,
    SupplierImport, SupplierImportId, SupplierLine, SupplierMerge, UploadPurpose, User, UserId, Viewer,
};

/// Answer of a port.
pub type Answer<T> = Result<T, Problem>;

/// Everything the console can ask; put into the Leptos context by the server for each request.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named as its trait")]
pub struct Ports {
    pub identity: Arc<dyn IdentityPort>,
    pub dashboard: Arc<dyn DashboardPort>,
    pub suppliers: Arc<dyn SupplierPort>,
    pub duplicates: Arc<dyn DuplicatePort>,
    pub payee_files: Arc<dyn PayeeFilePort>,
    pub reviews: Arc<dyn ReviewPort>,
    pub jobs: Arc<dyn JobPort>,
    pub users: Arc<dyn UserPort>,
    pub audit: Arc<dyn AuditPort>,
    pub reference: Arc<dyn ReferencePort>,
}

/// Signing in and out. The session's cookie is set by the server around these calls.
#[async_trait]
pub trait IdentityPort: Send + Sync {
    /// Whether the first administrator is still to be made.
    async fn setup_needed(&self) -> Answer<bool>;
    /// Makes the first organization and its administrator, and signs in.
    async fn complete_setup(&self, form: SetupForm) -> Answer<()>;
    /// Signs in: a new session id, the old one ends.
    async fn sign_in(&self, form: SignInForm) -> Answer<()>;
    /// Ends the session.
    async fn sign_out(&self, actor: &Actor) -> Answer<()>;
    /// The signed-in person.
    async fn viewer(&self, actor: &Actor) -> Answer<Viewer>;
    /// Goes to another of the person's organizations.
    async fn switch_organization(&self, actor: &Actor, organization_id: OrganizationId) -> Answer<()>;
    /// Sets the password of an invited person, and signs in.
    async fn accept_invitation(&self, form: AcceptInvitationForm) -> Answer<()>;
    /// Changes the person's own password; ends the other sessions.
    async fn change_password(&self, actor: &Actor, current: String, new: String) -> Answer<()>;
    /// Ends one of the person's own sessions.
    async fn revoke_session(&self, actor: &Actor, session_id: SessionId) -> Answer<()>;
}

/// The start page.
#[async_trait]
pub trait DashboardPort: Send + Sync {
    /// What needs the reader now, and how it goes.
    async fn dashboard(&self, actor: &Actor) -> Answer<Dashboard>;
}

/// The supplier master.
#[async_trait]
pub trait SupplierPort: Send + Sync {
    /// One page of suppliers.
    async fn list(&self, actor: &Actor, filter: SupplierFilter) -> Answer<Page<SupplierLine>>;
    /// One supplier.
    async fn get(&self, actor: &Actor, id: SupplierId) -> Answer<Supplier>;
    /// Adds one; the next row that is matched finds it.
    async fn create(&self, actor: &Actor, form: SupplierForm) -> Answer<Supplier>;
    /// Changes one; `row_version` as the person saw it.
    async fn update(&self, actor: &Actor, id: SupplierId, row_version: i64, form: SupplierForm) -> Answer<Supplier>;
    /// The imports, newest first.
    async fn list_imports(&self, actor: &Actor, cursor: Option<String>) -> Answer<Page<SupplierImport>>;
    /// One import.
    async fn get_import(&self, actor: &Actor, id: SupplierImportId) -> Answer<SupplierImport>;
    /// Starts an import of a stored file.
    async fn start_import(
        &self,
        actor: &Actor,
        document_id: DocumentId,
        mapping: ColumnMapping,
    ) -> Answer<SupplierImport>;
    /// Stops an import; what is in stays in.
    async fn cancel_import(&self, actor: &Actor, id: SupplierImportId) -> Answer<SupplierImport>;
}

/// Duplicates in the supplier master.
#[async_trait]
pub trait DuplicatePort: Send + Sync {
    /// One page of proposals, the most probable first.
    async fn list(&self, actor: &Actor, cursor: Option<String>) -> Answer<Page<SupplierDuplicate>>;
    /// Where the search stands.
    async fn search(&self, actor: &Actor) -> Answer<DuplicateSearch>;
    /// Starts a search, unless one is under way.
    async fn find(&self, actor: &Actor) -> Answer<Job>;
    /// A proposal, and what a choice would make of it.
    async fn compare(&self, actor: &Actor, id: SupplierDuplicateId, choice: MergeChoice) -> Answer<MergePreview>;
    /// Merges suppliers as they were seen; gives the one that was kept.
    async fn merge(&self, actor: &Actor, id: SupplierDuplicateId, merge: SupplierMerge) -> Answer<Supplier>;
    /// Says that the suppliers of a proposal are not one.
    async fn dismiss(&self, actor: &Actor, id: SupplierDuplicateId) -> Answer<()>;
}

/// Payee files and their rows.
#[async_trait]
pub trait PayeeFilePort: Send + Sync {
    /// The files, newest first.
    async fn list(&self, actor: &Actor, cursor: Option<String>) -> Answer<Page<PayeeFile>>;
    /// One file.
    async fn get(&self, actor: &Actor, id: PayeeFileId) -> Answer<PayeeFile>;
    /// The first rows of a stored file, with a proposal for its columns.
    async fn preview(&self, actor: &Actor, document_id: DocumentId, purpose: UploadPurpose) -> Answer<FilePreview>;
    /// Starts the work on a stored file.
    async fn start(&self, actor: &Actor, document_id: DocumentId, mapping: ColumnMapping) -> Answer<PayeeFile>;
    /// Stops the work on a file; rows that are worked stay.
    async fn cancel(&self, actor: &Actor, id: PayeeFileId) -> Answer<PayeeFile>;
    /// One page of rows.
    async fn payees(&self, actor: &Actor, id: PayeeFileId, filter: PayeeFilter) -> Answer<Page<Payee>>;
    /// One row with its evidence.
    async fn payee(&self, actor: &Actor, id: PayeeId) -> Answer<PayeeDetail>;
    /// What a bulk decision would change.
    async fn preview_decision(&self, actor: &Actor, decision: BulkDecision) -> Answer<DecisionPreview>;
    /// Settles many rows at once.
    async fn decide(&self, actor: &Actor, decision: BulkDecision) -> Answer<DecisionReceipt>;
    /// Takes a decision back, once; rows that were decided anew since keep the newer decision.
    async fn undo(&self, actor: &Actor, id: DecisionId) -> Answer<DecisionReceipt>;
    /// The person's own last ten decisions, newest first.
    async fn recent_decisions(&self, actor: &Actor) -> Answer<Vec<DecisionSummary>>;
}

/// The review queue.
#[async_trait]
pub trait ReviewPort: Send + Sync {
    /// The next items for this person, leased to them; `limit` 1..=10.
    async fn next(&self, actor: &Actor, filter: ReviewFilter, limit: u32) -> Answer<ReviewBatch>;
    /// One item, leased to this person if it is free.
    async fn get(&self, actor: &Actor, id: ReviewItemId) -> Answer<ReviewItem>;
    /// Decides, postpones, escalates or releases an item, or takes one of the middle two back.
    async fn act(&self, actor: &Actor, command: ReviewCommand) -> Answer<ReviewOutcome>;
}

/// Background work.
#[async_trait]
pub trait JobPort: Send + Sync {
    /// How many stand where.
    async fn counts(&self, actor: &Actor) -> Answer<JobCounts>;
    /// One page, newest first.
    async fn list(&self, actor: &Actor, filter: JobFilter) -> Answer<Page<Job>>;
    /// Asks a job to stop.
    async fn cancel(&self, actor: &Actor, id: JobId) -> Answer<Job>;
    /// Runs a dead or cancelled job again.
    async fn retry(&self, actor: &Actor, id: JobId) -> Answer<Job>;
}

/// People and roles.
#[async_trait]
pub trait UserPort: Send + Sync {
    /// The organization's people, by name.
    async fn list(&self, actor: &Actor) -> Answer<Vec<User>>;
    /// Invites a person; the link is shown once.
    async fn invite(&self, actor: &Actor, form: InviteUserForm) -> Answer<Invitation>;
    /// Gives another role.
    async fn set_role(&self, actor: &Actor, id: UserId, role: Role) -> Answer<User>;
    /// Lets sign in, or not; ends the person's sessions when not.
    async fn set_enabled(&self, actor: &Actor, id: UserId, enabled: bool) -> Answer<User>;
}

/// The audit trail.
#[async_trait]
pub trait AuditPort: Send + Sync {
    /// One page, newest first.
    async fn list(&self, actor: &Actor, filter: EventFilter) -> Answer<Page<Event>>;
}

/// Locations and commodities.
#[async_trait]
pub trait ReferencePort: Send + Sync {
    /// The locations, by code.
    async fn locations(&self, actor: &Actor) -> Answer<Vec<Location>>;
    /// Adds (`id` absent) or changes a location; `row_version` as the person saw it.
    async fn save_location(&self, actor: &Actor, id: Option<(LocationId, i64)>, form: LocationForm)
    -> Answer<Location>;
    /// The commodities, by code.
    async fn commodities(&self, actor: &Actor) -> Answer<Vec<Commodity>>;
    /// Adds (`id` absent) or changes a commodity; `row_version` as the person saw it.
    async fn save_commodity(
        &self,
        actor: &Actor,
        id: Option<(CommodityId, i64)>,
        form: CommodityForm,
    ) -> Answer<Commodity>;
}
