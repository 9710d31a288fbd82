use domain::{
    ChannelKind, FieldFault, Lang, Name,
    account::{AccountState, NewAgentAccount},
    field_security::SecretSlot,
    inbound::AgentKey,
    notice::Statements,
    user::Role,
};
use sqlx::PgPool;

use super::*;
use crate::testing::{self, Portal, roles};

const CANARY: &str = "canary-5d41402abc4b2a76";

fn fjordbank() -> NewAccount {
    NewAccount { name: Name::parse("Fjordbank").unwrap(), channel_kind: ChannelKind::GoogleBusinessMessages }
}

fn partner(id: &str) -> Credentials {
    let partner_id = Some(ProviderId::parse(id).unwrap());
    Credentials { partner_id, client_token: None, service_account: None, version: None }
}

fn with_token(token: &str) -> Credentials {
    Credentials { client_token: Incoming::take(token).unwrap(), ..partner("fjordbank-partner") }
}

fn agent(name: &str, agent_id: &str) -> NewAgentAccount {
    NewAgentAccount {
        name: Name::parse(name).unwrap(),
        brand_id: ProviderId::parse("b-1").unwrap(),
        agent_id: ProviderId::parse(agent_id).unwrap(),
    }
}

fn plain_agent(name: &str, agent_id: &str) -> NewAgent {
    NewAgent { agent: agent(name, agent_id), own_webhook: None }
}

async fn acknowledge(portal: &Portal, actor: &Actor, id: AccountId) {
    portal.backend.privacy().acknowledge(actor, id, Lang::Nb, 1, Statements::ALL).await.unwrap();
}

async fn state(portal: &Portal, actor: &Actor, id: AccountId) -> AccountState {
    portal.backend.accounts().get(actor, id).await.unwrap().summary.state
}

async fn webhook(portal: &Portal, actor: &Actor, id: AccountId) -> WebhookEntry {
    let detail = portal.backend.accounts().get(actor, id).await.unwrap();
    let key = detail.summary.callback_url.rsplit('/').next().unwrap().to_owned();
    portal.backend.accounts().load_webhook(&key).await.unwrap().expect("the key is known")
}

fn faults(outcome: Result<()>) -> Vec<FieldFault> {
    match outcome {
        Err(Error::Invalid(invalid)) => invalid.faults,
        other => panic!("{other:?}"),
    }
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn an_account_goes_its_way_to_verified(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.trusted_person(Role::SystemAdministrator).await;
    let accounts = portal.backend.accounts();
    let id = accounts.create(&admin, fjordbank()).await.unwrap();
    assert_eq!(state(&portal, &admin, id).await, AccountState::Draft);
    let file = Incoming::take(testing::service_account_file()).unwrap();
    let credentials = Credentials { service_account: file, version: Some(1), ..with_token(CANARY) };
    accounts.set_credentials(&admin, id, credentials).await.unwrap();
    assert_eq!(state(&portal, &admin, id).await, AccountState::Draft, "the notice is not acknowledged");
    acknowledge(&portal, &admin, id).await;
    assert_eq!(state(&portal, &admin, id).await, AccountState::WaitingForVerification);
    let entry = webhook(&portal, &admin, id).await;
    accounts.record_handshake(&entry, Err("token_wrong")).await.unwrap();
    let detail = accounts.get(&admin, id).await.unwrap();
    assert_eq!(detail.last_refusal.unwrap().reason, "token_wrong");
    accounts.record_handshake(&entry, Ok(())).await.unwrap();
    let detail = accounts.get(&admin, id).await.unwrap();
    assert_eq!(detail.summary.state, AccountState::Verified);
    assert_eq!((detail.summary.verified_at, detail.last_refusal), (Some(portal.clock.now()), None));
    let key = detail.summary.callback_url.strip_prefix("https://portal.example/webhooks/google-business-messages/");
    assert_eq!(key.map(str::len), Some(26), "{}", detail.summary.callback_url);
    let SecretSlot::Masked { hint, may_set: true, .. } = detail.client_token else { panic!() };
    assert_eq!(hint.as_deref(), Some("2a76"));
    let SecretSlot::Masked { hint: None, facts: Some(facts), .. } = detail.service_account else { panic!() };
    assert_eq!(facts.project_id, "fjordbank-meldinger");
    let expected =
        ["account.created", "secret.set", "secret.set", "account.changed", "notice.acknowledged", "account.verified"];
    assert_eq!(portal.audit_names().await, expected);
    let dump = testing::dump(&portal).await;
    assert!(!dump.contains("canary") && !dump.contains("BEGIN PRIVATE KEY"), "a secret in clear");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn without_a_profile_everything_but_the_secured_fields_can_be_done(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let plain = portal.person(Role::OmnichannelAdministrator).await;
    let trusted = portal.trusted_person(Role::SystemAdministrator).await;
    let accounts = portal.backend.accounts();
    let id = accounts.create(&plain, fjordbank()).await.unwrap();
    let file = Incoming::take(testing::service_account_file()).unwrap();
    let refused =
        faults(accounts.set_credentials(&plain, id, Credentials { service_account: file, ..with_token(CANARY) }).await);
    let names: Vec<_> = refused.iter().map(|f| (f.field.as_str(), &f.fault)).collect();
    assert_eq!(names, [("client_token", &Fault::Locked), ("service_account", &Fault::Locked)]);
    accounts.set_credentials(&plain, id, partner("fjordbank-partner")).await.unwrap();
    let agent_id = accounts.add_agent(&plain, id, plain_agent("Support", "a-1")).await.unwrap();
    acknowledge(&portal, &plain, id).await;
    let empty = accounts.get(&plain, id).await.unwrap();
    accounts.set_credentials(&trusted, id, with_token(CANARY)).await.unwrap();
    let set = accounts.get(&plain, id).await.unwrap();
    assert_eq!(set.client_token, SecretSlot::Hidden { may_set: false });
    assert_eq!((&set.client_token, &set.service_account), (&empty.client_token, &empty.service_account));
    // Saving other fields keeps the secret, and so does a blank one.
    accounts.set_credentials(&plain, id, with_token("  ")).await.unwrap();
    accounts.set_credentials(&plain, id, partner("other-partner")).await.unwrap();
    assert!(matches!(accounts.get(&trusted, id).await.unwrap().client_token, SecretSlot::Masked { .. }));
    assert_eq!(webhook(&portal, &plain, id).await.tokens.len(), 1);
    accounts.remove_agent(&plain, agent_id).await.unwrap();
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn names_and_provider_ids_are_unique(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    let accounts = portal.backend.accounts();
    let first = accounts.create(&admin, fjordbank()).await.unwrap();
    let again = NewAccount { name: Name::parse("FJORDBANK").unwrap(), ..fjordbank() };
    let refused = accounts.create(&admin, again).await.map(|_| ());
    assert_eq!(faults(refused), Invalid::one("name", Fault::Taken).faults);
    let other = NewAccount { name: Name::parse("Havbank").unwrap(), ..fjordbank() };
    let second = accounts.create(&admin, other).await.unwrap();
    accounts.set_credentials(&admin, first, partner("p")).await.unwrap();
    let refused = accounts.set_credentials(&admin, second, partner("p")).await;
    assert_eq!(faults(refused), Invalid::one("partner_id", Fault::Taken).faults);
    let rename = AccountChange { name: Name::parse("fjordbank").unwrap(), version: 1 };
    assert_eq!(faults(accounts.rename(&admin, second, rename).await), Invalid::one("name", Fault::Taken).faults);
    accounts.add_agent(&admin, first, plain_agent("Support", "a-1")).await.unwrap();
    for (agent, field) in [(plain_agent("SUPPORT", "a-2"), "name"), (plain_agent("Other", "a-1"), "agent_id")] {
        let refused = accounts.add_agent(&admin, second, agent).await.map(|_| ());
        assert_eq!(faults(refused), Invalid::one(field, Fault::Taken).faults);
    }
    assert_eq!(accounts.find_by_name(&admin, " havbank ").await.unwrap(), Some(second));
    assert_eq!(accounts.find_by_name(&admin, "Sjøbank").await.unwrap(), None);
    assert!(accounts.find_agent_by_name(&admin, "support").await.unwrap().is_some());
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_change_on_an_old_version_changes_nothing(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.trusted_person(Role::SystemAdministrator).await;
    let accounts = portal.backend.accounts();
    let id = accounts.create(&admin, fjordbank()).await.unwrap();
    let rename = |name: &str, version| AccountChange { name: Name::parse(name).unwrap(), version };
    accounts.rename(&admin, id, rename("Fjordbank", 1)).await.unwrap();
    accounts.rename(&admin, id, rename("Fjordbank AS", 1)).await.unwrap();
    assert!(matches!(accounts.rename(&admin, id, rename("Annet", 1)).await, Err(Error::Stale)));
    let old = Credentials { version: Some(1), ..with_token(CANARY) };
    assert!(matches!(accounts.set_credentials(&admin, id, old).await, Err(Error::Stale)));
    let now = Credentials { version: Some(2), ..with_token(CANARY) };
    accounts.set_credentials(&admin, id, now).await.unwrap();
    let detail = accounts.get(&admin, id).await.unwrap();
    assert_eq!((detail.summary.name.as_str(), detail.version), ("Fjordbank AS", 3));
    assert_eq!(portal.audit_names().await, ["account.created", "account.renamed", "secret.set", "account.changed"]);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn another_token_has_to_be_verified_anew(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.trusted_person(Role::SystemAdministrator).await;
    let accounts = portal.backend.accounts();
    let id = accounts.create(&admin, fjordbank()).await.unwrap();
    accounts.set_credentials(&admin, id, with_token(CANARY)).await.unwrap();
    acknowledge(&portal, &admin, id).await;
    let entry = webhook(&portal, &admin, id).await;
    accounts.record_handshake(&entry, Ok(())).await.unwrap();
    let line = Actor::command_line();
    accounts.set_credentials(&line, id, with_token(CANARY)).await.unwrap();
    assert_eq!(state(&portal, &admin, id).await, AccountState::Verified, "an equal one changes nothing");
    accounts.set_credentials(&admin, id, with_token("another-token-0002")).await.unwrap();
    assert_eq!(state(&portal, &admin, id).await, AccountState::WaitingForVerification);
    let replaced = webhook(&portal, &admin, id).await;
    assert_eq!(
        replaced.tokens[0].sign(b"x"),
        crate::providers::SigningKey::new(b"another-token-0002").unwrap().sign(b"x")
    );
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_suspended_account_goes_on_when_it_is_resumed(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    let accounts = portal.backend.accounts();
    let id = accounts.create(&admin, fjordbank()).await.unwrap();
    for _ in 0..2 {
        accounts.suspend(&admin, id).await.unwrap();
    }
    let detail = accounts.get(&admin, id).await.unwrap();
    assert_eq!(detail.suspension.unwrap().reason, SuspendedFor::Administrator);
    assert_eq!(webhook(&portal, &admin, id).await.state, AccountState::Suspended);
    for _ in 0..2 {
        accounts.resume(&admin, id).await.unwrap();
    }
    assert_eq!(state(&portal, &admin, id).await, AccountState::Draft);
    assert_eq!(portal.audit_names().await, ["account.created", "account.suspended", "account.resumed"]);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn workstreams_keep_an_account_and_conversations_do_not(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.trusted_person(Role::SystemAdministrator).await;
    let accounts = portal.backend.accounts();
    let id = accounts.create(&admin, fjordbank()).await.unwrap();
    accounts.set_credentials(&admin, id, with_token(CANARY)).await.unwrap();
    let own_webhook = Some(OwnWebhook { client_token: Incoming::take("another-token-0002").unwrap() });
    let new = NewAgent { own_webhook, ..plain_agent("Support", "a-1") };
    let agent_id = accounts.add_agent(&admin, id, new).await.unwrap();
    let detail = accounts.get(&admin, id).await.unwrap();
    let urls = [Some(detail.summary.callback_url), detail.agent_accounts[0].agent_account.callback_url.clone()];
    let workstream = testing::join(&portal, agent_id).await;
    let conversation = testing::open_conversation(&portal, agent_id).await;
    let blocker = Blocker { kind: "workstream", id: workstream.0, name: "Fjordbank messages".to_owned() };
    for outcome in [accounts.delete(&admin, id).await, accounts.remove_agent(&admin, agent_id).await] {
        assert!(matches!(&outcome, Err(Error::Blocked(found)) if *found == [blocker.clone()]), "{outcome:?}");
    }
    assert_eq!(accounts.blockers(&admin, id).await.unwrap(), std::slice::from_ref(&blocker));
    assert_eq!(accounts.agent_blockers(&admin, agent_id).await.unwrap(), [blocker]);
    testing::part(&portal, agent_id).await;
    assert_eq!(accounts.get(&admin, id).await.unwrap().open_conversation_count, 1);
    accounts.delete(&admin, id).await.unwrap();
    let closed = ("closed".to_owned(), Some("account_deleted".to_owned()));
    assert_eq!(testing::conversation_end(&portal, conversation).await, closed);
    assert_eq!(testing::secret_count(&portal).await, 0);
    for url in urls {
        let url = url.unwrap();
        assert!(accounts.load_webhook(url.rsplit('/').next().unwrap()).await.unwrap().is_none());
    }
    assert!(matches!(accounts.get(&admin, id).await, Err(Error::NotFound)));
    assert_eq!(portal.audit_names().await.last().unwrap(), "account.deleted");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn an_agent_account_may_have_a_webhook_of_its_own(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.trusted_person(Role::SystemAdministrator).await;
    let accounts = portal.backend.accounts();
    let id = accounts.create(&admin, fjordbank()).await.unwrap();
    let agent_id = accounts.add_agent(&admin, id, plain_agent("Support", "a-1")).await.unwrap();
    assert_eq!(accounts.get_agent(&admin, agent_id).await.unwrap().agent_account.callback_url, None);
    let change = |name: &str, token: Option<&str>, version| AgentAccountChange {
        agent: agent(name, "a-1"),
        own_webhook: token.map(|token| OwnWebhook { client_token: Incoming::take(token).unwrap() }),
        version: Some(version),
    };
    accounts.change_agent(&admin, agent_id, change("Support", Some(CANARY), 1)).await.unwrap();
    let detail = accounts.get_agent(&admin, agent_id).await.unwrap();
    assert!(matches!(detail.client_token, SecretSlot::Masked { .. }));
    let url = detail.agent_account.callback_url.unwrap();
    let key = url.rsplit('/').next().unwrap();
    let entry = accounts.load_webhook(key).await.unwrap().unwrap();
    assert_eq!((entry.account_id, entry.agent_account_id, entry.tokens.len()), (id, Some(agent_id), 1));
    let known = AgentKey { brand_id: "b-1".to_owned(), agent_id: "a-1".to_owned() };
    assert_eq!(entry.agents[&known], WebhookAgent { id: agent_id, has_own_webhook: true });
    accounts.record_handshake(&entry, Ok(())).await.unwrap();
    assert!(accounts.get_agent(&admin, agent_id).await.unwrap().agent_account.verified_at.is_some());
    // Renaming with a blank token keeps key, token and verification.
    accounts.change_agent(&admin, agent_id, change("Kundestøtte", Some(""), 2)).await.unwrap();
    let kept = accounts.get_agent(&admin, agent_id).await.unwrap();
    assert_eq!(kept.agent_account.callback_url.as_deref(), Some(url.as_str()));
    assert!(kept.agent_account.verified_at.is_some() && matches!(kept.client_token, SecretSlot::Masked { .. }));
    assert!(matches!(accounts.change_agent(&admin, agent_id, change("Annet", None, 2)).await, Err(Error::Stale)));
    accounts.change_agent(&admin, agent_id, change("Kundestøtte", None, 3)).await.unwrap();
    assert!(accounts.load_webhook(key).await.unwrap().is_none());
    assert_eq!(testing::secret_count(&portal).await, 0);
    let before = portal.audit_names().await;
    accounts.change_agent(&admin, agent_id, change("Kundestøtte", None, 4)).await.unwrap();
    assert_eq!(portal.audit_names().await, before, "equal values leave no trace");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_token_of_an_agent_account_is_secured_as_well(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let plain = portal.person(Role::OmnichannelAdministrator).await;
    let accounts = portal.backend.accounts();
    let id = accounts.create(&plain, fjordbank()).await.unwrap();
    let own = |token: &str| Some(OwnWebhook { client_token: Incoming::take(token).unwrap() });
    let refused = accounts.add_agent(&plain, id, NewAgent { own_webhook: own(CANARY), ..plain_agent("A", "a") }).await;
    assert_eq!(faults(refused.map(|_| ())), Invalid::one("client_token", Fault::Locked).faults);
    let agent_id =
        accounts.add_agent(&plain, id, NewAgent { own_webhook: own(""), ..plain_agent("A", "a") }).await.unwrap();
    let detail = accounts.get_agent(&plain, agent_id).await.unwrap();
    assert!(detail.agent_account.callback_url.is_some());
    assert_eq!(detail.client_token, SecretSlot::Hidden { may_set: false });
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn only_those_with_the_permission_manage_accounts(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    let accounts = portal.backend.accounts();
    let id = accounts.create(&admin, fjordbank()).await.unwrap();
    let agent_id = accounts.add_agent(&admin, id, plain_agent("Support", "a-1")).await.unwrap();
    let before = portal.audit_names().await;
    for role in roles::without(Permission::ManageAccounts) {
        let actor = portal.trusted_person(role).await;
        let outcomes = [
            accounts.create(&actor, fjordbank()).await.map(|_| ()),
            accounts.rename(&actor, id, AccountChange { name: Name::parse("X").unwrap(), version: 1 }).await,
            accounts.set_credentials(&actor, id, with_token(CANARY)).await,
            accounts.suspend(&actor, id).await,
            accounts.resume(&actor, id).await,
            accounts.delete(&actor, id).await,
            accounts.add_agent(&actor, id, plain_agent("Y", "y")).await.map(|_| ()),
            accounts.remove_agent(&actor, agent_id).await,
        ];
        for outcome in outcomes {
            assert!(matches!(outcome, Err(Error::Forbidden(Permission::ManageAccounts))), "{role}: {outcome:?}");
        }
    }
    assert_eq!(portal.audit_names().await, before);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_list_goes_on_where_it_ended(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    let accounts = portal.backend.accounts();
    for name in ["b", "A", "c"] {
        accounts.create(&admin, NewAccount { name: Name::parse(name).unwrap(), ..fjordbank() }).await.unwrap();
    }
    let first = accounts.list(&admin, PageRequest::new(Some(2), None)).await.unwrap();
    let after = first.next_cursor.as_ref().map(|cursor| cursor.parse().unwrap());
    let second = accounts.list(&admin, PageRequest::new(Some(2), after)).await.unwrap();
    let names: Vec<_> = first.items.iter().chain(&second.items).map(|account| account.name.as_str()).collect();
    assert_eq!((names, second.next_cursor), (vec!["A", "b", "c"], None));
}

/// PRODUCT §6: a person without *read* cannot tell an empty secret from a set one.
#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_state_does_not_tell_whether_a_hidden_token_is_set(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let trusted = portal.trusted_person(Role::SystemAdministrator).await;
    let other = portal.person(Role::SystemAdministrator).await;
    let accounts = portal.backend.accounts();
    let id = accounts.create(&trusted, fjordbank()).await.unwrap();
    assert_eq!(state(&portal, &other, id).await, AccountState::Draft, "the notice is not acknowledged");
    accounts.set_credentials(&trusted, id, partner("fjordbank-partner")).await.unwrap();
    acknowledge(&portal, &trusted, id).await;
    let seen = async |actor: &Actor| {
        let listed = accounts.list(actor, PageRequest::first()).await.unwrap().items.remove(0).state;
        assert_eq!(listed, state(&portal, actor, id).await);
        listed
    };
    assert_eq!((seen(&trusted).await, seen(&other).await), (AccountState::Draft, AccountState::WaitingForVerification));
    accounts.set_credentials(&trusted, id, with_token(CANARY)).await.unwrap();
    let waiting = AccountState::WaitingForVerification;
    assert_eq!((seen(&trusted).await, seen(&other).await), (waiting, waiting));
}
