//! What pages and server functions carry has to be serialisable; a secret is not.

use backend::vault::{AccountClientToken, Incoming, Secured};

#[derive(serde::Serialize)]
struct View {
    name: String,
    token: Secured<AccountClientToken>,
}

#[derive(serde::Serialize)]
struct Form {
    token: Incoming<AccountClientToken>,
}

fn main() {}
