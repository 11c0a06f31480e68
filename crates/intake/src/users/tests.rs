//! People and roles, on both databases.

use contract::{EventFilter, FieldChange, InviteUserForm, Role, UserStatus};
use store::tables::membership;

use super::*;
use crate::{audit::Audit, testing::for_each_bench};

fn form(email: &str, role: Role) -> InviteUserForm {
    InviteUserForm {
        name: "Ivy Invited".to_owned(),
        email: email.to_owned(),
        role,
    }
}

#[tokio::test]
async fn an_invited_person_is_listed_in_our_organization_only() {
    for_each_bench(async |bench| {
        let users = Users::new(bench.env.clone());
        let admin = bench.actor(Role::Admin);
        let invitation = users.invite(&admin, form("Ivy@Example.com", Role::Reviewer)).await?;
        assert!(invitation.link.starts_with("/invitation?token="), "{}", invitation.link);
        let listed = users.list(&admin).await?;
        assert_eq!(listed.len(), 1);
        assert_eq!(
            (listed[0].email.as_str(), listed[0].status),
            ("ivy@example.com", UserStatus::Invited)
        );

        let stranger = bench.stranger();
        assert_eq!(users.list(&stranger).await?, []);
        let id = invitation.user_id;
        for outcome in [
            users.get(&stranger, id).await,
            users.set_role(&stranger, id, Role::Auditor).await,
            users.set_enabled(&stranger, id, false).await,
        ] {
            assert!(matches!(outcome, Err(Error::NotFound("user"))));
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_person_who_is_invited_twice_at_once_is_one() {
    for_each_bench(async |bench| {
        let users = Users::new(bench.env.clone());
        let admin = bench.actor(Role::Admin);
        let invite = || users.invite(&admin, form("ivy@example.com", Role::Reviewer));
        let (first, second) = tokio::join!(invite(), invite());
        assert!(first.is_ok() || second.is_ok(), "{first:?} {second:?}");
        for outcome in [first, second] {
            match outcome {
                Ok(_) => {}
                Err(Error::Invalid(fields)) => assert_eq!(fields[0].field, "email"),
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(users.list(&admin).await?.len(), 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_may_not_is_refused_and_bad_fields_are_named() {
    for_each_bench(async |bench| {
        let users = Users::new(bench.env.clone());
        for role in [Role::Manager, Role::Reviewer, Role::Auditor, Role::Integrator] {
            let outcome = users
                .invite(&bench.actor(role), form("ivy@example.com", Role::Reviewer))
                .await;
            assert!(
                matches!(outcome, Err(Error::Forbidden(Permission::WriteUsers))),
                "{role}"
            );
        }
        let outcome = users
            .invite(&bench.actor(Role::Admin), form("ivy", Role::Reviewer))
            .await;
        assert!(matches!(outcome, Err(Error::Invalid(fields)) if fields[0].field == "email"));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn nobody_gives_or_takes_a_role_above_their_own() {
    for_each_bench(async |bench| {
        let users = Users::new(bench.env.clone());
        let admin = bench.actor(Role::Admin);
        let outcome = users.invite(&admin, form("ivy@example.com", Role::SuperAdmin)).await;
        assert!(matches!(outcome, Err(Error::Forbidden(_))));
        let chief = bench.stored_user("chief@example.com", Role::SuperAdmin).await?;
        assert!(matches!(
            users.set_role(&admin, chief, Role::Reviewer).await,
            Err(Error::Forbidden(_))
        ));
        assert!(matches!(
            users.set_enabled(&admin, chief, false).await,
            Err(Error::Forbidden(_))
        ));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn nobody_takes_a_role_above_their_own_by_inviting_again() {
    for_each_bench(async |bench| {
        let users = Users::new(bench.env.clone());
        let admin = bench.actor(Role::Admin);
        let chief = users
            .invite(
                &bench.actor(Role::SuperAdmin),
                form("chief@example.com", Role::SuperAdmin),
            )
            .await?
            .user_id;
        let outcome = users.invite(&admin, form("chief@example.com", Role::Reviewer)).await;
        assert!(matches!(outcome, Err(Error::Forbidden(_))));
        assert_eq!(users.get(&admin, chief).await?.role, Role::SuperAdmin);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn inviting_again_with_another_role_tells_the_role_before() {
    for_each_bench(async |bench| {
        let users = Users::new(bench.env.clone());
        let admin = bench.actor(Role::Admin);
        for role in [Role::Reviewer, Role::Manager] {
            users.invite(&admin, form("ivy@example.com", role)).await?;
        }
        let filter = EventFilter {
            kind: Some("user.invited".to_owned()),
            ..EventFilter::default()
        };
        let told = Audit::new(bench.env.clone()).list(&admin, filter).await?.items;
        let change = FieldChange {
            field: "role".to_owned(),
            before: Role::Reviewer.as_str().into(),
            after: Role::Manager.as_str().into(),
        };
        assert_eq!(told.len(), 2);
        assert_eq!(told[0].changes, [change]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_last_administrator_stays() {
    for_each_bench(async |bench| {
        let users = Users::new(bench.env.clone());
        let admin = bench.actor(Role::Admin);
        let last = bench.stored_user("ada@example.com", Role::Admin).await?;
        assert!(matches!(
            users.set_role(&admin, last, Role::Reviewer).await,
            Err(Error::Conflict(_))
        ));
        assert!(matches!(
            users.set_enabled(&admin, last, false).await,
            Err(Error::Conflict(_))
        ));
        assert_eq!(users.get(&admin, last).await?.role, Role::Admin, "nothing was changed");

        bench.stored_user("bob@example.com", Role::Admin).await?;
        assert_eq!(users.set_role(&admin, last, Role::Reviewer).await?.role, Role::Reviewer);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn people_of_an_organization_without_an_administrator_can_be_changed() {
    for_each_bench(async |bench| {
        let users = Users::new(bench.env.clone());
        let program = bench.actor(Role::Admin);
        let rae = bench.stored_user("rae@example.com", Role::Reviewer).await?;
        let disabled = users.set_enabled(&program, rae, false).await?;
        assert_eq!(disabled.status, UserStatus::Disabled);
        users.set_enabled(&program, rae, true).await?;
        assert_eq!(users.set_role(&program, rae, Role::Admin).await?.role, Role::Admin);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_last_super_administrator_stays() {
    for_each_bench(async |bench| {
        let users = Users::new(bench.env.clone());
        let chief = bench.actor(Role::SuperAdmin);
        bench.stored_user("ada@example.com", Role::Admin).await?;
        let last = bench.stored_user("grace@example.com", Role::SuperAdmin).await?;
        for outcome in [
            users.set_role(&chief, last, Role::Admin).await,
            users.set_enabled(&chief, last, false).await,
        ] {
            assert!(
                matches!(&outcome, Err(Error::Conflict(text)) if text.contains("super administrator")),
                "{outcome:?}"
            );
        }
        let stayed = users.get(&chief, last).await?;
        assert_eq!((stayed.role, stayed.status), (Role::SuperAdmin, UserStatus::Active));

        // Who has the role in another organization has it in all.
        let elsewhere = bench.stored_user("hal@example.com", Role::Reviewer).await?;
        let mut tx = bench.env.db.begin().await?;
        membership::insert(&mut tx, elsewhere, bench.theirs, Role::SuperAdmin, bench.env.now()).await?;
        tx.commit().await?;
        assert_eq!(users.set_role(&chief, last, Role::Admin).await?.role, Role::Admin);
        let outcome = users.set_enabled(&chief, elsewhere, false).await;
        assert!(matches!(outcome, Err(Error::Conflict(_))), "{outcome:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn two_super_administrators_who_take_the_role_from_each_other_at_once_leave_one() {
    for_each_bench(async |bench| {
        let users = Users::new(bench.env.clone());
        let chief = bench.actor(Role::SuperAdmin);
        let grace = bench.stored_user("grace@example.com", Role::SuperAdmin).await?;
        let hal = bench.stored_user("hal@example.com", Role::SuperAdmin).await?;
        // Each has a connection that is ready, so that neither is done before the other begins.
        let ready = tokio::join!(bench.env.db.ping(), bench.env.db.ping());
        assert!(matches!(ready, (Ok(()), Ok(()))), "{ready:?}");
        let outcomes = tokio::join!(
            users.set_role(&chief, grace, Role::Admin),
            users.set_role(&chief, hal, Role::Admin),
        );
        assert!(
            matches!(
                outcomes,
                (Ok(_), Err(Error::Conflict(_))) | (Err(Error::Conflict(_)), Ok(_))
            ),
            "{outcomes:?}"
        );
        assert_eq!(membership::count_super_admins(&bench.env.db).await?, 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_disabled_person_is_only_invited_when_enabled_without_a_password() {
    for_each_bench(async |bench| {
        let users = Users::new(bench.env.clone());
        let admin = bench.actor(Role::Admin);
        bench.stored_user("ada@example.com", Role::Admin).await?;
        let id = users
            .invite(&admin, form("ivy@example.com", Role::Reviewer))
            .await?
            .user_id;
        assert_eq!(users.set_enabled(&admin, id, false).await?.status, UserStatus::Disabled);
        assert_eq!(users.set_enabled(&admin, id, true).await?.status, UserStatus::Invited);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn no_administrator_gets_hold_of_an_account_of_another_organization() {
    for_each_bench(async |bench| {
        let users = Users::new(bench.env.clone());
        let (admin, stranger) = (bench.actor(Role::Admin), bench.stranger());
        let active = bench.stored_user("ada@example.com", Role::Admin).await?;
        let invited = users
            .invite(&admin, form("ivy@example.com", Role::Reviewer))
            .await?
            .user_id;
        for (id, email) in [(active, "ada@example.com"), (invited, "ivy@example.com")] {
            let invitation = users.invite(&stranger, form(email, Role::Auditor)).await?;
            assert_eq!(
                (invitation.user_id, invitation.link.as_str()),
                (id, "/sign-in"),
                "no link to set a password"
            );
            let memberships = membership::list_for_user(&bench.env.db, id).await?;
            assert_eq!(memberships.len(), 2);
            let outcome = users.set_enabled(&stranger, id, false).await;
            assert!(matches!(outcome, Err(Error::Conflict(_))), "{outcome:?}");
        }
        Ok(())
    })
    .await;
}
