//! A grant is spent by the act.

use backend::{
    field_security::{Grant, UseInSystem},
    vault::{AccountClientToken, Vault},
};

async fn open(vault: &Vault, grant: Grant<AccountClientToken, UseInSystem>) {
    let _ = vault.with_secret(grant, |_| ()).await;
    let _ = vault.with_secret(grant, |_| ()).await;
}

fn main() {}
