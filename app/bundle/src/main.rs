//! Builds the site: `target/site/` with the browser's libraries, the style and the public files, named after their
//! content and compressed, and `manifest.json`, which tells the server what they are called.
//!
//! `cargo run -p bundle` builds everything and skips what has not changed; `--style-only` leaves the libraries alone.

mod library;
mod site;
mod style;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::site::Site;

fn main() -> std::process::ExitCode {
    let style_only = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("--style-only") => true,
        Some(_) => {
            eprintln!("bundle: the only option is --style-only.");
            return std::process::ExitCode::from(2);
        }
    };
    match build(&workspace(), style_only) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bundle: {error:#}.");
            std::process::ExitCode::FAILURE
        }
    }
}

fn build(workspace: &Path, style_only: bool) -> Result<()> {
    let mut site = Site::open(workspace.join("target/site"))?;
    println!("bundle: joining the style");
    site.add("css", "pkg/main.css", &style::bundle(&workspace.join("style/main.css"))?)?;
    site.add_public(&workspace.join("style/public"))?;
    if style_only {
        ["js", "wasm", "engine_js", "engine_wasm"].iter().try_for_each(|key| site.keep(key))?;
    } else {
        let islands = library::build(workspace, "client")?;
        site.add("js", "pkg/sentralbord.js", &islands.js)?;
        site.add("wasm", "pkg/sentralbord.wasm", &islands.wasm)?;
        let engine = library::build(workspace, "engine")?;
        site.add("engine_js", "pkg/engine.js", &engine.js)?;
        site.add("engine_wasm", "pkg/engine.wasm", &engine.wasm)?;
    }
    site.close()
}

/// The workspace that this program was built from, or the one that it is run in.
fn workspace() -> PathBuf {
    let built_from = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(Path::to_path_buf);
    let here = std::env::current_dir().unwrap_or_default();
    if here.join("style/main.css").is_file() { here } else { built_from.unwrap_or(here) }
}

/// Reads a file, or says which one could not be read.
fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}
