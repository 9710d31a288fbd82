//! The rules of people, one test each.

use domain::{
    Email, Fault, Invalid, Lang, Name,
    field_security::SecuredField,
    user::{NewUser, Theme},
};
use jiff::SignedDuration;
use secrecy::SecretString;
use sqlx::PgPool;

use super::*;
use crate::{
    sessions::SignedIn,
    testing::{Portal, roles},
    token::Token,
};

const PASSWORD: &str = "rødgrøt med fløte";

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

/// The token at the end of a link.
fn token(link: &Link) -> Token {
    Token::shown(link.url.rsplit('/').next().unwrap())
}

fn ada() -> NewAdministrator {
    NewAdministrator {
        name: "Ada Admin".to_owned(),
        email: "ada@example.no".to_owned(),
        password: secret(PASSWORD),
        language: Lang::Nb,
    }
}

fn kari(roles: &[Role]) -> NewUser {
    NewUser {
        email: Email::parse("kari@example.no").unwrap(),
        name: Name::parse("Kari").unwrap(),
        roles: roles.to_vec(),
    }
}

fn answer(password: &str) -> Acceptance {
    Acceptance { name: "Kari Nordmann".to_owned(), password: secret(password), language: Lang::En }
}

/// Somebody who was invited with roles and has accepted.
async fn accepted(portal: &Portal, admin: &Actor, roles: &[Role]) -> UserId {
    let (id, link) = portal.backend.users().invite(admin, kari(roles)).await.unwrap();
    assert_eq!(portal.backend.users().accept_invitation(&token(&link), answer(PASSWORD)).await.unwrap(), id);
    id
}

async fn sign_in(portal: &Portal, email: &str, password: &str) -> Result<SignedIn> {
    portal.backend.users().sign_in(email, &secret(password), None).await
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn of_fifty_first_administrators_one_is_made(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let users = portal.backend.users();
    let link = users.first_administrator_link().await.unwrap().unwrap();
    let token = token(&link);
    let attempts = (0..50).map(|n| {
        let new = NewAdministrator { email: format!("ada{n}@example.no"), ..ada() };
        users.welcome(&token, new)
    });
    let made = futures::future::join_all(attempts).await.into_iter().flatten().count();
    assert_eq!(made, 1);
    assert_eq!(portal.audit_names().await, ["user.created"]);
    assert!(users.first_administrator_link().await.unwrap().is_none());
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn two_links_make_one_administrator(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let users = portal.backend.users();
    let one = users.first_administrator_link().await.unwrap().unwrap();
    let two = users.first_administrator_link().await.unwrap().unwrap();
    users.welcome(&token(&one), ada()).await.unwrap();
    for link in [one, two] {
        assert!(matches!(users.check_welcome(&token(&link)).await, Err(Error::NotFound)));
        assert!(matches!(users.welcome(&token(&link), ada()).await, Err(Error::NotFound)));
    }
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn the_first_administrator_s_link_lasts_thirty_minutes(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let users = portal.backend.users();
    let link = users.first_administrator_link().await.unwrap().unwrap();
    assert!(link.url.starts_with("https://portal.example/welcome/"));
    portal.clock.advance(SignedDuration::from_secs(30 * 60 - 1));
    users.check_welcome(&token(&link)).await.unwrap();
    portal.clock.advance(SignedDuration::from_secs(1));
    assert!(matches!(users.welcome(&token(&link), ada()).await, Err(Error::NotFound)));
    assert!(users.first_administrator_link().await.unwrap().is_some());
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn the_first_administrator_is_one_in_every_way(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let users = portal.backend.users();
    let link = users.first_administrator_link().await.unwrap().unwrap();
    let id = users.welcome(&token(&link), ada()).await.unwrap();
    let signed_in = sign_in(&portal, "ADA@example.no", PASSWORD).await.unwrap();
    let (actor, person) = users.actor_and_person(id, signed_in.session_version).await.unwrap().unwrap();
    assert_eq!(person.permissions, Permission::ALL);
    assert!(actor.rights(SecuredField::AccountClientToken).read);
    assert_eq!(portal.audit_names().await, ["user.created", "user.signed_in"]);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn faults_of_the_first_administrator_use_no_link_up(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let users = portal.backend.users();
    let link = users.first_administrator_link().await.unwrap().unwrap();
    let wrong = NewAdministrator { name: " ".to_owned(), email: "ada".to_owned(), ..ada() };
    let Err(Error::Invalid(invalid)) = users.welcome(&token(&link), wrong).await else { panic!("accepted") };
    let fields: Vec<&str> = invalid.faults.iter().map(|f| f.field.as_str()).collect();
    assert_eq!(fields, ["name", "email"]);
    let short = NewAdministrator { password: secret("kort"), ..ada() };
    assert!(matches!(users.welcome(&token(&link), short).await, Err(Error::Invalid(_))));
    users.welcome(&token(&link), ada()).await.unwrap();
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn the_command_line_makes_an_administrator_once(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let users = portal.backend.users();
    let at_the_machine = Actor::command_line();
    users.create_administrator(&at_the_machine, "ada@example.no", secret(PASSWORD)).await.unwrap();
    let again = users.create_administrator(&at_the_machine, "eve@example.no", secret(PASSWORD)).await;
    assert!(matches!(again, Err(Error::Conflict("administrator_exists"))), "{again:?}");
    sign_in(&portal, "ada@example.no", PASSWORD).await.unwrap();
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn an_invitation_works_once_for_a_day(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    let users = portal.backend.users();
    let (id, link) = users.invite(&admin, kari(&[Role::Agent])).await.unwrap();
    assert_eq!(users.invitation(&token(&link)).await.unwrap().email, "kari@example.no");
    assert!(users.get(&admin, id).await.unwrap().invitation_ends_at.is_some());
    portal.clock.advance(SignedDuration::from_secs(24 * 60 * 60 - 1));
    users.accept_invitation(&token(&link), answer(PASSWORD)).await.unwrap();
    let again = users.accept_invitation(&token(&link), answer("et annet passord")).await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    assert_eq!(users.get(&admin, id).await.unwrap().summary.state, UserState::Active);
    assert_eq!(portal.audit_names().await, ["user.invited", "user.activated"]);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn an_invitation_ends_after_a_day_or_when_another_is_made(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    let users = portal.backend.users();
    let (id, first) = users.invite(&admin, kari(&[Role::Agent])).await.unwrap();
    let second = users.renew_invitation(&admin, id).await.unwrap();
    assert!(matches!(users.invitation(&token(&first)).await, Err(Error::NotFound)));
    users.invitation(&token(&second)).await.unwrap();
    portal.clock.advance(SignedDuration::from_hours(24));
    assert!(matches!(users.invitation(&token(&second)).await, Err(Error::NotFound)));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn an_address_is_taken_without_case(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    let users = portal.backend.users();
    users.invite(&admin, kari(&[Role::Agent])).await.unwrap();
    let again = NewUser { email: Email::parse("KARI@example.no").unwrap(), ..kari(&[Role::Agent]) };
    let refused = users.invite(&admin, again).await;
    assert!(matches!(refused, Err(Error::Invalid(ref i)) if *i == Invalid::one("email", Fault::Taken)), "{refused:?}");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn nobody_is_invited_to_nothing(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    let refused = portal.backend.users().invite(&admin, kari(&[])).await;
    assert!(
        matches!(refused, Err(Error::Invalid(ref i)) if *i == Invalid::one("roles", Fault::Missing)),
        "{refused:?}"
    );
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn new_roles_bind_at_the_next_request_and_end_sessions(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    let users = portal.backend.users();
    let id = accepted(&portal, &admin, &[Role::Agent]).await;
    let before = sign_in(&portal, "kari@example.no", PASSWORD).await.unwrap();
    let sessions = portal.backend.sessions();
    let data = [(crate::sessions::SIGNED_IN.to_owned(), serde_json::to_value(before).unwrap())].into();
    sessions.create(b"id", &data).await.unwrap();

    let version = users.get(&admin, id).await.unwrap().version;
    users.set_roles(&admin, id, &[Role::SystemAdministrator, Role::Agent], version).await.unwrap();
    assert!(users.actor_and_person(id, before.session_version).await.unwrap().is_none());
    assert!(sessions.load(b"id").await.unwrap().is_none());
    let after = sign_in(&portal, "kari@example.no", PASSWORD).await.unwrap();
    let (actor, _) = users.actor_and_person(id, after.session_version).await.unwrap().unwrap();
    assert!(actor.may(Permission::ManageUsers) && actor.rights(SecuredField::AccountClientToken).read);

    let version = users.get(&admin, id).await.unwrap().version;
    users.set_roles(&admin, id, &[Role::Agent], version).await.unwrap();
    let again = sign_in(&portal, "kari@example.no", PASSWORD).await.unwrap();
    let (actor, _) = users.actor_and_person(id, again.session_version).await.unwrap().unwrap();
    assert!(!actor.may(Permission::ManageUsers) && !actor.rights(SecuredField::AccountClientToken).read);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn equal_roles_leave_no_trace_and_old_versions_change_nothing(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    let users = portal.backend.users();
    let (id, _) = users.invite(&admin, kari(&[Role::Agent])).await.unwrap();
    users.set_roles(&admin, id, &[Role::Agent, Role::Agent], 1).await.unwrap();
    users.set_roles(&admin, id, &[Role::Auditor], 1).await.unwrap();
    assert!(matches!(users.set_roles(&admin, id, &[Role::Supervisor], 1).await, Err(Error::Stale)));
    assert_eq!(portal.audit_names().await, ["user.invited", "user.roles_changed"]);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn the_last_administrator_stays(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    let users = portal.backend.users();
    let own = admin.user_id().unwrap();
    // Somebody who was only invited cannot step in.
    users.invite(&admin, kari(&[Role::SystemAdministrator])).await.unwrap();
    let roles = users.set_roles(&admin, own, &[Role::Agent], 1).await;
    assert!(matches!(roles, Err(Error::Conflict("last_administrator"))), "{roles:?}");
    let disabled = users.disable(&admin, own).await;
    assert!(matches!(disabled, Err(Error::Conflict("last_administrator"))), "{disabled:?}");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn two_administrators_cannot_remove_each_other_at_once(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let one = portal.person(Role::SystemAdministrator).await;
    let two = portal.person(Role::SystemAdministrator).await;
    let users = portal.backend.users();
    let (first, second) = tokio::join!(
        users.disable(&one, two.user_id().unwrap()),
        users.set_roles(&two, one.user_id().unwrap(), &[Role::Agent], 1),
    );
    assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1, "{first:?} {second:?}");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_disabled_person_is_out_at_once_and_comes_back_the_same(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    let users = portal.backend.users();
    let id = accepted(&portal, &admin, &[Role::Agent]).await;
    let before = sign_in(&portal, "kari@example.no", PASSWORD).await.unwrap();
    for _ in 0..2 {
        users.disable(&admin, id).await.unwrap();
    }
    assert!(users.actor_and_person(id, before.session_version).await.unwrap().is_none());
    let refused = sign_in(&portal, "kari@example.no", PASSWORD).await;
    assert!(matches!(refused, Err(Error::Unauthenticated)), "{refused:?}");
    users.enable(&admin, id).await.unwrap();
    assert!(users.actor_and_person(id, before.session_version).await.unwrap().is_none());
    sign_in(&portal, "kari@example.no", PASSWORD).await.unwrap();
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_disabled_invitation_is_no_way_in(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    let users = portal.backend.users();
    let (id, link) = users.invite(&admin, kari(&[Role::Agent])).await.unwrap();
    users.disable(&admin, id).await.unwrap();
    assert!(matches!(users.accept_invitation(&token(&link), answer(PASSWORD)).await, Err(Error::NotFound)));
    users.enable(&admin, id).await.unwrap();
    assert_eq!(users.get(&admin, id).await.unwrap().summary.state, UserState::Invited);
    assert!(matches!(users.accept_invitation(&token(&link), answer(PASSWORD)).await, Err(Error::NotFound)));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn every_wrong_sign_in_looks_the_same(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    accepted(&portal, &admin, &[Role::Agent]).await;
    let other = NewUser { email: Email::parse("ola@example.no").unwrap(), ..kari(&[Role::Agent]) };
    portal.backend.users().invite(&admin, other).await.unwrap();
    for (email, password) in [
        ("kari@example.no", "et helt annet passord"),
        ("kari@example.no", ""),
        ("ola@example.no", PASSWORD),
        ("nobody@example.no", PASSWORD),
        ("not an address", PASSWORD),
        ("", ""),
    ] {
        let refused = sign_in(&portal, email, password).await;
        assert!(matches!(refused, Err(Error::Unauthenticated)), "{email}: {refused:?}");
    }
    let refused = portal.audit_names().await.into_iter().filter(|name| name == "sign_in.refused").count();
    assert_eq!(refused, 6);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn too_many_wrong_sign_ins_have_to_wait_even_with_the_right_password(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    accepted(&portal, &admin, &[Role::Agent]).await;
    let users = portal.backend.users();
    let here = Some("203.0.113.7".parse().unwrap());
    let wrong = secret("et helt annet passord");
    for _ in 0..5 {
        assert!(matches!(users.sign_in("kari@example.no", &wrong, here).await, Err(Error::Unauthenticated)));
    }
    let early = users.sign_in("kari@example.no", &secret(PASSWORD), here).await;
    assert!(matches!(early, Err(Error::TooMany { seconds: 1 })), "{early:?}");
    portal.clock.advance(SignedDuration::from_secs(1));
    users.sign_in("kari@example.no", &secret(PASSWORD), here).await.unwrap();
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn people_change_themselves_and_nobody_else(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let agent = portal.person(Role::Agent).await;
    let users = portal.backend.users();
    let change = OwnChange {
        name: Name::parse("Kari Nordmann").unwrap(),
        language: Lang::En,
        theme: Theme::Dark,
        time_zone: "America/New_York".to_owned(),
    };
    for _ in 0..2 {
        users.change_own(&agent, change.clone()).await.unwrap();
    }
    let (_, person) = users.actor_and_person(agent.user_id().unwrap(), 1).await.unwrap().unwrap();
    assert_eq!((person.language, person.theme, person.time_zone.as_str()), (Lang::En, Theme::Dark, "America/New_York"));
    let nowhere = OwnChange { time_zone: "Mars/Olympus".to_owned(), ..change.clone() };
    assert!(matches!(users.change_own(&agent, nowhere).await, Err(Error::Invalid(_))));
    assert!(matches!(users.change_own(&Actor::anonymous(), change).await, Err(Error::Unauthenticated)));
    assert_eq!(portal.audit_names().await, ["user.changed"]);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn only_those_with_the_permission_handle_people(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let somebody = portal.person(Role::Agent).await.user_id().unwrap();
    let users = portal.backend.users();
    for role in roles::without(Permission::ManageUsers) {
        let actor = portal.person(role).await;
        let refused = [
            users.invite(&actor, kari(&[Role::Agent])).await.err(),
            users.renew_invitation(&actor, somebody).await.err(),
            users.set_roles(&actor, somebody, &[Role::Agent], 1).await.err(),
            users.disable(&actor, somebody).await.err(),
            users.enable(&actor, somebody).await.err(),
            users.create_administrator(&actor, "eve@example.no", secret(PASSWORD)).await.err(),
        ];
        assert!(refused.iter().all(|e| matches!(e, Some(Error::Forbidden(Permission::ManageUsers)))), "{role}");
    }
    for role in roles::without(Permission::ViewUsers) {
        let actor = portal.person(role).await;
        assert!(matches!(users.list(&actor, PageRequest::first()).await, Err(Error::Forbidden(_))), "{role}");
        assert!(matches!(users.get(&actor, somebody).await, Err(Error::Forbidden(_))), "{role}");
    }
    assert!(portal.audit_names().await.is_empty());
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_list_goes_on_after_its_last_person(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    for _ in 0..4 {
        portal.person(Role::Agent).await;
    }
    let users = portal.backend.users();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = users.list(&admin, PageRequest::new(Some(2), after)).await.unwrap();
        seen.extend(page.items.into_iter().map(|user| user.id));
        match page.next_cursor {
            Some(cursor) => after = Some(cursor.parse().unwrap()),
            None => break,
        }
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 5);
}
