//! Signing in and out: the use cases prove who someone is, the session remembers it.

use app::ports::{Answer, IdentityPort};
use async_trait::async_trait;
use contract::{AcceptInvitationForm, Actor, OrganizationId, Origin, SessionId, SetupForm, SignInForm, Viewer};
use http::{Extensions, request::Parts};
use intake::{Error, identity};
use leptos::prelude::use_context;
use tower_sessions::{Session, session};

use super::Adapter;
use crate::{problem::told, sample, sessions::SignedIn};

#[async_trait]
impl IdentityPort for Adapter {
    async fn setup_needed(&self) -> Answer<bool> {
        self.0.identity.setup_needed().await.map_err(told)
    }

    async fn complete_setup(&self, form: SetupForm) -> Answer<()> {
        let request = Request::current().map_err(told)?;
        let proven = self
            .0
            .identity
            .complete_setup(form, request.origin.clone())
            .await
            .map_err(told)?;
        if self.0.sample {
            sample::load_into(&self.0, proven.organization_id);
        }
        self.begin_session(&request, &proven).await
    }

    async fn sign_in(&self, form: SignInForm) -> Answer<()> {
        let request = Request::current().map_err(told)?;
        let proven = self
            .0
            .identity
            .sign_in(form, request.origin.clone())
            .await
            .map_err(told)?;
        self.begin_session(&request, &proven).await
    }

    async fn sign_out(&self, actor: &Actor) -> Answer<()> {
        let request = Request::current().map_err(told)?;
        self.0.identity.sign_out(actor).await.map_err(told)?;
        request.session.flush().await.map_err(unwritten)
    }

    async fn viewer(&self, actor: &Actor) -> Answer<Viewer> {
        if let Some(viewer) = in_request::<Viewer>() {
            return Ok(viewer);
        }
        self.0.identity.viewer(actor).await.map_err(told)
    }

    async fn switch_organization(&self, actor: &Actor, organization_id: OrganizationId) -> Answer<()> {
        let request = Request::current().map_err(told)?;
        let membership = self
            .0
            .identity
            .switch_organization(actor, organization_id)
            .await
            .map_err(told)?;
        let signed_in = SignedIn {
            organization_id: membership.organization_id,
            ..request.signed_in(self).await?
        };
        signed_in.write(&request.session).await.map_err(unwritten)
    }

    async fn accept_invitation(&self, form: AcceptInvitationForm) -> Answer<()> {
        let request = Request::current().map_err(told)?;
        let proven = self
            .0
            .identity
            .accept_invitation(form, request.origin.clone())
            .await
            .map_err(told)?;
        self.begin_session(&request, &proven).await
    }

    async fn change_password(&self, actor: &Actor, current: String, new: String) -> Answer<()> {
        let request = Request::current().map_err(told)?;
        self.0
            .identity
            .change_password(actor, &current, &new)
            .await
            .map_err(told)?;
        self.0.sign_ins.forget_all();
        let signed_in = request.signed_in(self).await?;
        signed_in.begin(&request.session).await.map_err(unwritten)
    }

    async fn revoke_session(&self, actor: &Actor, session_id: SessionId) -> Answer<()> {
        self.0.identity.revoke_session(actor, session_id).await.map_err(told)?;
        self.0.sign_ins.forget_all();
        Ok(())
    }
}

impl Adapter {
    async fn begin_session(&self, request: &Request, proven: &identity::SignedIn) -> Answer<()> {
        let env = &self.0.env;
        let signed_in = SignedIn::new(
            env.ids.next(),
            proven.user_id,
            proven.organization_id,
            &request.origin,
            env.now(),
        );
        signed_in.begin(&request.session).await.map_err(unwritten)
    }
}

/// What a request brings along besides the actor.
struct Request {
    session: Session,
    origin: Origin,
}

impl Request {
    /// The request that is being answered. To be called before any await.
    fn current() -> intake::Result<Self> {
        let outside = "the request did not pass the session layer";
        let session = in_request().ok_or_else(|| Error::internal("finding the session of the request")(outside))?;
        Ok(Self {
            session,
            origin: in_request().unwrap_or_default(),
        })
    }

    async fn signed_in(&self, adapter: &Adapter) -> Answer<SignedIn> {
        let read = SignedIn::read(&self.session, adapter.0.session_limits(), adapter.0.env.now()).await;
        read.map_err(unwritten)?
            .ok_or_else(|| told(Error::Unauthenticated("Sign in with your browser for this")))
    }
}

/// What the middleware has put into the extensions of the request that is being answered.
fn in_request<T: Clone + Send + Sync + 'static>() -> Option<T> {
    use_context::<Parts>().and_then(|request| Extensions::get::<T>(&request.extensions).cloned())
}

fn unwritten(error: session::Error) -> contract::Problem {
    told(Error::internal("keeping the session")(error))
}
