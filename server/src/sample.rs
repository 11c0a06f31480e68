//! The sample company of `vouch serve --sample`: loaded once, into the organization that the setup makes.

use anyhow::Result;
use contract::{Actor, LiveEvent, OrganizationId, SupplierImportId};
use intake::sample::Sample;
use platform::in_words;
use store::tables::{organization, supplier};
use tokio::sync::broadcast::error::RecvError;

use crate::wiring::AppState;

/// Loads the sample into the organization that is there already, if there is one and it has no suppliers. Without one, the
/// setup makes it, and [`load_into`] follows.
///
/// # Errors
/// When the database can not be read.
pub async fn load_at_start(services: &AppState) -> Result<()> {
    let organizations = organization::list(&services.env.db).await?;
    if let [only] = organizations.as_slice()
        && supplier::count(&services.env.db, only.id).await? == 0
    {
        load_into(services, only.id);
    }
    Ok(())
}

/// Loads the sample in the background; what happens shows as it happens. A failure is logged: the server works without.
pub fn load_into(services: &AppState, organization_id: OrganizationId) {
    let services = services.clone();
    tokio::spawn(async move {
        if let Err(error) = load(&services, organization_id).await {
            tracing::error!(error = in_words(&error), "loading the sample failed");
        }
    });
}

/// First the suppliers, then the vendors, which are matched against them.
async fn load(services: &AppState, organization_id: OrganizationId) -> intake::Result<()> {
    let actor = Actor::system(organization_id, "sample");
    let sample = Sample::new(
        services.documents.clone(),
        services.imports.clone(),
        services.payee_files.clone(),
    );
    let mut news = services.env.live.subscribe(organization_id);
    let import_id = sample.import_suppliers(&actor).await?;
    loop {
        match news.recv().await {
            Ok(LiveEvent::SupplierImport { import }) if import.id == import_id && import.status.is_final() => break,
            Err(RecvError::Lagged(_)) if is_over(services, &actor, import_id).await? => break,
            Err(RecvError::Closed) => return Ok(()),
            Ok(_) | Err(RecvError::Lagged(_)) => {}
        }
    }
    sample.work_vendors(&actor).await?;
    Ok(())
}

async fn is_over(services: &AppState, actor: &Actor, id: SupplierImportId) -> intake::Result<bool> {
    Ok(services.imports.get(actor, id).await?.status.is_final())
}
