//! Builds the site: `target/site/` with the browser's library, the style and the public files, named after their
//! content and compressed, and `manifest.json`, which tells the server what they are called.
//!
//! `cargo run -p bundle` builds everything and skips what has not changed; `--style-only` leaves the library alone.

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
        site.keep("js")?;
        site.keep("wasm")?;
    } else {
        let library = library::build(workspace)?;
        site.add("js", "pkg/sentralbord.js", &library.js)?;
        site.add("wasm", "pkg/sentralbord.wasm", &library.wasm)?;
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
