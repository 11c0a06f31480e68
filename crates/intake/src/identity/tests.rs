//! Setting up, signing in, invitations, passwords and sessions, on both databases.

use chrono::TimeDelta;
use contract::{
    AcceptInvitationForm, Actor, EventFilter, InviteUserForm, Principal, Role, SessionId, SetupForm, SignInForm,
    UserStatus,
};
use store::tables::{
    event,
    session::{self, SessionRow},
    user,
};

use super::*;
use crate::{
    Error,
    audit::Audit,
    testing::{Bench, for_each_bench, origin},
    users::Users,
};

const PASSWORD: &str = "violet tundra ladder crisp";
const OTHER_PASSWORD: &str = "copper meadow violin dusk";

fn setup_form(link: &SetupLink) -> SetupForm {
    SetupForm {
        token: token_of(&link.0),
        organization_name: "Example Ltd".to_owned(),
        name: "Grace Sample".to_owned(),
        email: " Grace@Example.com ".to_owned(),
        password: PASSWORD.to_owned(),
    }
}

fn token_of(link: &str) -> String {
    link.split_once("token=")
        .map_or(String::new(), |(_, token)| token.to_owned())
}

fn sign_in_form(email: &str, password: &str) -> SignInForm {
    SignInForm {
        email: email.to_owned(),
        password: password.to_owned(),
    }
}

/// An installation that is set up, with its administrator's actor.
async fn set_up(bench: &Bench) -> Result<(Identity, Actor)> {
    let identity = Identity::new(bench.env.clone());
    let link = identity.new_setup_link().await?.ok_or(Error::NotFound("setup link"))?;
    let signed_in = identity.complete_setup(setup_form(&link), origin()).await?;
    Ok((identity, signed_in.actor(origin())))
}

/// A stored session of the person.
async fn add_session(bench: &Bench, user_id: UserId, secret: u8) -> Result<SessionId> {
    let now = bench.env.now();
    let row = SessionRow {
        id: bench.env.ids.next(),
        token_hash: vec![secret; 32],
        user_id: Some(user_id),
        data: "{}".to_owned(),
        ip: None,
        user_agent: None,
        created_at: now,
        last_seen_at: now,
        expires_at: now + TimeDelta::hours(1),
    };
    let mut tx = bench.env.db.begin().await?;
    assert!(session::create(&mut tx, &row).await?);
    tx.commit().await?;
    Ok(row.id)
}

#[tokio::test]
async fn the_setup_link_works_once_and_a_new_start_replaces_it() {
    for_each_bench(async |bench| {
        let identity = Identity::new(bench.env.clone());
        assert!(identity.setup_needed().await?);
        let old = identity.new_setup_link().await?.ok_or("a link")?;
        let link = identity.new_setup_link().await?.ok_or("a link")?;
        let outcome = identity.complete_setup(setup_form(&old), origin()).await;
        assert!(matches!(outcome, Err(Error::Conflict(_))), "{outcome:?}");

        let signed_in = identity.complete_setup(setup_form(&link), origin()).await?;
        assert_eq!(
            (signed_in.name.as_str(), signed_in.role),
            ("Grace Sample", Role::SuperAdmin)
        );
        assert!(!identity.setup_needed().await?);
        assert_eq!(identity.new_setup_link().await?, None);
        let again = identity.complete_setup(setup_form(&link), origin()).await;
        assert!(matches!(again, Err(Error::Conflict(_))));

        let viewer = identity.viewer(&signed_in.actor(origin())).await?;
        assert_eq!(
            (viewer.email.as_str(), viewer.current.organization_name.as_str()),
            ("grace@example.com", "Example Ltd")
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn people_whom_a_program_invited_do_not_take_the_setup_away() {
    for_each_bench(async |bench| {
        let identity = Identity::new(bench.env.clone());
        let users = Users::new(bench.env.clone());
        let program = bench.actor(Role::Admin);
        for (email, role) in [
            ("grace@example.com", Role::Reviewer),
            ("ivy@example.com", Role::Auditor),
        ] {
            let (name, email) = ("Invited Person".to_owned(), email.to_owned());
            users.invite(&program, InviteUserForm { name, email, role }).await?;
        }
        bench.stored_user("ada@example.com", Role::Admin).await?;
        let link = identity.new_setup_link().await?.ok_or("a link")?;
        let taken = SetupForm {
            email: "ada@example.com".to_owned(),
            ..setup_form(&link)
        };
        let outcome = identity.complete_setup(taken, origin()).await;
        assert!(
            matches!(&outcome, Err(Error::Invalid(fields)) if fields[0].field == "email"),
            "{outcome:?}"
        );
        let form = SetupForm {
            organization_name: "Ours".to_owned(),
            ..setup_form(&link)
        };
        let signed_in = identity.complete_setup(form, origin()).await?;
        assert_eq!(
            (signed_in.organization_id, signed_in.role),
            (bench.ours, Role::SuperAdmin)
        );
        let form = sign_in_form("grace@example.com", PASSWORD);
        assert_eq!(identity.sign_in(form, origin()).await?.role, Role::SuperAdmin);
        assert!(!identity.setup_needed().await?);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_old_setup_link_and_an_easy_password_are_refused() {
    for_each_bench(async |bench| {
        let identity = Identity::new(bench.env.clone());
        let link = identity.new_setup_link().await?.ok_or("a link")?;
        let easy = SetupForm {
            password: "ExampleExample1".to_owned(),
            ..setup_form(&link)
        };
        let Err(Error::Invalid(fields)) = identity.complete_setup(easy, origin()).await else {
            return Err("the company's name is no password".into());
        };
        assert_eq!(fields[0].field, "password");
        bench.clock.advance(TimeDelta::days(8));
        assert!(matches!(
            identity.complete_setup(setup_form(&link), origin()).await,
            Err(Error::Conflict(_))
        ));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_right_password_signs_in_and_is_recorded() {
    for_each_bench(async |bench| {
        let (identity, admin) = set_up(&bench).await?;
        bench.clock.advance(TimeDelta::hours(1));
        let signed_in = identity
            .sign_in(sign_in_form("GRACE@example.com ", PASSWORD), origin())
            .await?;
        assert_eq!(Some(signed_in.user_id), admin.user_id());
        let stored = user::get(&bench.env.db, signed_in.user_id).await?.ok_or("the person")?;
        assert_eq!(stored.last_sign_in_at, Some(bench.env.now()));
        assert_eq!(
            event::count(&bench.env.db, admin.organization_id, "user.signed_in").await?,
            2
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn every_failure_to_sign_in_looks_the_same() {
    for_each_bench(async |bench| {
        let (identity, admin) = set_up(&bench).await?;
        let invited = InviteUserForm {
            name: "Ivy Invited".to_owned(),
            email: "ivy@example.com".to_owned(),
            role: Role::Reviewer,
        };
        Users::new(bench.env.clone()).invite(&admin, invited).await?;
        let mut messages = Vec::new();
        for (email, password) in [
            ("grace@example.com", "a wrong password"),
            ("nobody@example.com", PASSWORD),
            ("ivy@example.com", ""),
            ("grace@example.com", &"x".repeat(100_000)),
        ] {
            match identity.sign_in(sign_in_form(email, password), origin()).await {
                Err(Error::Unauthenticated(message)) => messages.push(message),
                other => return Err(format!("{email}: {other:?}").into()),
            }
        }
        messages.dedup();
        assert_eq!(messages.len(), 1);
        assert_eq!(
            event::count(&bench.env.db, admin.organization_id, "user.sign_in_failed").await?,
            3
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn guessing_is_slowed_down_where_it_comes_from_only() {
    for_each_bench(async |bench| {
        let (identity, _) = set_up(&bench).await?;
        let elsewhere = Origin {
            ip: Some("198.51.100.9".to_owned()),
            ..origin()
        };
        for _ in 0..5 {
            let outcome = identity
                .sign_in(sign_in_form("grace@example.com", "guess"), elsewhere.clone())
                .await;
            assert!(matches!(outcome, Err(Error::Unauthenticated(_))));
        }
        let right = sign_in_form("grace@example.com", PASSWORD);
        let outcome = identity.sign_in(right.clone(), elsewhere.clone()).await;
        assert!(
            matches!(outcome, Err(Error::RateLimited { .. })),
            "even the right one waits"
        );
        identity.sign_in(right.clone(), origin()).await?;
        bench.clock.advance(TimeDelta::minutes(5));
        identity.sign_in(right, elsewhere).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_invited_person_chooses_a_password_once() {
    for_each_bench(async |bench| {
        let (identity, admin) = set_up(&bench).await?;
        let users = Users::new(bench.env.clone());
        let form = InviteUserForm {
            name: "Ivy Invited".to_owned(),
            email: "ivy@example.com".to_owned(),
            role: Role::Reviewer,
        };
        let first = users.invite(&admin, form.clone()).await?;
        let second = users.invite(&admin, form).await?;
        assert_eq!(first.user_id, second.user_id);
        let accept = |link: &str, password: &str| {
            let form = AcceptInvitationForm {
                token: token_of(link),
                password: password.to_owned(),
            };
            identity.accept_invitation(form, origin())
        };
        assert!(
            matches!(accept(&first.link, PASSWORD).await, Err(Error::Conflict(_))),
            "replaced"
        );
        assert!(
            matches!(accept(&second.link, "ivy-invited-1").await, Err(Error::Invalid(_))),
            "her own name"
        );
        let signed_in = accept(&second.link, OTHER_PASSWORD).await?;
        assert_eq!(
            (signed_in.organization_id, signed_in.role),
            (admin.organization_id, Role::Reviewer)
        );
        assert!(
            matches!(accept(&second.link, OTHER_PASSWORD).await, Err(Error::Conflict(_))),
            "used"
        );
        identity
            .sign_in(sign_in_form("ivy@example.com", OTHER_PASSWORD), origin())
            .await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    for_each_bench(async |bench| {
        let (identity, admin) = set_up(&bench).await?;
        let user_id = admin.user_id().ok_or("a person")?;
        let here = add_session(&bench, user_id, 1).await?;
        add_session(&bench, user_id, 2).await?;
        let actor = Actor {
            principal: Principal::User {
                user_id,
                name: "Grace Sample".to_owned(),
                session_id: Some(here),
            },
            ..admin
        };
        let wrong = identity.change_password(&actor, "not it", OTHER_PASSWORD).await;
        assert!(matches!(wrong, Err(Error::Invalid(fields)) if fields[0].field == "current"));
        let easy = identity.change_password(&actor, PASSWORD, "password12345").await;
        assert!(matches!(easy, Err(Error::Invalid(fields)) if fields[0].field == "new"));
        assert_eq!(identity.sessions(&actor).await?.len(), 2);

        identity.change_password(&actor, PASSWORD, OTHER_PASSWORD).await?;
        let left = identity.sessions(&actor).await?;
        assert_eq!(
            left.iter().map(|s| (s.id, s.is_current)).collect::<Vec<_>>(),
            [(here, true)]
        );
        assert!(
            identity
                .sign_in(sign_in_form("grace@example.com", PASSWORD), origin())
                .await
                .is_err()
        );
        identity
            .sign_in(sign_in_form("grace@example.com", OTHER_PASSWORD), origin())
            .await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_person_ends_their_own_sessions_only() {
    for_each_bench(async |bench| {
        let (identity, admin) = set_up(&bench).await?;
        let user_id = admin.user_id().ok_or("a person")?;
        let mine = add_session(&bench, user_id, 1).await?;
        let other = bench.stored_user("other@example.com", Role::Admin).await?;
        let theirs = add_session(&bench, other, 2).await?;
        assert!(matches!(
            identity.revoke_session(&admin, theirs).await,
            Err(Error::NotFound("session"))
        ));
        identity.revoke_session(&admin, mine).await?;
        assert!(session::load(&bench.env.db, &[1; 32], bench.env.now()).await?.is_none());
        assert!(session::load(&bench.env.db, &[2; 32], bench.env.now()).await?.is_some());
        bench.clock.advance(TimeDelta::hours(1));
        assert!(
            session::load(&bench.env.db, &[2; 32], bench.env.now()).await?.is_none(),
            "expired"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_session_stands_for_the_role_of_now() {
    for_each_bench(async |bench| {
        let identity = Identity::new(bench.env.clone());
        let id = bench.stored_user("ada@example.com", Role::Reviewer).await?;
        let role = async |organization_id| -> Result<Option<Role>> {
            Ok(identity
                .actor(id, organization_id, None, origin())
                .await?
                .map(|actor| actor.role))
        };
        assert_eq!(role(bench.ours).await?, Some(Role::Reviewer));
        assert_eq!(role(bench.theirs).await?, None, "no role there");
        let mut tx = bench.env.db.begin().await?;
        user::set_status(&mut tx, id, UserStatus::Disabled).await?;
        tx.commit().await?;
        assert_eq!(role(bench.ours).await?, None, "disabled");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn only_a_super_administrator_goes_to_every_organization() {
    for_each_bench(async |bench| {
        let (identity, admin) = set_up(&bench).await?;
        assert_eq!(identity.viewer(&admin).await?.memberships.len(), 3);
        assert_eq!(
            identity.switch_organization(&admin, bench.theirs).await?.role,
            Role::SuperAdmin
        );

        let id = bench.stored_user("ada@example.com", Role::Admin).await?;
        let ada = identity
            .actor(id, bench.ours, None, origin())
            .await?
            .ok_or("she has a role")?;
        let viewer = identity.viewer(&ada).await?;
        assert_eq!(viewer.memberships.len(), 1);
        let refused = identity.switch_organization(&ada, bench.theirs).await;
        assert!(matches!(refused, Err(Error::NotFound("organization"))));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_audit_trail_never_shows_a_secret() {
    for_each_bench(async |bench| {
        let (identity, admin) = set_up(&bench).await?;
        // A password in the field of the e-mail address.
        let outcome = identity.sign_in(sign_in_form(PASSWORD, ""), origin()).await;
        assert!(outcome.is_err());
        let audit = Audit::new(bench.env.clone());
        let trail = audit.list(&admin, EventFilter::default()).await?.items;
        let unowned = audit.list_unowned(&admin).await?;
        assert_eq!((trail.is_empty(), unowned.len()), (false, 1));
        let text = format!("{trail:?} {unowned:?}");
        for secret in [PASSWORD, "argon2", "token="] {
            assert!(!text.contains(secret), "{secret}");
        }
        Ok(())
    })
    .await;
}
