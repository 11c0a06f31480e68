//! The list of files, newest first.

use contract::{LiveEvent, Page, PayeeFile, Permission};
use leptos::prelude::*;

use super::progress::counts_words;
use crate::{
    layout::Allowed,
    serverfns::payee_files::list_payee_files,
    ui::{
        badge::Status,
        button::{LinkButton, Look},
        format,
        icon::IconName,
        list_count::ListCount,
        live::refetch_on,
        load::{Load, Loading},
        page::PageHeader,
        pager::Pager,
        query::use_here,
        states::EmptyState,
        status,
        table::{Column, Table},
        time::RelativeTime,
    },
};

/// The page.
#[component]
pub fn PayeeFilesPage() -> impl IntoView {
    let here = use_here();
    let cursor = Memo::new(move |_| here.get().param::<String>("cursor"));
    let files: Loading<Page<PayeeFile>> = Loading::new(move || cursor.get(), list_payee_files);
    refetch_on(files, |event| matches!(event, LiveEvent::PayeeFile { .. }));
    view! {
        <div class="page">
        <PageHeader title="Payee files" note="Vendor and payment lists: each row is classified and matched">
            <Allowed to=Permission::WritePayees>
                <LinkButton href="/payee-files/new" look=Look::Primary icon=IconName::Upload>
                    "Upload files"
                </LinkButton>
            </Allowed>
        </PageHeader>
        <Load from=files let:page>
            {if page.items.is_empty() {
                view! { <NoFiles /> }.into_any()
            } else {
                let shown = page.items.len();
                let columns = vec![
                    Column::text("File"),
                    Column::text("Status"),
                    Column::number("Rows"),
                    Column::number("Matched"),
                    Column::number("To review"),
                    Column::text("Uploaded by"),
                    Column::text("Uploaded"),
                ];
                view! {
                    <ListCount total=page.total shown one="file" many="files" />
                    <Table caption="Payee files" columns>
                        {page.items.into_iter().map(row).collect::<Vec<_>>()}
                    </Table>
                    <Pager here=here.get_untracked() shown total=page.total next_cursor=page.next_cursor />
                }
                    .into_any()
            }}
        </Load>
        </div>
    }
}

fn row(file: PayeeFile) -> impl IntoView {
    let split = file.split;
    view! {
        <tr>
            <td>
                <a href=format!("/payee-files/{}", file.id) data-row="">
                    <bdi>{file.file_name.clone()}</bdi>
                </a>
            </td>
            <td>
                <Status mark=status::file(file.status) />
            </td>
            <td class="num">{counts_words(&file)}</td>
            <td class="num">{format::integer(split.matched)}</td>
            <td class="num">{format::integer(split.open_reviews)}</td>
            <td>
                <bdi>{file.created_by}</bdi>
            </td>
            <td>
                <RelativeTime at=file.created_at />
            </td>
        </tr>
    }
}

#[component]
fn NoFiles() -> impl IntoView {
    view! {
        <EmptyState
            icon=IconName::Files
            title="No payee files yet"
            detail="Upload a vendor or payment list (CSV, TSV or Excel). Vouch says what each payee is and which supplier it is, and asks about the doubtful ones."
        >
            <Allowed to=Permission::WritePayees>
                <LinkButton href="/payee-files/new" look=Look::Primary icon=IconName::Upload>
                    "Upload files"
                </LinkButton>
            </Allowed>
        </EmptyState>
    }
}
