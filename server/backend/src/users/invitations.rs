//! Invitations: an administrator makes a link, gives it to the person, and the person sets name and password.

use std::collections::BTreeMap;

use domain::{
    Checks, Email, Fault, Lang, Name, UserId,
    audit::Event,
    user::{NewUser, Permission, Role, UserState},
};
use secrecy::SecretString;

use super::{
    Users, in_order,
    links::{self, Link, Purpose},
    store,
};
use crate::{Actor, Error, Result, audit, error::OnConstraint, field_security, passwords, token::Token};

/// What somebody who was invited sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Who they are; the invitation says it and they cannot change it.
    pub email: String,
    /// The name that the administrator gave them.
    pub name: String,
}

/// What somebody who was invited answers, as typed.
#[derive(Clone, Debug)]
pub struct Acceptance {
    /// Their name.
    pub name: String,
    /// Their password.
    pub password: SecretString,
    /// Their language.
    pub language: Lang,
}

impl Users<'_> {
    /// Makes a person who cannot sign in yet, and the link that lets them. The link is in nobody's hands but the caller's.
    pub async fn invite(&self, actor: &Actor, new: NewUser) -> Result<(UserId, Link)> {
        actor.must(Permission::ManageUsers)?;
        let roles = in_order(&new.roles)?;
        let id = UserId::new();
        let now = self.0.now();
        let mut tx = self.0.begin().await?;
        store::insert(&mut tx, id, &new.email, &new.name, None, Lang::default(), now).await.on_constraint(
            "user_email_key",
            "email",
            Fault::Taken,
        )?;
        store::replace_roles(&mut tx, id, &roles).await?;
        field_security::set_built_in_membership(&mut tx, id, roles.contains(&Role::SystemAdministrator)).await?;
        let link = links::make(&mut tx, Purpose::Invitation, Some(id), &self.0.settings().public_url, now).await?;
        let event = Event::UserInvited { id, roles };
        audit::record(&mut tx, actor, now, &event).await?;
        tx.commit().await?;
        Ok((id, link))
    }

    /// A new link for somebody who has not accepted yet; the earlier one stops working.
    pub async fn renew_invitation(&self, actor: &Actor, id: UserId) -> Result<Link> {
        actor.must(Permission::ManageUsers)?;
        let now = self.0.now();
        let mut tx = self.0.begin().await?;
        let current = store::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if current.state != UserState::Invited {
            return Err(Error::Conflict("invitation_not_open"));
        }
        let link = links::make(&mut tx, Purpose::Invitation, Some(id), &self.0.settings().public_url, now).await?;
        let roles = store::roles(&mut tx, id).await?;
        let event = Event::UserInvited { id, roles };
        audit::record(&mut tx, actor, now, &event).await?;
        tx.commit().await?;
        Ok(link)
    }

    /// What a link invites to: `NotFound` when it does not work, whatever the reason.
    pub async fn invitation(&self, token: &Token) -> Result<Invitation> {
        let mut conn = self.0.web().acquire().await?;
        let found = links::find(&mut conn, Purpose::Invitation, token, self.0.now()).await?;
        let id = found.flatten().ok_or(Error::NotFound)?;
        let current = store::find(&mut conn, id).await?.ok_or(Error::NotFound)?;
        if current.state != UserState::Invited {
            return Err(Error::NotFound);
        }
        Ok(Invitation { email: current.email, name: current.name })
    }

    /// Accepts an invitation. The person still has to sign in.
    pub async fn accept_invitation(&self, token: &Token, answer: Acceptance) -> Result<UserId> {
        let invitation = self.invitation(token).await?;
        let email = Email::parse(&invitation.email).map_err(|fault| Error::invalid("email", fault))?;
        let mut checks = Checks::default();
        let name = checks.field("name", Name::parse(&answer.name));
        let name = name.and_then(|name| {
            checks.field("password", passwords::check(&answer.password, &email, &name)).map(|()| name)
        });
        let name = checks.finish(name)?;
        let hash = self.0.passwords().hash(&answer.password).await?;

        let now = self.0.now();
        let mut tx = self.0.begin().await?;
        let id = links::spend(&mut tx, Purpose::Invitation, token, now).await?.flatten().ok_or(Error::NotFound)?;
        let current = store::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if current.state != UserState::Invited {
            return Err(Error::NotFound);
        }
        store::activate(&mut tx, id, &name, &hash, answer.language).await?;
        let roles = store::roles(&mut tx, id).await?;
        let themselves = Actor::user(id, name.as_str(), &roles, BTreeMap::new());
        audit::record(&mut tx, &themselves, now, &Event::UserActivated { id }).await?;
        tx.commit().await?;
        Ok(id)
    }
}
