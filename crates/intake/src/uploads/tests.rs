#![expect(clippy::unwrap_used, reason = "a failed step of a test ends it")]

use contract::{EventFilter, Role, UploadPurpose};
use futures::stream;
use store::tables::event;

use super::*;
use crate::testing::{Bench, for_each_bench};

struct Fixture {
    uploads: Uploads,
    documents: Documents,
    data: tempfile::TempDir,
}

fn fixture(bench: &Bench) -> Fixture {
    let data = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(data.path()).unwrap();
    Fixture {
        uploads: Uploads::new(bench.env.clone(), blobs.clone()),
        documents: Documents::new(bench.env.clone(), blobs),
        data,
    }
}

fn announced(size_bytes: u64) -> StartUpload {
    StartUpload {
        file_name: "vendors.csv".to_owned(),
        size_bytes,
        purpose: UploadPurpose::PayeeFile,
    }
}

#[tokio::test]
async fn a_file_in_chunks_becomes_a_document() {
    for_each_bench(async |bench| {
        let Fixture {
            uploads,
            documents,
            data: _data,
        } = fixture(&bench);
        let actor = bench.actor(Role::Reviewer);
        let upload = uploads.start(&actor, announced(11)).await?;
        assert_eq!((upload.received_bytes, upload.size_bytes), (0, 11));
        assert_eq!(
            uploads
                .put_chunk(&actor, upload.id, 0, b"name\n".to_vec())
                .await?
                .received_bytes,
            5
        );
        // A service made anew, as after a restart, goes on where it stood.
        let uploads = Uploads::new(bench.env.clone(), uploads.blobs.clone());
        assert_eq!(uploads.status(&actor, upload.id).await?.received_bytes, 5);
        uploads.put_chunk(&actor, upload.id, 5, b"Acme!\n".to_vec()).await?;
        let stored = uploads.complete(&actor, upload.id).await?;
        assert_eq!((stored.size_bytes, stored.first_seen_at), (11, None));
        assert_eq!(uploads.complete(&actor, upload.id).await?, stored, "asked again");

        let row = documents.row(actor.organization_id, stored.id).await?;
        assert_eq!(std::fs::read(documents.path(&row))?, b"name\nAcme!\n");
        let events = event::list(&bench.env.db, bench.ours, &EventFilter::default(), None, 10).await?;
        assert_eq!(
            events.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(),
            ["document.uploaded"]
        );
        let late = uploads.put_chunk(&actor, upload.id, 11, b"x".to_vec()).await;
        assert!(matches!(late, Err(Error::Conflict(_))));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_chunk_elsewhere_is_refused_with_the_right_place() {
    for_each_bench(async |bench| {
        let Fixture {
            uploads, data: _data, ..
        } = fixture(&bench);
        let actor = bench.actor(Role::Reviewer);
        let upload = uploads.start(&actor, announced(10)).await?;
        uploads.put_chunk(&actor, upload.id, 0, b"1234".to_vec()).await?;
        for offset in [0, 3, 5] {
            let outcome = uploads.put_chunk(&actor, upload.id, offset, b"56".to_vec()).await;
            assert!(
                matches!(outcome, Err(Error::WrongOffset { received_bytes: 4 })),
                "{offset}"
            );
        }
        let problem = uploads.complete(&actor, upload.id).await.unwrap_err().problem();
        assert_eq!(problem.field("offset"), Some("4"));
        let beyond = uploads.put_chunk(&actor, upload.id, 4, vec![b'x'; 7]).await;
        assert!(matches!(beyond, Err(Error::BadRequest(_))));
        let empty = uploads.put_chunk(&actor, upload.id, 4, Vec::new()).await;
        assert!(matches!(empty, Err(Error::BadRequest(_))));
        assert_eq!(
            uploads.status(&actor, upload.id).await?.received_bytes,
            4,
            "nothing was taken"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_same_bytes_are_noticed_and_kept_once() {
    for_each_bench(async |bench| {
        let Fixture {
            documents, data: _data, ..
        } = fixture(&bench);
        let actor = bench.actor(Role::Reviewer);
        let bytes = || stream::iter([Ok::<_, std::io::Error>(&b"name\n"[..]), Ok(b"Acme\n")]);
        let receive = async |actor| {
            documents
                .receive(actor, UploadPurpose::PayeeFile, "a.csv", bytes())
                .await
        };
        let first = receive(&actor).await?;
        let second = receive(&actor).await?;
        assert_ne!(first.id, second.id);
        assert_eq!(first.sha256, second.sha256);
        assert!(second.first_seen_at.is_some());
        let stranger = receive(&bench.stranger()).await?;
        assert_eq!(stranger.first_seen_at, None, "what others have is not told");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_breaks_off_or_is_empty_leaves_nothing() {
    for_each_bench(async |bench| {
        let Fixture { documents, data, .. } = fixture(&bench);
        let actor = bench.actor(Role::Reviewer);
        let broken = stream::iter([Ok(&b"name\n"[..]), Err(std::io::Error::other("connection reset"))]);
        let outcome = documents
            .receive(&actor, UploadPurpose::PayeeFile, "a.csv", broken)
            .await;
        assert!(matches!(outcome, Err(Error::BadRequest(_))));
        let empty = stream::empty::<std::io::Result<&[u8]>>();
        let outcome = documents
            .receive(&actor, UploadPurpose::PayeeFile, "a.csv", empty)
            .await;
        assert!(matches!(outcome, Err(Error::File { .. })));
        assert_eq!(std::fs::read_dir(data.path().join("uploads"))?.count(), 0);
        assert_eq!(std::fs::read_dir(data.path().join("documents"))?.count(), 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn uploads_are_their_organizations_own() {
    for_each_bench(async |bench| {
        let Fixture {
            uploads,
            documents,
            data: _data,
        } = fixture(&bench);
        let (actor, stranger) = (bench.actor(Role::Reviewer), bench.stranger());
        let upload = uploads.start(&actor, announced(5)).await?;
        let status = uploads.status(&stranger, upload.id).await;
        assert!(matches!(status, Err(Error::NotFound("upload"))));
        let put = uploads.put_chunk(&stranger, upload.id, 0, b"name\n".to_vec()).await;
        assert!(matches!(put, Err(Error::NotFound("upload"))));
        uploads.put_chunk(&actor, upload.id, 0, b"name\n".to_vec()).await?;
        let stored = uploads.complete(&actor, upload.id).await?;
        let preview = documents.preview(&stranger, stored.id, UploadPurpose::PayeeFile).await;
        assert!(matches!(preview, Err(Error::NotFound("document"))));
        let refused = uploads.start(&bench.actor(Role::Auditor), announced(5)).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn abandoned_uploads_are_forgotten() {
    for_each_bench(async |bench| {
        let Fixture { uploads, data, .. } = fixture(&bench);
        let actor = bench.actor(Role::Reviewer);
        let old = uploads.start(&actor, announced(5)).await?;
        let left_behind: UploadId = bench.env.ids.next();
        Blobs::open(data.path())?.create_part(left_behind).await?;
        bench.clock.advance(TimeDelta::hours(2));
        let young = uploads.start(&actor, announced(5)).await?;
        assert_eq!(uploads.discard_stale(TimeDelta::hours(1)).await?, 2);
        assert!(matches!(uploads.status(&actor, old.id).await, Err(Error::NotFound(_))));
        assert_eq!(uploads.status(&actor, young.id).await?.received_bytes, 0);
        assert_eq!(std::fs::read_dir(data.path().join("uploads"))?.count(), 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_preview_shows_rows_and_the_remembered_mapping() {
    for_each_bench(async |bench| {
        use contract::{ColumnField, ColumnMapping};
        let Fixture {
            documents, data: _data, ..
        } = fixture(&bench);
        let actor = bench.actor(Role::Reviewer);
        let purpose = UploadPurpose::PayeeFile;
        let bytes = stream::iter([Ok::<_, std::io::Error>(&b"id,zz\n1,Acme Ltd\n2,Doe Inc\n"[..])]);
        let stored = documents.receive(&actor, purpose, "a.csv", bytes).await?;
        let preview = documents.preview(&actor, stored.id, purpose).await?;
        assert_eq!(preview.headers, ["id", "zz"]);
        assert_eq!(preview.rows, [["1", "Acme Ltd"], ["2", "Doe Inc"]]);
        assert_eq!(preview.mapping.0, [Some(ColumnField::ExternalId), None]);
        assert!(!preview.remembered);

        let chosen = ColumnMapping(vec![None, Some(ColumnField::Name)]);
        let table = documents.table(&documents.row(bench.ours, stored.id).await?).await?;
        let mut tx = bench.env.db.begin().await?;
        documents::remember(&mut tx, &bench.env, bench.ours, purpose, &table, &chosen).await?;
        tx.commit().await?;
        let preview = documents.preview(&actor, stored.id, purpose).await?;
        assert_eq!((preview.mapping, preview.remembered), (chosen, true));
        Ok(())
    })
    .await;
}
