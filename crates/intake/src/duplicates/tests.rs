#![expect(clippy::unwrap_used, reason = "a failed step of a test ends it")]

use contract::{
    EventFilter, JobStatus, MergeChoice, MergePreview, Role, Supplier, SupplierFilter, SupplierForm, SupplierMerge,
    SupplierVersion,
};
use platform::runner::{Finish, Handler, JobError, JobRun, Queue, Stop};
use store::tables::event;

use super::*;
use crate::{
    jobs::DurableQueue,
    suppliers::Suppliers,
    testing::{Bench, for_each_bench},
};

struct Fixture {
    bench: Bench,
    actor: Actor,
    duplicates: Duplicates,
    suppliers: Suppliers,
    queue: DurableQueue,
    _data: tempfile::TempDir,
}

impl Fixture {
    fn new(bench: &Bench) -> Self {
        let data = tempfile::tempdir().unwrap();
        let env = bench.env.clone();
        let indexes = Arc::new(Indexes::new(env.clone(), data.path()));
        Self {
            actor: bench.actor(Role::Reviewer),
            duplicates: Duplicates::new(env.clone(), Arc::clone(&indexes)),
            suppliers: Suppliers::new(env.clone(), indexes),
            queue: DurableQueue::new(env, "test"),
            bench: bench.clone(),
            _data: data,
        }
    }

    async fn add(&self, external_id: &str, name: &str, city: &str, tax_id: &str) -> Supplier {
        let form = SupplierForm {
            external_id: external_id.to_owned(),
            name: name.to_owned(),
            address: "12 Quarry Road".to_owned(),
            city: city.to_owned(),
            country: "US".to_owned(),
            tax_id: tax_id.to_owned(),
            ..SupplierForm::default()
        };
        self.suppliers.create(&self.actor, form).await.unwrap()
    }

    async fn claim(&self) -> (JobRun, tokio::sync::watch::Sender<Option<Stop>>) {
        let job = self.queue.claim(&[JOB_KIND]).await.unwrap().expect("a job waits");
        JobRun::new(job)
    }

    /// Searches, and gives what is proposed.
    async fn search(&self) -> Vec<SupplierDuplicate> {
        self.duplicates.find(&self.actor).await.unwrap();
        let (run, _stop) = self.claim().await;
        let job = run.job.clone();
        let handler = DuplicateSearchHandler::new(self.duplicates.clone());
        handler.run(run).await.unwrap();
        assert!(self.queue.finish(&job, Finish::Done).await.unwrap());
        self.duplicates.list(&self.actor, None).await.unwrap().items
    }

    async fn preview(&self, id: contract::SupplierDuplicateId, choice: &MergeChoice) -> MergePreview {
        self.duplicates.compare(&self.actor, id, choice).await.unwrap()
    }

    async fn named(&self, text: &str) -> Vec<SupplierId> {
        let filter = SupplierFilter {
            q: Some(text.to_owned()),
            ..SupplierFilter::default()
        };
        let page = self.suppliers.list(&self.actor, filter).await.unwrap();
        page.items.into_iter().map(|supplier| supplier.id).collect()
    }

    async fn events(&self, kind: &str) -> i64 {
        event::count(&self.bench.env.db, self.bench.ours, kind).await.unwrap()
    }
}

#[tokio::test]
async fn duplicates_are_found_with_their_evidence_and_only_proposed() {
    for_each_bench(async |bench| {
        let it = Fixture::new(&bench);
        let first = it.add("S1", "Granite Peak Logistics Inc", "Boise", "82-1234567").await;
        let second = it.add("S2", "Granite Peak Logistics", "Boise", "82-1234567").await;
        it.add("S3", "Larkspur Paper Company", "Dayton", "31-7654321").await;
        assert_eq!(it.duplicates.search(&it.actor).await?.job, None);
        let found = it.search().await;
        let [proposal] = found.as_slice() else {
            panic!("one proposal: {found:?}")
        };
        let ids: Vec<_> = proposal.suppliers.iter().map(|supplier| supplier.id).collect();
        assert_eq!(ids, [first.id, second.id]);
        let [pair] = proposal.pairs.as_slice() else {
            panic!("one pair: {proposal:?}")
        };
        assert_eq!((pair.first, pair.second), (first.id, second.id));
        assert_eq!(pair.grade.len(), 8);
        assert_eq!(pair.differing, ["name", "external_id"]);
        assert!(proposal.probability >= 0.9 && proposal.probability <= 1.0);
        let search = it.duplicates.search(&it.actor).await?;
        assert_eq!((search.job.unwrap().status, search.open_count), (JobStatus::Done, 1));
        assert_eq!(
            it.suppliers.get(&it.actor, second.id).await?,
            second,
            "nothing is merged alone"
        );
        assert_eq!(it.search().await.len(), 1, "a second search proposes it once");
        assert_eq!(it.events("supplier_duplicates.found").await, 2);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn merged_suppliers_are_found_as_the_kept_one() {
    for_each_bench(async |bench| {
        let it = Fixture::new(&bench);
        let old = it.add("", "Granite Peak Logistix", "Boise", "82-1234567").await;
        let kept = it.add("", "Granite Peak Logistics", "Boise", "").await;
        let third = it.add("S9", "Granit Peak Logistics", "Boise", "82-1234567").await;
        let proposal = it.search().await.pop().expect("a proposal");
        let choice = MergeChoice {
            keep: Some(kept.id),
            ..MergeChoice::default()
        };
        let preview = it.preview(proposal.id, &choice).await;
        let fields: Vec<_> = preview.changes.iter().map(|change| change.field.as_str()).collect();
        assert_eq!(fields, ["external_id", "tax_id", "aliases"]);

        let merged = it.duplicates.merge(&it.actor, proposal.id, &preview.merge).await?;
        let shown = Supplier {
            row_version: merged.row_version,
            updated_at: merged.updated_at,
            ..preview.kept
        };
        assert_eq!(merged, shown, "as it was shown before");
        assert_eq!(
            (merged.external_id.as_str(), merged.tax_id.as_str()),
            ("S9", "82-1234567")
        );
        assert_eq!(merged.aliases, ["Granite Peak Logistix", "Granit Peak Logistics"]);
        assert_eq!(it.suppliers.get(&it.actor, kept.id).await?, merged, "as it is stored");
        for text in ["granite peak logistix", "granit peak logistics", "S9", "82-1234567"] {
            assert_eq!(it.named(text).await, [kept.id], "{text}");
        }
        for id in [old.id, third.id] {
            let gone = it.suppliers.get(&it.actor, id).await?;
            assert_eq!((gone.status, gone.merged_into), (SupplierStatus::Merged, Some(kept.id)));
            let form = SupplierForm {
                name: "Again".to_owned(),
                ..SupplierForm::default()
            };
            let changed = it.suppliers.update(&it.actor, id, gone.row_version, form).await;
            assert!(matches!(changed, Err(Error::Conflict(_))));
        }
        assert_eq!(it.duplicates.list(&it.actor, None).await?.items, []);
        assert_eq!(it.search().await, [], "and is not proposed again");
        assert_eq!(it.events("supplier.merged").await, 2);
        let events = event::list(&bench.env.db, bench.ours, &EventFilter::default(), None, 20).await?;
        assert!(
            events
                .iter()
                .any(|event| event.kind == "supplier.updated" && event.entity_id == kept.id.to_string())
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_part_is_merged_and_the_rest_stays_proposed_and_leads_to_the_last() {
    for_each_bench(async |bench| {
        let it = Fixture::new(&bench);
        let a = it.add("S1", "Granite Peak Logistics", "Boise", "82-1234567").await;
        let b = it.add("S2", "Granite Peak Logistics", "Boise", "82-1234567").await;
        let c = it.add("S3", "Granite Peak Logistics", "Boise", "82-1234567").await;
        let proposal = it.search().await.pop().expect("a proposal");
        assert_eq!(proposal.suppliers.len(), 3);
        let choice = MergeChoice {
            keep: Some(b.id),
            apart: vec![c.id],
        };
        let preview = it.preview(proposal.id, &choice).await;
        it.duplicates.merge(&it.actor, proposal.id, &preview.merge).await?;
        let left = it.duplicates.list(&it.actor, None).await?.items;
        let ids: Vec<_> = left[0].suppliers.iter().map(|supplier| supplier.id).collect();
        assert_eq!((ids, left[0].pairs.len()), (vec![b.id, c.id], 1));

        let choice = MergeChoice {
            keep: Some(c.id),
            ..MergeChoice::default()
        };
        let preview = it.preview(proposal.id, &choice).await;
        it.duplicates.merge(&it.actor, proposal.id, &preview.merge).await?;
        for id in [a.id, b.id] {
            let merged = it.suppliers.get(&it.actor, id).await?;
            assert_eq!(merged.merged_into, Some(c.id), "one step leads to the kept one");
        }
        assert_eq!(it.duplicates.search(&it.actor).await?.open_count, 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn dismissed_suppliers_are_not_proposed_again() {
    for_each_bench(async |bench| {
        let it = Fixture::new(&bench);
        it.add("S1", "Granite Peak Logistics", "Boise", "").await;
        it.add("S2", "Granite Peak Logistics", "Boise", "").await;
        let proposal = it.search().await.pop().expect("a proposal");
        it.duplicates.dismiss(&it.actor, proposal.id).await?;
        assert_eq!(it.events("supplier.duplicate_dismissed").await, 2);
        assert_eq!(it.search().await, []);
        let again = it.duplicates.dismiss(&it.actor, proposal.id).await;
        assert!(matches!(again, Err(Error::NotFound(_))));
        it.add("S3", "Granite Peak Logistics", "Boise", "").await;
        let found = it.search().await;
        assert_eq!(
            found[0].pairs.len(),
            2,
            "the new one is compared, the old pair is no evidence"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_is_dismissed_while_a_search_compares_is_not_proposed() {
    for_each_bench(async |bench| {
        let it = Fixture::new(&bench);
        it.add("S1", "Granite Peak Logistics", "Boise", "").await;
        it.add("S2", "Granite Peak Logistics", "Boise", "").await;
        let proposal = it.search().await.pop().expect("a proposal");
        it.duplicates.find(&it.actor).await?;
        let (run, _stop) = it.claim().await;
        let pairs = it.duplicates.pairs(&it.actor, 10).await?;
        assert_eq!(pairs.len(), 1);
        it.duplicates.dismiss(&it.actor, proposal.id).await?;
        it.duplicates.propose(&run, &it.actor, pairs).await?;
        assert_eq!(it.duplicates.list(&it.actor, None).await?.items, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_was_changed_since_it_was_seen_is_not_merged() {
    for_each_bench(async |bench| {
        let it = Fixture::new(&bench);
        let a = it.add("S1", "Granite Peak Logistics", "Boise", "").await;
        let b = it.add("S2", "Granite Peak Logistics", "Boise", "").await;
        let elsewhere = it.add("S3", "Larkspur Paper Company", "Dayton", "").await;
        let proposal = it.search().await.pop().expect("a proposal");
        let preview = it.preview(proposal.id, &MergeChoice::default()).await;
        let good = preview.merge;
        let version = |supplier: &Supplier| SupplierVersion {
            id: supplier.id,
            row_version: supplier.row_version,
        };
        for (merge, field) in [
            (
                SupplierMerge {
                    others: vec![],
                    ..good.clone()
                },
                "others",
            ),
            (
                SupplierMerge {
                    others: vec![good.keep],
                    ..good.clone()
                },
                "others",
            ),
            (
                SupplierMerge {
                    others: vec![version(&elsewhere)],
                    ..good.clone()
                },
                "others",
            ),
            (
                SupplierMerge {
                    keep: version(&elsewhere),
                    ..good.clone()
                },
                "keep",
            ),
        ] {
            let refused = it.duplicates.merge(&it.actor, proposal.id, &merge).await;
            assert!(refused.unwrap_err().problem().field(field).is_some(), "{merge:?}");
        }
        let inactive = SupplierForm {
            name: b.name.clone(),
            external_id: "S2".to_owned(),
            city: "Nampa".to_owned(),
            ..SupplierForm::default()
        };
        it.suppliers.update(&it.actor, b.id, 1, inactive).await?;
        let stale = it.duplicates.merge(&it.actor, proposal.id, &good).await;
        assert!(matches!(stale, Err(Error::Conflict(_))));
        assert_eq!(
            it.suppliers.get(&it.actor, a.id).await?.row_version,
            1,
            "nothing was written"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn of_two_who_merge_at_once_one_is_told() {
    for_each_bench(async |bench| {
        let it = Fixture::new(&bench);
        let a = it.add("S1", "Granite Peak Logistics", "Boise", "").await;
        let b = it.add("S2", "Granite Peak Logistics", "Boise", "").await;
        let proposal = it.search().await.pop().expect("a proposal");
        let keep = |id| MergeChoice {
            keep: Some(id),
            ..MergeChoice::default()
        };
        let (one, other) = (
            it.preview(proposal.id, &keep(a.id)).await.merge,
            it.preview(proposal.id, &keep(b.id)).await.merge,
        );
        let outcomes = tokio::join!(
            it.duplicates.merge(&it.actor, proposal.id, &one),
            it.duplicates.merge(&it.actor, proposal.id, &other),
        );
        let told = [outcomes.0.is_ok(), outcomes.1.is_ok()];
        assert!(told[0] != told[1], "{outcomes:?}");
        let loser = outcomes.0.err().or(outcomes.1.err()).unwrap();
        assert!(matches!(loser, Error::Conflict(_) | Error::NotFound(_)), "{loser:?}");
        let (a, b) = (
            it.suppliers.get(&it.actor, a.id).await?,
            it.suppliers.get(&it.actor, b.id).await?,
        );
        assert_eq!(u8::from(a.merged_into.is_some()) + u8::from(b.merged_into.is_some()), 1);
        assert_eq!(it.events("supplier.merged").await, 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_search_that_is_stopped_leaves_what_was_proposed() {
    for_each_bench(async |bench| {
        let it = Fixture::new(&bench);
        it.add("S1", "Granite Peak Logistics", "Boise", "").await;
        it.add("S2", "Granite Peak Logistics", "Boise", "").await;
        let proposals = it.search().await;
        let started = it.duplicates.find(&it.actor).await?;
        assert_eq!(
            it.duplicates.find(&it.actor).await?.id,
            started.id,
            "it is in the queue already"
        );
        let (run, stop) = it.claim().await;
        stop.send_replace(Some(Stop::Cancelled));
        let handler = DuplicateSearchHandler::new(it.duplicates.clone());
        assert!(matches!(handler.run(run.clone()).await, Err(JobError::Stopped)));

        let (mut outlived, _stop) = JobRun::new(run.job.clone());
        outlived.job.lease_token -= 1;
        assert!(
            matches!(handler.run(outlived).await, Err(JobError::Stopped)),
            "its lease was lost"
        );
        assert!(it.queue.finish(&run.job, Finish::Cancelled).await?);
        assert_eq!(it.duplicates.list(&it.actor, None).await?.items, proposals);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn proposals_are_their_organizations_own() {
    for_each_bench(async |bench| {
        let it = Fixture::new(&bench);
        it.add("S1", "Granite Peak Logistics", "Boise", "").await;
        it.add("S2", "Granite Peak Logistics", "Boise", "").await;
        let proposal = it.search().await.pop().expect("a proposal");
        let merge = it.preview(proposal.id, &MergeChoice::default()).await.merge;
        let stranger = bench.stranger();
        assert_eq!(it.duplicates.list(&stranger, None).await?.items, []);
        assert_eq!(it.duplicates.search(&stranger).await?.job, None);
        let choice = MergeChoice::default();
        for outcome in [
            it.duplicates.compare(&stranger, proposal.id, &choice).await.map(|_| ()),
            it.duplicates.merge(&stranger, proposal.id, &merge).await.map(|_| ()),
            it.duplicates.dismiss(&stranger, proposal.id).await,
        ] {
            assert!(matches!(outcome, Err(Error::NotFound(_))), "{outcome:?}");
        }
        let auditor = bench.actor(Role::Auditor);
        assert_eq!(
            it.duplicates.list(&auditor, None).await?.items.len(),
            1,
            "who may read sees them"
        );
        for outcome in [
            it.duplicates.find(&auditor).await.map(|_| ()),
            it.duplicates.merge(&auditor, proposal.id, &merge).await.map(|_| ()),
            it.duplicates.dismiss(&auditor, proposal.id).await,
        ] {
            assert!(matches!(outcome, Err(Error::Forbidden(_))), "{outcome:?}");
        }
        Ok(())
    })
    .await;
}
