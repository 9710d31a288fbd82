//! A new migration means a new build: the files are inside the program.
fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
