//! A library for the browser: compiled by Cargo, given its JavaScript by wasm-bindgen.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, anyhow, bail};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::read;

const TARGET: &str = "wasm32-unknown-unknown";
const PROFILE: &str = "wasm-release";

pub struct Library {
    pub js: Vec<u8>,
    pub wasm: Vec<u8>,
}

/// Compiles the library of a package.
pub fn build(workspace: &Path, package: &str) -> Result<Library> {
    println!("bundle: compiling the browser's library {package}");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--package", package, "--lib", "--target", TARGET, "--profile", PROFILE])
        // Given by an outer Cargo for another target; the library has flags of its own.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .current_dir(workspace)
        .status()
        .context("cannot start cargo")?;
    if !status.success() {
        bail!(
            "the browser's library {package} does not compile (is the target installed? `rustup target add {TARGET}`)"
        );
    }
    let folder = target(workspace).join(TARGET).join(PROFILE);
    bind(&folder, package)
}

/// Cargo's own target folder, as Cargo would find it.
fn target(workspace: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), |folder| workspace.join(folder))
}

/// Tells what went through an earlier form of [`bind`] from what went through this one.
const FORM: &[u8] = b"short names";

/// Runs wasm-bindgen, unless the same library has been through it before.
fn bind(compiled: &Path, package: &str) -> Result<Library> {
    let (wasm, folder) = (compiled.join(format!("{package}.wasm")), compiled.join("bundle"));
    let seen = folder.join(format!("{package}.seen"));
    let digest = Sha256::new().chain_update(FORM).chain_update(read(&wasm)?).finalize().to_vec();
    if std::fs::read(&seen).ok().as_deref() != Some(&digest) {
        println!("bundle: writing its JavaScript");
        let mut bindgen = Bindgen::new();
        let mut output = bindgen
            .input_path(&wasm)
            .web(true)
            .and_then(|bindgen| {
                bindgen
                    .typescript(false)
                    .remove_name_section(true)
                    .remove_producers_section(true)
                    .out_name(package)
                    .generate_output()
            })
            .map_err(|error| anyhow!("wasm-bindgen refuses the library: {error:#}"))?;
        let names = shorten(output.wasm_mut().imports.iter_mut().map(|import| &mut import.name));
        output.emit(&folder).map_err(|error| anyhow!("wasm-bindgen cannot write the library: {error:#}"))?;
        let js = folder.join(format!("{package}.js"));
        let written = String::from_utf8_lossy(&read(&js)?).into_owned();
        let shortened = names.iter().fold(written, |js, (long, short)| js.replace(long, short));
        std::fs::write(&js, shortened).context("cannot write into the target folder")?;
        std::fs::write(&seen, digest).context("cannot write into the target folder")?;
    }
    let js = read(&folder.join(format!("{package}.js")))?;
    Ok(Library {
        js: lighten(&String::from_utf8_lossy(&js)).into_bytes(),
        wasm: read(&folder.join(format!("{package}_bg.wasm")))?,
    })
}

/// Gives imports that end in a digest a short name instead, and returns both: what looks like chance does not compress, and it would
/// be sent twice.
fn shorten<'n>(names: impl Iterator<Item = &'n mut String>) -> Vec<(String, String)> {
    let is_digest = |end: &str| end.len() == 16 && end.bytes().all(|byte| byte.is_ascii_hexdigit());
    let long = names.filter(|name| name.rsplit_once('_').is_some_and(|(_, end)| is_digest(end)));
    long.enumerate().map(|(at, name)| (std::mem::replace(name, format!("i{at}")), format!("i{at}"))).collect()
}

/// Drops indentation, empty lines and comments that have lines of their own; the rest is left to compression.
fn lighten(js: &str) -> String {
    let mut light = String::with_capacity(js.len());
    let mut in_comment = false;
    for line in js.lines().map(str::trim) {
        in_comment |= line.starts_with("/*");
        let keep = !in_comment && !line.is_empty() && !line.starts_with("//");
        in_comment &= !line.ends_with("*/");
        if keep {
            light.push_str(line);
            light.push('\n');
        }
    }
    light
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_digests_are_shortened() {
        let mut names =
            ["__wbg_append_0123456789abcdef", "__wbg_log_short", "__wbindgen_cast_0000000000000001"].map(str::to_owned);
        let changed = super::shorten(names.iter_mut());
        assert_eq!(names, ["i0", "__wbg_log_short", "i1"]);
        assert_eq!(changed[1], ("__wbindgen_cast_0000000000000001".to_owned(), "i1".to_owned()));
    }

    #[test]
    fn only_whole_line_comments_are_dropped() {
        let js = "/**\n * @param {x}\n */\nlet a = 'http://b';\n\n  // no\n  /* one */\nb(); // stays\n";
        assert_eq!(super::lighten(js), "let a = 'http://b';\nb(); // stays\n");
    }
}
