//! One file: how far it is, how its rows came out, and the rows.

use contract::{ExportFormat, FileStatus, LiveEvent, PayeeFile, PayeeFileId, Permission};
use leptos::prelude::*;

use super::{progress::ProgressCard, results::Results};
use crate::{
    layout::Allowed,
    serverfns::payee_files::get_payee_file,
    ui::{
        badge::Status,
        button::{LinkButton, Look},
        charts::{BarSplit, Segment},
        drop_down::DropDown,
        format,
        icon::{Icon, IconName},
        live::on_live_event,
        load::{Load, Loading},
        page::PageHeader,
        params::use_id,
        query::{Here, use_here},
        status,
        time::Moment,
    },
};

/// Rows at fault that the page shows; the report has all.
const SHOWN_ERRORS: usize = 10;

/// The page.
#[component]
pub fn PayeeFilePage() -> impl IntoView {
    let id = use_id::<PayeeFileId>("id");
    let file: Loading<PayeeFile> = Loading::new(move || id.get(), |id| async move { get_payee_file(id?).await });
    view! {
        <div class="page">
        <Load from=file let:file>
            <FileView file />
        </Load>
        </div>
    }
}

/// The page, once the file is there. The event stream keeps it up to date.
#[component]
fn FileView(
    /// The file as it was when the page was loaded.
    file: PayeeFile,
) -> impl IntoView {
    let id = file.id;
    let file = RwSignal::new(file);
    on_live_event(move |event| {
        if let LiveEvent::PayeeFile { file: newer } = event
            && newer.id == id
        {
            file.set(*newer);
        }
    });
    let here = use_here();
    let open_reviews = Memo::new(move |_| file.with(|file| file.split.open_reviews));
    let name = file.with_untracked(|file| file.file_name.clone());
    let split = Memo::new(move |_| file.with(|file| file.split));
    let splits = move || splits(&split.get(), &here.get());
    view! {
        <a class="crumb" href="/payee-files">
            "Payee files"
        </a>
        <PageHeader title=name>
            <ExportMenu id />
            {move || {
                let count = open_reviews.get();
                (count > 0)
                    .then(|| {
                        view! {
                            <Allowed to=Permission::Review>
                                <LinkButton href=format!("/reviews?file={id}") look=Look::Primary icon=IconName::Eye>
                                    {format!("Review {}", format::count(count, "doubt", "doubts"))}
                                </LinkButton>
                            </Allowed>
                        }
                    })
            }}
        </PageHeader>
        {move || file.with(facts)}
        <ProgressCard file />
        {move || file.with(failure)}
        {move || file.with(row_errors)}
        <div class="splits">{splits}</div>
        <Results file />
    }
}

fn facts(file: &PayeeFile) -> impl IntoView + use<> {
    let same = file
        .same_as
        .map(|id| view! { <a href=format!("/payee-files/{id}")>"the same bytes as an earlier file"</a> });
    view! {
        <p class="file-facts text-muted">
            <Status mark=status::file(file.status) />
            <span class="num">{format::count(file.progress.done_rows, "row", "rows")}</span>
            <span>"uploaded by " <bdi>{file.created_by.clone()}</bdi> " on " <Moment at=file.created_at /></span>
            {file.finished_at.map(|at| view! { <span>"finished " <Moment at /></span> })}
            {same}
        </p>
    }
}

fn failure(file: &PayeeFile) -> Option<impl IntoView + use<>> {
    let reason = file.failure.clone().filter(|_| file.status == FileStatus::Failed)?;
    Some(view! {
        <div class="callout callout-danger" role="alert">
            <Icon name=IconName::Alert />
            <div>
                <strong>"The work on this file failed"</strong>
                <p>{reason}</p>
            </div>
        </div>
    })
}

fn row_errors(file: &PayeeFile) -> Option<impl IntoView + use<>> {
    if file.error_count == 0 {
        return None;
    }
    let rows: Vec<_> = file
        .row_errors
        .iter()
        .take(SHOWN_ERRORS)
        .map(|problem| {
            let column = problem
                .column
                .as_ref()
                .map(|column| format!(", {column}"))
                .unwrap_or_default();
            view! {
                <li>
                    <strong class="num">{format!("Row {}{column}: ", format::integer(problem.row))}</strong>
                    {problem.message.clone()}
                </li>
            }
        })
        .collect();
    Some(view! {
        <details class="card row-errors">
            <summary>
                <Icon name=IconName::Alert />
                {format!("{} to look at", format::count(file.error_count, "row", "rows"))}
            </summary>
            <ul>{rows}</ul>
            <a href=format!("/api/v1/payee-files/{}/errors.csv", file.id) download="" rel="external">
                "Download the report of all rows"
            </a>
        </details>
    })
}

/// The two bars, each part of which filters the rows.
fn splits(split: &contract::PayeeSplit, here: &Here) -> impl IntoView + use<> {
    let segment = |label, count, class, name: &str, value: &str| Segment {
        label,
        count,
        class,
        href: Some(here.with(name, Some(value))),
    };
    let types = vec![
        segment("Business", split.business, "data-1", "payee_type", "business"),
        segment("Individual", split.individual, "data-2", "payee_type", "individual"),
        segment("Government", split.government, "data-3", "payee_type", "government"),
        segment("Unknown", split.unknown, "data-4", "payee_type", "unknown"),
    ];
    let decisions = vec![
        segment("Matched", split.matched, "data-ok", "decision", "match"),
        segment("In review", split.review, "data-attention", "decision", "review"),
        segment("No supplier", split.none, "data-none", "decision", "none"),
    ];
    view! {
        <BarSplit label="Types" segments=types />
        <BarSplit label="Suppliers" segments=decisions />
    }
}

/// Links to the export in each format.
#[component]
fn ExportMenu(
    /// The file.
    id: PayeeFileId,
) -> impl IntoView {
    let links: Vec<_> = [(ExportFormat::Csv, "CSV"), (ExportFormat::Xlsx, "Excel"), (ExportFormat::Jsonl, "JSON lines")]
        .into_iter()
        .map(|(format, words)| {
            view! {
                <a class="menu-item" href=format!("/api/v1/payee-files/{id}/export?format={format}") download="" rel="external">
                    {words}
                </a>
            }
        })
        .collect();
    view! {
        <DropDown label="Export" icon=IconName::Download>
            {links}
        </DropDown>
    }
}
