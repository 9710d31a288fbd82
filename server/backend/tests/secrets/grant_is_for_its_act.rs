//! A grant to see the mask opens nothing.

use backend::{
    field_security::{Grant, ReadMasked},
    vault::{AccountClientToken, Vault},
};

async fn open(vault: &Vault, grant: Grant<AccountClientToken, ReadMasked>) {
    let _ = vault.with_secret(grant, |_| ()).await;
}

fn main() {}
