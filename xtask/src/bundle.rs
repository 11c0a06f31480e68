//! The browser bundle: `target/site` with the console's wasm, its JavaScript, the style sheet and the files of
//! `public/`.
//!
//! Every file carries a hash of its content in its name, so that it can be cached for ever; `manifest.json` maps
//! the plain names to these (`{"frontend.css": "frontend.0f3c….css", …}`). In a release bundle `<name>.br` and
//! `<name>.gz` lie beside each file that compression makes smaller. All references between the files are relative:
//! the server may serve the folder under any path.
//!
//! A page needs `frontend.css` as its style sheet and `boot.js` as its module script. The latter exists so that a
//! page needs no inline script, which a strict content security policy would refuse.

mod classes;
mod css;
mod site;
mod wasm;

use std::{
    fs::{self, File},
    time::Instant,
};

use anyhow::{Context, Result, ensure};

use self::site::Site;
use crate::workspace::Workspace;

/// Loads the wasm, starts it, and marks the page, so that tests can wait for it to be interactive.
const BOOT_JS: &str = r#"import init, { hydrate } from "./frontend.js";
await init({ module_or_path: new URL("./frontend_bg.wasm", import.meta.url) });
hydrate();
document.documentElement.dataset.hydrated = "true";
"#;

/// What the first page loads; the budget counts these.
const FIRST_LOAD: [&str; 4] = ["boot.js", "frontend.js", "frontend_bg.wasm", "frontend.css"];

/// The most that the files of [`FIRST_LOAD`] may weigh together, compressed with brotli.
const FIRST_LOAD_BUDGET_BYTES: u64 = 350_000;

/// How much effort goes into a small bundle.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build.
    Dev,
    /// Small.
    Release,
}

impl Profile {
    fn cargo_profile(self) -> &'static str {
        match self {
            Self::Dev => "wasm-dev",
            Self::Release => "wasm-release",
        }
    }

    /// A browser on the same machine gains nothing from compressed files, and they take seconds to make.
    fn compresses(self) -> bool {
        self == Self::Release
    }
}

/// Builds the bundle, unless it was built from the same inputs before.
///
/// # Errors
/// When the console does not compile, a class or a `url()` cannot be resolved, or a file cannot be written.
pub fn bundle(workspace: &Workspace, profile: Profile) -> Result<()> {
    let started = Instant::now();
    let _lock = lock(workspace)?;
    let module = wasm::compile(workspace, profile)?;

    let fingerprint = fingerprint(workspace, profile, &module)?;
    let stamp = workspace.path("target/site.stamp");
    let folder = workspace.path("target/site");
    let unchanged = fs::read_to_string(&stamp).is_ok_and(|stamp| stamp == fingerprint);
    if unchanged && Site::is_complete(&folder) {
        println!("bundle: target/site is up to date");
        return Ok(());
    }

    let mut site = Site::new(profile.compresses());
    for path in workspace.files("public", &[])? {
        let name = workspace.relative(&path);
        let name = name.strip_prefix("public/").expect("listed below public");
        site.add(
            name,
            fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?,
        )?;
    }
    let style = css::style_sheet(workspace)?;
    site.add(
        "frontend.css",
        css::resolve_urls(&style, |name| site.name_of(name))?.into_bytes(),
    )?;
    for (name, content) in wasm::bind(&workspace.path("target/bindgen"), &module, profile)? {
        let content = if name == "frontend.js" {
            site.resolve_imports(&content)?
        } else {
            content
        };
        site.add(&name, content)?;
    }
    let boot = site.resolve_imports(BOOT_JS.as_bytes())?;
    site.add("boot.js", boot)?;

    site.write(&folder)?;
    fs::write(&stamp, fingerprint).with_context(|| format!("cannot write {}", stamp.display()))?;
    println!(
        "bundle: target/site written in {:.1} s",
        started.elapsed().as_secs_f64()
    );
    if profile.compresses() {
        print_sizes(workspace)?;
    }
    Ok(())
}

/// Waits until no other process writes the bundle; the lock lasts as long as the file is open.
fn lock(workspace: &Workspace) -> Result<File> {
    let path = workspace.path("target/site.lock");
    fs::create_dir_all(workspace.path("target")).context("cannot create target")?;
    let file = File::create(&path).with_context(|| format!("cannot create {}", path.display()))?;
    file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
    Ok(file)
}

/// Prints the size of the first load and compares it with its budget.
///
/// # Errors
/// When there is no bundle or it is over the budget.
pub fn check_size(workspace: &Workspace) -> Result<()> {
    let total = print_sizes(workspace)?;
    ensure!(
        total <= FIRST_LOAD_BUDGET_BYTES,
        "the first load is over its budget of {} kB; was the bundle built with --release?",
        FIRST_LOAD_BUDGET_BYTES / 1000
    );
    Ok(())
}

/// Prints each file of the first load with its sizes in bytes and gives the sum of the compressed ones.
fn print_sizes(workspace: &Workspace) -> Result<u64> {
    let sizes = Site::sizes(&workspace.path("target/site"), &FIRST_LOAD)?;
    for (name, size) in FIRST_LOAD.iter().zip(&sizes) {
        println!(
            "  {name:<18} {:>9} bytes, {:>8} brotli",
            size.plain_bytes, size.brotli_bytes
        );
    }
    let total = sizes.iter().map(|size| size.brotli_bytes).sum();
    println!(
        "  {:<18} {:>9} bytes, {total:>8} brotli",
        "first load",
        sizes.iter().map(|size| size.plain_bytes).sum::<u64>()
    );
    Ok(total)
}

/// Identifies everything that decides what the bundle contains, this program included.
fn fingerprint(workspace: &Workspace, profile: Profile, module: &[u8]) -> Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(profile.cargo_profile().as_bytes());
    hasher.update(module);
    for folder in ["style", "public", "app/src", "xtask/src"] {
        for path in workspace.files(folder, &[])? {
            let content = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            hasher.update(workspace.relative(&path).as_bytes());
            hasher.update(&(content.len() as u64).to_le_bytes());
            hasher.update(&content);
        }
    }
    Ok(hasher.finalize().to_hex().to_string())
}
