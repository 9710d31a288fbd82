use domain::{receipt::Outcome, user::Role};
use jiff::SignedDuration;
use sqlx::PgPool;

use super::*;
use crate::{
    intake::Reply,
    receipts::ReceiptFilter,
    testing::{Line, Portal, sign},
    vault::REMEMBERED_FOR,
};

type Token = AccountClientToken;

const NEXT: &str = "next-token-2c624232";

struct Scene {
    portal: Portal,
    line: Line,
    count: std::cell::Cell<u32>,
}

impl Scene {
    async fn open(pool: &PgPool) -> Self {
        let portal = Portal::on(pool).await;
        let line = Line::open(&portal).await;
        Self { portal, line, count: std::cell::Cell::new(0) }
    }

    fn secrets(&self) -> Secrets<'_> {
        self.portal.backend.secrets()
    }

    async fn life(&self) -> SecretLife {
        self.secrets().get(&self.line.admin, Token::FIELD, self.line.account_id.0).await.unwrap()
    }

    async fn here(&self) -> SecretRef {
        let version = self.life().await.version.expect("a token is set");
        SecretRef { field: Token::FIELD, entity_id: self.line.account_id.0, version }
    }

    async fn rotate(&self, to: &str, overlap: Overlap) -> Result<()> {
        let rotation = Rotation::<Token> { value: Incoming::take(to).unwrap().unwrap(), overlap, expires_on: None };
        self.secrets().rotate(&self.line.admin, self.here().await, rotation).await
    }

    /// Delivers another event, signed with a token.
    async fn deliver(&self, token: &str) -> Reply {
        self.count.set(self.count.get() + 1);
        let body = self.line.text("c-1", &format!("r-{}", self.count.get()), "Hei").to_string();
        let signature = sign(token, body.as_bytes());
        self.line.post(&self.portal, body.as_bytes(), &[signature.as_bytes()]).await.unwrap()
    }

    async fn last_reason(&self, actor: &Actor) -> (Outcome, Option<String>) {
        let receipts = self.portal.backend.receipts();
        let receipt =
            receipts.list(actor, ReceiptFilter::default(), domain::PageRequest::first()).await.unwrap().items.remove(0);
        (receipt.outcome, receipt.reason)
    }
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn both_tokens_are_believed_until_the_overlap_ends(pool: PgPool) {
    let scene = Scene::open(&pool).await;
    let old = scene.line.token.clone();
    scene.rotate(NEXT, Overlap::Hour).await.unwrap();
    for token in [old.as_str(), NEXT, &old] {
        assert_eq!(scene.deliver(token).await, Reply::Taken);
    }
    let life = scene.life().await;
    assert_eq!(life.used.map(|used| used.count), Some(1));
    assert_eq!(life.earlier[0].used.map(|used| used.count), Some(2));
    assert!(life.earlier[0].is_in_use(life.at) && life.earlier[0].is_believed(life.at));
    // On time, although nobody has swept.
    scene.portal.clock.advance(SignedDuration::from_mins(60));
    assert_eq!(scene.deliver(&old).await, Reply::SignatureRefused);
    assert_eq!(scene.last_reason(&scene.line.admin).await, (Outcome::Refused, Some("token_retired".to_owned())));
    assert_eq!(scene.deliver(NEXT).await, Reply::Taken);
    assert_eq!(scene.secrets().sweep().await.unwrap(), 1);
    assert_eq!(scene.secrets().sweep().await.unwrap(), 0);
    assert!(scene.life().await.earlier[0].retired_at.is_some());
    assert_eq!(scene.deliver(&old).await, Reply::SignatureRefused);
    let names = scene.portal.audit_names().await;
    assert!(names.ends_with(&["secret.rotated".to_owned(), "secret.retired".to_owned()]), "{names:?}");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn retiring_refuses_the_old_token_from_the_next_delivery_on(pool: PgPool) {
    let scene = Scene::open(&pool).await;
    let old = scene.line.token.clone();
    let nothing = scene.secrets().retire(&scene.line.admin, scene.here().await).await.unwrap_err();
    assert!(matches!(nothing, Error::Conflict("nothing_to_retire")), "{nothing:?}");
    scene.rotate(NEXT, Overlap::UntilRetired).await.unwrap();
    scene.portal.clock.advance(SignedDuration::from_hours(24 * 365));
    assert_eq!(scene.deliver(&old).await, Reply::Taken);
    scene.secrets().retire(&scene.line.admin, scene.here().await).await.unwrap();
    assert_eq!(scene.deliver(&old).await, Reply::SignatureRefused);
    assert_eq!(scene.deliver(NEXT).await, Reply::Taken);
    // After a month the token is no more, and what it signed is a forgery like any other.
    scene.portal.clock.advance(REMEMBERED_FOR + SignedDuration::from_secs(1));
    scene.secrets().sweep().await.unwrap();
    assert!(scene.life().await.earlier.is_empty());
    assert_eq!(crate::testing::secret_count(&scene.portal).await, 2, "the new token and the file");
    scene.portal.backend.intake().forget(scene.line.account_id);
    scene.deliver(&old).await;
    assert_eq!(scene.last_reason(&scene.line.admin).await.1.as_deref(), Some("signature_mismatch"));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_third_token_retires_the_first(pool: PgPool) {
    let scene = Scene::open(&pool).await;
    let first = scene.line.token.clone();
    scene.rotate(NEXT, Overlap::Week).await.unwrap();
    scene.rotate("third-token-6b86b273", Overlap::Week).await.unwrap();
    assert_eq!(scene.deliver(&first).await, Reply::SignatureRefused);
    for token in [NEXT, "third-token-6b86b273"] {
        assert_eq!(scene.deliver(token).await, Reply::Taken);
    }
    scene.rotate("fourth-token-d4735e3a", Overlap::Now).await.unwrap();
    for token in [NEXT, "third-token-6b86b273"] {
        assert_eq!(scene.deliver(token).await, Reply::SignatureRefused);
    }
    assert_eq!(scene.deliver("fourth-token-d4735e3a").await, Reply::Taken);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn after_killing_nothing_is_believed_until_a_new_token_is_set(pool: PgPool) {
    let scene = Scene::open(&pool).await;
    let old = scene.line.token.clone();
    scene.rotate(NEXT, Overlap::Week).await.unwrap();
    let seen = scene.here().await;
    scene.secrets().kill(&scene.line.admin, seen).await.unwrap();
    for token in [old.as_str(), NEXT] {
        assert_eq!(scene.deliver(token).await, Reply::SignatureRefused);
        assert_eq!(scene.last_reason(&scene.line.admin).await.1.as_deref(), Some("token_retired"));
    }
    scene.deliver("guess").await;
    assert_eq!(scene.last_reason(&scene.line.admin).await.1.as_deref(), Some("no_client_token"));
    assert!(matches!(scene.life().await.slot, SecretSlot::NotSet { may_set: true }));
    let again = scene.secrets().kill(&scene.line.admin, seen).await.unwrap_err();
    assert!(matches!(again, Error::Stale), "{again:?}");
    let credentials = accounts::Credentials {
        partner_id: None,
        client_token: Incoming::take("third-token-6b86b273").unwrap(),
        service_account: None,
        version: None,
    };
    let accounts = scene.portal.backend.accounts();
    accounts.set_credentials(&scene.line.admin, scene.line.account_id, credentials).await.unwrap();
    assert_eq!(scene.deliver("third-token-6b86b273").await, Reply::Taken);
    assert!(scene.life().await.version > Some(seen.version), "no place is used twice");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn who_may_only_write_neither_sees_nor_moves_a_secret_s_life(pool: PgPool) {
    let scene = Scene::open(&pool).await;
    let seen = scene.here().await;
    let writer = domain::field_security::FieldRights { create: true, update: true, ..Default::default() };
    let roles = [Role::SystemAdministrator];
    let writer = Actor::user(domain::UserId::new(), "Kari", &roles, [(Token::FIELD, writer)].into());
    let blind = scene.portal.person(Role::SystemAdministrator).await;
    for actor in [&writer, &blind] {
        let before = scene.secrets().get(actor, Token::FIELD, scene.line.account_id.0).await.unwrap();
        assert!(matches!(before.slot, SecretSlot::Hidden { .. }));
        for version in [seen.version, seen.version + 1] {
            let refused = scene.secrets().kill(actor, SecretRef { version, ..seen }).await.unwrap_err();
            assert!(matches!(refused, Error::Invalid(_)), "set or not, the same: {refused:?}");
        }
        scene.rotate(&format!("{NEXT}{}", actor.name()), Overlap::Week).await.unwrap();
        scene.deliver(&scene.line.token).await;
        let after = scene.secrets().get(actor, Token::FIELD, scene.line.account_id.0).await.unwrap();
        assert_eq!(after, before, "{}", actor.name());
    }
    let agent = scene.portal.person(Role::Agent).await;
    let refused = scene.secrets().get(&agent, Token::FIELD, scene.line.account_id.0).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))));
    // Nor from receipts: a retired token is a wrong one.
    scene.rotate("another-token-1", Overlap::Now).await.unwrap();
    scene.deliver(NEXT).await;
    scene.deliver(&scene.line.token).await;
    assert_eq!(scene.last_reason(&scene.line.admin).await.1.as_deref(), Some("token_retired"));
    assert_eq!(scene.last_reason(&blind).await.1.as_deref(), Some("signature_mismatch"));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_reminder_shows_a_fortnight_ahead_and_stops_nothing(pool: PgPool) {
    let scene = Scene::open(&pool).await;
    let admin = &scene.line.admin;
    let day = |text: &str| Some(text.parse::<Date>().unwrap());
    let past = scene.secrets().remind(admin, scene.here().await, day("2026-03-01")).await.unwrap_err();
    assert!(matches!(past, Error::Invalid(_)), "{past:?}");
    scene.secrets().remind(admin, scene.here().await, day("2026-03-17")).await.unwrap();
    assert!(scene.secrets().expiring(admin).await.unwrap().is_empty());
    scene.portal.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(scene.secrets().expiring(admin).await.unwrap().len(), 1);
    scene.portal.clock.advance(SignedDuration::from_hours(24 * 30));
    assert!(scene.secrets().expiring(admin).await.unwrap()[0].is_over);
    assert_eq!(scene.deliver(&scene.line.token).await, Reply::Taken);
    let blind = scene.portal.person(Role::SystemAdministrator).await;
    assert!(scene.secrets().expiring(&blind).await.unwrap().is_empty(), "a reminder says that a secret is set");
    scene.rotate(NEXT, Overlap::Now).await.unwrap();
    assert!(scene.secrets().expiring(admin).await.unwrap().is_empty());
}
