#![expect(clippy::unwrap_used, reason = "a failed step of a test ends it")]

use contract::SupplierForm;
use store::Tx;

use super::*;
use crate::{
    suppliers::{Empty, apply, blank},
    testing::{Bench, for_each_bench},
};

async fn add(bench: &Bench, name: &str) -> Result<SupplierRow> {
    add_changed_at(bench, name, bench.env.now()).await
}

async fn add_changed_at(bench: &Bench, name: &str, updated_at: DateTime<Utc>) -> Result<SupplierRow> {
    let mut row = blank(&bench.env, bench.ours);
    row.updated_at = updated_at;
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

async fn found(indexes: &Indexes, bench: &Bench, text: &str) -> Result<Vec<SupplierId>> {
    let snapshot = indexes.live(bench.ours).await?.snapshot();
    Ok(snapshot.search_names(text, 5).into_iter().map(|(id, _)| id).collect())
}

#[tokio::test]
async fn an_index_outlives_a_restart_with_what_came_later() {
    for_each_bench(async |bench| {
        let data = tempfile::tempdir()?;
        let old = add(&bench, "Aurora Instruments").await?;
        bench.clock.advance(TimeDelta::minutes(1));
        let indexes = Indexes::new(bench.env.clone(), data.path());
        indexes.rebuild(bench.ours).await?;
        bench.clock.advance(TimeDelta::minutes(1));
        let new = add(&bench, "Zephyr Logistics").await?;
        assert_eq!(
            found(&indexes, &bench, "zephyr logistics").await?,
            [],
            "it was not reported"
        );

        let reopened = Indexes::new(bench.env.clone(), data.path());
        assert_eq!(found(&reopened, &bench, "aurora instruments").await?, [old.id]);
        assert_eq!(found(&reopened, &bench, "zephyr logistics").await?, [new.id]);
        assert_eq!(reopened.supplier_count(bench.ours).await?, 2);
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
async fn changes_are_caught_up_with() {
    for_each_bench(async |bench| {
        let data = tempfile::tempdir()?;
        let indexes = Indexes::new(bench.env.clone(), data.path());
        assert!(indexes.live(bench.ours).await?.is_empty());
        let row = add(&bench, "Aurora Instruments").await?;
        indexes.catch_up(bench.ours).await?;
        assert_eq!(found(&indexes, &bench, "aurora instruments").await?, [row.id]);
        let gone = SupplierRow {
            status: SupplierStatus::Inactive,
            ..row
        };
        indexes.put(bench.ours, vec![gone]).await?;
        assert_eq!(found(&indexes, &bench, "aurora instruments").await?, []);
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
        fs::write(
            folder.join(format!("{}.idx", bench.env.now().timestamp_micros())),
            b"not an index",
        )?;
        bench.clock.advance(TimeDelta::minutes(1));
        let indexes = Indexes::new(bench.env.clone(), data.path());
        assert_eq!(found(&indexes, &bench, "aurora instruments").await?, [row.id]);
        indexes.rebuild(bench.ours).await?;
        assert_eq!(index_files(&folder).unwrap().len(), 1);
        assert_eq!(found(&indexes, &bench, "aurora instruments").await?, [row.id]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_a_new_base_holds_already_is_not_laid_over_it() {
    for_each_bench(async |bench| {
        let data = tempfile::tempdir()?;
        let indexes = Indexes::new(bench.env.clone(), data.path());
        let live = indexes.live(bench.ours).await?;
        add(&bench, "Aurora Instruments").await?;
        indexes.rebuild(bench.ours).await?;
        bench.clock.advance(TimeDelta::seconds(1));
        indexes.catch_up(bench.ours).await?;
        assert_eq!((live.len(), live.overlay_len()), (1, 0));

        let began = bench.env.now();
        bench.clock.advance(TimeDelta::seconds(1));
        let late = add_changed_at(&bench, "Zephyr Logistics", began).await?;
        indexes.catch_up(bench.ours).await?;
        assert_eq!(found(&indexes, &bench, "zephyr logistics").await?, [late.id]);
        assert_eq!(live.overlay_len(), 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_base_found_current_later_is_read_with_less_on_top() {
    for_each_bench(async |bench| {
        let data = tempfile::tempdir()?;
        let indexes = Indexes::new(bench.env.clone(), data.path());
        add(&bench, "Aurora Instruments").await?;
        indexes.rebuild(bench.ours).await?;
        bench.clock.advance(TimeDelta::seconds(5));
        indexes.catch_up(bench.ours).await?;

        let reopened = Indexes::new(bench.env.clone(), data.path());
        let live = reopened.live(bench.ours).await?;
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
        let live = indexes.live(bench.ours).await?;
        let rows: Vec<SupplierRow> = (0..=OVERLAY_ALWAYS)
            .map(|number| SupplierRow {
                name: format!("Supplier {number}"),
                external_id: number.to_string(),
                ..blank(&bench.env, bench.ours)
            })
            .collect();
        let mut tx: Tx = bench.env.db.begin().await?;
        supplier::insert_many(&mut tx, &rows).await?;
        tx.commit().await?;
        indexes.catch_up(bench.ours).await?;
        assert_eq!((live.len(), live.overlay_len()), (OVERLAY_ALWAYS + 1, 0));
        Ok(())
    })
    .await;
}
