use domain::{
    FieldFault, Name,
    account::{AccountState, NewAccount},
    notice::Statements,
};

use super::*;
use crate::testing::{Portal, roles};

const KIND: ChannelKind = ChannelKind::GoogleBusinessMessages;

async fn account(portal: &Portal, actor: &Actor) -> AccountId {
    let new = NewAccount { name: Name::parse("Fjordbank").unwrap(), channel_kind: KIND };
    portal.backend.accounts().create(actor, new).await.unwrap()
}

async fn state(portal: &Portal, actor: &Actor, id: AccountId) -> AccountState {
    portal.backend.accounts().get(actor, id).await.unwrap().summary.state
}

#[test]
fn every_kind_has_every_version_in_every_language() {
    for kind in ChannelKind::ALL {
        for language in Lang::ALL {
            let versions: Vec<_> = TEXTS
                .iter()
                .filter(|(k, l, ..)| k == kind && l == language)
                .map(|(_, _, version, _)| *version)
                .collect();
            let all: Vec<_> = (1..).take(versions.len()).collect();
            assert!(!versions.is_empty() && versions == all, "{kind} {language}: {versions:?}");
        }
    }
    for (.., text) in TEXTS {
        let (title, body) = parts(text);
        assert!(!title.is_empty() && !title.contains('\n') && body.split("\n\n").count() > 3);
    }
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn texts_are_published_once(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    publish(portal.backend.web(), "2030-01-01T00:00:00Z".parse().unwrap()).await.unwrap();
    let notices = portal.backend.privacy().notices(&admin).await.unwrap();
    assert_eq!(notices.len(), 2);
    for notice in &notices {
        assert_eq!((notice.version, notice.published_at), (1, portal.clock.now()));
        assert_eq!(notice.text_hash, data_encoding::HEXLOWER.encode(&hash(&notice.title, &notice.body)));
    }
    let read = portal.backend.privacy().notice(&admin, KIND, Lang::En).await.unwrap();
    assert!(notices.contains(&read) && read.language == Lang::En);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn every_box_has_to_be_ticked(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    let id = account(&portal, &admin).await;
    let one = Statements { users_are_notified: true, ..Statements::default() };
    let refused = portal.backend.privacy().acknowledge(&admin, id, Lang::Nb, 1, one).await;
    let Err(Error::Invalid(invalid)) = refused else { panic!("{refused:?}") };
    let unticked = |field: &str| FieldFault { field: field.to_owned(), fault: Fault::NotTicked };
    assert_eq!(invalid.faults, [unticked("data_leaves"), unticked("consent_is_obtained")]);
    assert!(!portal.backend.privacy().is_acknowledged(&admin, id).await.unwrap());
    let another = portal.backend.privacy().acknowledge(&admin, id, Lang::Nb, 2, Statements::ALL).await;
    assert!(matches!(another, Err(Error::Stale)), "{another:?}");
    assert_eq!(portal.audit_names().await, ["account.created"]);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn withdrawing_suspends_and_acknowledging_again_resumes(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let officer = portal.person(Role::PrivacyOfficer).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    let (privacy, accounts) = (portal.backend.privacy(), portal.backend.accounts());
    let id = account(&portal, &admin).await;
    let nothing = privacy.withdraw(&officer, id).await;
    assert!(matches!(nothing, Err(Error::Conflict("not_acknowledged"))), "{nothing:?}");
    privacy.acknowledge(&admin, id, Lang::Nb, 1, Statements::ALL).await.unwrap();
    privacy.withdraw(&officer, id).await.unwrap();
    assert_eq!(state(&portal, &admin, id).await, AccountState::Suspended);
    let refused = accounts.resume(&admin, id).await;
    assert!(matches!(refused, Err(Error::Conflict("privacy_withdrawn"))), "{refused:?}");
    privacy.acknowledge(&officer, id, Lang::En, 1, Statements::ALL).await.unwrap();
    assert_eq!(state(&portal, &admin, id).await, AccountState::Draft);
    let expected = [
        "account.created",
        "notice.acknowledged",
        "notice.withdrawn",
        "account.suspended",
        "notice.acknowledged",
        "account.resumed",
    ];
    assert_eq!(portal.audit_names().await, expected);
    let all = privacy.acknowledgements(&officer, Some(id), PageRequest::first()).await.unwrap().items;
    let seen: Vec<_> = all.iter().map(|a| (a.language, a.user_name.as_str(), a.withdrawn_by.as_deref())).collect();
    assert_eq!(seen, [(Lang::En, officer.name(), None), (Lang::Nb, admin.name(), Some(officer.name()))]);
    let notice = privacy.notice(&officer, KIND, Lang::Nb).await.unwrap();
    assert_eq!((all[1].notice_version, &all[1].text_hash), (1, &notice.text_hash));
    let standing = &privacy.standings(&officer, PageRequest::first()).await.unwrap().items[0];
    assert!(standing.is_acknowledged && standing.acknowledgement.as_ref() == Some(&all[0]));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn an_administrators_suspension_outlasts_privacy(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    let (privacy, accounts) = (portal.backend.privacy(), portal.backend.accounts());
    let id = account(&portal, &admin).await;
    privacy.acknowledge(&admin, id, Lang::Nb, 1, Statements::ALL).await.unwrap();
    accounts.suspend(&admin, id).await.unwrap();
    privacy.withdraw(&admin, id).await.unwrap();
    assert!(matches!(accounts.resume(&admin, id).await, Err(Error::Conflict("privacy_withdrawn"))));
    privacy.acknowledge(&admin, id, Lang::Nb, 1, Statements::ALL).await.unwrap();
    assert_eq!(state(&portal, &admin, id).await, AccountState::Suspended);
    accounts.resume(&admin, id).await.unwrap();
    assert_eq!(state(&portal, &admin, id).await, AccountState::Draft);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn records_outlive_their_account(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    let id = account(&portal, &admin).await;
    portal.backend.privacy().acknowledge(&admin, id, Lang::Nb, 1, Statements::ALL).await.unwrap();
    portal.backend.accounts().delete(&admin, id).await.unwrap();
    let kept = portal.backend.privacy().acknowledgements(&admin, None, PageRequest::first()).await.unwrap();
    assert_eq!(kept.items[0].account_name, "Fjordbank");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn the_command_line_records_for_a_person_who_may(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    let agent = portal.person(Role::Agent).await;
    let id = account(&portal, &admin).await;
    let (privacy, line) = (portal.backend.privacy(), Actor::command_line());
    let email = |actor: &Actor| format!("{}@Example.no", actor.user_id().unwrap());
    let unknown = privacy.acknowledge_for(&line, id, "nobody@example.no").await;
    assert!(matches!(unknown, Err(Error::Invalid(_))), "{unknown:?}");
    for outcome in [
        privacy.acknowledge_for(&line, id, &email(&agent)).await,
        privacy.acknowledge_for(&admin, id, &email(&admin)).await,
        privacy.acknowledge(&line, id, Lang::Nb, 1, Statements::ALL).await,
    ] {
        assert!(matches!(outcome, Err(Error::Forbidden(Permission::AcknowledgeNotices))), "{outcome:?}");
    }
    privacy.acknowledge_for(&line, id, &email(&admin)).await.unwrap();
    let detail = portal.backend.accounts().get(&admin, id).await.unwrap();
    assert!(detail.is_acknowledged);
    assert_eq!(detail.acknowledgement.unwrap().user_name, admin.name());
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn only_those_with_the_permission_acknowledge_and_withdraw(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    let id = account(&portal, &admin).await;
    for role in roles::without(Permission::AcknowledgeNotices) {
        let actor = portal.person(role).await;
        for outcome in [
            portal.backend.privacy().acknowledge(&actor, id, Lang::Nb, 1, Statements::ALL).await,
            portal.backend.privacy().withdraw(&actor, id).await,
        ] {
            assert!(matches!(outcome, Err(Error::Forbidden(Permission::AcknowledgeNotices))), "{role}: {outcome:?}");
        }
    }
}
