//! One file on its way to the server: announce it, send the chunks, ask the server where to go on after a failure.

use std::time::Duration;

use contract::{Problem, ProblemKind, StartUpload, StoredDocument, Upload, UploadPurpose};
use gloo_net::http::{Request, RequestBuilder, Response};
use gloo_timers::future::sleep;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use web_sys::File;

/// Where chunked uploads go.
const UPLOADS: &str = "/api/v1/uploads";

/// Seconds to wait after each failure in a row; after the last one the person decides.
const WAITS_S: [u32; 6] = [1, 2, 4, 8, 15, 30];

/// Where a transfer stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransferState {
    /// Chunks go out.
    Sending,
    /// The connection is lost; the next attempt comes in so many seconds.
    Waiting(u32),
    /// The server has it whole.
    Stored,
    /// Given up. What the server has stays.
    Failed {
        /// Why.
        reason: String,
        /// Whether another attempt may end better.
        may_go_on: bool,
    },
    /// Removed by the person.
    Cancelled,
}

/// One file on its way.
#[derive(Clone, Copy)]
pub struct Transfer {
    /// Tells it from the others on the page.
    pub id: u32,
    file: StoredValue<File, LocalStorage>,
    upload: StoredValue<Option<Upload>>,
    /// Where it stands.
    pub state: RwSignal<TransferState>,
    /// Bytes that the server has.
    pub sent: RwSignal<u64>,
    /// The whole size.
    pub size_bytes: u64,
}

impl Transfer {
    /// Takes a chosen file.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a file's size is a whole number"
    )]
    pub fn new(id: u32, file: File) -> Self {
        Self {
            id,
            size_bytes: file.size() as u64,
            file: StoredValue::new_local(file),
            upload: StoredValue::new(None),
            state: RwSignal::new(TransferState::Sending),
            sent: RwSignal::new(0),
        }
    }

    /// Name of the file.
    pub fn name(self) -> String {
        self.file.with_value(File::name)
    }

    /// Stops before the next chunk.
    pub fn cancel(self) {
        self.state.set(TransferState::Cancelled);
    }

    /// How much the server has, 0..=1.
    #[expect(clippy::cast_precision_loss, reason = "drawn as a bar")]
    pub fn share(self) -> f64 {
        if self.size_bytes == 0 {
            1.0
        } else {
            self.sent.get() as f64 / self.size_bytes as f64
        }
    }

    fn is_cancelled(self) -> bool {
        // The page may be gone, and with it the signal.
        self.state
            .try_get_untracked()
            .is_none_or(|state| state == TransferState::Cancelled)
    }
}

/// Why a request brought nothing.
enum Failure {
    /// No answer: worth another attempt.
    Connection,
    /// The server says no: it would again.
    Refused(Box<Problem>),
}

/// Sends the file from where the server stands. Gives the document once it is stored; nothing when it failed or was cancelled,
/// which `transfer.state` then says.
pub async fn run(transfer: Transfer, purpose: UploadPurpose) -> Option<StoredDocument> {
    let mut failures_in_a_row = 0;
    transfer.state.set(TransferState::Sending);
    loop {
        let before = transfer.sent.try_get_untracked()?;
        match step(transfer, purpose).await {
            _ if transfer.is_cancelled() => return None,
            Ok(Some(document)) => {
                transfer.state.set(TransferState::Stored);
                return Some(document);
            }
            Ok(None) => {
                if transfer.sent.get_untracked() > before {
                    failures_in_a_row = 0;
                }
                transfer.state.set(TransferState::Sending);
            }
            Err(Failure::Connection) => {
                let Some(wait_s) = WAITS_S.get(failures_in_a_row) else {
                    let reason =
                        "The server can not be reached. What was sent is kept: go on when the connection is back.";
                    transfer.state.set(TransferState::Failed {
                        reason: reason.to_owned(),
                        may_go_on: true,
                    });
                    return None;
                };
                failures_in_a_row += 1;
                transfer.state.set(TransferState::Waiting(*wait_s));
                sleep(Duration::from_secs((*wait_s).into())).await;
                if transfer.is_cancelled() {
                    return None;
                }
                // The server knows best how much has arrived.
                if let Some(upload) = transfer.upload.get_value()
                    && let Ok(upload) = read(Request::get(&format!("{UPLOADS}/{}", upload.id))).await
                {
                    note(transfer, upload);
                }
            }
            Err(Failure::Refused(problem)) => {
                // What other kinds say of a field is for programs.
                let field = problem.fields.first().filter(|_| problem.kind == ProblemKind::Invalid);
                transfer.state.set(TransferState::Failed {
                    reason: field.map_or_else(|| problem.to_string(), |field| field.message.clone()),
                    may_go_on: problem.kind == ProblemKind::Unavailable,
                });
                return None;
            }
        }
    }
}

/// Does the next thing: announce the file, send one chunk, or complete it.
async fn step(transfer: Transfer, purpose: UploadPurpose) -> Result<Option<StoredDocument>, Failure> {
    let Some(upload) = transfer.upload.get_value() else {
        let start = StartUpload {
            file_name: transfer.name(),
            size_bytes: transfer.size_bytes,
            purpose,
        };
        let request = Request::post(UPLOADS).json(&start).map_err(|_| Failure::Connection)?;
        note(transfer, answer(request.send().await).await?);
        return Ok(None);
    };
    let Some((start, end)) = next_chunk(&upload) else {
        return read(Request::post(&format!("{UPLOADS}/{}/complete", upload.id)))
            .await
            .map(Some);
    };
    #[expect(clippy::cast_precision_loss, reason = "sizes of files are far below 2^53")]
    let chunk = transfer
        .file
        .with_value(|file| file.slice_with_f64_and_f64(start as f64, end as f64));
    let chunk = chunk.map_err(|_| Failure::Connection)?;
    let request = Request::put(&format!("{UPLOADS}/{}?offset={start}", upload.id))
        .header("Content-Type", "application/octet-stream")
        .body(chunk)
        .map_err(|_| Failure::Connection)?;
    note(transfer, answer(request.send().await).await?);
    Ok(None)
}

/// Remembers how much the server has.
fn note(transfer: Transfer, upload: Upload) {
    transfer.sent.set(upload.received_bytes);
    transfer.upload.set_value(Some(upload));
}

/// Gives the bytes to send next, from and up to; nothing when the server has all.
fn next_chunk(upload: &Upload) -> Option<(u64, u64)> {
    let start = upload.received_bytes;
    let end = start.saturating_add(upload.chunk_bytes.max(1)).min(upload.size_bytes);
    (start < end).then_some((start, end))
}

async fn read<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Failure> {
    answer(request.send().await).await
}

async fn answer<T: DeserializeOwned>(response: Result<Response, gloo_net::Error>) -> Result<T, Failure> {
    let response = response.map_err(|_| Failure::Connection)?;
    let body = response.binary().await.map_err(|_| Failure::Connection)?;
    if response.ok() {
        return serde_json::from_slice(&body).map_err(|_| Failure::Connection);
    }
    // A gateway in between answers without a problem's body while the server restarts.
    Err(serde_json::from_slice(&body).map_or(Failure::Connection, |problem| Failure::Refused(Box::new(problem))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upload(received_bytes: u64) -> Upload {
        Upload {
            id: uuid::Uuid::nil().into(),
            received_bytes,
            size_bytes: 25,
            chunk_bytes: 10,
        }
    }

    #[test]
    fn chunks_cover_the_file_and_end_with_it() {
        assert_eq!(next_chunk(&upload(0)), Some((0, 10)));
        assert_eq!(next_chunk(&upload(20)), Some((20, 25)));
        assert_eq!(next_chunk(&upload(25)), None);
    }
}
