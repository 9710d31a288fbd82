//! Profiles: who changes them, whom they reach, and what stands in the way of deleting one.

use domain::{
    Fault, Invalid, Name, PageRequest, ProfileId, TeamId,
    field_security::{FieldRights, Grants, NewProfile, ProfileChange},
    user::Permission,
};

use super::*;
use crate::testing::{roles, store};

const TOKEN: SecuredField = SecuredField::AccountClientToken;
const READ: FieldRights = FieldRights { read: true, read_unmasked: false, create: false, update: false };
const GIVE: FieldRights = FieldRights { read: false, read_unmasked: false, create: true, update: true };

fn named(name: &str) -> NewProfile {
    NewProfile { name: Name::parse(name).unwrap() }
}

fn giving(name: &str, grants: &[(SecuredField, FieldRights)], version: i32) -> ProfileChange {
    ProfileChange { name: Name::parse(name).unwrap(), grants: Grants::new(grants.to_vec()).unwrap(), version }
}

/// A profile with one grant.
async fn profile(portal: &Portal, admin: &Actor, name: &str, rights: FieldRights) -> ProfileId {
    let security = portal.backend.field_security();
    let id = security.create_profile(admin, named(name)).await.unwrap();
    security.change_profile(admin, id, giving(name, &[(TOKEN, rights)], 1)).await.unwrap();
    id
}

async fn rights(portal: &Portal, person: &Actor) -> FieldRights {
    portal.again(person, Role::Agent).await.rights(TOKEN)
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn rights_are_the_union_over_profiles_and_go_with_each(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.trusted_person(Role::SystemAdministrator).await;
    let person = portal.person(Role::Agent).await;
    let user_id = person.user_id().unwrap();
    let security = portal.backend.field_security();
    let (reads, gives) = (profile(&portal, &admin, "Lese", READ).await, profile(&portal, &admin, "Gi", GIVE).await);
    assert_eq!(rights(&portal, &person).await, FieldRights::default(), "nothing granted is nothing");
    for id in [reads, gives, gives] {
        security.add_profile_member(&admin, id, user_id).await.unwrap();
    }
    assert_eq!(rights(&portal, &person).await, READ.union(GIVE));
    for _ in 0..2 {
        security.remove_profile_member(&admin, reads, user_id).await.unwrap();
    }
    assert_eq!(rights(&portal, &person).await, GIVE);
    security.change_profile(&admin, gives, giving("Gi", &[], 2)).await.unwrap();
    assert_eq!(rights(&portal, &person).await, FieldRights::default());
    let names = portal.audit_names().await;
    let added = names.iter().filter(|name| name.ends_with(".member_added")).count();
    let removed = names.iter().filter(|name| name.ends_with(".member_removed")).count();
    assert_eq!((added, removed), (2, 1), "{names:?}");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn who_leaves_a_team_loses_its_profiles_at_the_next_request(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.trusted_person(Role::SystemAdministrator).await;
    let (person, other) = (portal.person(Role::Agent).await, portal.person(Role::Agent).await);
    let user_id = person.user_id().unwrap();
    let security = portal.backend.field_security();
    let id = profile(&portal, &admin, "Lese", READ).await;
    let team_id = store::insert_team(&portal.owner, "Førstelinje", user_id).await;
    security.add_profile_team(&admin, id, team_id).await.unwrap();
    assert_eq!((rights(&portal, &person).await, rights(&portal, &other).await), (READ, FieldRights::default()));
    let access = security.access(&admin, user_id).await.unwrap();
    let of_token = access.fields.iter().find(|access| access.field == TOKEN).unwrap();
    assert_eq!(of_token.paths[0].team, Some((team_id, "Førstelinje".to_owned())), "the way is told");
    store::leave_team(&portal.owner, team_id, user_id).await;
    assert_eq!(rights(&portal, &person).await, FieldRights::default());
    let unknown = security.add_profile_team(&admin, id, TeamId::new()).await;
    assert!(matches!(unknown, Err(Error::Invalid(ref i)) if *i == Invalid::one("team", Fault::Unknown)), "{unknown:?}");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_profile_that_somebody_has_is_not_deleted_and_says_who(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.trusted_person(Role::SystemAdministrator).await;
    let person = portal.person(Role::Agent).await;
    let user_id = person.user_id().unwrap();
    let security = portal.backend.field_security();
    let id = profile(&portal, &admin, "Lese", READ).await;
    let team_id = store::insert_team(&portal.owner, "Førstelinje", user_id).await;
    security.add_profile_member(&admin, id, user_id).await.unwrap();
    security.add_profile_team(&admin, id, team_id).await.unwrap();
    match security.delete_profile(&admin, id).await {
        Err(Error::Blocked(blockers)) => {
            assert_eq!(
                blockers.iter().map(|b| (b.kind, b.id)).collect::<Vec<_>>(),
                [("user", user_id.0), ("team", team_id.0)]
            );
        }
        other => panic!("{other:?}"),
    }
    security.remove_profile_member(&admin, id, user_id).await.unwrap();
    security.remove_profile_team(&admin, id, team_id).await.unwrap();
    assert_eq!(security.delete_profile(&admin, id).await.unwrap(), "Lese");
    assert!(matches!(security.profile(&admin, id).await, Err(Error::NotFound)));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn another_profile_of_the_same_name_gives_nobody_anything(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.trusted_person(Role::SystemAdministrator).await;
    let person = portal.person(Role::Agent).await;
    let security = portal.backend.field_security();
    let id = profile(&portal, &admin, "Lese", READ).await;
    security.add_profile_member(&admin, id, person.user_id().unwrap()).await.unwrap();
    security.remove_profile_member(&admin, id, person.user_id().unwrap()).await.unwrap();
    security.delete_profile(&admin, id).await.unwrap();
    let again = profile(&portal, &admin, "Lese", READ).await;
    assert_ne!(id, again);
    assert_eq!(rights(&portal, &person).await, FieldRights::default());
    assert!(security.profile(&admin, again).await.unwrap().members.is_empty());
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn the_built_in_profile_holds_everything_and_nothing_about_it_changes(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.trusted_person(Role::SystemAdministrator).await;
    let security = portal.backend.field_security();
    let list = security.profiles(&admin, PageRequest::first()).await.unwrap();
    let built_in = &list.items[0];
    assert!(built_in.is_built_in && list.items.len() == 1);
    let detail = security.profile(&admin, built_in.id).await.unwrap();
    assert_eq!(detail.grants, Grants::everything());
    let user_id = portal.person(Role::Agent).await.user_id().unwrap();
    let refused = [
        security.change_profile(&admin, built_in.id, giving("Noe annet", &[], 1)).await,
        security.add_profile_member(&admin, built_in.id, user_id).await,
        security.remove_profile_member(&admin, built_in.id, admin.user_id().unwrap()).await,
        security.delete_profile(&admin, built_in.id).await.map(drop),
    ];
    for refused in refused {
        assert!(matches!(refused, Err(Error::Conflict("built_in_profile"))), "{refused:?}");
    }
    assert_eq!(security.profile(&admin, built_in.id).await.unwrap(), detail);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn nobody_gives_a_right_that_they_do_not_hold(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.trusted_person(Role::SystemAdministrator).await;
    // The permission without the built-in profile.
    let half = portal.person(Role::SystemAdministrator).await;
    let security = portal.backend.field_security();
    let id = security.create_profile(&half, named("Min")).await.unwrap();
    let raised = security.change_profile(&half, id, giving("Min", &[(TOKEN, READ)], 1)).await;
    assert!(matches!(raised, Err(Error::Conflict("right_not_held"))), "{raised:?}");
    security.change_profile(&admin, id, giving("Min", &[(TOKEN, READ)], 1)).await.unwrap();
    let taken = security.add_profile_member(&half, id, half.user_id().unwrap()).await;
    assert!(matches!(taken, Err(Error::Conflict("right_not_held"))), "{taken:?}");
    security.change_profile(&half, id, giving("Min", &[], 2)).await.expect("anybody with the permission takes away");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_late_change_changes_nothing_and_an_equal_one_leaves_no_trace(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.trusted_person(Role::SystemAdministrator).await;
    let security = portal.backend.field_security();
    let id = profile(&portal, &admin, "Lese", READ).await;
    let late = security.change_profile(&admin, id, giving("Lese", &[(TOKEN, GIVE)], 1)).await;
    assert!(matches!(late, Err(Error::Stale)), "{late:?}");
    assert_eq!(security.profile(&admin, id).await.unwrap().grants.of(TOKEN), READ);
    let events = portal.audit_names().await.len();
    security.change_profile(&admin, id, giving("Lese", &[(TOKEN, READ)], 2)).await.unwrap();
    assert_eq!(portal.audit_names().await.len(), events);
    let taken = security.create_profile(&admin, named("LESE")).await;
    assert!(matches!(taken, Err(Error::Invalid(ref i)) if *i == Invalid::one("name", Fault::Taken)), "{taken:?}");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn only_those_with_the_permission_see_and_change_profiles(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let security = portal.backend.field_security();
    for role in roles::without(Permission::ManageFieldSecurity) {
        let actor = portal.trusted_person(role).await;
        let refused = [
            security.create_profile(&actor, named("Ny")).await.map(drop),
            security.change_profile(&actor, ProfileId::new(), giving("Ny", &[], 1)).await,
            security.add_profile_member(&actor, ProfileId::new(), actor.user_id().unwrap()).await,
            security.add_profile_team(&actor, ProfileId::new(), TeamId::new()).await,
            security.delete_profile(&actor, ProfileId::new()).await.map(drop),
            security.set_secured(&actor, SecuredField::MessageText, true).await,
        ];
        for refused in refused {
            let is_refused = matches!(refused, Err(Error::Forbidden(Permission::ManageFieldSecurity)));
            assert!(is_refused, "{role}: {refused:?}");
        }
    }
    for role in roles::without(Permission::ViewFieldSecurity) {
        let actor = portal.trusted_person(role).await;
        let (seen, fields) = (security.profiles(&actor, PageRequest::first()).await, security.fields(&actor).await);
        assert!(matches!(seen, Err(Error::Forbidden(_))) && matches!(fields, Err(Error::Forbidden(_))), "{role}");
    }
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn who_only_writes_learns_nothing_by_writing(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.trusted_person(Role::SystemAdministrator).await;
    let writer = portal.person(Role::OmnichannelAdministrator).await;
    let id = profile(&portal, &admin, "Gi", GIVE).await;
    let security = portal.backend.field_security();
    security.add_profile_member(&admin, id, writer.user_id().unwrap()).await.unwrap();
    let writer = portal.again(&writer, Role::OmnichannelAdministrator).await;
    let accounts = portal.backend.accounts();
    let new = domain::account::NewAccount {
        name: Name::parse("Fjordbank").unwrap(),
        channel_kind: domain::ChannelKind::GoogleBusinessMessages,
    };
    let account = accounts.create(&writer, new).await.unwrap();
    let mut answers = Vec::new();
    // Where nothing is set, where the very same is, and where another is.
    for token in ["token-of-fjordbank-1", "token-of-fjordbank-1", "token-of-fjordbank-2"] {
        let credentials = crate::accounts::Credentials {
            partner_id: None,
            client_token: Incoming::take(token).unwrap(),
            service_account: None,
            version: None,
        };
        let outcome = accounts.set_credentials(&writer, account, credentials).await;
        let seen = accounts.get(&writer, account).await.unwrap();
        answers.push((format!("{outcome:?}"), seen.client_token, seen.summary.state));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(answers[0].1, SecretSlot::Hidden { may_set: true });
}
