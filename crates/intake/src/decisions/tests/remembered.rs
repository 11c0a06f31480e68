//! What later files make of what a person said.

use contract::SupplierStatus;
use store::tables::{payee, rejected_pair, remembered_verdict, supplier};

use super::*;

#[tokio::test]
async fn a_remembered_verdict_decides_the_next_file_until_it_is_taken_back() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let supplier = desk.supplier("S-9", "Zephyr Works GmbH", "Ulm").await?;
        let first = desk.worked(VENDORS).await?;
        let john = desk.row(first, "John Smith").await?;
        let verdict = Verdict {
            payee_type: Some(PayeeType::Business),
            supplier: Some(SupplierChoice::Supplier { supplier_id: supplier }),
            remember: true,
            ..Verdict::default()
        };
        let receipt = desk
            .decisions
            .decide(&desk.ada, &these(first, &[john.id], verdict, "k1"))
            .await?;
        let second = desk.worked("Payee\nJOHN SMITH\n").await?;
        let remembered = desk.row(second, "JOHN SMITH").await?;
        assert_eq!(
            (remembered.payee_type, remembered.supplier_id),
            (PayeeType::Business, Some(supplier))
        );
        assert_eq!(remembered.type_decided_by, DecidedBy::Memory);
        assert_eq!(remembered.match_decided_by, DecidedBy::Memory);
        desk.decisions.undo(&desk.ada, receipt.decision_id).await?;
        let third = desk.worked("Payee\nJohn SMITH\n").await?;
        assert_eq!(desk.row(third, "John SMITH").await?.type_decided_by, DecidedBy::Machine);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_a_person_said_of_a_merged_supplier_holds_for_the_kept_one() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let old = desk.supplier("S-8", "Zephyr Works", "Ulm").await?;
        let kept = desk.supplier("S-9", "Zephyr Works GmbH", "Ulm").await?;
        let refused = desk.supplier("S-7", "Kestrel Logistics LLC", "Boise").await?;
        let first = desk.worked(VENDORS).await?;
        let john = desk.row(first, "John Smith").await?;
        let verdict = Verdict {
            supplier: Some(SupplierChoice::Supplier { supplier_id: old }),
            remember: true,
            ..Verdict::default()
        };
        let chosen = these(first, &[john.id], verdict, "k1");
        desk.decisions.decide(&desk.ada, &chosen).await?;
        let kestrel = desk.row(first, "Kestrel Logistics LLC").await?;
        assert_eq!(kestrel.supplier_id, Some(refused));
        let refusal = these(first, &[kestrel.id], no_supplier(), "k2");
        desk.decisions.decide(&desk.ada, &refusal).await?;

        let mut merged = supplier::with_ids(&bench.env.db, bench.ours, &[old, refused]).await?;
        for row in &mut merged {
            row.status = SupplierStatus::Merged;
            row.merged_into = Some(kept);
            row.row_version += 1;
        }
        let mut tx = bench.env.db.begin().await?;
        supplier::update_many(&mut tx, &merged).await?;
        tx.commit().await?;

        let john = desk.row(first, "John Smith").await?;
        assert_eq!(
            (john.supplier_id, john.supplier_name.as_deref()),
            (Some(kept), Some("Zephyr Works GmbH"))
        );
        let exported = payee::export_page(&bench.env.db, bench.ours, first, 0, 10).await?;
        let exported: Vec<_> = exported
            .iter()
            .filter_map(|row| row.supplier_external_id.as_deref())
            .collect();
        assert!(exported.contains(&"S-9") && !exported.contains(&"S-8"), "{exported:?}");
        let second = desk.worked("Payee\nJOHN SMITH\n").await?;
        assert_eq!(desk.row(second, "JOHN SMITH").await?.supplier_id, Some(kept));
        let name_key = matching::normalize_name("Kestrel Logistics LLC");
        let rejected = rejected_pair::of_names(&bench.env.db, bench.ours, &[&name_key]).await?;
        assert!(rejected.iter().all(|pair| pair.supplier_id == kept) && !rejected.is_empty());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_newest_verdict_is_remembered_and_its_undo_brings_the_older_back() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let file = desk.worked(VENDORS).await?;
        let john = desk.row(file, "John Smith").await?;
        let remember = |payee_type| Verdict {
            remember: true,
            ..of_type(payee_type)
        };
        let older = these(file, &[john.id], remember(PayeeType::Business), "k1");
        desk.decisions.decide(&desk.ada, &older).await?;
        let newer = these(file, &[john.id], remember(PayeeType::Government), "k2");
        let newer = desk.decisions.decide(&desk.ada, &newer).await?;
        let name_key = matching::normalize_name("John Smith");
        let remembered = async || {
            let found = remembered_verdict::of_names(&bench.env.db, bench.ours, &[&name_key], bench.env.now()).await?;
            Ok::<_, Error>(found.last().and_then(|verdict| verdict.payee_type))
        };
        assert_eq!(remembered().await?, Some(PayeeType::Government));
        desk.decisions.undo(&desk.ada, newer.decision_id).await?;
        assert_eq!(remembered().await?, Some(PayeeType::Business));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_refused_candidate_is_not_proposed_again() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let supplier = desk.supplier("S-1", "Alderbrook Packaging Inc.", "Dayton").await?;
        let file = desk.worked("Payee\nAlderbrook Packaging Inc.\n").await?;
        let row = desk.row(file, "Alderbrook Packaging Inc.").await?;
        assert_eq!(row.supplier_id, Some(supplier));
        let refusal = these(file, &[row.id], no_supplier(), "k1");
        let receipt = desk.decisions.decide(&desk.ada, &refusal).await?;
        let refused = desk.row(file, "Alderbrook Packaging Inc.").await?;
        assert_eq!((refused.decision, refused.supplier_id), (MatchDecision::None, None));
        let again = desk.worked("Payee\nALDERBROOK PACKAGING INC\n").await?;
        assert_eq!(desk.row(again, "ALDERBROOK PACKAGING INC").await?.supplier_id, None);
        let detail = desk.payees.get(&desk.ada, row.id).await?;
        assert!(
            !detail.match_evidence.candidates.is_empty(),
            "the row itself still shows what was refused"
        );
        desk.decisions.undo(&desk.ada, receipt.decision_id).await?;
        let name_key = matching::normalize_name("Alderbrook Packaging Inc.");
        assert!(
            rejected_pair::of_names(&bench.env.db, bench.ours, &[&name_key])
                .await?
                .is_empty()
        );
        Ok(())
    })
    .await;
}
