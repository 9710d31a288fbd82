//! A vault full of secrets, for tests of rotation.

use super::{
    AccountClientToken, Error, Field, Incoming, Place, Replace, Result, Setting, UseInSystem, Uuid, seal, store,
};
use crate::{Actor, Backend, field_security::grant::authorize};

/// The value of the record with a number.
fn value_of(number: u128) -> String {
    format!("token-{number:08}")
}

/// Seals a client token for each number from 1 to `count`.
pub async fn fill(backend: &Backend, count: u128) -> Result<()> {
    let vault = backend.vault();
    let mut tx = vault.pool.begin().await?;
    let ring = vault.ring();
    for number in 1..=count {
        let place = Place { field: AccountClientToken::FIELD, entity_id: Uuid::from_u128(number), version: 1 };
        let envelope = seal::seal(ring.current(), place, 64, value_of(number).as_bytes())?;
        store::insert_secret(&mut tx, place, &envelope, backend.now()).await?;
    }
    Ok(tx.commit().await?)
}

/// Whether the token of a number is what it was.
pub async fn reads_well(backend: &Backend, number: u128) -> Result<bool> {
    let id = Uuid::from_u128(number);
    let grant = authorize::<AccountClientToken, UseInSystem>(&Actor::system(), id).ok_or(Error::NotFound)?;
    let read = backend.vault().with_secret(grant, |value| value == value_of(number).as_bytes()).await?;
    Ok(read == Some(true))
}

/// Replaces a token by an equal one.
pub async fn write(backend: &Backend, number: u128, version: i32) -> Result<()> {
    let id = Uuid::from_u128(number);
    let grant = authorize::<AccountClientToken, Replace>(&Actor::command_line(), id).ok_or(Error::NotFound)?;
    let value = Incoming::take(value_of(number)).ok().flatten().ok_or(Error::NotFound)?;
    let setting = Setting { by: "Kari", at: backend.now() };
    let mut tx = backend.begin().await?;
    backend.vault().replace(&mut tx, grant, value, version, setting).await?;
    Ok(tx.commit().await?)
}
