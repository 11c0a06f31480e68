//! Bringing new files.

use contract::{StoredDocument, UploadPurpose};
use leptos::prelude::*;

use crate::{
    paths::mapping_path,
    ui::{
        button::LinkButton,
        icon::{Icon, IconName},
        page::PageHeader,
        time::Moment,
        upload::UploadBox,
    },
};

/// The page.
#[component]
pub fn NewPayeeFilePage() -> impl IntoView {
    let stored = RwSignal::new(Vec::<StoredDocument>::new());
    let on_stored = move |document: StoredDocument| stored.update(|stored| stored.push(document));
    view! {
        <div class="page">
        <PageHeader title="Upload payee files" note="The file is kept byte for byte; its columns come back in the export" />
        <UploadBox
            purpose=UploadPurpose::PayeeFile
            title="Drop vendor or payment lists here"
            hint="CSV, TSV or Excel, also compressed with gzip. A million rows is fine."
            on_stored
        />
        <div role="status">
        <ul class="stored" aria-label="Files that have arrived">
            <For each=move || stored.get() key=|document| document.id let:document>
                <li class="card stored-file">
                    <Icon name=IconName::Files />
                    <strong class="truncate">
                        <bdi>{document.file_name.clone()}</bdi>
                    </strong>
                    {document
                        .first_seen_at
                        .map(|at| {
                            view! {
                                <span class="text-muted">"The same file came before, on " <Moment at /></span>
                            }
                        })}
                    <span class="grow" />
                    <LinkButton href=mapping_path(UploadPurpose::PayeeFile, document.id) icon=IconName::ChevronRight>
                        "Check columns and start"
                    </LinkButton>
                </li>
            </For>
        </ul>
        </div>
        </div>
    }
}
