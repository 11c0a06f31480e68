//! Trains the weights of the supplier match:
//! `matching-train --data DIR [--weights FILE --words FILE --card FILE] [--misses FILE]`.
//!
//! Without file names it replaces the weights and the model card of this crate. The misses of the validation are written for
//! reading only when asked for.

use std::{env, fs, path::PathBuf};

use anyhow::{Context, Result, bail};

fn main() -> Result<()> {
    let mut data = None;
    let mut weights = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/model/weights.txt"));
    let mut words = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/model/words.txt"));
    let mut misses = None;
    let mut card = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/MODEL.md"));
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments
            .next()
            .map(PathBuf::from)
            .with_context(|| format!("{argument} needs a value"))?;
        match argument.as_str() {
            "--data" => data = Some(value),
            "--weights" => weights = value,
            "--words" => words = value,
            "--card" => card = value,
            "--misses" => misses = Some(value),
            other => bail!("unknown argument {other}"),
        }
    }
    let data = data.context("--data DIR is missing: the folder with suppliers and labelled queries")?;
    let index = env::temp_dir().join(format!("vouch-matching-train-{}.index", std::process::id()));
    let trained = matching::train::train(&data, &index);
    fs::remove_file(&index).with_context(|| format!("removing {}", index.display()))?;
    let trained = trained?;
    fs::write(&weights, &trained.weights).with_context(|| format!("writing {}", weights.display()))?;
    fs::write(&words, &trained.words).with_context(|| format!("writing {}", words.display()))?;
    fs::write(&card, &trained.card).with_context(|| format!("writing {}", card.display()))?;
    if let Some(misses) = misses {
        fs::write(&misses, &trained.misses).with_context(|| format!("writing {}", misses.display()))?;
    }
    print!("{}", trained.report);
    Ok(())
}
