//! The browser bundle: `target/site` with the console's wasm, its JavaScript, the style sheet and the files of
//! `public/`.
//!
//! Every file carries a hash of its content in its name, so that it can be cached for ever; `manifest.json` maps
//! the plain names to these (`{"frontend.css": "frontend.0f3c….css", …}`). In a release bundle `<name>.br` and
//! `<name>.gz` lie beside each file that compression makes smaller. All references between the files are relative:
//! the server may serve the folder under any path.
//!
//! The wasm is split: `frontend_bg.wasm` is what every page needs, and each area of the console has a part of its own
//! that is fetched with its first page. `parts.json` lists their files.
//!
//! A page needs `frontend.css` as its style sheet and `boot.js` as its module script. The latter exists so that a
//! page needs no inline script, which a strict content security policy would refuse.

mod classes;
mod css;
mod parts;
mod site;
mod wasm;

use std::{
    collections::BTreeMap,
    fs::{self, File},
    time::Instant,
};

use anyhow::{Context, Result, ensure};

use self::site::{Site, Size};
use crate::workspace::Workspace;

/// Loads the wasm, starts it, and marks the page, so that tests can wait for it to be interactive.
const BOOT_JS: &str = r#"import init, { hydrate } from "./frontend.js";
await init({ module_or_path: new URL("./frontend_bg.wasm", import.meta.url) });
await hydrate();
document.documentElement.dataset.hydrated = "true";
"#;

/// What every page loads.
const EVERY_PAGE: [&str; 5] = [
    "boot.js",
    "frontend.js",
    "__wasm_split.js",
    "frontend_bg.wasm",
    "frontend.css",
];

/// The file that lists, for each part of the console, what its pages load besides: `{"reviews": ["chunk_4.wasm", …], …}`.
const PARTS: &str = "parts.json";

/// The most that the files of a first page may weigh together, compressed with brotli, whatever page that is.
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
    let style = css::without_comments(&css::style_sheet(workspace)?);
    site.add(
        "frontend.css",
        css::resolve_urls(&style, |name| site.name_of(name))?.into_bytes(),
    )?;
    let bound = wasm::bind(&workspace.path("target/bindgen"), &module, profile)?;
    for (name, content) in bound.files {
        site.add(&name, content)?;
    }
    site.add_scripts(&bound.scripts)?;
    let parts = serde_json::to_vec_pretty(&bound.parts).context("cannot encode the list of parts")?;
    site.add(PARTS, parts)?;
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

/// Prints what a first page weighs, for each part of the console, and compares the heaviest with the budget.
///
/// # Errors
/// When there is no bundle or it is over the budget.
pub fn check_size(workspace: &Workspace) -> Result<()> {
    let heaviest = print_sizes(workspace)?;
    ensure!(
        heaviest <= FIRST_LOAD_BUDGET_BYTES,
        "the first load is over its budget of {} kB; was the bundle built with --release?",
        FIRST_LOAD_BUDGET_BYTES / 1000
    );
    Ok(())
}

/// Prints each file that every page loads, then the sum for the pages of each part, and gives the largest sum of
/// compressed sizes.
fn print_sizes(workspace: &Workspace) -> Result<u64> {
    let folder = workspace.path("target/site");
    let print = |name: &str, size: Size| {
        println!(
            "  {name:<18} {:>9} bytes, {:>8} brotli",
            size.plain_bytes, size.brotli_bytes
        );
    };
    let mut base = Size::default();
    for name in EVERY_PAGE {
        let size = Site::size(&folder, name)?;
        base += size;
        print(name, size);
    }
    print("every page", base);
    let mut heaviest = base.brotli_bytes;
    for (part, files) in Site::read_json::<BTreeMap<String, Vec<String>>>(&folder, PARTS)? {
        let mut total = base;
        for file in &files {
            total += Site::size(&folder, file)?;
        }
        print(&part, total);
        heaviest = heaviest.max(total.brotli_bytes);
    }
    Ok(heaviest)
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
