//! The sample shows what the product does, and shows all of it.

use contract::{FileStatus, PayeeFilter, PayeeSubtype, ReviewFilter, Role};

use crate::{payees::fixture::Desk, testing::for_each_bench};

#[tokio::test]
async fn the_sample_company_has_something_of_everything() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let sample = desk.sample();
        let admin = bench.actor(Role::Admin);
        let import = sample.import_suppliers(&admin).await?;
        desk.run_jobs().await?;
        let import = desk.imports.get(&admin, import).await?;
        assert_eq!(
            (import.status, import.created_count, import.error_count),
            (FileStatus::Done, 302, 0)
        );
        let id = sample.work_vendors(&admin).await?;
        desk.run_jobs().await?;
        let file = desk.files.get(&admin, id).await?;
        assert_eq!(
            (file.status, file.error_count),
            (FileStatus::Done, 2),
            "{:?}",
            file.row_errors
        );
        let split = file.split;
        for (count, what) in [
            (split.business, "business"),
            (split.individual, "individual"),
            (split.government, "government"),
            (split.unknown, "unknown"),
            (split.matched, "match"),
            (split.review, "review"),
            (split.none, "none"),
        ] {
            assert!(count >= 5, "{count} rows of {what}: {split:?}");
        }
        assert!(split.open_reviews >= 20, "{split:?}");
        let rows = desk.rows(id, &PayeeFilter::default()).await?;
        let subtypes: std::collections::BTreeSet<PayeeSubtype> = rows.iter().filter_map(|row| row.subtype).collect();
        assert!(subtypes.len() >= 6, "{subtypes:?}");
        let queue = desk.reviews.next(&admin, &ReviewFilter::default(), 3).await?;
        assert_eq!(queue.items.len(), 3);
        Ok(())
    })
    .await;
}
