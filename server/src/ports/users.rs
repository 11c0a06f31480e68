//! People and roles.

use app::ports::{Answer, UserPort};
use async_trait::async_trait;
use contract::{Actor, Invitation, InviteUserForm, Role, User, UserId};

use super::Adapter;
use crate::problem::told;

#[async_trait]
impl UserPort for Adapter {
    async fn list(&self, actor: &Actor) -> Answer<Vec<User>> {
        self.0.users.list(actor).await.map_err(told)
    }

    async fn invite(&self, actor: &Actor, form: InviteUserForm) -> Answer<Invitation> {
        self.0.users.invite(actor, form).await.map_err(told)
    }

    async fn set_role(&self, actor: &Actor, id: UserId, role: Role) -> Answer<User> {
        let user = self.0.users.set_role(actor, id, role).await.map_err(told)?;
        self.0.sign_ins.forget_all();
        Ok(user)
    }

    async fn set_enabled(&self, actor: &Actor, id: UserId, enabled: bool) -> Answer<User> {
        let user = self.0.users.set_enabled(actor, id, enabled).await.map_err(told)?;
        self.0.sign_ins.forget_all();
        Ok(user)
    }
}
