//! The list of proposals to merge suppliers, and the search that finds them.

use contract::{DuplicateSearch, JobStatus, LiveEvent, Permission};
use leptos::prelude::*;

use crate::{
    layout::Allowed,
    serverfns::suppliers::{FindSupplierDuplicates, get_duplicate_search, supplier_duplicate_table},
    text::{duplicates as text, suppliers},
    ui::{
        Button, EmptyState, FormFields, Here, Icon, IconName, Load, Look, PageHeader, Pager, PostForm, Submission,
        WrittenPage, WrittenTable, load::Loading, refetch_on, use_here,
    },
};

/// The page.
#[component]
pub fn DuplicatesPage() -> impl IntoView {
    let here = use_here();
    let search = Loading::new(|| (), |()| get_duplicate_search());
    let proposals = Loading::written(here, supplier_duplicate_table);
    refetch_on(search, |event| matches!(event, LiveEvent::JobChanged));
    refetch_on(proposals, |event| matches!(event, LiveEvent::JobChanged));
    view! {
        <div class="page">
            <a class="crumb" href="/suppliers">
                {suppliers::TITLE}
            </a>
            <Load from=search rows=1 let:search>
                <Head search />
            </Load>
            <Load from=proposals rows=12 let:page>
                <Proposals page here=here.get_untracked() search />
            </Load>
        </div>
    }
}

#[component]
fn Head(
    /// Where the search stands.
    search: DuplicateSearch,
) -> impl IntoView {
    let status = search.job.map(|job| job.status);
    let running = matches!(status, Some(JobStatus::Queued | JobStatus::Running));
    let message = match status {
        Some(JobStatus::Queued | JobStatus::Running) => Some(("callout", text::SEARCHING)),
        Some(JobStatus::Dead | JobStatus::Cancelled) => Some(("callout callout-danger", text::FAILED)),
        Some(JobStatus::Done) | None => None,
    };
    view! {
        <PageHeader title=text::TITLE note=text::NOTE>
            <Allowed to=Permission::WriteSuppliers>
                <FindForm running />
            </Allowed>
        </PageHeader>
        {message
            .map(|(class, message)| {
                view! {
                    <div class=class role="status">
                        <Icon name=IconName::Info />
                        <p>{message}</p>
                    </div>
                }
            })}
    }
}

#[component]
fn FindForm(
    /// Whether a search is under way.
    running: bool,
) -> impl IntoView {
    let find = Submission::<FindSupplierDuplicates>::new();
    let busy = move || running || find.pending().get();
    view! {
        <PostForm to=find>
            <FormFields problem=find.problem()>
                <Button kind="submit" look=Look::Primary icon=IconName::Search disabled=Signal::derive(busy)>
                    {text::FIND}
                </Button>
            </FormFields>
        </PostForm>
    }
}

#[component]
fn Nothing(
    /// Whether there was a search.
    searched: bool,
) -> impl IntoView {
    let (title, detail) = if searched {
        (text::NONE_TITLE, text::NONE_DETAIL)
    } else {
        (text::NEVER_TITLE, text::NEVER_DETAIL)
    };
    view! { <EmptyState icon=IconName::Suppliers title detail /> }
}

#[component]
fn Proposals(
    /// What there is.
    page: WrittenPage,
    /// The current address.
    here: Here,
    /// Where the search stands.
    search: Loading<DuplicateSearch>,
) -> impl IntoView {
    if page.shown == 0 && page.next_cursor.is_none() {
        return view! {
            <Load from=search rows=1 let:search>
                <Nothing searched=search.job.is_some() />
            </Load>
        }
        .into_any();
    }
    let (shown, total, next_cursor) = (page.shown, page.total, page.next_cursor.clone());
    view! {
        <WrittenTable caption=text::TITLE page />
        <Pager here shown total next_cursor />
    }
    .into_any()
}
