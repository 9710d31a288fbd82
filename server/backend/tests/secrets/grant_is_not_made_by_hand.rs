//! Grants come from where the actor's rights are looked at, and from nowhere else.

use std::marker::PhantomData;

use backend::{
    field_security::{Grant, UseInSystem},
    vault::AccountClientToken,
};

fn forge(entity_id: uuid::Uuid) -> Grant<AccountClientToken, UseInSystem> {
    Grant { entity_id, act: PhantomData }
}

fn main() {}
