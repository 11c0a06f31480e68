//! Tables whose functions no use case tests through and through, on both databases.

use chrono::{DateTime, TimeDelta, Utc};
use contract::{JobStatus, OrganizationId, SessionId};
use serde_json::json;
use store::{
    Db, Error, Json, Result,
    tables::{
        idempotency_key::{self, KeyRow},
        job::{self, NewJob},
        organization::{self, OrganizationRow},
        session::{self, SessionRow},
        setting,
    },
    testing::for_each_db,
};
use uuid::Uuid;

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp_micros(1_772_712_000_123_456).expect("it is a time that chrono can hold")
}

async fn add_organization(db: &Db, n: u128) -> Result<OrganizationId> {
    let row = OrganizationRow {
        id: OrganizationId(Uuid::from_u128(n)),
        name: format!("Organization {n}"),
        settings: Json(json!({})),
        created_at: noon(),
    };
    let mut tx = db.begin().await?;
    organization::insert(&mut tx, &row).await?;
    tx.commit().await?;
    assert_eq!(
        organization::get(db, row.id).await?,
        Some(row.clone()),
        "what was written is read, to the microsecond"
    );
    Ok(row.id)
}

#[tokio::test]
async fn a_change_is_seen_by_others_once_it_is_committed() {
    for_each_db(async |db| {
        let id = add_organization(&db, 1).await?;
        let mut tx = db.begin().await?;
        setting::put(&mut tx, id, "theme", &json!("dark"), noon()).await?;
        assert_eq!(
            setting::get(&mut tx, id, "theme").await?,
            Some(json!("dark")),
            "within the change"
        );
        assert_eq!(setting::get(&db, id, "theme").await?, None, "outside, not yet");
        tx.commit().await?;
        assert_eq!(setting::get(&db, id, "theme").await?, Some(json!("dark")));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_setting_is_replaced_and_belongs_to_its_organization() {
    for_each_db(async |db| {
        let (ours, theirs) = (add_organization(&db, 1).await?, add_organization(&db, 2).await?);
        for value in [json!({"a": [1, null]}), json!(0.5)] {
            let mut tx = db.begin().await?;
            setting::put(&mut tx, ours, "key", &value, noon()).await?;
            tx.commit().await?;
            assert_eq!(setting::get(&db, ours, "key").await?, Some(value));
        }
        assert_eq!(setting::get(&db, theirs, "key").await?, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_row_of_an_unknown_organization_is_refused() {
    for_each_db(async |db| {
        let mut tx = db.begin().await?;
        let nobody = OrganizationId(Uuid::from_u128(9));
        let refused = setting::put(&mut tx, nobody, "key", &json!(1), noon()).await;
        assert!(refused.is_err_and(|e| e.is_foreign_key_violation()));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_idempotency_key_answers_once_until_it_is_forgotten() {
    for_each_db(async |db| {
        let id = add_organization(&db, 1).await?;
        let begun = KeyRow {
            method_path: "POST /api/v1/payee-files".to_owned(),
            response: Json(json!("begun")),
            created_at: noon(),
        };
        let answer = Json(json!({"id": 1}));
        let mut tx = db.begin().await?;
        assert!(idempotency_key::claim(&mut tx, id, "k", &begun).await?);
        assert!(!idempotency_key::claim(&mut tx, id, "k", &begun).await?, "it is taken");
        idempotency_key::answer(&mut tx, id, "k", noon(), &answer).await?;
        tx.commit().await?;
        let answered = KeyRow {
            response: answer,
            ..begun
        };
        assert_eq!(idempotency_key::find(&db, id, "k").await?, Some(answered));

        let mut tx = db.begin().await?;
        assert_eq!(idempotency_key::delete_before(&mut tx, noon()).await?, 0);
        assert_eq!(
            idempotency_key::delete_before(&mut tx, noon() + TimeDelta::seconds(1)).await?,
            1
        );
        tx.commit().await?;
        assert_eq!(idempotency_key::find(&db, id, "k").await?, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_idempotency_key_is_taken_over_once() {
    for_each_db(async |db| {
        let id = add_organization(&db, 1).await?;
        let begun = |at| KeyRow {
            method_path: "POST /api/v1/suppliers".to_owned(),
            response: Json(json!("begun")),
            created_at: at,
        };
        let later = noon() + TimeDelta::minutes(1);
        let mut tx = db.begin().await?;
        idempotency_key::claim(&mut tx, id, "k", &begun(noon())).await?;
        assert!(idempotency_key::take_over(&mut tx, id, "k", noon(), &begun(later)).await?);
        let again = idempotency_key::take_over(&mut tx, id, "k", noon(), &begun(later)).await?;
        assert!(!again, "another was faster");
        idempotency_key::release(&mut tx, id, "k", noon()).await?;
        tx.commit().await?;
        assert_eq!(
            idempotency_key::find(&db, id, "k").await?,
            Some(begun(later)),
            "who lost the key does not free it"
        );
        Ok(())
    })
    .await;
}

fn session_row(n: u128, secret: u8) -> SessionRow {
    SessionRow {
        id: SessionId(Uuid::from_u128(n)),
        token_hash: vec![secret; 32],
        user_id: None,
        data: "{}".to_owned(),
        ip: Some("192.0.2.1".to_owned()),
        user_agent: None,
        created_at: noon(),
        last_seen_at: noon(),
        expires_at: noon() + TimeDelta::hours(1),
    }
}

#[tokio::test]
async fn a_session_is_created_once_saved_and_expires() {
    for_each_db(async |db| {
        let mut row = session_row(1, 1);
        let mut tx = db.begin().await?;
        assert!(session::create(&mut tx, &row).await?);
        assert!(
            !session::create(&mut tx, &session_row(2, 1)).await?,
            "the cookie's value is in use"
        );
        assert!(session::create(&mut tx, &session_row(3, 3)).await?);
        row.data = r#"{"user":1}"#.to_owned();
        row.expires_at = noon() + TimeDelta::hours(2);
        assert!(session::save(&mut tx, &row).await?);
        assert!(
            !session::save(&mut tx, &session_row(4, 4)).await?,
            "there is none to save"
        );
        tx.commit().await?;
        assert_eq!(session::load(&db, &row.token_hash, noon()).await?, Some(row.clone()));

        let mut tx = db.begin().await?;
        assert_eq!(session::delete_expired(&mut tx, noon() + TimeDelta::hours(1)).await?, 1);
        tx.commit().await?;
        assert!(session::load(&db, &row.token_hash, noon()).await?.is_some());
        let mut tx = db.begin().await?;
        session::delete(&mut tx, &row.token_hash).await?;
        tx.commit().await?;
        assert_eq!(session::load(&db, &row.token_hash, noon()).await?, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn finished_jobs_are_removed_when_they_are_old_and_dead_ones_stay() {
    for_each_db(async |db| {
        let organization_id = add_organization(&db, 1).await?;
        for (n, end) in [(1, JobStatus::Cancelled), (2, JobStatus::Dead)] {
            let mut tx = db.begin().await?;
            let new = NewJob {
                id: Uuid::from_u128(n).into(),
                organization_id: Some(organization_id),
                kind: "test".to_owned(),
                payload: json!(null),
                priority: 0,
                run_at: noon(),
                max_attempts: 1,
                unique_key: None,
                created_by: "test".to_owned(),
                caused_by: None,
                created_at: noon(),
            };
            job::enqueue(&mut tx, &new).await?;
            let claimed = job::claim(&mut tx, &["test"], "worker", noon(), noon())
                .await?
                .ok_or(Error::Cursor)?;
            assert!(job::give_up(&mut tx, claimed.id, claimed.lease_token, end, None, noon()).await?);
            tx.commit().await?;
        }
        let mut tx = db.begin().await?;
        assert_eq!(job::delete_finished(&mut tx, noon()).await?, 0);
        assert_eq!(job::delete_finished(&mut tx, noon() + TimeDelta::days(1)).await?, 1);
        tx.commit().await?;
        let counts = job::counts(&db, organization_id).await?;
        assert_eq!((counts.cancelled, counts.dead), (0, 1));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    for_each_db(async |db| {
        let id = add_organization(&db, 1).await?;
        db.migrate().await?;
        assert!(organization::get(&db, id).await?.is_some());
        db.ping().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_second_process_may_write_to_the_same_file() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("vouch.db").display());
    let server = Db::connect(&url, store::ConnectOptions::default()).await?;
    server.migrate().await?;
    let shell = Db::connect(&url, store::ConnectOptions::default()).await?;
    shell.migrate().await?;
    let write = async |db: &Db, first: u128| {
        for n in first..first + 25 {
            add_organization(db, n).await?;
        }
        Ok::<_, Error>(())
    };
    tokio::try_join!(write(&server, 0), write(&shell, 100))?;
    assert_eq!(organization::list(&server).await?.len(), 50);
    Ok(())
}

#[tokio::test]
async fn an_address_of_another_kind_is_refused() {
    let outcome = Db::connect("mysql://localhost/x", store::ConnectOptions::default()).await;
    assert!(matches!(outcome, Err(Error::UnknownScheme)));
}
