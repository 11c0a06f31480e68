//! What a table of the console shows, as a CSV file: the same filter and order from the address of its page, the columns that
//! are not hidden, and all the rows instead of one page of them.
//!
//! The use cases of the lists are asked page by page while the file is being sent, so it may be as long as it likes. Cells that
//! a spreadsheet would run are neutralized, as in an export.

mod audit;
mod jobs;
mod payees;
mod suppliers;

use app::{
    preferences::cookies_of,
    tables::{Hidden, TableName},
    ui::Here,
};
use axum::{
    Router,
    body::Body,
    extract::{FromRequestParts, Query},
    response::Response,
    routing::get,
};
use contract::{Actor, Page};
use futures::{FutureExt, stream};
use http::request::Parts;
use intake::{Error, Result, exports::neutralized};

use crate::{
    problem::ApiError,
    rest::{CurrentActor, file_answer},
    wiring::AppState,
};

/// Rows that are asked for at a time, where a list lets one choose: the most that all of them give.
const PAGE_ROWS: u32 = 200;

/// A file for each table.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/csv/suppliers", get(suppliers::download))
        .route("/csv/payee-files/{id}", get(payees::download))
        .route("/csv/jobs", get(jobs::download))
        .route("/csv/audit", get(audit::download))
}

/// Who asks for what is seen: the address of the page, and the browser's cookies.
pub struct Seen {
    actor: Actor,
    /// The address of the page, to read its filter from as the page does.
    here: Here,
    query: String,
    cookies: String,
}

impl Seen {
    /// The columns of a table that are hidden.
    fn hidden(&self, table: TableName) -> Hidden {
        Hidden::read(table, &self.cookies)
    }
}

impl FromRequestParts<AppState> for Seen {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, services: &AppState) -> std::result::Result<Self, ApiError> {
        let CurrentActor(actor) = CurrentActor::from_request_parts(parts, services).await?;
        let Query(query) = Query::<Vec<(String, String)>>::from_request_parts(parts, services).await?;
        Ok(Self {
            actor,
            here: Here {
                path: parts.uri.path().to_owned(),
                query: query.into_iter().collect(),
            },
            query: parts.uri.query().unwrap_or_default().to_owned(),
            cookies: cookies_of(&parts.headers),
        })
    }
}

/// One column of a file.
struct CsvColumn<T> {
    /// The column of the console's table that it stands for.
    key: &'static str,
    title: &'static str,
    text: fn(&T) -> String,
}

fn column<T>(key: &'static str, title: &'static str, text: fn(&T) -> String) -> CsvColumn<T> {
    CsvColumn { key, title, text }
}

/// The columns that are not hidden.
fn shown<T>(columns: Vec<CsvColumn<T>>, table: TableName, hidden: Hidden) -> Vec<CsvColumn<T>> {
    let is_shown = |column: &CsvColumn<T>| {
        let place = table.columns().iter().position(|known| known.key == column.key);
        place.is_none_or(|place| !hidden.contains(place))
    };
    columns.into_iter().filter(is_shown).collect()
}

/// Begins to send a list, of which `next` gives the page that a cursor names. What is refused or not found is so before
/// anything is sent.
async fn send<T, N, F>(
    services: AppState,
    seen: Seen,
    list: &str,
    columns: Vec<CsvColumn<T>>,
    next: N,
) -> std::result::Result<Response, ApiError>
where
    T: Send + 'static,
    N: Fn(AppState, Actor, Option<String>) -> F + Send + 'static,
    F: Future<Output = Result<Page<T>>> + Send + 'static,
{
    let first = next(services.clone(), seen.actor.clone(), None).await?;
    services.audit.record_download(&seen.actor, list, &seen.query).await?;
    let head = written(&columns, None);
    let rows = stream::try_unfold(Some(first), move |page| {
        let Some(page) = page else {
            return async { Ok(None) }.boxed();
        };
        let text = written(&columns, Some(&page.items));
        let following = page
            .next_cursor
            .map(|cursor| next(services.clone(), seen.actor.clone(), Some(cursor)));
        async move {
            let following = match following {
                Some(following) => Some(following.await?),
                None => None,
            };
            Ok(Some((text?, following)))
        }
        .boxed()
    });
    let body = futures::StreamExt::chain(stream::once(async { head }), rows);
    Ok(file_answer(
        &format!("{list}.csv"),
        "text/csv; charset=utf-8",
        Body::from_stream(body),
    ))
}

/// Some rows as text; without rows the titles, after a byte-order mark, by which spreadsheets know the encoding.
fn written<T>(columns: &[CsvColumn<T>], rows: Option<&[T]>) -> Result<Vec<u8>> {
    let mark = if rows.is_none() { "\u{feff}" } else { "" };
    let mut writer = csv::Writer::from_writer(mark.as_bytes().to_vec());
    let mut write = || -> csv::Result<()> {
        match rows {
            None => writer.write_record(columns.iter().map(|column| column.title))?,
            Some(rows) => {
                for row in rows {
                    let cells = columns.iter().map(|column| (column.text)(row));
                    writer.write_record(cells.map(|cell| neutralized(&cell).into_owned()))?;
                }
            }
        }
        Ok(())
    };
    write().map_err(Error::internal("write a table"))?;
    writer
        .into_inner()
        .map_err(|error| Error::internal("write a table")(error.into_error()))
}
