//! The first administrator: by a link that the server prints, or by the command line. Only while nobody can sign in yet.

use domain::{
    Checks, Email, Fault, Lang, Name, UserId,
    audit::Event,
    user::{Permission, Role},
};
use secrecy::SecretString;
use std::collections::BTreeMap;

use super::{
    Users,
    links::{self, Link, Purpose},
    store,
};
use crate::{Actor, Error, Result, audit, error::OnConstraint, field_security, passwords, token::Token};

/// Who becomes the first administrator, as typed.
#[derive(Clone, Debug)]
pub struct NewAdministrator {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their password.
    pub password: SecretString,
    /// Their language.
    pub language: Lang,
}

struct Checked {
    name: Name,
    email: Email,
    password: SecretString,
    language: Lang,
}

impl NewAdministrator {
    fn check(self) -> Result<Checked> {
        let mut checks = Checks::default();
        let name = checks.field("name", Name::parse(&self.name));
        let email = checks.field("email", Email::parse(&self.email));
        let both = name.zip(email).and_then(|(name, email)| {
            checks.field("password", passwords::check(&self.password, &email, &name)).map(|()| (name, email))
        });
        let (name, email) = checks.finish(both)?;
        Ok(Checked { name, email, password: self.password, language: self.language })
    }
}

impl Users<'_> {
    /// A new link for the first administrator; none once somebody can sign in. Earlier links work until they end.
    pub async fn first_administrator_link(&self) -> Result<Option<Link>> {
        let mut tx = self.0.begin().await?;
        if store::is_anybody_active(&mut tx).await? {
            return Ok(None);
        }
        let public_url = &self.0.settings().public_url;
        let link = links::make(&mut tx, Purpose::FirstAdministrator, None, public_url, self.0.now()).await?;
        tx.commit().await?;
        Ok(Some(link))
    }

    /// Whether a link can make the first administrator: `NotFound` when it cannot, whatever the reason.
    pub async fn check_welcome(&self, token: &Token) -> Result<()> {
        let mut conn = self.0.web().acquire().await?;
        let found = links::find(&mut conn, Purpose::FirstAdministrator, token, self.0.now()).await?;
        if found.is_none() || store::is_anybody_active(&mut conn).await? {
            return Err(Error::NotFound);
        }
        Ok(())
    }

    /// Makes the first administrator with a link. Of several attempts at once one succeeds. They still have to sign in.
    pub async fn welcome(&self, token: &Token, new: NewAdministrator) -> Result<UserId> {
        self.check_welcome(token).await?;
        let new = new.check()?;
        let id = UserId::new();
        let themselves = Actor::user(id, new.name.as_str(), &[Role::SystemAdministrator], BTreeMap::new());
        self.create_first(&themselves, id, &new, Some(token)).await?;
        Ok(id)
    }

    /// Makes the first administrator from the command line. Their name is taken from the address until they change it.
    pub async fn create_administrator(&self, actor: &Actor, email: &str, password: SecretString) -> Result<UserId> {
        actor.must(Permission::ManageUsers)?;
        if self.has_administrator().await? {
            return Err(Error::Conflict("administrator_exists"));
        }
        let name = email.trim().split('@').next().unwrap_or_default().to_owned();
        // A fault of the address is told at the address; the name made of it has no field of its own.
        Email::parse(email).map_err(|fault| Error::invalid("email", fault))?;
        let new = NewAdministrator { name, email: email.to_owned(), password, language: Lang::default() }.check()?;
        let id = UserId::new();
        self.create_first(actor, id, &new, None).await?;
        Ok(id)
    }

    /// Whether somebody can sign in already.
    pub async fn has_administrator(&self) -> Result<bool> {
        let mut conn = self.0.web().acquire().await?;
        store::is_anybody_active(&mut conn).await
    }

    async fn create_first(&self, actor: &Actor, id: UserId, new: &Checked, token: Option<&Token>) -> Result<()> {
        let hash = self.0.passwords().hash(&new.password).await?;
        let roles = [Role::SystemAdministrator];
        let now = self.0.now();
        let mut tx = self.0.begin().await?;
        store::lock_roles(&mut tx).await?;
        if store::is_anybody_active(&mut tx).await? {
            return Err(Error::Conflict("administrator_exists"));
        }
        if let Some(token) = token {
            links::spend(&mut tx, Purpose::FirstAdministrator, token, now).await?.ok_or(Error::NotFound)?;
        }
        store::insert(&mut tx, id, &new.email, &new.name, Some(&hash), new.language, now).await.on_constraint(
            "user_email_key",
            "email",
            Fault::Taken,
        )?;
        store::replace_roles(&mut tx, id, &roles).await?;
        field_security::set_built_in_membership(&mut tx, id, true).await?;
        let event = Event::UserCreated { id, roles: roles.to_vec() };
        audit::record(&mut tx, actor, now, &event).await?;
        tx.commit().await?;
        Ok(())
    }
}
