//! Trains the payee-type model: `payee-train --data DIR [--every N] [--unlicensed] [--errors FILE] [--dry-run]`.
//!
//! Writes `weights/payee.bin`, `weights/version.txt` and `MODEL_CARD.md` of this crate. Deterministic: the same data
//! give the same bytes. `--every` and `--unlicensed` are for experiments and write nothing.

use std::error::Error;
use std::path::{Path, PathBuf};

use payee::train::{Dataset, Options, run};

struct Arguments {
    data: PathBuf,
    options: Options,
    errors: Option<PathBuf>,
    dry_run: bool,
}

fn arguments() -> Result<Arguments, String> {
    let mut arguments = Arguments {
        data: Dataset::usual_folder(),
        options: Options::default(),
        errors: None,
        dry_run: false,
    };
    let mut rest = std::env::args().skip(1);
    while let Some(flag) = rest.next() {
        let mut value = || rest.next().ok_or_else(|| format!("{flag} needs a value"));
        match flag.as_str() {
            "--data" => arguments.data = PathBuf::from(value()?),
            "--every" => {
                arguments.options.every = value()?
                    .parse()
                    .map_err(|_| "--every needs a number from 1".to_owned())?;
            }
            "--errors" => arguments.errors = Some(PathBuf::from(value()?)),
            "--unlicensed" => arguments.options.unlicensed = true,
            "--dry-run" => arguments.dry_run = true,
            other => return Err(format!("unknown argument {other}")),
        }
    }
    if arguments.options.every == 0 {
        return Err("--every needs a number from 1".to_owned());
    }
    arguments.dry_run |= arguments.options.every > 1 || arguments.options.unlicensed;
    Ok(arguments)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = arguments()?;
    let dataset = Dataset::read(&arguments.data)?;
    let outcome = run(&dataset, arguments.options, |step| eprintln!("{step}"));
    println!("{}", outcome.report.table());
    if let Some(path) = arguments.errors {
        let mut writer = csv::Writer::from_path(path)?;
        for (name, source, label, best, confidence) in &outcome.report.errors {
            writer.write_record([
                name,
                source,
                &label.to_string(),
                &best.to_string(),
                &confidence.to_string(),
            ])?;
        }
        writer.flush()?;
    }
    if !arguments.dry_run {
        let home = Path::new(env!("CARGO_MANIFEST_DIR"));
        let weights = outcome.weights();
        std::fs::write(home.join("weights/version.txt"), payee::train::version_of(&weights))?;
        std::fs::write(home.join("weights/payee.bin"), weights)?;
        std::fs::write(home.join("MODEL_CARD.md"), outcome.card())?;
    }
    Ok(())
}
