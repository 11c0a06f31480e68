//! The start page: what needs the reader now, then how it goes.

use chrono::{DateTime, Utc};
use contract::{Dashboard, FileStatus, PayeeFile, PayeeSplit, Permission};
use leptos::prelude::*;

use crate::{
    layout::{Allowed, by_viewer},
    pages::lazy::lazy_pages,
    serverfns::dashboard::get_dashboard,
    text::dashboard as text,
    ui::{
        BarSplit, Card, Column, EmptyState, Icon, IconName, LinkButton, Load, Look, PageHeader, ProgressBar,
        RelativeTime, Segment, Sparkline, Status, Table, format, load::Loading, refetch_on_any, status,
    },
};

lazy_pages! {
    /// The start page.
    pub enum DashboardPages in dashboard { Dashboard: DashboardPage }
}

/// The dashboard.
#[component]
pub fn DashboardPage() -> impl IntoView {
    let dashboard = Loading::new(|| (), |()| get_dashboard());
    refetch_on_any(dashboard);
    view! {
        <div class="page">
            <PageHeader title=text::TITLE>
                <Allowed to=Permission::WritePayees>
                    <LinkButton href="/payee-files/new" look=Look::Primary icon=IconName::Upload>
                        "Upload a payee file"
                    </LinkButton>
                </Allowed>
            </PageHeader>
            <Load from=dashboard let:dashboard>
                <Content dashboard />
            </Load>
        </div>
    }
}

#[component]
fn Content(
    /// What the server knows.
    dashboard: Dashboard,
) -> impl IntoView {
    let new_here = dashboard.supplier_count == 0;
    view! {
        <div class="columns">
            <div class="stack">
                {new_here
                    .then(|| {
                        view! {
                            <Allowed to=Permission::WriteSuppliers>
                                <FirstSteps />
                            </Allowed>
                        }
                    })}
                <Needs dashboard=dashboard.clone() />
                <RecentFiles files=dashboard.recent_files.clone() />
            </div>
            <div class="stack">
                <Automation dashboard=dashboard.clone() />
                <Outcome split=dashboard.split />
                <Card title=text::MASTER>
                    <a href="/suppliers">{format::count(dashboard.supplier_count, "supplier", "suppliers")}</a>
                </Card>
            </div>
        </div>
    }
}

#[component]
fn FirstSteps() -> impl IntoView {
    view! {
        <Card>
            <EmptyState
                icon=IconName::Suppliers
                title=text::FIRST_SUPPLIERS_TITLE
                detail=text::FIRST_SUPPLIERS_DETAIL
            >
                <LinkButton href="/suppliers/imports/new" look=Look::Primary icon=IconName::Upload>
                    "Import suppliers"
                </LinkButton>
            </EmptyState>
        </Card>
    }
}

/// One thing that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Need {
    icon: IconName,
    count: i64,
    words: String,
    href: String,
}

/// Gives what waits for a person who may do this much, most urgent first: what has failed, what blocks a whole file, what single
/// rows wait for.
fn needs(dashboard: &Dashboard, may: impl Fn(Permission) -> bool) -> Vec<Need> {
    let mut needs = Vec::new();
    if dashboard.dead_jobs > 0 && may(Permission::ReadJobs) {
        needs.push(Need {
            icon: IconName::Alert,
            count: dashboard.dead_jobs,
            words: if dashboard.dead_jobs == 1 {
                "job is out of attempts"
            } else {
                "jobs are out of attempts"
            }
            .to_owned(),
            href: "/jobs?status=dead".to_owned(),
        });
    }
    let unnamed = dashboard.awaiting_mapping.iter();
    let unnamed = unnamed.filter(|_| may(Permission::WritePayees));
    needs.extend(unnamed.map(|(id, file_name)| Need {
        icon: IconName::Pause,
        count: 1,
        words: format!("file needs its columns named: {file_name}"),
        href: format!("/payee-files/{id}"),
    }));
    let may_review = may(Permission::Review);
    if dashboard.open_reviews > 0 && may_review {
        needs.push(Need {
            icon: IconName::Inbox,
            count: dashboard.open_reviews,
            words: if dashboard.open_reviews == 1 {
                "review is open"
            } else {
                "reviews are open"
            }
            .to_owned(),
            href: "/reviews".to_owned(),
        });
    }
    if dashboard.postponed_reviews > 0 && may_review {
        needs.push(Need {
            icon: IconName::Clock,
            count: dashboard.postponed_reviews,
            words: if dashboard.postponed_reviews == 1 {
                "review is postponed"
            } else {
                "reviews are postponed"
            }
            .to_owned(),
            href: "/reviews?postponed=true".to_owned(),
        });
    }
    needs
}

#[component]
fn Needs(
    /// What the server knows.
    dashboard: Dashboard,
) -> impl IntoView {
    by_viewer(move |viewer| {
        let may = |permission| viewer.as_ref().is_some_and(|viewer| viewer.may(permission));
        let needs = needs(&dashboard, may);
        view! { <NeedsCard needs oldest_review_at=dashboard.oldest_review_at /> }.into_any()
    })
}

#[component]
fn NeedsCard(
    /// What waits for the person.
    needs: Vec<Need>,
    /// Since when the oldest open review waits.
    oldest_review_at: Option<DateTime<Utc>>,
) -> impl IntoView {
    if needs.is_empty() {
        return view! {
            <Card title=text::NEEDS_YOU>
                <EmptyState icon=IconName::Check title=text::NOTHING_TITLE detail=text::NOTHING_DETAIL />
            </Card>
        }
        .into_any();
    }
    let rows: Vec<_> = needs
        .into_iter()
        .map(|need| {
            let since = oldest_review_at.filter(|_| need.icon == IconName::Inbox);
            view! {
                <a class="need" href=need.href>
                    <Icon name=need.icon />
                    <span class="need-count">{format::integer(need.count)}</span>
                    <span class="grow">{need.words}</span>
                    {since
                        .map(|at| {
                            view! {
                                <span class="text-muted">"oldest " <RelativeTime at /></span>
                            }
                        })}
                    <Icon name=IconName::ChevronRight />
                </a>
            }
        })
        .collect();
    view! {
        <Card title=text::NEEDS_YOU>
            <div class="needs">{rows}</div>
        </Card>
    }
    .into_any()
}

#[component]
fn Automation(
    /// What the server knows.
    dashboard: Dashboard,
) -> impl IntoView {
    let rate = dashboard
        .automation_rate
        .map_or_else(|| "\u{2013}".to_owned(), format::percent);
    let trend: Vec<_> = dashboard.trend.iter().map(|point| point.automation_rate).collect();
    let label = match (dashboard.trend.first(), dashboard.trend.last()) {
        (Some(first), Some(last)) => format!(
            "From {} on {} to {} on {}",
            format::percent(first.automation_rate),
            first.day,
            format::percent(last.automation_rate),
            last.day
        ),
        _ => "No rows yet".to_owned(),
    };
    view! {
        <Card title="Automation rate">
            <div class="figure">
                <span class="figure-value">{rate}</span>
                <span class="text-muted">{text::AUTOMATION_NOTE}</span>
            </div>
            {(trend.len() > 1).then(|| view! { <Sparkline label values=trend /> })}
        </Card>
    }
}

#[component]
fn Outcome(
    /// Rows of the last 30 days.
    split: PayeeSplit,
) -> impl IntoView {
    let part = |label, count, class| Segment {
        label,
        count,
        class,
        href: None,
    };
    let types = vec![
        part("Business", split.business, "data-1"),
        part("Individual", split.individual, "data-2"),
        part("Government", split.government, "data-3"),
        part("Unknown", split.unknown, "data-4"),
    ];
    let matches = vec![
        part("Matched", split.matched, "data-ok"),
        part("In review", split.review, "data-attention"),
        part("No supplier", split.none, "data-none"),
    ];
    view! {
        <Card title=text::LAST_30_DAYS>
            <div class="stack">
                <BarSplit label="Rows by type" segments=types />
                <BarSplit label="Rows by supplier match" segments=matches />
            </div>
        </Card>
    }
}

#[component]
fn RecentFiles(
    /// The latest files.
    files: Vec<PayeeFile>,
) -> impl IntoView {
    if files.is_empty() {
        return view! {
            <Card title="Recent payee files">
                <EmptyState icon=IconName::Files title=text::NO_FILES_TITLE detail=text::NO_FILES_DETAIL>
                    <Allowed to=Permission::WritePayees>
                        <LinkButton href="/payee-files/new" icon=IconName::Upload>
                            "Upload a payee file"
                        </LinkButton>
                    </Allowed>
                </EmptyState>
            </Card>
        }
        .into_any();
    }
    let rows: Vec<_> = files.into_iter().map(file_row).collect();
    let columns = vec![
        Column::text("File"),
        Column::text("Status"),
        Column::number("Rows"),
        Column::number("Open reviews"),
        Column::text("Uploaded"),
    ];
    view! {
        <Card title="Recent payee files">
            <Table caption="Recent payee files" columns>
                {rows}
            </Table>
        </Card>
    }
    .into_any()
}

fn file_row(file: PayeeFile) -> impl IntoView {
    let share = share_done(&file);
    view! {
        <tr>
            <td class="clip">
                <a data-row href=format!("/payee-files/{}", file.id)>
                    {file.file_name}
                </a>
            </td>
            <td>
                {match share {
                    Some(share) => {
                        view! { <ProgressBar label="Rows worked" share=Signal::stored(Some(share)) /> }.into_any()
                    }
                    None => view! { <Status mark=status::file(file.status) /> }.into_any(),
                }}
            </td>
            <td class="num">{format::integer(file.progress.done_rows)}</td>
            <td class="num">{format::integer(file.split.open_reviews)}</td>
            <td>
                <RelativeTime at=file.created_at />
            </td>
        </tr>
    }
}

/// How far a file at work has come; nothing for the others.
#[expect(clippy::cast_precision_loss, reason = "drawn as a bar")]
fn share_done(file: &PayeeFile) -> Option<f64> {
    let total = file.progress.total_rows.filter(|total| *total > 0)?;
    (file.status == FileStatus::Working).then_some(file.progress.done_rows as f64 / total as f64)
}

#[cfg(test)]
mod tests {
    use contract::Role;

    use super::*;

    fn dashboard() -> Dashboard {
        Dashboard {
            open_reviews: 0,
            oldest_review_at: None,
            postponed_reviews: 0,
            awaiting_mapping: Vec::new(),
            working: Vec::new(),
            dead_jobs: 0,
            supplier_count: 3,
            split: PayeeSplit::default(),
            automation_rate: None,
            trend: Vec::new(),
            recent_files: Vec::new(),
        }
    }

    #[test]
    fn failures_come_before_reviews() {
        let busy = Dashboard {
            open_reviews: 12,
            dead_jobs: 1,
            ..dashboard()
        };
        let needs = needs(&busy, |permission| Role::Reviewer.allows(permission));
        let words: Vec<_> = needs.iter().map(|need| need.words.as_str()).collect();
        assert_eq!(words, ["job is out of attempts", "reviews are open"]);
    }

    #[test]
    fn nobody_is_asked_for_what_they_may_not_do() {
        let busy = Dashboard {
            open_reviews: 12,
            postponed_reviews: 2,
            ..dashboard()
        };
        for role in [Role::Auditor, Role::Integrator] {
            assert_eq!(needs(&busy, |permission| role.allows(permission)), [], "{role}");
        }
    }

    #[test]
    fn nothing_waits_when_nothing_is_open() {
        assert_eq!(needs(&dashboard(), |_| true), []);
    }
}
