//! Trains the weights of the supplier match: `matching-train --data DIR --weights FILE`.

use std::{env, fs, path::PathBuf};

use anyhow::{Context, Result, bail};

fn main() -> Result<()> {
    let mut data = None;
    let mut weights = None;
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments.next().map(PathBuf::from);
        match argument.as_str() {
            "--data" => data = value,
            "--weights" => weights = value,
            other => bail!("unknown argument {other}; usage: matching-train --data DIR --weights FILE"),
        }
    }
    let data = data.context("--data DIR is missing: the folder with suppliers and labelled queries")?;
    let weights = weights.context("--weights FILE is missing: where to write the weights")?;
    let index = env::temp_dir().join(format!("vouch-matching-train-{}.index", std::process::id()));
    let trained = matching::train::train(&data, &index);
    fs::remove_file(&index).with_context(|| format!("removing {}", index.display()))?;
    let trained = trained?;
    fs::write(&weights, &trained.weights).with_context(|| format!("writing {}", weights.display()))?;
    print!("{}", trained.report);
    Ok(())
}
