//! Privacy: the versioned notice of each channel kind, and who has acknowledged it for which account.
//!
//! Texts are files beside this one, published into the database at start and never changed afterwards: a new wording is a new
//! version. An acknowledgement belongs to one account and one version. Without one of the current version an account cannot be
//! verified; withdrawing it suspends the account, and acknowledging again lets it go on. Records outlive their account.

use domain::{
    AccountId, AcknowledgementId, ChannelKind, Fault, Lang, NoticeId, Page, PageRequest, UserId,
    account::SuspendedFor,
    audit::Event,
    notice::{Acknowledgement, Notice, Standing, Statements},
    user::{Permission, Role},
};
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, PgPool};

use crate::{
    Actor, Backend, Error, Result, accounts,
    accounts::store::Current,
    actor::ActorKind,
    audit,
    live::{self, News},
};

pub(crate) mod store;
#[cfg(test)]
mod tests;

/// Every text that was ever published: kind, language, version, and title, empty line and paragraphs.
const TEXTS: &[(ChannelKind, Lang, i32, &str)] = &[
    (
        ChannelKind::GoogleBusinessMessages,
        Lang::Nb,
        1,
        include_str!("privacy/notices/google-business-messages.1.nb.txt"),
    ),
    (
        ChannelKind::GoogleBusinessMessages,
        Lang::En,
        1,
        include_str!("privacy/notices/google-business-messages.1.en.txt"),
    ),
];

/// The verbs of privacy.
pub struct Privacy<'a>(pub(crate) &'a Backend);

/// Who accepts, in the records.
struct Person<'a> {
    id: UserId,
    name: &'a str,
}

impl Privacy<'_> {
    /// The notice in force for a channel kind, in one language.
    pub async fn notice(&self, actor: &Actor, kind: ChannelKind, language: Lang) -> Result<Notice> {
        actor.must(Permission::ViewPrivacy)?;
        let mut conn = self.0.web().acquire().await?;
        store::current(&mut conn, kind, language).await?.ok_or(Error::NotFound)
    }

    /// The notices in force, every kind in every language.
    pub async fn notices(&self, actor: &Actor) -> Result<Vec<Notice>> {
        actor.must(Permission::ViewPrivacy)?;
        let mut conn = self.0.web().acquire().await?;
        store::all_current(&mut conn).await
    }

    /// How each account stands to its notice, by name.
    pub async fn standings(&self, actor: &Actor, request: PageRequest<AccountId>) -> Result<Page<Standing>> {
        actor.must(Permission::ViewPrivacy)?;
        let mut conn = self.0.web().acquire().await?;
        let rows = store::standings(&mut conn, &request).await?;
        Ok(Page::cut(rows, &request, |standing| standing.account_id.to_string()))
    }

    /// Who acknowledged what, the latest first; of one account, or of all that there ever were.
    pub async fn acknowledgements(
        &self,
        actor: &Actor,
        account_id: Option<AccountId>,
        request: PageRequest<AcknowledgementId>,
    ) -> Result<Page<Acknowledgement>> {
        actor.must(Permission::ViewPrivacy)?;
        let mut conn = self.0.web().acquire().await?;
        let rows = store::acknowledgements(&mut conn, account_id, &request).await?;
        Ok(Page::cut(rows, &request, |acknowledgement| acknowledgement.id.to_string()))
    }

    /// Whether the current notice is acknowledged for an account.
    pub async fn is_acknowledged(&self, actor: &Actor, account_id: AccountId) -> Result<bool> {
        actor.must(Permission::ViewPrivacy)?;
        let mut conn = self.0.web().acquire().await?;
        store::is_acknowledged_for(&mut conn, account_id).await?.ok_or(Error::NotFound)
    }

    /// Acknowledges the notice for an account. `version` is the one that was read; all statements have to be ticked. An account
    /// that was suspended because an acknowledgement was withdrawn goes on.
    pub async fn acknowledge(
        &self,
        actor: &Actor,
        account_id: AccountId,
        language: Lang,
        version: i32,
        statements: Statements,
    ) -> Result<()> {
        actor.must(Permission::AcknowledgeNotices)?;
        // Only a person can accept anything.
        let id = actor.user_id().ok_or_else(|| actor.forbidden(Permission::AcknowledgeNotices))?;
        statements.check()?;
        let mut tx = self.0.begin().await?;
        let account = accounts::store::lock(&mut tx, account_id).await?.ok_or(Error::NotFound)?;
        let notice = store::current(&mut tx, account.channel_kind, language).await?.ok_or(Error::NotFound)?;
        if notice.version != version {
            return Err(Error::Stale);
        }
        let person = Person { id, name: actor.name() };
        self.accept(&mut tx, actor, (account_id, &account), &notice, &person).await?;
        tx.commit().await?;
        self.0.intake().forget(account_id);
        Ok(())
    }

    /// Records on the command line that a person has acknowledged the current notice, in that person's language. They must be
    /// active and allowed to.
    pub async fn acknowledge_for(&self, actor: &Actor, account_id: AccountId, email: &str) -> Result<()> {
        actor.must(Permission::AcknowledgeNotices)?;
        if actor.kind() != ActorKind::CommandLine {
            return Err(actor.forbidden(Permission::AcknowledgeNotices));
        }
        let mut tx = self.0.begin().await?;
        let person = store::active_person(&mut tx, email.trim()).await?;
        let person = person.ok_or_else(|| Error::invalid("by", Fault::Unknown))?;
        let roles: Vec<Role> = store::roles_of(&mut tx, person.id).await?;
        if !roles.iter().any(|role| role.permissions().contains(&Permission::AcknowledgeNotices)) {
            return Err(actor.forbidden(Permission::AcknowledgeNotices));
        }
        let account = accounts::store::lock(&mut tx, account_id).await?.ok_or(Error::NotFound)?;
        let notice = store::current(&mut tx, account.channel_kind, person.language).await?.ok_or(Error::NotFound)?;
        let accepting = Person { id: person.id, name: &person.name };
        self.accept(&mut tx, actor, (account_id, &account), &notice, &accepting).await?;
        tx.commit().await?;
        self.0.intake().forget(account_id);
        Ok(())
    }

    /// Withdraws what was acknowledged for an account, which suspends it: deliveries are answered, and nothing of them is kept.
    pub async fn withdraw(&self, actor: &Actor, account_id: AccountId) -> Result<()> {
        actor.must(Permission::AcknowledgeNotices)?;
        let mut tx = self.0.begin().await?;
        let account = accounts::store::lock(&mut tx, account_id).await?.ok_or(Error::NotFound)?;
        let at = self.0.now();
        let Some(version) = store::withdraw(&mut tx, account_id, actor.name(), at).await? else {
            return Err(Error::Conflict("not_acknowledged"));
        };
        audit::record(&mut tx, actor, at, &Event::NoticeWithdrawn { id: account_id, version }).await?;
        if account.suspended_for.is_none() {
            self.0.accounts().suspend_in(&mut tx, actor, account_id, SuspendedFor::PrivacyWithdrawn).await?;
        }
        live::tell(&mut tx, News::Account(account_id.0)).await?;
        tx.commit().await?;
        self.0.intake().forget(account_id);
        Ok(())
    }

    async fn accept(
        &self,
        conn: &mut PgConnection,
        actor: &Actor,
        (account_id, account): (AccountId, &Current),
        notice: &Notice,
        person: &Person<'_>,
    ) -> Result<()> {
        let at = self.0.now();
        store::insert_acknowledgement(conn, (account_id, &account.name), notice, (person.id, person.name), at).await?;
        let Notice { language, version, text_hash, .. } = notice;
        let event = Event::NoticeAcknowledged {
            id: account_id,
            version: *version,
            language: *language,
            text_hash: text_hash.clone(),
        };
        audit::record(conn, actor, at, &event).await?;
        if account.suspended_for == Some(SuspendedFor::PrivacyWithdrawn) {
            self.0.accounts().resume_in(conn, actor, account_id).await?;
        }
        accounts::settle(conn, account_id).await?;
        live::tell(conn, News::Account(account_id.0)).await
    }
}

/// Publishes the texts that are not published yet.
pub(crate) async fn publish(pool: &PgPool, at: jiff::Timestamp) -> Result<()> {
    let mut conn = pool.acquire().await?;
    for (kind, language, version, text) in TEXTS {
        let (title, body) = parts(text);
        store::publish(&mut conn, NoticeId::new(), (*kind, *language, *version), (title, body, &hash(title, body)), at)
            .await?;
    }
    Ok(())
}

/// Title and body of a text.
fn parts(text: &str) -> (&str, &str) {
    let (title, body) = text.split_once("\n\n").unwrap_or((text, ""));
    (title.trim(), body.trim())
}

/// SHA-256 of title, line feed and body.
fn hash(title: &str, body: &str) -> [u8; 32] {
    Sha256::new().chain_update(title).chain_update("\n").chain_update(body).finalize().into()
}
