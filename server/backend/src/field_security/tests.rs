mod hidden;
mod laws;
mod profiles;

use super::*;
use crate::{testing::Portal, vault::AccountClientToken};
use domain::user::Role;
use sqlx::PgPool;

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn rights_come_from_profiles_and_go_with_them(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let user_id = portal.person(Role::SystemAdministrator).await.user_id().unwrap();
    let mut conn = portal.backend.web().acquire().await.unwrap();
    let open = rights_of_all(&mut conn).await.unwrap();
    assert_eq!(rights_of(&mut conn, user_id).await.unwrap(), open);
    for _ in 0..2 {
        set_built_in_membership(&mut conn, user_id, true).await.unwrap();
    }
    let rights = rights_of(&mut conn, user_id).await.unwrap();
    for field in SecuredField::ALL {
        assert_eq!(rights[field], field.grantable(), "{field}: everything that can be granted");
    }
    set_built_in_membership(&mut conn, user_id, false).await.unwrap();
    assert_eq!(rights_of(&mut conn, user_id).await.unwrap(), open);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn without_the_right_to_read_a_slot_is_hidden(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let mut conn = portal.backend.web().acquire().await.unwrap();
    let actor = portal.person(Role::SystemAdministrator).await;
    for (actor, may_set) in [(actor, false), (Actor::command_line(), true)] {
        let slot = secret_slot::<AccountClientToken>(&portal.backend, &mut conn, &actor, Uuid::nil()).await.unwrap();
        assert_eq!(slot, SecretSlot::Hidden { may_set }, "{}", actor.name());
    }
}
