//! Background work: how much stands where, and each job with what can be done about it.

use contract::{Job, JobCounts, JobFilter, JobId, JobStatus, LiveEvent, Page, Permission};
use leptos::prelude::*;
use maud::Markup;

use crate::{
    error::UiError,
    layout::use_may,
    pages::lazy::lazy_pages,
    serverfns::jobs::{CancelJob, RetryJob, get_job_counts, list_jobs},
    tables::CsvLink,
    text::jobs as text,
    ui::{
        Button, Chip, Column, EmptyState, Here, IconName, LinkButton, ListCount, Load, Look, Moment, PageHeader, Pager,
        PostForm, Status, Submission, Table, chips::filter_chips, following::FollowingText, format, load::Loading,
        refetch_on, status, use_here, use_toasts,
    },
};

lazy_pages! {
    /// Background work.
    pub enum JobsPages in jobs { List: JobsPage }
}

/// The page.
#[component]
pub fn JobsPage() -> impl IntoView {
    let here = use_here();
    let counts = Loading::new(|| (), |()| get_job_counts());
    let jobs = Loading::new(move || filter_of(&here.read()), list_jobs);
    let may_write = use_may(Permission::WriteJobs);
    refetch_on(counts, |event| matches!(event, LiveEvent::JobChanged));
    refetch_on(jobs, |event| matches!(event, LiveEvent::JobChanged));

    let actions = Actions {
        cancel: Submission::new(),
        retry: Submission::new(),
    };
    let toasts = use_toasts();
    let done = move |outcome: Option<Result<(), UiError>>| match outcome {
        Some(Ok(())) => jobs.refetch(),
        Some(Err(error)) => toasts.failed(error.to_string()),
        None => {}
    };
    Effect::new(move |_| done(actions.cancel.outcome()));
    Effect::new(move |_| done(actions.retry.outcome()));
    view! {
        <div class="page">
            <PageHeader title=text::TITLE note=text::NOTE />
            <Load from=counts rows=1 let:counts>
                <div class="toolbar">
                    <FollowingText class="filters" text=move || here.with(|here| filters(&counts, here)) />
                    <span class="grow" />
                    {move || view! { <CsvLink here=here.get() /> }}
                </div>
            </Load>
            <Load from=may_write rows=12 let:may_write>
                <Load from=jobs rows=12 let:page>
                    <Jobs page here=here.get_untracked() actions=may_write.then_some(actions) />
                </Load>
            </Load>
        </div>
    }
}

#[derive(Clone, Copy)]
struct Actions {
    cancel: Submission<CancelJob>,
    retry: Submission<RetryJob>,
}

/// Reads the filter from the address.
pub fn filter_of(here: &Here) -> JobFilter {
    JobFilter {
        status: here.param("status"),
        kind: here.param("kind"),
        cursor: here.param("cursor"),
    }
}

/// Writes a filter by status, with how many stand where.
fn filters(counts: &JobCounts, here: &Here) -> Markup {
    let all = counts.queued + counts.running + counts.done + counts.dead + counts.cancelled;
    let mut chips = vec![Chip {
        count: Some(all),
        ..Chip::new(None, "All")
    }];
    chips.extend(JobStatus::ALL.iter().map(|status| {
        let count = match status {
            JobStatus::Queued => counts.queued,
            JobStatus::Running => counts.running,
            JobStatus::Done => counts.done,
            JobStatus::Dead => counts.dead,
            JobStatus::Cancelled => counts.cancelled,
        };
        Chip {
            count: Some(count),
            ..Chip::new(Some(status.as_str()), status::job(*status).word)
        }
    }));
    filter_chips("Status", "status", here, &chips)
}

#[component]
fn Jobs(
    /// What matches.
    page: Page<Job>,
    /// The current address.
    here: Here,
    /// What the person may do.
    actions: Option<Actions>,
) -> impl IntoView {
    if page.items.is_empty() {
        return view! {
            <EmptyState icon=IconName::Jobs title=text::EMPTY_TITLE detail=text::EMPTY_DETAIL>
                <LinkButton href="/jobs">"Show all jobs"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let columns = vec![
        Column::text("Job"),
        Column::text("File"),
        Column::text("Status"),
        Column::number("Done"),
        Column::number("Attempt"),
        Column::text("Enqueued"),
        Column::text("Ended"),
        Column::text("Caused by"),
        Column::text("Last error"),
        Column::hidden("Actions"),
    ];
    let shown = page.items.len();
    let rows: Vec<_> = page.items.into_iter().map(|job| row(job, actions)).collect();
    view! {
        <ListCount total=page.total shown one="job" many="jobs" />
        <Table caption=text::TITLE columns>
            {rows}
        </Table>
        <Pager here shown total=page.total next_cursor=page.next_cursor />
    }
    .into_any()
}

/// The page of what a job works on.
fn href(job: &Job) -> Option<String> {
    let file = job.payee_file_id.map(|id| format!("/payee-files/{id}"));
    file.or_else(|| Some(format!("/suppliers/imports/{}", job.import_id?)))
}

fn row(job: Job, actions: Option<Actions>) -> impl IntoView {
    let href = href(&job);
    let file = job.file_name.map(|name| {
        view! {
            <a data-row href=href>
                <bdi>{name}</bdi>
            </a>
        }
    });
    let error = job.last_error.unwrap_or_default();
    view! {
        <tr>
            <td class="clip" title=format!("{} {}", job.kind, job.id)>{text::kind(&job.kind).unwrap_or(&job.kind).to_owned()}</td>
            <td class="clip">{file}</td>
            <td>
                <Status mark=status::job(job.status) />
            </td>
            <td class="num">{format::percent(job.progress)}</td>
            <td class="num">{format!("{} of {}", job.attempt, job.max_attempts)}</td>
            <td>
                <Moment at=job.created_at />
            </td>
            <td>{job.finished_at.map(|at| view! { <Moment at /> })}</td>
            <td class="clip">{job.created_by}</td>
            <td class="clip" title=error.clone()>
                {error.clone()}
            </td>
            <td class="actions">
                {actions.map(|actions| view! { <Action id=job.id status=job.status asked=job.cancel_requested actions /> })}
            </td>
        </tr>
    }
}

/// What can be done about a job.
#[component]
fn Action(
    /// The job.
    id: JobId,
    /// Where it stands.
    status: JobStatus,
    /// Whether it was asked to stop already.
    asked: bool,
    /// What to call.
    actions: Actions,
) -> impl IntoView {
    match status {
        JobStatus::Queued | JobStatus::Running if asked => {
            view! { <span class="text-muted">"Stopping"</span> }.into_any()
        }
        JobStatus::Queued | JobStatus::Running => view! {
            <PostForm to=actions.cancel>
                <input type="hidden" name="id" value=id.to_string() />
                <Button kind="submit" look=Look::Quiet icon=IconName::Stop>
                    "Stop"
                </Button>
            </PostForm>
        }
        .into_any(),
        JobStatus::Dead | JobStatus::Cancelled => view! {
            <PostForm to=actions.retry>
                <input type="hidden" name="id" value=id.to_string() />
                <Button kind="submit" look=Look::Quiet icon=IconName::Retry>
                    "Run again"
                </Button>
            </PostForm>
        }
        .into_any(),
        JobStatus::Done => ().into_any(),
    }
}
