//! Every service is constructed here, once.

use std::{
    fs::{File, TryLockError},
    ops::Deref,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result, bail};
use axum::extract::FromRef;
use intake::{
    Env,
    api_keys::ApiKeys,
    audit::Audit,
    blobs::Blobs,
    dashboard::Dashboards,
    decisions::Decisions,
    documents::Documents,
    duplicates::Duplicates,
    exports::Exports,
    identity::Identity,
    imports::Imports,
    indexes::Indexes,
    jobs::Jobs,
    payee_files::PayeeFiles,
    payees::{Evidence, Payees},
    reference::Reference,
    reviews::Reviews,
    suppliers::Suppliers,
    uploads::Uploads,
    users::Users,
};
use leptos::config::LeptosOptions;
use platform::{Random, SystemClock};
use store::{ConnectOptions, Db};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::{
    config::Config,
    rest::KeysAtWork,
    sessions::{Limits, SignIns},
};

/// Every service, and what the web layer itself keeps.
pub struct Services {
    /// The settings.
    pub config: Config,
    /// Whether to load the sample company into a new organization.
    pub sample: bool,
    /// What the use cases stand on.
    pub env: Env,
    /// Cancelled when the process is to end.
    pub stop: CancellationToken,
    /// Sessions and people that were just read.
    pub sign_ins: SignIns,
    /// Places for open event streams.
    pub event_streams: Arc<Semaphore>,
    /// Idempotency keys whose first request is still at work.
    pub keys_at_work: KeysAtWork,

    /// Signing in.
    pub identity: Identity,
    /// Keys of programs.
    pub api_keys: ApiKeys,
    /// People and roles.
    pub users: Users,
    /// The audit trail.
    pub audit: Audit,
    /// Locations and commodities.
    pub reference: Reference,
    /// Background work.
    pub jobs: Jobs,
    /// The supplier master.
    pub suppliers: Suppliers,
    /// Duplicates in the supplier master.
    pub duplicates: Duplicates,
    /// Imports of suppliers from files.
    pub imports: Imports,
    /// Searchable suppliers.
    pub indexes: Arc<Indexes>,
    /// Uploaded vendor and payment lists.
    pub payee_files: PayeeFiles,
    /// Their rows.
    pub payees: Payees,
    /// Decisions about many rows.
    pub decisions: Decisions,
    /// The review queue.
    pub reviews: Reviews,
    /// Files out.
    pub exports: Exports,
    /// The start page.
    pub dashboard: Dashboards,
    /// Stored files.
    pub documents: Documents,
    /// Files that arrive in chunks.
    pub uploads: Uploads,
}

/// The services, as every handler gets them. Cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Services>);

impl Deref for AppState {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.0
    }
}

impl FromRef<AppState> for LeptosOptions {
    /// The console gets its addresses from the bundle's manifest; Leptos only insists on a name.
    fn from_ref(_: &AppState) -> Self {
        Self::builder().output_name("frontend").build()
    }
}

impl AppState {
    /// Constructs the services over an environment.
    ///
    /// # Errors
    /// When the data folder can not be used.
    pub fn new(env: Env, config: Config, sample: bool, stop: CancellationToken) -> Result<Self> {
        let blobs = Blobs::open(&config.storage.data_dir).context("opening the folder of documents")?;
        let documents = Documents::new(env.clone(), blobs.clone());
        let indexes = Arc::new(Indexes::new(env.clone(), &config.storage.data_dir));
        let evidence = Evidence::new(env.clone(), indexes.clone());
        let payee_files = PayeeFiles::new(env.clone(), documents.clone());
        Ok(Self(Arc::new(Services {
            identity: Identity::new(env.clone()),
            api_keys: ApiKeys::new(env.clone()),
            users: Users::new(env.clone()),
            audit: Audit::new(env.clone()),
            reference: Reference::new(env.clone()),
            jobs: Jobs::new(env.clone()),
            suppliers: Suppliers::new(env.clone(), indexes.clone()),
            duplicates: Duplicates::new(env.clone(), indexes.clone()),
            imports: Imports::new(env.clone(), documents.clone(), indexes.clone()),
            payees: Payees::new(env.clone(), evidence.clone()),
            decisions: Decisions::new(env.clone(), evidence.clone()),
            reviews: Reviews::new(env.clone(), evidence),
            exports: Exports::new(env.clone(), documents.clone()),
            dashboard: Dashboards::new(env.clone(), payee_files.clone()),
            uploads: Uploads::new(env.clone(), blobs),
            payee_files,
            indexes,
            documents,
            sample,
            stop,
            sign_ins: SignIns::new(),
            event_streams: Arc::new(Semaphore::new(config.http.max_event_streams)),
            keys_at_work: KeysAtWork::default(),
            env,
            config,
        })))
    }

    /// How long a session lasts.
    pub fn session_limits(&self) -> Limits {
        Limits {
            idle: self.config.sessions.idle(),
            absolute: self.config.sessions.absolute(),
        }
    }
}

/// Keeps other servers from an embedded database until the answer is dropped: one that starts takes over the jobs of its
/// predecessor, which must not be at work. Servers on PostgreSQL share their database and their folder.
///
/// # Errors
/// When another server is at work there.
pub fn hold_folder(config: &Config) -> Result<Option<File>> {
    if !config.storage.database_url().starts_with("sqlite:") {
        return Ok(None);
    }
    make_folder(config)?;
    let path = config.storage.data_dir.join("vouch.lock");
    let file = File::create(&path).with_context(|| format!("making {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => {
            bail!("another server is at work in {}", config.storage.data_dir.display())
        }
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("locking {}", path.display())),
    }
}

fn make_folder(config: &Config) -> Result<()> {
    let folder = &config.storage.data_dir;
    make_private_folder(folder).with_context(|| format!("making the data folder {}", folder.display()))
}

/// Opens the database, brings it up to date, and gives what use cases stand on.
///
/// # Errors
/// When the data folder can not be made, or the database does not open.
pub async fn connect(config: &Config) -> Result<Env> {
    make_folder(config)?;
    let db = open_database(config).await?;
    db.migrate().await.context("bringing the database up to date")?;
    Ok(Env::new(db, Arc::new(SystemClock), Random::from_os()))
}

/// Opens the database as it is.
///
/// # Errors
/// When it does not open; the message names it, without its password.
pub async fn open_database(config: &Config) -> Result<Db> {
    Db::connect(&config.storage.database_url(), ConnectOptions::default())
        .await
        .with_context(|| format!("opening the database {}", config.storage.shown_database_url()))
}

/// The data folder and those in it that take uploaded files.
pub fn folders(config: &Config) -> [PathBuf; 3] {
    let data_dir = &config.storage.data_dir;
    let [documents, uploads] = Blobs::FOLDERS.map(|name| data_dir.join(name));
    [data_dir.clone(), documents, uploads]
}

/// Tries whether a file can be made in a folder.
///
/// # Errors
/// When it can not; the message names the folder.
pub fn try_writing(folder: &Path) -> Result<()> {
    tempfile::tempfile_in(folder).with_context(|| format!("making a file in {}", folder.display()))?;
    Ok(())
}

/// Nobody else on the machine shall read what suppliers and payees are called.
fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_works_on_an_embedded_database() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let mut config = Config::default();
        config.storage.data_dir = folder.path().to_owned();
        let held = hold_folder(&config)?;
        assert!(held.is_some());
        let refused = hold_folder(&config).map_err(|error| error.to_string());
        assert!(
            matches!(&refused, Err(text) if text.starts_with("another server is at work")),
            "{refused:?}"
        );
        drop(held);
        assert!(hold_folder(&config)?.is_some());

        config.storage.database_url = Some("postgres://localhost/vouch".to_owned());
        assert!(hold_folder(&config)?.is_none());
        Ok(())
    }
}
