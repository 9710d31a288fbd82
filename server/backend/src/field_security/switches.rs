//! Which fields of conversations are secured. Secrets are, always.

use domain::{
    Fault,
    audit::Event,
    field_security::{SecuredField, SecuredState},
    user::Permission,
};

use super::FieldSecurity;
use crate::{
    Actor, Error, Result, audit,
    live::{self, News},
};

pub(super) mod store;

impl FieldSecurity<'_> {
    /// Every field that is secured or can be.
    pub async fn fields(&self, actor: &Actor) -> Result<Vec<SecuredState>> {
        actor.must(Permission::ViewFieldSecurity)?;
        let mut conn = self.0.web().acquire().await?;
        let on = store::secured(&mut conn).await?;
        let state = |field: &SecuredField| SecuredState {
            field: *field,
            is_secured: !field.is_personal() || on.contains(field),
        };
        Ok(SecuredField::ALL.iter().map(state).collect())
    }

    /// Secures a field of conversations, or opens it to whoever may see conversations. It binds from the next request on. Only
    /// who may read a field opens it. What stands already is no error and leaves no trace.
    pub async fn set_secured(&self, actor: &Actor, field: SecuredField, is_secured: bool) -> Result<()> {
        actor.must(Permission::ManageFieldSecurity)?;
        if !field.is_personal() {
            return Err(Error::invalid("field", Fault::Locked));
        }
        let mut tx = self.0.begin().await?;
        let changed = if is_secured {
            store::secure(&mut tx, field, self.0.now()).await?
        } else {
            store::open(&mut tx, field).await?
        };
        if changed {
            if !is_secured && !actor.rights(field).read {
                return Err(Error::Conflict("field_not_read"));
            }
            let event = if is_secured { Event::FieldSecured { field } } else { Event::FieldOpened { field } };
            audit::record(&mut tx, actor, self.0.now(), &event).await?;
            live::tell(&mut tx, News::Access).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
