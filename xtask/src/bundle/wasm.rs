//! The console as WebAssembly, in parts, and the JavaScript that loads it.

use std::{
    collections::BTreeMap,
    fs, mem,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use wasm_bindgen_cli_support::Bindgen;

use super::{
    Profile,
    parts::{self, Modules},
};
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
            "rustc",
            "--package",
            "frontend",
            "--lib",
            "--target",
            TARGET,
            "--profile",
            profile,
            // What the splitter finds the references between functions with.
            "--",
            "-Clink-arg=--emit-relocs",
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

/// What a browser loads, each file with its name.
pub struct Bound {
    /// Snippets that crates bring along, the wasm that every page needs (`frontend_bg.wasm`), and the files of its further parts.
    pub files: Vec<(String, Vec<u8>)>,
    /// `frontend.js` and the script that loads the parts. They import each other, and refer to the files.
    pub scripts: Vec<(String, Vec<u8>)>,
    /// For each part that `lazy_pages!` names in the console's source, the files that its pages need besides.
    pub parts: BTreeMap<String, Vec<String>>,
}

/// Splits a compiled module by the pages that need its functions, and makes the JavaScript that loads it.
pub fn bind(folder: &Path, module: &[u8], profile: Profile) -> Result<Bound> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    let parts_folder = folder.join("parts");
    let main = folder.join("main.wasm");
    fs::create_dir_all(&parts_folder).with_context(|| format!("cannot create {}", parts_folder.display()))?;
    let mut options = wasm_split_cli_support::Options::new(module);
    options.output_dir = &parts_folder;
    options.main_out_path = &main;
    options.link_name = "./__wasm_split.js";
    options.main_module = "./frontend.js";
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("{error:#}"))
        .context("cannot split the module")?;

    let mut bound = Bindgen::new()
        .input_path(&main)
        .out_name("frontend")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        // The parts call functions of the main module by the names that the splitter gave these.
        .keep_lld_exports(true)
        .demangle(false)
        .remove_name_section(profile == Profile::Release)
        .remove_producers_section(true)
        .generate_output()
        .context("wasm-bindgen refuses the module")?;
    // Names like `__wbg_then_3a4f899454bcf8c9`: in the module and in the script their hashes are what compresses worst.
    let mut short_names = Vec::new();
    for (number, import) in bound.wasm_mut().imports.iter_mut().enumerate() {
        if import.name.starts_with("__wbg_") {
            let long = mem::replace(&mut import.name, format!("__wbg_{number}"));
            short_names.push((long, import.name.clone()));
        }
    }
    bound.emit(folder).context("cannot write what wasm-bindgen made")?;

    let mut files = Vec::new();
    for path in Workspace::at(folder).files("snippets", &["js"])? {
        files.push((Workspace::at(folder).relative(&path), read(&path)?));
    }
    let mut every_page = read(&folder.join("frontend_bg.wasm"))?;
    if profile == Profile::Release {
        blank_paths(&mut every_page);
    }
    files.push(("frontend_bg.wasm".to_owned(), every_page));
    let mut modules = Modules::new();
    for (part, names) in split.prefetch_map {
        let read_module = |name: String| {
            let module = read(&parts_folder.join(format!("{name}.wasm")))?;
            let module = match profile {
                Profile::Release => {
                    let mut module = without_custom_sections(&module)?;
                    blank_paths(&mut module);
                    module
                }
                Profile::Dev => module,
            };
            Ok((name, module))
        };
        modules.insert(part, names.into_iter().map(read_module).collect::<Result<_>>()?);
    }
    for (part, modules) in &modules {
        files.push((parts::file_name(part), parts::file(modules)));
    }
    let mut script = String::from_utf8(read(&folder.join("frontend.js"))?).context("a script is not UTF-8")?;
    for (long, short) in &short_names {
        script = script.replace(&format!("{long}:"), &format!("{short}:"));
    }
    // The linker takes a function that nothing defines for one that the page brings along. Ours brings none.
    ensure!(
        !script.contains("from \"env\""),
        "the module calls functions that nothing defines; remove {TARGET} from the target directory and build again"
    );
    if profile == Profile::Release {
        script = without_comments(&script);
    }
    let splitters = String::from_utf8(read(&parts_folder.join("__wasm_split.js"))?).context("a script is not UTF-8")?;
    let loading = parts::loading_script(&splitters, &modules)?;
    let scripts = vec![
        ("frontend.js".to_owned(), script.into_bytes()),
        ("__wasm_split.js".to_owned(), loading.into_bytes()),
    ];
    let parts = modules.keys().map(|part| (part.clone(), vec![parts::file_name(part)]));
    Ok(Bound {
        files,
        scripts,
        parts: parts.collect(),
    })
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Removes the sections of a module that only debuggers read, the names of its functions above all.
fn without_custom_sections(module: &[u8]) -> Result<Vec<u8>> {
    const CUSTOM: u8 = 0;
    let (header, mut rest) = module.split_at_checked(8).context("a module has a header")?;
    let mut stripped = header.to_vec();
    while let Some((&id, after_id)) = rest.split_first() {
        let size_bytes = after_id.iter().take_while(|byte| **byte >= 0x80).count() + 1;
        let (size, after_size) = after_id
            .split_at_checked(size_bytes)
            .context("a section of the module has no size")?;
        let size = size
            .iter()
            .rev()
            .fold(0, |size, byte| size << 7 | usize::from(byte & 0x7f));
        let after_section = after_size.get(size..).context("a section of the module is cut off")?;
        let (section, after_section) = rest.split_at(rest.len() - after_section.len());
        if id != CUSTOM {
            stripped.extend_from_slice(section);
        }
        rest = after_section;
    }
    Ok(stripped)
}

/// Blanks the paths of other crates' sources, by which a panic says where it was: they name folders of the machine that compiled,
/// and a browser downloads some 15 kB of them. The console's own are relative, and stay.
fn blank_paths(module: &mut [u8]) {
    const BEGINNINGS: [&[u8]; 2] = [b"/registry/src/", b"/rustc/"];
    const END: &[u8] = b".rs";
    let is_of_path = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-+".contains(byte);
    let mut at = 0;
    while at < module.len() {
        let Some(beginning) = BEGINNINGS.iter().find(|beginning| module[at..].starts_with(beginning)) else {
            at += 1;
            continue;
        };
        let before = module[..at].iter().rev().take_while(|byte| is_of_path(byte)).count();
        let after = at + beginning.len();
        let rest = module[after..].iter().take_while(|byte| is_of_path(byte)).count();
        // Texts follow each other without an end: the path is over with the first file name.
        let end = module[after..after + rest]
            .windows(END.len())
            .position(|window| window == END);
        if let Some(end) = end {
            // What stands before belongs to it only from the root on.
            let from = module[at - before..at]
                .iter()
                .position(|byte| *byte == b'/')
                .map_or(at, |root| at - before + root);
            module[from..after + end + END.len()].fill(b' ');
        }
        at = after;
    }
}

/// Leaves out what a script says to people: its comments and the indentation.
fn without_comments(script: &str) -> String {
    let mut in_comment = false;
    let is_code = |line: &&str| {
        in_comment |= line.starts_with("/**");
        let skipped = in_comment || line.starts_with("//");
        in_comment &= !line.ends_with("*/");
        !skipped && !line.is_empty()
    };
    let lines: Vec<&str> = script.lines().map(str::trim).filter(is_code).collect();
    lines.join("\n")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn custom_sections_are_left_out() {
        let header = b"\0asm\x01\0\0\0";
        let long = [&[10, 0x80, 0x01][..], &[7; 128]].concat();
        let module = [&header[..], &[1, 2, 8, 9], &[0, 3, 1, b'n', 5], &long].concat();
        let expected = [&header[..], &[1, 2, 8, 9], &long].concat();
        assert_eq!(without_custom_sections(&module).unwrap(), expected);
        assert!(without_custom_sections(&module[..module.len() - 1]).is_err());
    }

    #[test]
    fn paths_of_other_crates_are_blank() {
        let mut module = b"\x01ok/home/a/.cargo/registry/src/index-1/serde-1.0/src/de.rsnot a path\0/rustc/59ab/core/src/str.rs/x\0app/src/lib.rs".to_vec();
        let length = module.len();
        blank_paths(&mut module);
        let text = String::from_utf8(module).unwrap();
        assert_eq!(text.len(), length);
        let words: Vec<&str> = text.split([' ', '\0']).filter(|word| !word.is_empty()).collect();
        assert_eq!(words, ["\x01ok", "not", "a", "path", "/x", "app/src/lib.rs"]);
    }

    #[test]
    fn comments_and_indentation_are_left_out() {
        let script = "// one\nlet a = 1; // stays\n/**\n * two\n */\n    a();\n\n/** three */\nb(\"/** c */\");\n";
        assert_eq!(without_comments(script), "let a = 1; // stays\na();\nb(\"/** c */\");");
    }
}
