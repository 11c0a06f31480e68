#![expect(clippy::unwrap_used, reason = "a failed step of a test ends it")]

use contract::SupplierForm;
use store::Tx;

use super::*;
use crate::{
    suppliers::{Empty, apply, blank},
    testing::{Bench, for_each_bench},
};

async fn add(bench: &Bench, name: &str) -> Result<SupplierRow> {
    let mut row = blank(&bench.env, bench.ours);
    let form = SupplierForm {
        name: name.to_owned(),
        ..SupplierForm::default()
    };
    apply(&form, &mut row, Empty::Keeps);
    let mut tx: Tx = bench.env.db.begin().await?;
    supplier::insert_many(&mut tx, std::slice::from_ref(&row)).await?;
    tx.commit().await?;
    Ok(row)
}

async fn add_many(bench: &Bench, many: usize) -> Result<()> {
    let rows: Vec<SupplierRow> = (0..many)
        .map(|number| SupplierRow {
            name: format!("Supplier {number}"),
            external_id: number.to_string(),
            ..blank(&bench.env, bench.ours)
        })
        .collect();
    let mut tx: Tx = bench.env.db.begin().await?;
    supplier::insert_many(&mut tx, &rows).await?;
    Ok(tx.commit().await?)
}

async fn found(indexes: &Indexes, bench: &Bench, text: &str) -> Result<Vec<SupplierId>> {
    let snapshot = indexes.live(bench.ours).await?.snapshot();
    Ok(snapshot.search_names(text, 5).into_iter().map(|(id, _)| id).collect())
}

#[tokio::test]
async fn an_index_outlives_a_restart_with_what_came_later() {
    for_each_bench(async |bench| {
        let data = tempfile::tempdir()?;
        let old = add(&bench, "Aurora Instruments").await?;
        let indexes = Indexes::new(bench.env.clone(), data.path());
        indexes.rebuild(bench.ours).await?;
        let new = add(&bench, "Zephyr Logistics").await?;

        let reopened = Indexes::new(bench.env.clone(), data.path());
        assert_eq!(found(&reopened, &bench, "aurora instruments").await?, [old.id]);
        assert_eq!(found(&reopened, &bench, "zephyr logistics").await?, [new.id]);
        assert_eq!(
            reopened.live(bench.ours).await?.overlay_len(),
            1,
            "only what came later"
        );
        assert_eq!(reopened.live(bench.theirs).await?.len(), 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn each_process_on_a_database_sees_what_another_has_committed() {
    for_each_bench(async |bench| {
        let (here, there) = (tempfile::tempdir()?, tempfile::tempdir()?);
        let here = Indexes::new(bench.env.clone(), here.path());
        let there = Indexes::new(bench.env.clone(), there.path());
        assert!(here.live(bench.ours).await?.is_empty());
        let row = add(&bench, "Aurora Instruments").await?;
        for indexes in [&here, &there] {
            assert_eq!(found(indexes, &bench, "aurora instruments").await?, [row.id]);
        }
        let renamed = SupplierRow {
            name: "Zephyr Logistics".to_owned(),
            row_version: 2,
            ..row.clone()
        };
        let mut tx: Tx = bench.env.db.begin().await?;
        supplier::update_many(&mut tx, std::slice::from_ref(&renamed)).await?;
        tx.commit().await?;
        for indexes in [&here, &there] {
            assert_eq!(found(indexes, &bench, "zephyr logistics").await?, [row.id]);
            assert_eq!(found(indexes, &bench, "aurora instruments").await?, []);
        }
        let gone = SupplierRow {
            status: SupplierStatus::Inactive,
            row_version: 3,
            ..renamed
        };
        let mut tx: Tx = bench.env.db.begin().await?;
        supplier::update_many(&mut tx, &[gone]).await?;
        tx.commit().await?;
        for indexes in [&here, &there] {
            assert_eq!(found(indexes, &bench, "zephyr logistics").await?, []);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_damaged_index_is_done_without_and_old_ones_go() {
    for_each_bench(async |bench| {
        let data = tempfile::tempdir()?;
        let row = add(&bench, "Aurora Instruments").await?;
        let folder = data.path().join("indexes").join(bench.ours.to_string());
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("1-damaged.index"), b"not an index")?;
        fs::write(folder.join("1795249593497766.idx"), b"of a former version")?;
        let indexes = Indexes::new(bench.env.clone(), data.path());
        assert_eq!(found(&indexes, &bench, "aurora instruments").await?, [row.id]);
        indexes.rebuild(bench.ours).await?;
        assert_eq!(files(&folder).unwrap().len(), 1);
        assert_eq!(found(&indexes, &bench, "aurora instruments").await?, [row.id]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_index_from_the_future_is_done_without() {
    for_each_bench(async |bench| {
        let data = tempfile::tempdir()?;
        add(&bench, "Aurora Instruments").await?;
        let indexes = Indexes::new(bench.env.clone(), data.path());
        indexes.rebuild(bench.ours).await?;
        let folder = indexes.folder_of(bench.ours);
        let path = files(&folder).unwrap().remove(0);
        fs::rename(path, folder.join("7-later.index"))?;
        let later = add(&bench, "Zephyr Logistics").await?;
        let reopened = Indexes::new(bench.env.clone(), data.path());
        assert_eq!(found(&reopened, &bench, "zephyr logistics").await?, [later.id]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_a_new_base_holds_already_is_not_laid_over_it() {
    for_each_bench(async |bench| {
        let data = tempfile::tempdir()?;
        let indexes = Indexes::new(bench.env.clone(), data.path());
        add(&bench, "Aurora Instruments").await?;
        indexes.rebuild(bench.ours).await?;
        let live = indexes.live(bench.ours).await?;
        assert_eq!((live.len(), live.overlay_len()), (1, 0));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn many_changes_make_a_new_base() {
    for_each_bench(async |bench| {
        let data = tempfile::tempdir()?;
        let indexes = Indexes::new(bench.env.clone(), data.path());
        add_many(&bench, OVERLAY_ALWAYS + 1).await?;
        let live = indexes.live(bench.ours).await?;
        assert_eq!((live.len(), live.overlay_len()), (OVERLAY_ALWAYS + 1, 0));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_full_overlay_is_settled_into_a_new_base() {
    for_each_bench(async |bench| {
        let data = tempfile::tempdir()?;
        let indexes = Indexes::new(bench.env.clone(), data.path());
        add_many(&bench, OVERLAY_ALWAYS).await?;
        let live = indexes.live(bench.ours).await?;
        assert_eq!((live.len(), live.overlay_len()), (OVERLAY_ALWAYS, OVERLAY_ALWAYS));
        indexes.settle(bench.ours).await?;
        assert_eq!((live.len(), live.overlay_len()), (OVERLAY_ALWAYS, 0));
        Ok(())
    })
    .await;
}
