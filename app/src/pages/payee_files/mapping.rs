//! Naming the columns of a file before the work on it starts.

use contract::{ColumnField, DocumentId, FilePreview, UploadPurpose};
use leptos::prelude::*;

use crate::{
    serverfns::{payee_files::StartPayeeFile, uploads::preview_file},
    ui::{
        PostForm, Submission,
        button::{Button, LinkButton, Look},
        form::FormFields,
        load::{Load, Loading},
        mapping::{MAPPING_FORM, MappingFields},
        page::PageHeader,
        params::use_id,
    },
};

/// What a column of a payee file may hold.
const FIELDS: &[ColumnField] = &[
    ColumnField::Name,
    ColumnField::ExternalId,
    ColumnField::Address,
    ColumnField::City,
    ColumnField::State,
    ColumnField::Postcode,
    ColumnField::Country,
    ColumnField::TaxId,
    ColumnField::VatId,
    ColumnField::Iban,
    ColumnField::Amount,
    ColumnField::Currency,
    ColumnField::Title,
];

/// The page.
#[component]
pub fn MapPayeeFilePage() -> impl IntoView {
    let id = use_id::<DocumentId>("document_id");
    let preview: Loading<FilePreview> = Loading::new(
        move || id.get(),
        |id| async move { preview_file(id?, UploadPurpose::PayeeFile).await },
    );
    let start = Submission::<StartPayeeFile>::new();
    view! {
        <div class="page">
        <PageHeader title="Check the columns" note="Say what the columns hold; only the name is required">
            {preview
                .show(move |preview| {
                    preview
                        .is_ok()
                        .then(|| {
                            view! {
                                <LinkButton href="/payee-files">"Later"</LinkButton>
                                <Button kind="submit" form=MAPPING_FORM look=Look::Primary disabled=start.pending()>
                                    "Classify and match"
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
