use domain::field_security::FieldRights;
use sqlx::PgPool;

use super::*;
use crate::{Actor, Backend, Settings, clock::Clock, field_security::grant::authorize, testing::Portal};
use base64::{Engine, engine::general_purpose::STANDARD};

type Token = AccountClientToken;

const CANARY: &str = "canary-5d41402abc4b2a76";

fn other_ring(byte: u8) -> KeyRing {
    KeyRing::parse(&STANDARD.encode([byte; 32])).unwrap()
}

async fn set(portal: &Portal, id: Uuid, value: &str) {
    let mut tx = portal.backend.begin().await.unwrap();
    let value = Incoming::<Token>::take(value).unwrap().unwrap();
    field_security::set_secret(&portal.backend, &mut tx, &Actor::command_line(), id, value).await.unwrap();
    tx.commit().await.unwrap();
}

async fn held(portal: &Portal, id: Uuid) -> Result<Option<Vec<u8>>> {
    let grant = authorize::<Token, UseInSystem>(&Actor::system(), id).unwrap();
    portal.backend.vault().with_secret(grant, <[u8]>::to_vec).await
}

async fn connect(pool: &PgPool, ring: KeyRing) -> Result<Backend> {
    let settings = Settings { public_url: "https://portal.example".to_owned(), google_base_url: None };
    Backend::connect((*pool.connect_options()).clone(), ring, settings, Clock::system()).await
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_secret_is_sealed_replaced_and_erased(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let id = Uuid::from_u128(1);
    assert_eq!(held(&portal, id).await.unwrap(), None);
    for value in [CANARY, "another-token-0002"] {
        set(&portal, id, value).await;
        assert_eq!(held(&portal, id).await.unwrap().as_deref(), Some(value.as_bytes()));
    }
    assert_eq!(crate::testing::secret_count(&portal).await, 1, "the replaced one is destroyed");
    let mut tx = portal.backend.begin().await.unwrap();
    portal.backend.vault().erase(&mut tx, &[id]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(held(&portal, id).await.unwrap(), None);
    assert_eq!(crate::testing::secret_count(&portal).await, 0);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn the_command_line_leaves_an_equal_secret_untouched(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    for _ in 0..2 {
        set(&portal, Uuid::from_u128(1), CANARY).await;
    }
    assert_eq!(portal.audit_names().await, ["secret.set"]);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn an_equal_secret_from_a_person_is_replaced_like_any_other(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let id = Uuid::from_u128(1);
    set(&portal, id, CANARY).await;
    let give = FieldRights { create: true, update: true, ..FieldRights::default() };
    let writer = Actor::user(domain::UserId::new(), "Kari", &[], [(Token::FIELD, give)].into());
    let mut tx = portal.backend.begin().await.unwrap();
    let value = Incoming::<Token>::take(CANARY).unwrap().unwrap();
    let change = field_security::set_secret(&portal.backend, &mut tx, &writer, id, value).await.unwrap();
    assert_eq!(change, field_security::SecretChange::Replaced);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn an_envelope_moved_to_another_row_does_not_open(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
    set(&portal, one, CANARY).await;
    set(&portal, two, "another-token-0002").await;
    crate::testing::swap_secrets(&portal, one, two).await;
    for id in [one, two] {
        let refused = held(&portal, id).await.unwrap_err();
        assert!(matches!(refused, Error::Internal(_)), "{refused:?}");
        assert!(!format!("{refused:?}").contains("canary"));
    }
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn another_master_key_is_refused_at_start(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    set(&portal, Uuid::from_u128(1), CANARY).await;
    let refused = connect(&pool, other_ring(9)).await.err().expect("another key");
    let Error::Internal(cause) = refused else { panic!("{refused:?}") };
    assert!(cause.to_string().starts_with("the master key is not the one"), "{cause}");
    // Even before the first secret.
    let refused = connect(&pool, other_ring(8)).await.err();
    assert!(matches!(refused, Some(Error::Internal(_))), "{refused:?}");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_new_key_joins_beside_the_earlier_one(pool: PgPool) {
    let earlier = STANDARD.encode([7; 32]);
    connect(&pool, KeyRing::parse(&earlier).unwrap()).await.unwrap();
    let both = format!("{}\n{earlier}", STANDARD.encode([8; 32]));
    connect(&pool, KeyRing::parse(&both).unwrap()).await.unwrap();
    connect(&pool, other_ring(8)).await.unwrap();
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn the_role_of_verbs_cannot_touch_the_vault(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    set(&portal, Uuid::from_u128(1), CANARY).await;
    for table in ["vault.secret", "vault.master_key"] {
        let refused = crate::testing::read_as_web(&portal, table).await.unwrap_err();
        assert!(refused.contains("permission denied"), "{refused}");
    }
    // The role is given back within a transaction that wrote a secret.
    let mut tx = portal.backend.begin().await.unwrap();
    let value = Incoming::<Token>::take("another-token-0002").unwrap().unwrap();
    let id = Uuid::from_u128(1);
    field_security::set_secret(&portal.backend, &mut tx, &Actor::command_line(), id, value).await.unwrap();
    let refused = store::latest(&mut tx, Token::FIELD, id).await.err().expect("the role of verbs");
    assert!(format!("{refused:?}").contains("permission denied"), "{refused:?}");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_secret_is_nowhere_in_clear(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    set(&portal, Uuid::from_u128(1), CANARY).await;
    let dump = crate::testing::dump(&portal).await;
    assert!(dump.contains("2a76"), "the mask is there");
    assert!(!dump.contains("canary") && !dump.contains(&data_encoding::HEXLOWER.encode(b"canary")), "{dump}");
}
