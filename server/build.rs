//! Makes the program again when the site that goes into it has changed.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("PROFILE").as_deref() == Ok("release") {
        let site = std::path::Path::new("../target/site");
        // A folder that is missing would count as changed every time.
        let _ = std::fs::create_dir_all(site);
        println!("cargo::rerun-if-changed={}", site.display());
    }
}
