//! Who acts. Every verb takes an actor; there is no "nobody": the anonymous one is an actor without permissions.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
    sync::Arc,
};

use domain::{
    ApiKeyId, UserId,
    audit::Event,
    field_security::{FieldRights, SecuredField},
    user::{Permission, Role},
};

use crate::{
    Error, Result,
    audit::{Origin, Trace},
};

/// Who acts, and what they may do, as it stood in the database when the request began.
#[derive(Clone, Debug)]
pub struct Actor {
    kind: ActorKind,
    name: String,
    permissions: BTreeSet<Permission>,
    secured: BTreeMap<SecuredField, FieldRights>,
    origin: Origin,
    trace: Option<Arc<Trace>>,
}

/// Which sort of actor it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorKind {
    /// A person who is signed in.
    User(UserId),
    /// A program with a key of the API.
    ApiKey(ApiKeyId),
    /// Somebody at the machine's own command line.
    CommandLine,
    /// The portal itself: intake, jobs.
    System,
    /// Anybody.
    Anonymous,
}

impl Actor {
    /// A person with the permissions of their roles and the rights of their field security profiles.
    pub fn user(id: UserId, name: &str, roles: &[Role], secured: BTreeMap<SecuredField, FieldRights>) -> Self {
        Self {
            kind: ActorKind::User(id),
            name: name.to_owned(),
            permissions: bundle(roles),
            secured,
            origin: Origin::default(),
            trace: None,
        }
    }

    /// A program. Keys hold a role's permissions and never a secured field; `open` is what nobody needs a profile for.
    pub fn api_key(id: ApiKeyId, name: &str, role: Role, open: BTreeMap<SecuredField, FieldRights>) -> Self {
        Self {
            kind: ActorKind::ApiKey(id),
            name: name.to_owned(),
            permissions: bundle(&[role]),
            secured: open,
            origin: Origin::default(),
            trace: None,
        }
    }

    /// Somebody who can run the program with its data directory: may do everything and give secrets, but never read them.
    pub fn command_line() -> Self {
        let give = FieldRights { create: true, update: true, ..FieldRights::default() };
        Self {
            kind: ActorKind::CommandLine,
            name: "command line".to_owned(),
            permissions: Permission::ALL.iter().copied().collect(),
            secured: SecuredField::SECRETS.map(|field| (field, give)).into(),
            origin: Origin::default(),
            trace: None,
        }
    }

    /// The portal itself. It records what happened and needs no permission for it.
    pub fn system() -> Self {
        Self {
            kind: ActorKind::System,
            name: "system".to_owned(),
            permissions: BTreeSet::new(),
            secured: BTreeMap::new(),
            origin: Origin::default(),
            trace: None,
        }
    }

    /// Anybody.
    pub fn anonymous() -> Self {
        Self {
            kind: ActorKind::Anonymous,
            name: "anonymous".to_owned(),
            permissions: BTreeSet::new(),
            secured: BTreeMap::new(),
            origin: Origin::default(),
            trace: None,
        }
    }

    /// The same actor, seen from an address, where nothing more is known of the request.
    #[must_use]
    pub fn seen_from(self, address: Option<IpAddr>) -> Self {
        Self { origin: Origin::at(address), ..self }
    }

    /// The same actor in a request. What they are refused in it is recorded.
    #[must_use]
    pub(crate) fn traced(self, trace: Arc<Trace>) -> Self {
        Self { origin: trace.origin.clone(), trace: Some(trace), ..self }
    }

    /// The same actor in no request.
    pub(crate) fn without_trace(&self) -> Self {
        Self { origin: Origin::default(), trace: None, ..self.clone() }
    }

    /// Where the actor's request came from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Which sort of actor it is.
    pub fn kind(&self) -> ActorKind {
        self.kind
    }

    /// The person's id, for a person.
    pub fn user_id(&self) -> Option<UserId> {
        match self.kind {
            ActorKind::User(id) => Some(id),
            _ => None,
        }
    }

    /// What to call the actor in records.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the actor has a permission.
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }

    /// Refuses without the permission. The first line of every verb.
    pub fn must(&self, permission: Permission) -> Result<()> {
        if self.may(permission) { Ok(()) } else { Err(self.forbidden(permission)) }
    }

    /// The error for a missing permission. That it was refused is recorded, once for each request and permission.
    pub fn forbidden(&self, permission: Permission) -> Error {
        self.refused(Event::PermissionRefused { permission });
        Error::Forbidden(permission)
    }

    /// Records that the actor was refused something, once for each request and thing. Acts of tests and of the command line are in no
    /// request and leave no such trace.
    pub fn refused(&self, event: Event) {
        if let Some(trace) = &self.trace {
            trace.refused(self, event);
        }
    }

    /// What the actor may do with a secured field; nothing unless a profile says so.
    pub fn rights(&self, field: SecuredField) -> FieldRights {
        self.secured.get(&field).copied().unwrap_or_default()
    }

    /// The same actor with no more than these rights to secured fields. It can only become less.
    pub(crate) fn with_at_most(&self, rights: &BTreeMap<SecuredField, FieldRights>) -> Self {
        let least = |(field, held): (&SecuredField, &FieldRights)| {
            (*field, held.intersection(rights.get(field).copied().unwrap_or_default()))
        };
        Self { secured: self.secured.iter().map(least).collect(), ..self.clone() }
    }

    /// Everything that the actor may do, in a stable order.
    pub fn permissions(&self) -> impl Iterator<Item = Permission> {
        self.permissions.iter().copied()
    }
}

fn bundle(roles: &[Role]) -> BTreeSet<Permission> {
    roles.iter().flat_map(|role| role.permissions()).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_may_do_anything_without_a_role() {
        for actor in [Actor::anonymous(), Actor::system(), Actor::user(UserId::new(), "Kari", &[], BTreeMap::new())] {
            assert!(Permission::ALL.iter().all(|p| actor.must(*p).is_err()), "{}", actor.name());
        }
    }

    #[test]
    fn no_role_brings_a_right_to_a_secured_field() {
        for role in Role::ALL {
            let actor = Actor::user(UserId::new(), "Kari", &[*role], BTreeMap::new());
            assert!(SecuredField::ALL.iter().all(|f| actor.rights(*f) == FieldRights::default()), "{role}");
        }
    }
}
