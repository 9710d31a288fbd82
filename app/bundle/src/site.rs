//! The folder of finished files.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

use crate::read;

/// Files are added one by one; `close` writes the manifest and removes what no longer belongs.
pub struct Site {
    root: PathBuf,
    former: BTreeMap<String, String>,
    manifest: BTreeMap<String, String>,
    current: BTreeSet<PathBuf>,
}

impl Site {
    pub fn open(root: PathBuf) -> Result<Self> {
        fs::create_dir_all(root.join("pkg")).with_context(|| format!("cannot create {}", root.display()))?;
        let former = fs::read(root.join("manifest.json"))
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok())
            .unwrap_or_default();
        Ok(Self { root, former, manifest: BTreeMap::new(), current: BTreeSet::new() })
    }

    /// Writes a file under a name that holds its content's hash, so that it may be cached for ever.
    pub fn add(&mut self, key: &str, path: &str, content: &[u8]) -> Result<()> {
        let (stem, extension) = path.rsplit_once('.').ok_or_else(|| anyhow!("{path} has no extension"))?;
        let hash = Sha256::digest(content)[..6].iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        let name = format!("{stem}.{hash}.{extension}");
        self.write(&name, content)?;
        self.manifest.insert(key.to_owned(), name);
        Ok(())
    }

    /// Copies files that must keep their names, such as the icon.
    pub fn add_public(&mut self, folder: &Path) -> Result<()> {
        for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            self.write(&name, &read(&path)?)?;
            self.manifest.insert(name.clone(), name);
        }
        Ok(())
    }

    /// Leaves a file of the last build as it is.
    pub fn keep(&mut self, key: &str) -> Result<()> {
        let name =
            self.former.get(key).ok_or_else(|| anyhow!("there is no {key} yet; run without --style-only once"))?;
        for file in with_compressed(name) {
            self.current.insert(self.root.join(file));
        }
        self.manifest.insert(key.to_owned(), name.clone());
        Ok(())
    }

    pub fn close(mut self) -> Result<()> {
        let manifest = self.root.join("manifest.json");
        write_if_new(&manifest, format!("{}\n", serde_json::to_string_pretty(&self.manifest)?).as_bytes())?;
        self.current.insert(manifest);
        for folder in [self.root.clone(), self.root.join("pkg")] {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if path.is_file() && !self.current.contains(&path) {
                    fs::remove_file(path)?;
                }
            }
        }
        for key in ["css", "js", "wasm", "engine_js", "engine_wasm"] {
            if let Some(name) = self.manifest.get(key) {
                let size = |name: &str| fs::metadata(self.root.join(name)).map(|file| file.len()).unwrap_or_default();
                println!("bundle: {name}, {} bytes, {} compressed", size(name), size(&format!("{name}.br")));
            }
        }
        Ok(())
    }

    fn write(&mut self, name: &str, content: &[u8]) -> Result<()> {
        let path = self.root.join(name);
        let packed: [PathBuf; 3] = with_compressed(name).map(|name| self.root.join(name));
        if !packed.iter().all(|file| file.is_file()) || read(&path)? != content {
            for (file, bytes) in packed.iter().zip([content.to_vec(), brotli(content)?, gzip(content)?]) {
                fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
            }
        }
        self.current.extend(packed);
        Ok(())
    }
}

fn with_compressed(name: &str) -> [String; 3] {
    [name.to_owned(), format!("{name}.br"), format!("{name}.gz")]
}

/// An untouched file keeps its time, so that nothing built from it is built again.
fn write_if_new(path: &Path, content: &[u8]) -> Result<()> {
    if fs::read(path).ok().as_deref() != Some(content) {
        fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

pub fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut &*content, &mut packed, &parameters)?;
    Ok(packed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}
