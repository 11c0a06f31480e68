//! The console as WebAssembly, and the JavaScript that loads it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail, ensure};
use wasm_bindgen_cli_support::Bindgen;

use super::Profile;
use crate::workspace::Workspace;

const TARGET: &str = "wasm32-unknown-unknown";

/// Compiles `frontend` and gives the module as the compiler wrote it.
pub fn compile(workspace: &Workspace, profile: Profile) -> Result<Vec<u8>> {
    let profile = profile.cargo_profile();
    let (mut cargo, target_dir) = match compiler(workspace)? {
        Compiler::OfWorkspace => (workspace.cargo(), workspace.target()),
        // Another compiler version would rebuild the workspace's own results back and forth: it gets a folder of
        // its own.
        Compiler::Other { rustc } => {
            let mut command = Command::new(rustc.with_file_name("cargo"));
            command
                .current_dir(workspace.path("."))
                .env("RUSTC", &rustc)
                .env_remove("RUSTUP_TOOLCHAIN");
            (command, workspace.target().join("wasm"))
        }
    };
    let status = cargo
        .args([
            "build",
            "--package",
            "frontend",
            "--lib",
            "--target",
            TARGET,
            "--profile",
            profile,
        ])
        .env("CARGO_TARGET_DIR", &target_dir)
        .status()
        .context("cannot start cargo")?;
    ensure!(status.success(), "the console does not compile for the browser");
    let module = target_dir.join(TARGET).join(profile).join("frontend.wasm");
    fs::read(&module).with_context(|| format!("cannot read {}", module.display()))
}

enum Compiler {
    /// The compiler of the workspace has the browser as a target.
    OfWorkspace,
    /// Only another compiler has it: the path of that `rustc`, with its `cargo` beside it.
    Other { rustc: PathBuf },
}

/// Finds a compiler that can compile for the browser, or installs what is missing.
fn compiler(workspace: &Workspace) -> Result<Compiler> {
    let script = workspace.path("xtask/wasm-toolchain.sh");
    let output = Command::new(&script)
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {}", script.display()))?;
    if !output.status.success() {
        bail!("no Rust compiler for the browser; the lines above say why");
    }
    let rustc = String::from_utf8(output.stdout).context("the path of the compiler is not UTF-8")?;
    Ok(match rustc.trim() {
        "rustc" => Compiler::OfWorkspace,
        other => Compiler::Other {
            rustc: PathBuf::from(other),
        },
    })
}

/// Makes of a compiled module the files that a browser loads, each with its name: first snippets that crates bring
/// along, then the module, then `frontend.js` which refers to the former.
pub fn bind(folder: &Path, module: &[u8], profile: Profile) -> Result<Vec<(String, Vec<u8>)>> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    Bindgen::new()
        .input_bytes("frontend", module.to_vec())
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(profile == Profile::Release)
        .remove_producers_section(true)
        .generate(folder)
        .context("wasm-bindgen refuses the module")?;

    let mut files = Vec::new();
    for path in Workspace::at(folder).files("snippets", &["js"])? {
        let name = path
            .strip_prefix(folder)
            .expect("listed below the folder")
            .to_string_lossy()
            .into_owned();
        files.push((name, path));
    }
    for name in ["frontend_bg.wasm", "frontend.js"] {
        files.push((name.to_owned(), folder.join(name)));
    }
    files
        .into_iter()
        .map(|(name, path)| {
            let content = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            Ok((name, content))
        })
        .collect()
}
