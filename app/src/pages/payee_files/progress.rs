//! How far a file has come, in words and as a bar.

use contract::{FileProgress, FileStatus, PayeeFile};
use leptos::prelude::*;
use maud::{Markup, html};

use crate::{
    serverfns::payee_files::CancelPayeeFile,
    ui::{PostForm, Submission, charts::progress_bar, dialog::ConfirmButton, following::FollowingText, format, status},
};

/// Rows worked, and of how many while that differs.
pub(super) fn counts_words(file: &PayeeFile) -> String {
    let FileProgress {
        done_rows, total_rows, ..
    } = file.progress;
    match total_rows {
        Some(total) if total != done_rows && !file.status.is_final() => {
            format!("{} of {}", format::integer(done_rows), format::integer(total))
        }
        _ => format::integer(done_rows),
    }
}

/// Speed and time left, as far as known: `1,850 rows/s, about 40 s left`.
pub(super) fn pace_words(progress: &FileProgress) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "shown as whole rows and whole seconds")]
    let whole = |value: f64| value.round() as i64;
    let speed = progress
        .rows_per_second
        .map(|speed| format!("{} rows/s", format::integer(whole(speed))));
    let left = progress
        .seconds_left
        .map(|left| format!("about {} left", format::duration(whole(left))));
    speed.into_iter().chain(left).collect::<Vec<_>>().join(", ")
}

/// The share of the rows that is done, 0..=1; absent until the number of rows is known.
pub(super) fn share(progress: &FileProgress) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "drawn as a bar")]
    progress
        .total_rows
        .filter(|total| *total > 0)
        .map(|total| progress.done_rows as f64 / total as f64)
}

fn words(file: &PayeeFile) -> Markup {
    html! {
        (status::file(file.status))
        span class="num" { (counts_words(file)) " rows" }
        span class="text-muted num" role="status" { (pace_words(&file.progress)) }
    }
}

/// The card of a file that is not done yet: how far it is, how long it takes, and a way to stop it.
#[component]
pub(super) fn ProgressCard(
    /// The file, as it is now.
    file: RwSignal<PayeeFile>,
) -> impl IntoView {
    let cancel = Submission::<CancelPayeeFile>::new();
    let id = file.with_untracked(|file| file.id);
    let name = file.with_untracked(|file| file.file_name.clone());
    let running = move || file.with(|file| matches!(file.status, FileStatus::Queued | FileStatus::Working));
    view! {
        <section class="card" aria-label="Progress" hidden=move || !running()>
            <div class="progress-line">
                <FollowingText class="progress-words" text=move || file.with(words) />
                <span class="grow" />
                <PostForm to=cancel>
                    <input type="hidden" name="id" value=id.to_string() />
                    <ConfirmButton label="Stop" question=format!("Stop the work on {name}? Rows that are worked stay.") />
                </PostForm>
            </div>
            <FollowingText text=move || file.with(|file| progress_bar("Rows worked", share(&file.progress))) />
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pace_says_only_what_is_known() {
        let progress = FileProgress {
            rows_per_second: Some(1849.6),
            seconds_left: Some(39.7),
            ..FileProgress::default()
        };
        assert_eq!(pace_words(&progress), "1,850 rows/s, about 40 s left");
        assert_eq!(pace_words(&FileProgress::default()), "");
    }

    #[test]
    fn share_needs_a_number_of_rows() {
        assert_eq!(
            share(&FileProgress {
                done_rows: 1,
                total_rows: Some(4),
                ..FileProgress::default()
            }),
            Some(0.25)
        );
        assert_eq!(
            share(&FileProgress {
                total_rows: Some(0),
                ..FileProgress::default()
            }),
            None
        );
    }
}
