//! News between processes, on PostgreSQL.

use store::{
    Db,
    news::{NEWS_MAX_BYTES, News, tell},
    testing::for_each_db,
};

#[tokio::test]
async fn everyone_who_listens_hears_everything_in_order() {
    for_each_db(async |db| {
        let (Some(mut one), Some(mut other)) = (News::listen(&db).await?, News::listen(&db).await?) else {
            assert!(matches!(db, Db::Sqlite(_)));
            return Ok(tell(&db, "into the void").await?);
        };
        let long = "x".repeat(NEWS_MAX_BYTES);
        for text in ["first", &long, "last"] {
            tell(&db, text).await?;
        }
        for ear in [&mut one, &mut other] {
            for text in ["first", &long, "last"] {
                assert_eq!(ear.next().await?.as_deref(), Some(text));
            }
        }
        let refused = tell(&db, &"x".repeat(NEWS_MAX_BYTES + 1)).await;
        assert!(refused.is_err(), "{refused:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_lost_the_connection_is_told_and_listens_again() {
    for_each_db(async |db| {
        let Db::Postgres(pool) = &db else { return Ok(()) };
        let mut news = News::listen(&db).await?.ok_or("nobody listens")?;
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND query LIKE 'LISTEN%'";
        sqlx::query(cut).execute(pool).await?;
        // The server says that it ends the connection before it does.
        let lost = news.next().await;
        let mut news = match lost {
            Ok(None) => news,
            Err(_) => News::listen(&db).await?.ok_or("nobody listens")?,
            Ok(Some(text)) => return Err(format!("heard {text}").into()),
        };
        tell(&db, "again").await?;
        assert_eq!(news.next().await?.as_deref(), Some("again"));
        Ok(())
    })
    .await;
}
