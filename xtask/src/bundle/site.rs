//! The folder of the bundle: hashed names, compressed copies, the manifest.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    ops::AddAssign,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use flate2::{Compression, write::GzEncoder};
use serde::de::DeserializeOwned;

use crate::workspace::Workspace;

const MANIFEST: &str = "manifest.json";

/// Formats that are compressed already.
const COMPRESSED: [&str; 4] = ["woff2", "png", "jpg", "webp"];

/// The files of a bundle, kept in memory until all of them are known.
pub struct Site {
    /// From the plain name to the hashed one.
    names: BTreeMap<String, String>,
    /// From the hashed name to the content.
    files: BTreeMap<String, Vec<u8>>,
    /// Whether compressed copies are made.
    compress: bool,
}

/// What files weigh.
#[derive(Clone, Copy, Default)]
pub struct Size {
    pub plain_bytes: u64,
    /// As sent to a browser: the plain size where there is no compressed copy.
    pub brotli_bytes: u64,
}

impl AddAssign for Size {
    fn add_assign(&mut self, other: Self) {
        self.plain_bytes += other.plain_bytes;
        self.brotli_bytes += other.brotli_bytes;
    }
}

impl Site {
    /// Starts a bundle, with or without compressed copies of its files.
    pub fn new(compress: bool) -> Self {
        Self {
            names: BTreeMap::new(),
            files: BTreeMap::new(),
            compress,
        }
    }

    /// Adds a file under its plain `name`, a path with `/` between folders.
    pub fn add(&mut self, name: &str, content: Vec<u8>) -> Result<()> {
        self.reserve(name, blake3::hash(&content))?;
        self.put(name, content)
    }

    /// Adds scripts that import each other besides files added before. The contents of all of them decide each name.
    pub fn add_scripts(&mut self, scripts: &[(String, Vec<u8>)]) -> Result<()> {
        // What they refer to by its hashed name is told by their contents only once that is put in.
        let mut hasher = blake3::Hasher::new();
        for (_, content) in scripts {
            hasher.update(&self.resolve_imports(content)?);
        }
        let hash = hasher.finalize();
        for (name, _) in scripts {
            self.reserve(name, hash)?;
        }
        for (name, content) in scripts {
            self.put(name, self.resolve_imports(content)?)?;
        }
        Ok(())
    }

    /// Chooses the hashed name.
    fn reserve(&mut self, name: &str, hash: blake3::Hash) -> Result<()> {
        let (stem, extension) = name
            .rsplit_once('.')
            .with_context(|| format!("{name} has no file extension"))?;
        let hashed = format!("{stem}.{}.{extension}", &hash.to_hex()[..16]);
        ensure!(
            self.names.insert(name.to_owned(), hashed).is_none(),
            "two files of the bundle are called {name}"
        );
        Ok(())
    }

    /// Adds the content of a file whose name is known.
    fn put(&mut self, name: &str, content: Vec<u8>) -> Result<()> {
        let hashed = self.names.get(name).expect("a name is reserved first").clone();
        let extension = name.rsplit('.').next().unwrap_or_default();
        if self.compress && !COMPRESSED.contains(&extension) {
            self.add_smaller(format!("{hashed}.br"), brotli(&content)?, content.len());
            self.add_smaller(format!("{hashed}.gz"), gzip(&content)?, content.len());
        }
        self.files.insert(hashed, content);
        Ok(())
    }

    fn add_smaller(&mut self, name: String, compressed: Vec<u8>, plain_bytes: usize) {
        if compressed.len() < plain_bytes {
            self.files.insert(name, compressed);
        }
    }

    /// Gives the hashed name of the file that was added as `name`.
    pub fn name_of(&self, name: &str) -> Option<&str> {
        self.names.get(name).map(String::as_str)
    }

    /// Replaces each `./name` that is imported, or the relative part of a `URL`, by the hashed name of the file that was added
    /// under it. Other strings stay: the wasm asks for its imports by the plain names.
    pub fn resolve_imports(&self, script: &[u8]) -> Result<Vec<u8>> {
        let mut script = String::from_utf8(script.to_vec()).context("a script is not UTF-8")?;
        for (name, hashed) in &self.names {
            for before in ["from ", "import ", "URL("] {
                for quote in ['"', '\''] {
                    let reference = format!("{before}{quote}./{name}{quote}");
                    script = script.replace(&reference, &format!("{before}{quote}./{hashed}{quote}"));
                }
            }
        }
        Ok(script.into_bytes())
    }

    /// Writes the files, then the manifest, then removes what an earlier bundle has left. A server that reads the
    /// folder meanwhile never meets a manifest that names a missing file.
    pub fn write(&self, folder: &Path) -> Result<()> {
        for (name, content) in &self.files {
            write(&folder.join(name), content)?;
        }
        let manifest = serde_json::to_string_pretty(&self.names).context("cannot encode the manifest")?;
        write(&folder.join(MANIFEST), manifest.as_bytes())?;

        let wanted: BTreeSet<&str> = self.files.keys().map(String::as_str).chain([MANIFEST]).collect();
        let site = Workspace::at(folder);
        for path in site.files("", &[])? {
            if !wanted.contains(site.relative(&path).as_str()) {
                fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            }
        }
        Ok(())
    }

    /// Tells whether `folder` holds every file that its manifest names.
    pub fn is_complete(folder: &Path) -> bool {
        read_manifest(folder).is_ok_and(|names| names.values().all(|hashed| folder.join(hashed).is_file()))
    }

    /// Gives the size of the file called `name` in the bundle that lies in `folder`.
    pub fn size(folder: &Path, name: &str) -> Result<Size> {
        let path = find(folder, name)?;
        let bytes = |path: &Path| fs::metadata(path).map(|file| file.len());
        let plain_bytes = bytes(&path).with_context(|| format!("cannot find {}", path.display()))?;
        let brotli_bytes = bytes(&path.with_added_extension("br")).unwrap_or(plain_bytes);
        Ok(Size {
            plain_bytes,
            brotli_bytes,
        })
    }

    /// Reads the JSON file called `name` of the bundle that lies in `folder`.
    pub fn read_json<T: DeserializeOwned>(folder: &Path, name: &str) -> Result<T> {
        let path = find(folder, name)?;
        let content = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_slice(&content).with_context(|| format!("cannot read {name}"))
    }
}

fn find(folder: &Path, name: &str) -> Result<PathBuf> {
    let manifest = read_manifest(folder)?;
    let hashed = manifest
        .get(name)
        .with_context(|| format!("the bundle has no {name}"))?;
    Ok(folder.join(hashed))
}

fn read_manifest(folder: &Path) -> Result<BTreeMap<String, String>> {
    let path = folder.join(MANIFEST);
    let manifest = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&manifest).with_context(|| format!("{} is not a manifest", path.display()))
}

fn write(path: &Path, content: &[u8]) -> Result<()> {
    let folder = path.parent().expect("a file of the bundle lies in a folder");
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 24);
    encoder.write_all(content).context("cannot compress with brotli")?;
    Ok(encoder.into_inner())
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).context("cannot compress with gzip")?;
    encoder.finish().context("cannot compress with gzip")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn imports_point_to_the_hashed_names() {
        let mut site = Site::new(true);
        site.add("b.js", b"export const b = 1;".to_vec()).unwrap();
        let script = site.resolve_imports(b"import { b } from './b.js'; // ./c.js").unwrap();
        let script = String::from_utf8(script).unwrap();
        assert_eq!(
            script,
            format!("import {{ b }} from './{}'; // ./c.js", site.name_of("b.js").unwrap())
        );
    }

    #[test]
    fn scripts_may_import_each_other() {
        let mut site = Site::new(false);
        let script = |name: &str, content: &str| (name.to_owned(), content.as_bytes().to_vec());
        site.add_scripts(&[
            script(
                "a.js",
                "import * as b from \"./b.js\"; const imports = { \"./b.js\": b };",
            ),
            script("b.js", "import { a } from \"./a.js\";"),
        ])
        .unwrap();
        let content = |name: &str| String::from_utf8(site.files[site.name_of(name).unwrap()].clone()).unwrap();
        let (a, b) = (site.name_of("a.js").unwrap(), site.name_of("b.js").unwrap());
        assert_eq!(
            content("a.js"),
            format!("import * as b from \"./{b}\"; const imports = {{ \"./b.js\": b }};")
        );
        assert_eq!(content("b.js"), format!("import {{ a }} from \"./{a}\";"));
    }

    #[test]
    fn same_content_keeps_its_name_and_other_content_gets_another() {
        let name_for = |content: &str| {
            let mut site = Site::new(true);
            site.add("fonts/a.css", content.into()).unwrap();
            site.name_of("fonts/a.css").unwrap().to_owned()
        };
        assert_eq!(name_for("a{}"), name_for("a{}"));
        assert_ne!(name_for("a{}"), name_for("b{}"));
        assert!(name_for("a{}").starts_with("fonts/a."));
    }

    #[test]
    fn writing_again_removes_what_is_no_longer_part_of_the_bundle() {
        let folder = tempfile::tempdir().unwrap();
        let mut first = Site::new(true);
        first.add("a.css", b"a{color:red}".repeat(50)).unwrap();
        first.write(folder.path()).unwrap();
        let mut second = Site::new(true);
        second.add("a.css", b"b{color:red}".repeat(50)).unwrap();
        second.write(folder.path()).unwrap();

        assert!(Site::is_complete(folder.path()));
        let mut names: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let hashed = second.name_of("a.css").unwrap();
        assert_eq!(
            names,
            [
                hashed.to_owned(),
                format!("{hashed}.br"),
                format!("{hashed}.gz"),
                "manifest.json".to_owned()
            ]
        );
    }

    #[test]
    fn a_compressed_copy_holds_the_same_content() {
        let content = b"the quick brown fox ".repeat(100);
        let mut plain = Vec::new();
        let compressed = brotli(&content).unwrap();
        std::io::copy(&mut brotli::Decompressor::new(compressed.as_slice(), 4096), &mut plain).unwrap();
        assert_eq!(plain, content);
        let mut plain = Vec::new();
        let compressed = gzip(&content).unwrap();
        std::io::copy(&mut flate2::read::GzDecoder::new(compressed.as_slice()), &mut plain).unwrap();
        assert_eq!(plain, content);
    }
}
