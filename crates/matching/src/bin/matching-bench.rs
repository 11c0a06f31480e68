//! The benchmark of the supplier match: `matching-bench --data DIR [--every N] [--others N] [--no-validation]`.

use std::{env, fs, path::PathBuf};

use anyhow::{Context, Result, bail};
use matching::train::bench::{Options, run};

fn main() -> Result<()> {
    let mut data = None;
    let mut options = Options {
        every: 1,
        others: 0,
        validate: true,
    };
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || {
            arguments
                .next()
                .and_then(|text| text.parse().ok())
                .context("a number is missing")
        };
        match argument.as_str() {
            "--data" => data = arguments.next().map(PathBuf::from),
            "--every" => options.every = number()?,
            "--others" => options.others = number()?,
            "--no-validation" => options.validate = false,
            other => bail!("unknown argument {other}"),
        }
    }
    let data = data.context("--data DIR is missing: the folder with suppliers and labelled queries")?;
    let work = env::temp_dir().join(format!("vouch-matching-bench-{}", std::process::id()));
    fs::create_dir_all(&work).with_context(|| format!("making {}", work.display()))?;
    let report = run(&data, &work, &options);
    fs::remove_dir_all(&work).with_context(|| format!("removing {}", work.display()))?;
    print!("{}", report?);
    Ok(())
}
