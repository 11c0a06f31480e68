//! One import: how far it has come, and what it could not take.

use contract::{FileProgress, LiveEvent, RowProblem, SupplierImport, SupplierImportId};
use leptos::prelude::*;

use crate::{
    serverfns::suppliers::{CancelSupplierImport, get_supplier_import},
    text::suppliers as text,
    ui::{
        Card, Column, ConfirmButton, Facts, FormFields, Icon, IconName, Load, PageHeader, PostForm, ProgressBar,
        Status, Submission, Table, format, live::reread_after_missed, load::Loading, on_live_event, params::use_id,
        status,
    },
};

/// The page.
#[component]
pub fn ImportPage() -> impl IntoView {
    let id = use_id::<SupplierImportId>("id");
    let import = Loading::new(move || id.get(), |id| async move { get_supplier_import(id?).await });
    view! {
        <div class="page">
            <a class="crumb" href="/suppliers/imports">
                {text::IMPORTS_TITLE}
            </a>
            <Load from=import let:import>
                <ImportView import />
            </Load>
        </div>
    }
}

/// The page, once the import is there. The event stream keeps it up to date.
#[component]
fn ImportView(
    /// The import as it was when the page was loaded.
    import: SupplierImport,
) -> impl IntoView {
    let id = import.id;
    let name = import.file_name.clone();
    let import = RwSignal::new(import);
    on_live_event(move |event| {
        if let LiveEvent::SupplierImport { import: newer } = event
            && newer.id == id
        {
            import.set(*newer);
        }
    });
    reread_after_missed(
        import,
        |import| import.status.is_final(),
        move || get_supplier_import(id),
    );
    let running = move || import.with(|import| !import.status.is_final());
    // Made once: a person may be answering its question while the import goes on.
    view! {
        <PageHeader title=name>
            {move || view! { <Status mark=status::file(import.with(|import| import.status)) /> }}
            <div hidden=move || !running()>
                <CancelForm id question=text::CANCEL_QUESTION />
            </div>
        </PageHeader>
        {move || view! { <Content import=import.get() /> }}
    }
}

#[component]
fn Content(
    /// As it is now.
    import: SupplierImport,
) -> impl IntoView {
    let running = !import.status.is_final();
    let share = share_done(&import.progress);
    view! {
        <p class="text-muted">{progress_words(&import.progress)}</p>
        {running.then(|| view! { <ProgressBar label="Rows read" share=Signal::stored(share) /> })}
        {import
            .failure
            .map(|failure| {
                view! {
                    <div class="callout callout-danger" role="alert">
                        <Icon name=IconName::Alert />
                        <p>{failure}</p>
                    </div>
                }
            })}
        <Card>
            <Facts facts=vec![
                ("New suppliers", format::integer(import.created_count)),
                ("Changed suppliers", format::integer(import.updated_count)),
                ("Unchanged", format::integer(import.unchanged_count)),
                ("Rows not taken", format::integer(import.error_count)),
                ("Started by", import.created_by),
                ("Started", format::minute(import.created_at)),
                ("Ended", import.finished_at.map(format::minute).unwrap_or_default()),
            ] />
        </Card>
        <RowErrors
            errors=import.row_errors
            count=import.error_count
            report=format!("/api/v1/supplier-imports/{}/errors.csv", import.id)
        />
    }
}

#[component]
fn CancelForm(
    /// The import.
    id: SupplierImportId,
    /// What is asked first.
    question: &'static str,
) -> impl IntoView {
    let cancel = Submission::<CancelSupplierImport>::new();
    view! {
        <PostForm to=cancel>
            <FormFields problem=cancel.problem()>
                <input type="hidden" name="id" value=id.to_string() />
                <ConfirmButton label="Stop the import" question />
            </FormFields>
        </PostForm>
    }
}

#[component]
fn RowErrors(
    /// The first rows that were not taken.
    errors: Vec<RowProblem>,
    /// How many there are in all.
    count: i64,
    /// The address of the report of all of them.
    report: String,
) -> impl IntoView {
    if errors.is_empty() {
        return ().into_any();
    }
    let first = i64::try_from(errors.len()).unwrap_or(i64::MAX);
    let rows: Vec<_> = errors
        .into_iter()
        .map(|error| {
            view! {
                <tr>
                    <td class="num">{format::integer(error.row)}</td>
                    <td>{error.column.unwrap_or_default()}</td>
                    <td>{error.message}</td>
                </tr>
            }
        })
        .collect();
    let title = if count > first {
        format!(
            "{}: the first {first} of {}",
            text::ROW_ERRORS_TITLE,
            format::integer(count)
        )
    } else {
        text::ROW_ERRORS_TITLE.to_owned()
    };
    let columns = vec![
        Column::number("Row"),
        Column::text("Column"),
        Column::text("What is wrong"),
    ];
    view! {
        <Card title>
            <Table caption=text::ROW_ERRORS_TITLE columns>
                {rows}
            </Table>
            <p class="card-foot">
                <a href=report download="" rel="external">
                    {text::ROW_ERRORS_REPORT}
                </a>
            </p>
        </Card>
    }
    .into_any()
}

/// How much is read, 0..=1; nothing while the length is not known.
#[expect(clippy::cast_precision_loss, reason = "drawn as a bar")]
fn share_done(progress: &FileProgress) -> Option<f64> {
    let total = progress.total_rows.filter(|total| *total > 0)?;
    Some((progress.done_rows as f64 / total as f64).min(1.0))
}

/// Rows, speed and time left, in words.
#[expect(clippy::cast_possible_truncation, reason = "whole rows and seconds are shown")]
fn progress_words(progress: &FileProgress) -> String {
    let rows = match progress.total_rows {
        Some(total) if total > progress.done_rows => {
            format!(
                "{} of about {} rows",
                format::integer(progress.done_rows),
                format::integer(total)
            )
        }
        _ => format::count(progress.done_rows, "row", "rows"),
    };
    let speed = progress.rows_per_second.filter(|speed| *speed >= 1.0);
    let speed = speed.map(|speed| format!("{} rows/s", format::integer(speed.round() as i64)));
    let left = progress
        .seconds_left
        .map(|left| format!("{} left", format::duration(left.ceil() as i64)));
    [Some(rows), speed, left]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_names_speed_and_time_left() {
        let progress = FileProgress {
            done_rows: 20_000,
            total_rows: Some(50_000),
            rows_per_second: Some(1999.6),
            seconds_left: Some(14.2),
        };
        assert_eq!(
            progress_words(&progress),
            "20,000 of about 50,000 rows · 2,000 rows/s · 15 s left"
        );
        assert_eq!(share_done(&progress), Some(0.4));
    }

    #[test]
    fn a_finished_import_names_its_rows_only() {
        let progress = FileProgress {
            done_rows: 1,
            total_rows: Some(1),
            ..FileProgress::default()
        };
        assert_eq!(progress_words(&progress), "1 row");
    }
}
