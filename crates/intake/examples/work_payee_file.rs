//! Measures how fast a payee file is worked against a supplier master, through the same use cases as an upload.
//!
//! ```text
//! cargo run --release -p intake --example work_payee_file -- SUPPLIERS.csv[.gz] ROWS
//! ```
//!
//! The rows are the master's own names, every third one misspelled and every third one replaced by a name that is not
//! in it. Prints wall-clock seconds, processor seconds of the whole process and rows per second.

use std::{env, error::Error, fmt::Write, fs, sync::Arc, time::Instant};

use contract::{Actor, DocumentId, OrganizationId, UploadPurpose};
use futures::stream;
use intake::{
    Env,
    blobs::Blobs,
    documents::Documents,
    imports::{ImportHandler, Imports, JOB_KIND as IMPORT_KIND},
    indexes::Indexes,
    jobs::DurableQueue,
    payee_files::{PayeeFileWork, PayeeFiles, WORK_KIND},
    tabular::{Limits, Table},
};
use platform::{
    Random, SystemClock,
    runner::{Finish, Handler, JobRun, Queue},
};
use store::{
    ConnectOptions, Db, Json,
    tables::organization::{self, OrganizationRow},
};

type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome {
    let mut arguments = env::args().skip(1);
    let (Some(suppliers), Some(rows)) = (arguments.next(), arguments.next()) else {
        return Err("usage: work_payee_file SUPPLIERS.csv ROWS".into());
    };
    let rows: u32 = rows.parse()?;
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("vouch.db").display());
    let db = Db::connect(&url, ConnectOptions::default()).await?;
    let env = Env::new(db, Arc::new(SystemClock), Random::from_os());
    env.db.migrate().await?;
    let actor = Actor::system(add_organization(&env).await?, "benchmark");

    let documents = Documents::new(env.clone(), Blobs::open(folder.path())?);
    let indexes = Arc::new(Indexes::new(env.clone(), folder.path()));
    let imports = Imports::new(env.clone(), documents.clone(), Arc::clone(&indexes));
    let files = PayeeFiles::new(env.clone(), documents.clone());
    let queue = DurableQueue::new(env.clone(), "benchmark");

    let document = receive(&documents, &actor, UploadPurpose::SupplierImport, fs::read(&suppliers)?).await?;
    imports.start(&actor, document, None).await?;
    measure(
        "supplier import",
        &queue,
        IMPORT_KIND,
        &*ImportHandler::new(imports.clone()),
    )
    .await?;

    let vendors = vendors(&Table::open(suppliers.as_ref(), &Limits::default())?, rows)?;
    let document = receive(&documents, &actor, UploadPurpose::PayeeFile, vendors.into_bytes()).await?;
    let file = files.start(&actor, document, None).await?;
    let work = PayeeFileWork::new(env.clone(), documents, indexes);
    let seconds = measure("payee file", &queue, WORK_KIND, &work).await?;
    let done = files.get(&actor, file.id).await?;
    println!(
        "{:?}, {} rows, {:.0} rows/s",
        done.status,
        done.progress.done_rows,
        f64::from(rows) / seconds
    );
    println!("{:?}", done.split);
    Ok(())
}

/// Runs the one job of a kind; gives the seconds it took.
async fn measure(what: &str, queue: &DurableQueue, kind: &str, handler: &dyn Handler) -> Outcome<f64> {
    let job = queue.claim(&[kind]).await?.ok_or("no job")?;
    let (run, _stop) = JobRun::new(job.clone());
    let (began, processor) = (Instant::now(), processor_seconds()?);
    handler.run(run).await?;
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{what}: {seconds:.1} s, {:.1} processor seconds",
        processor_seconds()? - processor
    );
    queue.finish(&job, Finish::Done).await?;
    Ok(seconds)
}

/// What this process has used of the processors (`utime` and `stime` of proc(5), in the usual 100 ticks a second).
fn processor_seconds() -> Outcome<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = behind_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(str::parse::<f64>)
        .sum::<Result<f64, _>>()?;
    Ok(ticks / 100.0)
}

fn vendors(suppliers: &Table, rows: u32) -> Outcome<String> {
    let find = |name: &str| {
        suppliers
            .headers()
            .iter()
            .position(|header| header.eq_ignore_ascii_case(name))
    };
    let (name, city) = (find("name").ok_or("no column \"name\"")?, find("city"));
    let mut text = "Vendor Name\tCity\n".to_owned();
    for (number, row) in suppliers.rows()?.take(rows.try_into()?).enumerate() {
        let row = row?;
        let letters: Vec<char> = row.cell(name).chars().filter(|c| *c != '\t').collect();
        let middle = letters.len() / 2;
        let vendor: String = match number % 3 {
            0 => letters.into_iter().collect(),
            1 => letters
                .into_iter()
                .enumerate()
                .filter(|(at, _)| *at != middle)
                .map(|(_, c)| c)
                .collect(),
            _ => letters.into_iter().rev().collect(),
        };
        writeln!(text, "{vendor}\t{}", city.map_or("", |city| row.cell(city)))?;
    }
    Ok(text)
}

async fn receive(documents: &Documents, actor: &Actor, purpose: UploadPurpose, bytes: Vec<u8>) -> Outcome<DocumentId> {
    let bytes = stream::iter([Ok::<_, std::convert::Infallible>(bytes)]);
    Ok(documents.receive(actor, purpose, "benchmark", bytes).await?.id)
}

async fn add_organization(env: &Env) -> Outcome<OrganizationId> {
    let row = OrganizationRow {
        id: env.ids.next(),
        name: "Benchmark".to_owned(),
        settings: Json(serde_json::json!({})),
        created_at: env.now(),
    };
    let mut tx = env.db.begin().await?;
    organization::insert(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(row.id)
}
