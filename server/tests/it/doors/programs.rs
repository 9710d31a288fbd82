//! The API, asked with every key and with none.

use axum::body::Body;
use backend::Actor;
use backend::testing::Portal;
use domain::PageRequest;
use domain::user::Role;
use http::header::AUTHORIZATION;
use http::{Method, StatusCode};
use sqlx::PgPool;

use super::{PATHS, Things, strangers};
use crate::caller::{Caller, router};
#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn every_path_of_the_api_wants_a_key_of_a_role_with_its_permission(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let things = Things::make(&portal).await;
    let router = router(&portal);
    let admin = Caller::person(&portal, &router, Role::SystemAdministrator).await;
    let [stranger, invented, _] = strangers(&portal, &router).await;
    let wrong = stranger.with(AUTHORIZATION, "Bearer sb_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    let revoked = Caller::program(&portal, &router, Role::SystemAdministrator).await;
    let actor = Actor::command_line();
    for key in portal.backend.api_keys().list(&actor, PageRequest::first()).await.unwrap().items {
        portal.backend.api_keys().revoke(&actor, key.id).await.unwrap();
    }
    let mut programs = Vec::new();
    for role in Role::ALL {
        programs.push((*role, Caller::program(&portal, &router, *role).await));
    }
    for (path, permission) in PATHS {
        let path = things.fill(&path.replace("{id}", "{conversation}"));
        for nobody in [&stranger, &invented, &wrong, &revoked, &admin.at_home()] {
            for method in [Method::GET, Method::POST, Method::DELETE] {
                let reply = nobody.send(method, &path, None, Body::empty()).await;
                assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{path}: {}", reply.text());
            }
        }
        for (role, program) in &programs {
            let status = program.get(&path).await.status;
            let is_let_in = role.permissions().contains(permission);
            assert_eq!(status, if is_let_in { StatusCode::OK } else { StatusCode::FORBIDDEN }, "{role} at {path}");
            let status = program.send(Method::POST, &path, None, Body::empty()).await.status;
            assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{role} at {path}");
        }
    }
}
