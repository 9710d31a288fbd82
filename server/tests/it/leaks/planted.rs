//! Secrets, given to the portal the way that people, programs and providers give them, with every wrong way tried before.

mod credentials;
mod deliveries;
mod people;

use axum::Router;
use backend::testing::Portal;
use domain::user::Role;

use self::credentials::{agent_token, credentials, key};
use self::people::{first_administrator, invitation, sign_in};
use super::watch::Watch;
use crate::caller::{Caller, router};
use crate::doors::Things;

/// A portal that holds a secret of every kind.
pub struct Planted {
    pub things: Things,
    pub router: Router,
    pub admin: Caller,
    pub program: Caller,
    /// The account's token, with which its events are signed.
    token: String,
    webhook: String,
}

impl Planted {
    pub async fn in_portal(portal: &Portal, watch: &mut Watch) -> Self {
        let router = router(portal);
        let password = first_administrator(portal, &router, watch).await;
        let admin = sign_in(&router, watch, &password).await;
        let things = Things::make(portal).await;
        let token = credentials(&admin, &things, watch).await;
        agent_token(&admin, &things, watch).await;
        invitation(&router, &admin, watch).await;
        let program = key(portal, &router, watch).await;
        let actor = portal.trusted_person(Role::SystemAdministrator).await;
        let id = things.id("{account}").parse().unwrap();
        let account = portal.backend.accounts().get(&actor, id).await.unwrap();
        let webhook = account.summary.callback_url.strip_prefix("https://portal.example").unwrap().to_owned();
        let planted = Self { things, router, admin, program, token, webhook };
        planted.deliveries(watch).await;
        portal.backend.jobs().drain().await.unwrap();
        planted
    }

    pub fn token(&self) -> &str {
        &self.token
    }
}
