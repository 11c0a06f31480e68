//! The parts of the console's wasm, one file for each.
//!
//! The splitter makes a module for each part, and further ones of what several parts need: dozens, most of them small, and
//! all full of functions that are alike. In one compressed file they take a quarter less room than in files of their own. So the
//! modules that a part needs lie in its file one behind the other; those that another part has started already are passed over.

use std::{collections::BTreeMap, fmt::Write};

use anyhow::{Context, Result};

/// How the browser takes the modules out of such a file; follows the functions of the splitter's own script.
const RUNTIME: &str = include_str!("parts.js");

/// A part as the splitter names it, with the modules that its pages need, each with its name.
pub type Modules = BTreeMap<String, Vec<(String, Vec<u8>)>>;

/// Gives the file of a part for its name.
pub fn file_name(part: &str) -> String {
    format!("{part}.bin")
}

/// Gives the modules of a part one behind the other.
pub fn file(modules: &[(String, Vec<u8>)]) -> Vec<u8> {
    modules.iter().flat_map(|(_, module)| module).copied().collect()
}

/// Makes the script that loads the parts of the one that the splitter has written, which fetches each module by itself: keeps
/// what it shares between modules and how it calls back, and puts other loaders in place of its own.
pub fn loading_script(splitters: &str, parts: &Modules) -> Result<String> {
    let loaders = ["\nconst __chunk_", "\nexport const __wasm_split_load_"];
    let end = loaders.iter().filter_map(|loader| splitters.find(loader)).min();
    let end = end.context("the splitter's script loads nothing")?;
    // Short names come first, as with the splitter, so that the numbers within a part rise.
    let modules = parts.values().flatten();
    let sizes: BTreeMap<_, _> = modules
        .map(|(name, module)| ((name.len(), name), module.len()))
        .collect();
    let names: Vec<_> = sizes.keys().map(|(_, name)| *name).collect();
    let sizes: Vec<_> = sizes.values().collect();

    let mut script = format!("{}\n{RUNTIME}const sizes = {sizes:?};\n", &splitters[..end]);
    for (part, modules) in parts {
        let number = |(name, _): &(String, _)| names.iter().position(|known| *known == name);
        let numbers: Option<Vec<_>> = modules.iter().map(number).collect();
        let numbers = numbers.expect("every module has a number");
        let file = file_name(part);
        writeln!(
            script,
            "export const __wasm_split_load_{part} = wrapAsyncCb(makeLoad(() => \
             part(new URL(\"./{file}\", import.meta.url), {numbers:?}), []));"
        )
        .expect("a text takes any text");
    }
    Ok(script)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn script_tells_which_modules_of_what_size_lie_in_a_file() {
        let modules = vec![("chunk_3".to_owned(), vec![1, 2]), ("split_a".to_owned(), vec![3])];
        assert_eq!(file(&modules), [1, 2, 3]);

        let splitters =
            "function makeLoad() {}\n/* a, b */\nconst __chunk_3 = 1;\nexport const __wasm_split_load_a = 2;\n";
        let script = loading_script(splitters, &Modules::from([("a".to_owned(), modules)])).unwrap();
        assert!(script.starts_with("function makeLoad() {}\n"));
        assert!(!script.contains("__chunk_3"));
        assert!(script.contains("const sizes = [2, 1];"));
        assert!(
            script.contains(r#"part(new URL("./a.bin", import.meta.url), [0, 1])"#),
            "{script}"
        );
    }

    #[test]
    fn script_without_loaders_is_refused() {
        assert!(loading_script("function makeLoad() {}\n", &Modules::new()).is_err());
    }
}
