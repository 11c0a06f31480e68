//! The list of proposals to merge suppliers, and the search that finds them.

use contract::{DuplicateSearch, JobStatus, LiveEvent, Page, Permission, SupplierDuplicate};
use leptos::prelude::*;
use maud::{Markup, html};

use super::side_by_side::field_word;
use crate::{
    layout::Allowed,
    serverfns::suppliers::{FindSupplierDuplicates, get_duplicate_search, list_supplier_duplicates},
    text::{duplicates as text, suppliers},
    ui::{
        Button, Column, EmptyState, FormFields, Here, Icon, IconName, Load, Look, PageHeader, Pager, TextTable,
        badge::confidence_text, format, load::Loading, problem_of, refetch_on, use_here,
    },
};

/// The page.
#[component]
pub fn DuplicatesPage() -> impl IntoView {
    let here = use_here();
    let search = Loading::new(|| (), |()| get_duplicate_search());
    let proposals = Loading::new(move || here.read().param::<String>("cursor"), list_supplier_duplicates);
    refetch_on(search, |event| matches!(event, LiveEvent::JobChanged));
    refetch_on(proposals, |event| matches!(event, LiveEvent::JobChanged));
    view! {
        <div class="page">
            <a class="crumb" href="/suppliers">
                {suppliers::TITLE}
            </a>
            <Load from=search rows=1 let:search>
                <Head search=search.clone() />
                <Load from=proposals rows=12 let:page>
                    <Proposals page here=here.get_untracked() searched=search.job.is_some() />
                </Load>
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
    let find = ServerAction::<FindSupplierDuplicates>::new();
    let busy = move || running || find.pending().get();
    view! {
        <ActionForm action=find>
            <FormFields problem=problem_of(find)>
                <Button kind="submit" look=Look::Primary icon=IconName::Search disabled=Signal::derive(busy)>
                    {text::FIND}
                </Button>
            </FormFields>
        </ActionForm>
    }
}

#[component]
fn Proposals(
    /// What there is.
    page: Page<SupplierDuplicate>,
    /// The current address.
    here: Here,
    /// Whether there was a search.
    searched: bool,
) -> impl IntoView {
    if page.items.is_empty() && page.next_cursor.is_none() {
        let (title, detail) = if searched {
            (text::NONE_TITLE, text::NONE_DETAIL)
        } else {
            (text::NEVER_TITLE, text::NEVER_DETAIL)
        };
        return view! { <EmptyState icon=IconName::Suppliers title detail /> }.into_any();
    }
    let columns = vec![
        Column::text("Suppliers"),
        Column::text("Where"),
        Column::text("Probability"),
        Column::text("Differs in"),
        Column::number("Suppliers in it"),
    ];
    let shown = page.items.len();
    let rows = html! { @for proposal in &page.items { (row(proposal)) } };
    view! {
        <TextTable caption=text::TITLE columns rows />
        <Pager here shown total=page.total next_cursor=page.next_cursor />
    }
    .into_any()
}

fn row(proposal: &SupplierDuplicate) -> Markup {
    let count = i64::try_from(proposal.suppliers.len()).unwrap_or(i64::MAX);
    html! {
        tr {
            td class="clip" {
                a data-row href={ "/suppliers/duplicates/" (proposal.id) } { bdi { (names(proposal)) } }
            }
            td class="clip" { bdi { (places(proposal)) } }
            td { (confidence_text(proposal.probability)) }
            td class="clip" { (differing(proposal)) }
            td class="num" { (format::integer(count)) }
        }
    }
}

/// Gives the names, each once.
fn names(proposal: &SupplierDuplicate) -> String {
    joined(proposal.suppliers.iter().map(|supplier| supplier.name.as_str()), " · ")
}

fn places(proposal: &SupplierDuplicate) -> String {
    joined(proposal.suppliers.iter().map(|supplier| supplier.city.as_str()), " · ")
}

fn differing(proposal: &SupplierDuplicate) -> String {
    let fields = proposal.pairs.iter().flat_map(|pair| &pair.differing);
    joined(fields.map(|field| field_word(field)), ", ")
}

/// Joins what is not empty, each text once, in order.
fn joined<'a>(texts: impl Iterator<Item = &'a str>, separator: &str) -> String {
    let mut once: Vec<&str> = Vec::new();
    for text in texts.filter(|text| !text.is_empty()) {
        if !once.contains(&text) {
            once.push(text);
        }
    }
    once.join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_is_shown_once() {
        assert_eq!(
            joined(["Acme", "", "Acme", "Acme Inc"].into_iter(), " · "),
            "Acme · Acme Inc"
        );
    }
}
