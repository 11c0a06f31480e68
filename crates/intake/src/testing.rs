//! Fixtures for tests of use cases: an environment on a fresh database of either kind, two organizations, and actors
//! of every role in them.

use std::sync::Arc;

use contract::{Actor, OrganizationId, Origin, Principal, Role, UserId, UserStatus};
use platform::{Random, TestClock};
use store::{
    Json,
    tables::{
        membership,
        organization::{self, OrganizationRow},
        user::{self, UserRow},
    },
};

pub use store::testing::TestResult;

use crate::Env;

/// An environment for one test.
#[derive(Clone, Debug)]
pub struct Bench {
    /// The environment.
    pub env: Env,
    /// Its clock, to be moved.
    pub clock: Arc<TestClock>,
    /// The organization at work.
    pub ours: OrganizationId,
    /// Another one, that must see nothing of it.
    pub theirs: OrganizationId,
}

/// Runs `body` on SQLite and on PostgreSQL, as [`store::testing::for_each_db`] does, with a fresh [`Bench`].
pub async fn for_each_bench(body: impl AsyncFn(Bench) -> TestResult) {
    store::testing::for_each_db(async |db| {
        let clock = Arc::new(TestClock::default());
        let env = Env::new(db, clock.clone(), Random::seeded(1));
        let ours = add_organization(&env, "Ours").await?;
        let theirs = add_organization(&env, "Theirs").await?;
        // A test's future may be large; here it is the heap's, not the stack's.
        Box::pin(body(Bench {
            env,
            clock,
            ours,
            theirs,
        }))
        .await
    })
    .await;
}

async fn add_organization(env: &Env, name: &str) -> crate::Result<OrganizationId> {
    let row = OrganizationRow {
        id: env.ids.next(),
        name: name.to_owned(),
        settings: Json(serde_json::json!({})),
        created_at: env.now(),
    };
    let mut tx = env.db.begin().await?;
    organization::insert(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(row.id)
}

impl Bench {
    /// A person with this role in our organization. The person is not stored.
    pub fn actor(&self, role: Role) -> Actor {
        self.actor_of(self.ours, role)
    }

    /// An administrator of the other organization.
    pub fn stranger(&self) -> Actor {
        self.actor_of(self.theirs, Role::Admin)
    }

    fn actor_of(&self, organization_id: OrganizationId, role: Role) -> Actor {
        Actor {
            principal: Principal::User {
                user_id: self.env.ids.next(),
                name: format!("Test {role}"),
                session_id: None,
            },
            organization_id,
            role,
            origin: origin(),
        }
    }

    /// A stored, active person with this role in our organization, without a password.
    pub async fn stored_user(&self, email: &str, role: Role) -> crate::Result<UserId> {
        let row = UserRow {
            id: self.env.ids.next(),
            email: email.to_owned(),
            name: "Ada Example".to_owned(),
            password_hash: None,
            status: UserStatus::Active,
            created_at: self.env.now(),
            last_sign_in_at: None,
        };
        let mut tx = self.env.db.begin().await?;
        user::insert(&mut tx, &row).await?;
        membership::insert(&mut tx, row.id, self.ours, role, self.env.now()).await?;
        tx.commit().await?;
        Ok(row.id)
    }
}

/// Where test requests come from.
pub fn origin() -> Origin {
    Origin {
        ip: Some("192.0.2.7".to_owned()),
        user_agent: Some("test".to_owned()),
        request_id: Some("request-1".to_owned()),
    }
}
