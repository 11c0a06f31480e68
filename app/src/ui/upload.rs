//! Uploading files in chunks: a dropped connection costs one chunk, not the file.

mod transfer;

use contract::{StoredDocument, UploadPurpose};
use leptos::{html, prelude::*, task::spawn_local};
use web_sys::{DragEvent, FileList};

use self::transfer::{Transfer, TransferState};
use super::{
    badge::{Mark, Status, Tone},
    button::{Button, IconButton, Look},
    charts::ProgressBar,
    format,
    icon::{Icon, IconName},
    submission::refusal_of,
};
use crate::paths::UPLOAD_FORM;

/// A place to drop files on, with a real file input in it. Several files go one after the other. Without JavaScript it is a
/// plain form, and the server sends the person on to name the columns.
#[component]
pub fn UploadBox(
    /// What the files are for.
    purpose: UploadPurpose,
    /// What to bring, such as "Drop vendor lists here".
    title: &'static str,
    /// Formats and limits.
    hint: &'static str,
    /// Called for each file that has arrived whole.
    #[prop(into)]
    on_stored: Callback<StoredDocument>,
) -> impl IntoView {
    let transfers = RwSignal::new(Vec::<Transfer>::new());
    let next_id = StoredValue::new(0);
    let hovered = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();

    let run = move |transfer: Transfer| {
        spawn_local(async move {
            // The page shows what has arrived, and what can be done with it.
            if let Some(document) = transfer::run(transfer, purpose).await
                && on_stored.try_run(document).is_some()
            {
                transfers.update(|transfers| transfers.retain(|other| other.id != transfer.id));
            }
        });
    };
    let add = move |files: Option<FileList>| {
        for file in files
            .iter()
            .flat_map(|files| (0..files.length()).filter_map(|index| files.get(index)))
        {
            let transfer = Transfer::new(next_id.get_value(), file);
            next_id.update_value(|id| *id += 1);
            transfers.update(|transfers| transfers.push(transfer));
            run(transfer);
        }
        if let Some(input) = input.get_untracked() {
            // So that the same file can be chosen again after it failed.
            input.set_value("");
        }
    };
    let drop_files = move |event: DragEvent| {
        event.prevent_default();
        hovered.set(false);
        add(event.data_transfer().and_then(|data| data.files()));
    };
    let hover = move |event: DragEvent| {
        event.prevent_default();
        hovered.set(true);
    };

    let refused = refusal_of(UPLOAD_FORM).map(|error| {
        let problem = *error.0;
        view! {
            <div class="callout callout-danger" role="alert">
                <Icon name=IconName::Alert />
                <div>
                    <strong>{problem.title}</strong>
                    <p>{problem.detail}</p>
                </div>
            </div>
        }
    });

    view! {
        {refused}
        <form
            class="upload"
            class:upload-hovered=hovered
            method="post"
            action=UPLOAD_FORM
            enctype="multipart/form-data"
            on:dragover=hover
            on:dragleave=move |_| hovered.set(false)
            on:drop=drop_files
        >
            <Icon name=IconName::Upload />
            <p class="upload-title">{title}</p>
            <p class="text-muted" id="upload-hint">{hint}</p>
            <input type="hidden" name="purpose" value=purpose.as_str() />
            <label class="btn btn-primary upload-choose">
                "Choose files"
                <input
                    class="upload-input"
                    type="file"
                    name="file"
                    multiple
                    accept=".csv,.tsv,.txt,.xlsx,.gz"
                    aria-describedby="upload-hint"
                    node_ref=input
                    on:change=move |_| add(input.get_untracked().and_then(|input| input.files()))
                />
            </label>
            <span class="without-js">
                <Button kind="submit">"Upload"</Button>
            </span>
        </form>
        <ul class="transfers" aria-label="Uploads">
            <For each=move || transfers.get() key=|transfer| transfer.id let:transfer>
                <TransferRow
                    transfer
                    on_retry=move |()| run(transfer)
                    on_remove=move |()| {
                        transfer.cancel();
                        transfers.update(|transfers| transfers.retain(|other| other.id != transfer.id));
                    }
                />
            </For>
        </ul>
    }
}

/// One file on its way.
#[component]
fn TransferRow(
    /// The file.
    transfer: Transfer,
    /// Goes on after a failure.
    #[prop(into)]
    on_retry: Callback<()>,
    /// Stops and forgets it.
    #[prop(into)]
    on_remove: Callback<()>,
) -> impl IntoView {
    let state = transfer.state;
    let may_go_on = move || matches!(state.get(), TransferState::Failed { may_go_on: true, .. });
    let note = move || match state.get() {
        TransferState::Failed { reason, .. } => reason,
        TransferState::Waiting(seconds) => format!("Connection lost; trying again in {seconds} s"),
        TransferState::Sending | TransferState::Stored | TransferState::Cancelled => {
            format!(
                "{} of {}",
                format::size(transfer.sent.get()),
                format::size(transfer.size_bytes)
            )
        }
    };
    let mark = move || match state.get() {
        TransferState::Sending => Mark::new(Tone::Info, IconName::Upload, "Uploading"),
        TransferState::Waiting(_) => Mark::new(Tone::Attention, IconName::Clock, "Waiting"),
        TransferState::Stored => Mark::new(Tone::Ok, IconName::Check, "Stored"),
        TransferState::Failed { .. } => Mark::new(Tone::Danger, IconName::Alert, "Failed"),
        TransferState::Cancelled => Mark::new(Tone::Neutral, IconName::Stop, "Cancelled"),
    };
    let share = Signal::derive(move || Some(transfer.share()));
    view! {
        <li class="transfer" class:transfer-failed=move || matches!(state.get(), TransferState::Failed { .. })>
            <strong class="truncate">{transfer.name()}</strong>
            {move || view! { <Status mark=mark() /> }}
            <ProgressBar label="Uploaded" share />
            <span class="text-muted" role="status">{note}</span>
            <span hidden=move || !may_go_on()>
                <Button look=Look::Quiet icon=IconName::Retry on_click=move |_| on_retry.run(())>
                    "Go on"
                </Button>
            </span>
            <IconButton icon=IconName::Cross label="Remove" on_click=move |_| on_remove.run(()) />
        </li>
    }
}
