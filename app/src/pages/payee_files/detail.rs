//! One file: how far it is, how its rows came out, and the rows.

use contract::{ExportFormat, FileStatus, PayeeFile, PayeeFileId, PayeeSplit, Permission};
use leptos::prelude::*;
use maud::{Markup, html};

use super::{progress::ProgressCard, results::Results};
use crate::{
    layout::Allowed,
    serverfns::payee_files::get_payee_file,
    ui::{
        button::Look,
        charts::{Segment, bar_split},
        drop_down::DropDown,
        following::FollowingText,
        format,
        icon::IconName,
        live::{on_payee_file, reread_after_missed},
        load::{Load, Loading},
        page::PageHeader,
        params::use_id,
        query::{Here, use_here},
        status,
        time::moment_text,
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
    on_payee_file(move |newer| {
        if newer.id == id {
            file.set(newer);
        }
    });
    reread_after_missed(file, |file| file.status.is_final(), move || get_payee_file(id));
    let here = use_here();
    let name = file.with_untracked(|file| file.file_name.clone());
    let outcome = move || file.with(|file| here.with(|here| outcome(file, here)));
    view! {
        <a class="crumb" href="/payee-files">
            "Payee files"
        </a>
        <PageHeader title=name>
            <ExportMenu id />
            <Allowed to=Permission::Review>
                <FollowingText class="to-reviews" text=move || file.with(to_reviews) />
            </Allowed>
        </PageHeader>
        <FollowingText class="file-facts text-muted" text=move || file.with(facts) />
        <ProgressCard file />
        <FollowingText class="file-outcome" text=outcome />
        <Results file />
    }
}

/// Writes the way to what is in doubt.
fn to_reviews(file: &PayeeFile) -> Markup {
    let count = file.split.open_reviews;
    html! {
        @if count > 0 {
            a class=(Look::Primary.class()) href={ "/reviews?file=" (file.id) } {
                (IconName::Eye)
                "Review " (format::count(count, "doubt", "doubts"))
            }
        }
    }
}

fn facts(file: &PayeeFile) -> Markup {
    html! {
        (status::file(file.status))
        span class="num" { (format::count(file.progress.done_rows, "row", "rows")) }
        span { "uploaded by " bdi { (file.created_by) } " on " (moment_text(file.created_at)) }
        @if let Some(at) = file.finished_at { span { "finished " (moment_text(at)) } }
        @if let Some(id) = file.same_as { a href={ "/payee-files/" (id) } { "the same bytes as an earlier file" } }
    }
}

/// Writes what came of the file: why the work failed, the rows at fault, and how the rows came out.
fn outcome(file: &PayeeFile, here: &Here) -> Markup {
    let failure = file.failure.as_ref().filter(|_| file.status == FileStatus::Failed);
    html! {
        div hidden[failure.is_none()] { @if let Some(reason) = failure { (failure_notice(reason)) } }
        details class="card row-errors" hidden[file.error_count == 0] { @if file.error_count > 0 { (row_errors(file)) } }
        div class="splits" { (splits(&file.split, here)) }
    }
}

fn failure_notice(reason: &str) -> Markup {
    html! {
        div class="callout callout-danger" role="alert" {
            (IconName::Alert)
            div { strong { "The work on this file failed" } p { (reason) } }
        }
    }
}

fn row_errors(file: &PayeeFile) -> Markup {
    html! {
        summary { (IconName::Alert) (format::count(file.error_count, "row", "rows")) " left out" }
        ul {
            @for problem in file.row_errors.iter().take(SHOWN_ERRORS) {
                li {
                    strong class="num" {
                        "Row " (format::integer(problem.row))
                        @if let Some(column) = &problem.column { ", " (column) }
                        ": "
                    }
                    (problem.message)
                }
            }
        }
        a href={ "/api/v1/payee-files/" (file.id) "/errors.csv" } download rel="external" { "Download the report of all rows" }
    }
}

/// Writes the two bars, each part of which filters the rows.
fn splits(split: &PayeeSplit, here: &Here) -> Markup {
    let segment = |label, count, class, name: &str, value: &str| Segment {
        label,
        count,
        class,
        href: Some(here.with(name, Some(value))),
    };
    let types = [
        segment("Business", split.business, "data-1", "payee_type", "business"),
        segment("Individual", split.individual, "data-2", "payee_type", "individual"),
        segment("Government", split.government, "data-3", "payee_type", "government"),
        segment("Unknown", split.unknown, "data-4", "payee_type", "unknown"),
    ];
    let decisions = [
        segment("Matched", split.matched, "data-ok", "decision", "match"),
        segment("In review", split.review, "data-attention", "decision", "review"),
        segment("No supplier", split.none, "data-none", "decision", "none"),
    ];
    html! { (bar_split("Types", &types)) (bar_split("Suppliers", &decisions)) }
}

/// Links to the export in each format.
#[component]
fn ExportMenu(
    /// The file.
    id: PayeeFileId,
) -> impl IntoView {
    let formats = [
        (ExportFormat::Csv, "CSV"),
        (ExportFormat::Xlsx, "Excel"),
        (ExportFormat::Jsonl, "JSON lines"),
    ];
    let links = html! {
        @for (format, words) in formats {
            a class="menu-item" href={ "/api/v1/payee-files/" (id) "/export?format=" (format) } download rel="external" { (words) }
        }
    };
    view! {
        <DropDown label="Export" icon=IconName::Download>
            <div inner_html=links.into_string()></div>
        </DropDown>
    }
}
