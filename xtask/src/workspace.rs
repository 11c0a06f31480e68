//! The source tree: where it is and which files are in it.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

/// Folders that are made, not written: build results and installed packages.
const GENERATED: [&str; 4] = ["target", "node_modules", ".git", "vouch-data"];

/// The root folder of the workspace.
pub struct Workspace(PathBuf);

impl Workspace {
    /// Gives the workspace that this program was compiled in.
    pub fn here() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .expect("xtask lies one folder below the root");
        Self(root.to_owned())
    }

    /// Gives `root` as a source tree.
    pub fn at(root: &Path) -> Self {
        Self(root.to_owned())
    }

    /// Joins `relative` to the root.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.0.join(relative)
    }

    /// Gives the folder of cargo's results.
    pub fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.path("target"), |target| self.0.join(target))
    }

    /// Gives `path` as seen from the root, with `/` between folders.
    pub fn relative(&self, path: &Path) -> String {
        path.strip_prefix(&self.0)
            .unwrap_or(path)
            .to_string_lossy()
            .replace('\\', "/")
    }

    /// Lists the files below the folder `relative` with one of the `extensions` (all files when empty), in the
    /// order of their paths. A folder that does not exist has no files; what a build has made is left out.
    pub fn files(&self, relative: &str, extensions: &[&str]) -> io::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        let folder = self.path(relative);
        if folder.is_dir() {
            collect(&folder, extensions, &mut found)?;
        }
        found.sort();
        Ok(found)
    }

    /// Gives the cargo that runs this program (or the one in the path), to be started in the root.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.0);
        command
    }
}

fn collect(folder: &Path, extensions: &[&str], found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if !GENERATED.iter().any(|name| entry.file_name() == *name) {
                collect(&path, extensions, found)?;
            }
        } else if extensions.is_empty()
            || path
                .extension()
                .is_some_and(|extension| extensions.iter().any(|wanted| extension == *wanted))
        {
            found.push(path);
        }
    }
    Ok(())
}
