//! Keys, on both databases.

use chrono::TimeDelta;
use contract::{KeyPreset, Principal, Role};

use super::*;
use crate::testing::{for_each_bench, origin};

#[tokio::test]
async fn a_key_acts_for_its_organization_with_the_role_of_its_preset() {
    for_each_bench(async |bench| {
        let keys = ApiKeys::new(bench.env.clone());
        let made = keys
            .create(&bench.actor(Role::Admin), "ERP", KeyPreset::Integration)
            .await?;
        assert!(made.text.starts_with(&format!("vk_{}_", made.key.prefix)));
        let actor = keys.authenticate(&made.text, origin()).await?;
        assert_eq!((actor.organization_id, actor.role), (bench.ours, Role::Integrator));
        assert_eq!(
            actor.principal,
            Principal::ApiKey {
                api_key_id: made.key.id,
                name: "ERP".to_owned()
            }
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_secret_is_not_stored() {
    for_each_bench(async |bench| {
        let keys = ApiKeys::new(bench.env.clone());
        let made = keys.create(&bench.actor(Role::Admin), "ERP", KeyPreset::Full).await?;
        let row = api_key::get(&bench.env.db, bench.ours, made.key.id)
            .await?
            .ok_or("the key")?;
        let secret = made.text.rsplit('_').next().ok_or("a secret")?;
        assert_ne!(row.secret_hash, secret.as_bytes());
        assert_eq!(row.secret_hash.len(), 32);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_wrong_or_revoked_key_is_refused() {
    for_each_bench(async |bench| {
        let keys = ApiKeys::new(bench.env.clone());
        let admin = bench.actor(Role::Admin);
        let made = keys.create(&admin, "ERP", KeyPreset::Full).await?;
        let never_made = key_text::KeyText::generate(&bench.env.random);
        for wrong in ["", "vk_x", never_made.as_str(), &made.text[..made.text.len() - 1]] {
            let outcome = keys.authenticate(wrong, origin()).await;
            assert!(matches!(outcome, Err(Error::Unauthenticated(_))), "{wrong}");
        }
        keys.revoke(&admin, made.key.id).await?;
        assert!(matches!(
            keys.authenticate(&made.text, origin()).await,
            Err(Error::Unauthenticated(_))
        ));
        assert!(matches!(
            keys.revoke(&admin, made.key.id).await,
            Err(Error::Conflict(_))
        ));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_key_that_is_not_whole_is_refused_without_the_database() {
    for_each_bench(async |bench| {
        bench.env.db.close().await;
        let keys = ApiKeys::new(bench.env.clone());
        assert!(matches!(
            keys.authenticate("vk_12345678_x", origin()).await,
            Err(Error::Unauthenticated(_))
        ));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn its_use_is_noted_once_a_minute() {
    for_each_bench(async |bench| {
        let keys = ApiKeys::new(bench.env.clone());
        let admin = bench.actor(Role::Admin);
        let made = keys.create(&admin, "ERP", KeyPreset::Full).await?;
        let first = bench.env.now();
        let mut noted = Vec::new();
        for _ in 0..3 {
            keys.authenticate(&made.text, origin()).await?;
            noted.extend(keys.list(&admin).await?[0].last_used_at);
            bench.clock.advance(TimeDelta::seconds(30));
        }
        assert_eq!(noted, [first, first, first + TimeDelta::minutes(1)]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn keys_are_seen_and_revoked_by_their_own_organization_only() {
    for_each_bench(async |bench| {
        let keys = ApiKeys::new(bench.env.clone());
        let made = keys.create(&bench.actor(Role::Admin), "ERP", KeyPreset::Full).await?;
        let stranger = bench.stranger();
        assert!(keys.list(&stranger).await?.is_empty());
        assert!(matches!(
            keys.revoke(&stranger, made.key.id).await,
            Err(Error::NotFound("API key"))
        ));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_key_can_not_do_more_than_who_made_it() {
    for_each_bench(async |bench| {
        let keys = ApiKeys::new(bench.env.clone());
        let integrator = bench.actor(Role::Integrator);
        assert!(keys.create(&integrator, "ERP", KeyPreset::Integration).await.is_ok());
        assert!(matches!(
            keys.create(&integrator, "ERP", KeyPreset::Full).await,
            Err(Error::Forbidden(_))
        ));
        let reviewer = bench.actor(Role::Reviewer);
        assert!(matches!(
            keys.create(&reviewer, "ERP", KeyPreset::ReadOnly).await,
            Err(Error::Forbidden(_))
        ));
        let nameless = keys.create(&integrator, " ", KeyPreset::Integration).await;
        assert!(matches!(nameless, Err(Error::Invalid(fields)) if fields[0].field == "name"));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_shell_makes_a_key_and_its_organization_only_when_told() {
    for_each_bench(async |bench| {
        let keys = ApiKeys::new(bench.env.clone());
        let missing = keys.create_from_shell("New Ltd", false, "CI", KeyPreset::Full).await;
        assert!(matches!(missing, Err(Error::NotFound("organization"))));
        let made = keys.create_from_shell("New Ltd", true, "CI", KeyPreset::Full).await?;
        let again = keys.create_from_shell("New Ltd", true, "CI", KeyPreset::Full).await?;
        let actor = keys.authenticate(&made.text, origin()).await?;
        assert_eq!(
            actor.organization_id,
            keys.authenticate(&again.text, origin()).await?.organization_id
        );
        assert_ne!(actor.organization_id, bench.ours);
        let ours = keys.create_from_shell("Ours", false, "CI", KeyPreset::Full).await?;
        assert_eq!(
            keys.authenticate(&ours.text, origin()).await?.organization_id,
            bench.ours
        );
        Ok(())
    })
    .await;
}
