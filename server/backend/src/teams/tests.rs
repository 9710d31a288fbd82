//! The rules of teams, one test each.

use domain::{Invalid, Name, user::Role};
use sqlx::PgPool;

use super::*;
use crate::testing::{Portal, give_profile_to_team, roles};

fn support() -> NewTeam {
    NewTeam { name: Name::parse("Kundestøtte").unwrap(), description: "De som svarer.".to_owned() }
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_team_has_members_whose_pages_name_it(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    let agent = portal.person(Role::Agent).await.user_id().unwrap();
    let teams = portal.backend.teams();
    let id = teams.create(&admin, support()).await.unwrap();
    assert!(teams.candidates(&admin, id).await.unwrap().iter().any(|person| person.user_id == agent));
    for _ in 0..2 {
        teams.add_member(&admin, id, agent).await.unwrap();
    }
    assert_eq!(teams.get(&admin, id).await.unwrap().members.len(), 1);
    assert!(teams.candidates(&admin, id).await.unwrap().iter().all(|person| person.user_id != agent));
    let user = portal.backend.users().get(&admin, agent).await.unwrap();
    assert_eq!(user.teams, [(id, "Kundestøtte".to_owned())]);
    for _ in 0..2 {
        teams.remove_member(&admin, id, agent).await.unwrap();
    }
    assert!(portal.backend.users().get(&admin, agent).await.unwrap().teams.is_empty());
    assert_eq!(portal.audit_names().await, ["team.created", "team.member_added", "team.member_removed"]);
    let refused = teams.add_member(&admin, id, UserId::new()).await;
    assert!(matches!(refused, Err(Error::Invalid(ref i)) if *i == Invalid::one("user", Fault::Unknown)), "{refused:?}");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_team_name_is_unique_without_case(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    portal.backend.teams().create(&admin, support()).await.unwrap();
    let again = NewTeam { name: Name::parse("KUNDESTØTTE").unwrap(), ..support() };
    let refused = portal.backend.teams().create(&admin, again).await;
    assert!(matches!(refused, Err(Error::Invalid(ref i)) if *i == Invalid::one("name", Fault::Taken)), "{refused:?}");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_team_changes_on_the_version_that_was_read(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    let teams = portal.backend.teams();
    let id = teams.create(&admin, support()).await.unwrap();
    let change = |name: &str, version| TeamChange {
        name: Name::parse(name).unwrap(),
        description: "De som svarer.".to_owned(),
        version,
    };
    teams.change(&admin, id, change("Kundestøtte", 1)).await.unwrap();
    teams.change(&admin, id, change("Første linje", 1)).await.unwrap();
    assert!(matches!(teams.change(&admin, id, change("Annet", 1)).await, Err(Error::Stale)));
    assert_eq!(teams.get(&admin, id).await.unwrap().summary.name, "Første linje");
    assert_eq!(portal.audit_names().await, ["team.created", "team.changed"]);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_team_that_a_profile_is_given_to_stays_and_says_which(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    let teams = portal.backend.teams();
    let id = teams.create(&admin, support()).await.unwrap();
    give_profile_to_team(&portal, id, "Nøkkelbærere").await;
    let refused = teams.delete(&admin, id).await;
    let Err(Error::Blocked(blockers)) = refused else { panic!("{refused:?}") };
    assert_eq!(
        blockers.iter().map(|b| (b.kind, b.name.as_str())).collect::<Vec<_>>(),
        [("field_security_profile", "Nøkkelbærere")]
    );
    let spare = teams.create(&admin, NewTeam { name: Name::parse("Reserve").unwrap(), ..support() }).await.unwrap();
    assert_eq!(teams.delete(&admin, spare).await.unwrap(), "Reserve");
    assert!(matches!(teams.get(&admin, spare).await, Err(Error::NotFound)));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn only_those_with_the_permission_change_teams(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    let teams = portal.backend.teams();
    let id = teams.create(&admin, support()).await.unwrap();
    for role in roles::without(Permission::ManageUsers) {
        let actor = portal.person(role).await;
        let themselves = actor.user_id().unwrap();
        let refused = [
            teams.create(&actor, support()).await.map(drop),
            teams.add_member(&actor, id, themselves).await,
            teams.remove_member(&actor, id, themselves).await,
            teams.delete(&actor, id).await.map(drop),
        ];
        for outcome in refused {
            assert!(matches!(outcome, Err(Error::Forbidden(Permission::ManageUsers))), "{role}: {outcome:?}");
        }
        let may_look = role.permissions().contains(&Permission::ViewUsers);
        assert_eq!(teams.get(&actor, id).await.is_ok(), may_look, "{role}");
    }
    assert_eq!(portal.audit_names().await, ["team.created"]);
}
