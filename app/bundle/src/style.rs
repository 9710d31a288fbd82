//! All style sheets as one, in the order of `main.css`.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};

pub fn bundle(main: &Path) -> Result<Vec<u8>> {
    let joined = join(main)?;
    let mut sheet = StyleSheet::parse(&joined, ParserOptions::default())
        .map_err(|error| anyhow!("the style does not parse: {error}"))?;
    sheet.minify(MinifyOptions::default()).map_err(|error| anyhow!("the style cannot be minified: {error}"))?;
    let printed = sheet
        .to_css(PrinterOptions { minify: true, ..PrinterOptions::default() })
        .map_err(|error| anyhow!("the style cannot be printed: {error}"))?;
    Ok(printed.code.into_bytes())
}

/// Puts every `@import "file" layer(name);` in the place of its line.
fn join(main: &Path) -> Result<String> {
    let folder = main.parent().unwrap_or(Path::new(""));
    let mut joined = String::new();
    for line in text(main)?.lines() {
        if let Some(import) = line.strip_prefix("@import ") {
            let (file, layer) = parse(import).ok_or_else(|| anyhow!("main.css has a line of another form: {line}"))?;
            let content = text(&folder.join(file))?;
            joined.extend(["@layer ", layer, " {\n", &content, "\n}\n"]);
        } else {
            joined.push_str(line);
            joined.push('\n');
        }
    }
    Ok(joined)
}

fn parse(import: &str) -> Option<(&str, &str)> {
    let (file, layer) = import.strip_prefix('"')?.split_once("\" layer(")?;
    Some((file, layer.strip_suffix(");")?))
}

fn text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn the_portal_s_style_is_one_small_sheet() {
        let main = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../style/main.css");
        let css = String::from_utf8(super::bundle(&main).unwrap()).unwrap();
        assert!(!css.contains("@import"));
        assert!(css.contains("light-dark("), "colours follow the theme at run time");
        assert!(crate::site::brotli(css.as_bytes()).unwrap().len() <= 12_000);
    }
}
