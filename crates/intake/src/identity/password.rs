//! Changing one's own password.

use contract::{Actor, Principal};
use store::tables::{session, user};

use super::{Identity, password_rules};
use crate::{
    Error, Result,
    events::{self, NewEvent},
};

impl Identity {
    /// Changes the person's own password, and ends their other sessions.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the current password is wrong or the new one too easy; [`Error::RateLimited`] as for
    /// signing in.
    pub async fn change_password(&self, actor: &Actor, current: &str, new: &str) -> Result<()> {
        let Principal::User {
            user_id, session_id, ..
        } = &actor.principal
        else {
            return Err(Error::BadRequest("Only a person has a password".to_owned()));
        };
        let user = user::get(&self.env.db, *user_id)
            .await?
            .ok_or(Error::NotFound("user"))?;
        let ip = actor.origin.ip.as_deref();
        self.limit.admit(&user.email, ip, self.env.now())?;
        if !self.hasher.verify(current, user.password_hash.as_deref()).await? {
            return Err(Error::field("current", "This is not your current password"));
        }
        self.limit.forget(&user.email, ip);
        password_rules::check(new, &[&user.name, &user.email]).map_err(|message| Error::field("new", message))?;
        let password_hash = self.hasher.hash(new, self.env.random.bytes()).await?;

        let mut tx = self.env.db.begin().await?;
        user::set_password(&mut tx, user.id, &password_hash, user.status).await?;
        session::delete_for_user(&mut tx, user.id, *session_id).await?;
        let event = NewEvent::new("user.password_changed", user.id, &user.email);
        events::record(&mut tx, &self.env, actor, event).await?;
        Ok(tx.commit().await?)
    }
}
