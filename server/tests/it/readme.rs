//! What the README tells of the tree is true.

use std::path::Path;

/// A word of the README that names a place in the tree.
fn place(word: &str) -> Option<&str> {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && !"./_-".contains(c)).trim_end_matches('.');
    let is_place = word.contains('/') || word.starts_with("LICENSE");
    // What is an address or a setting, what is only there after a build, and what stands for any noun.
    let is_other = ["/", "target/", "I/O"].iter().any(|start| word.starts_with(start))
        || ["//", "=", "noun"].iter().any(|part| word.contains(part));
    (is_place && !is_other).then_some(word)
}

#[test]
fn every_path_in_the_readme_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let text = std::fs::read_to_string(root.join("README.md")).unwrap();
    let separators = |c: char| c.is_whitespace() || "`()[]|,;:\"'".contains(c);
    let places: Vec<&str> = text.split(separators).filter_map(place).collect();
    assert!(places.len() > 20, "only {places:?} are read as paths");
    let missing: Vec<_> = places.iter().filter(|place| !root.join(place).exists()).collect();
    assert!(missing.is_empty(), "README.md names {missing:?}, which do not exist");
}
