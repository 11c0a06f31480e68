//! Bringing suppliers in: upload a file, then say what its columns hold.

use contract::{ColumnField, DocumentId, Permission, StoredDocument, UploadPurpose};
use leptos::prelude::*;

use crate::{
    layout::Guarded,
    paths::mapping_path,
    serverfns::{suppliers::StartSupplierImport, uploads::preview_file},
    text::suppliers as text,
    ui::{
        Button, FormFields, Icon, IconName, LinkButton, Load, Look, Moment, PageHeader, PostForm, Submission,
        UploadBox,
        load::Loading,
        mapping::{MAPPING_FORM, MappingFields},
        params::use_id,
    },
};

/// What a column of a supplier list may hold.
const FIELDS: &[ColumnField] = &[
    ColumnField::Name,
    ColumnField::Alias,
    ColumnField::ExternalId,
    ColumnField::Address,
    ColumnField::City,
    ColumnField::State,
    ColumnField::Postcode,
    ColumnField::Country,
    ColumnField::TaxId,
    ColumnField::VatId,
    ColumnField::Iban,
];

/// Takes files.
#[component]
pub fn ImportUploadPage() -> impl IntoView {
    let stored = RwSignal::new(Vec::<StoredDocument>::new());
    let on_stored = move |document: StoredDocument| stored.update(|stored| stored.push(document));
    view! {
        <div class="page page-narrow">
            <a class="crumb" href="/suppliers/imports">
                {text::IMPORTS_TITLE}
            </a>
            <Guarded to=Permission::WriteSuppliers>
                <PageHeader title=text::IMPORT_TITLE />
                <UploadBox
                    purpose=UploadPurpose::SupplierImport
                    title=text::IMPORT_DROP
                    hint=text::IMPORT_FORMATS
                    on_stored
                />
                <div class="stack" role="status">
                    <For each=move || stored.get() key=|document| document.id let:document>
                        <StoredFile document />
                    </For>
                </div>
            </Guarded>
        </div>
    }
}

#[component]
fn StoredFile(
    /// A file that has arrived.
    document: StoredDocument,
) -> impl IntoView {
    let href = mapping_path(UploadPurpose::SupplierImport, document.id);
    view! {
        <div class="callout callout-info">
            <Icon name=IconName::Check />
            <div class="grow">
                <strong>
                    <bdi>{document.file_name}</bdi>
                </strong>
                <p>{text::IMPORT_STORED}</p>
                {document
                    .first_seen_at
                    .map(|at| view! { <p>{text::SEEN_BEFORE} " " <Moment at /></p> })}
            </div>
            <LinkButton href look=Look::Primary>
                "Name the columns"
            </LinkButton>
        </div>
    }
}

/// Names the columns of a stored file, and starts its import.
#[component]
pub fn ImportMappingPage() -> impl IntoView {
    let id = use_id::<DocumentId>("document_id");
    let preview = Loading::new(
        move || id.get(),
        |id| async move { preview_file(id?, UploadPurpose::SupplierImport).await },
    );
    let start = Submission::<StartSupplierImport>::new();
    view! {
        <div class="page">
            <a class="crumb" href="/suppliers/imports">
                {text::IMPORTS_TITLE}
            </a>
            <PageHeader title=text::MAPPING_TITLE note=text::MAPPING_NOTE>
                {preview
                    .show(move |preview| {
                        preview
                            .is_ok()
                            .then(|| {
                                view! {
                                    <LinkButton href="/suppliers/imports">"Cancel"</LinkButton>
                                    <Button kind="submit" form=MAPPING_FORM look=Look::Primary disabled=start.pending()>
                                        "Import suppliers"
                                    </Button>
                                }
                            })
                            .into_any()
                    })}
            </PageHeader>
            <Load from=preview let:preview>
                <PostForm to=start id=MAPPING_FORM>
                    <FormFields problem=start.problem() watch=true>
                        <MappingFields preview fields=FIELDS />
                    </FormFields>
                </PostForm>
            </Load>
        </div>
    }
}
