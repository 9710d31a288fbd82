//! Why somebody may do what they may: every right to a secured field with its ways, every permission with its roles.

use domain::{
    UserId,
    field_security::{Access, AccessPath, FieldAccess, FieldRights, SecuredField},
    user::{Permission, Role, UserState},
};
use sqlx::PgConnection;

use super::{FieldSecurity, switches};
use crate::{Actor, Error, Result};

mod store;

impl FieldSecurity<'_> {
    /// Everything that one person may do, and why.
    pub async fn access(&self, actor: &Actor, id: UserId) -> Result<Access> {
        actor.must(Permission::ViewFieldSecurity)?;
        actor.must(Permission::ViewUsers)?;
        let mut conn = self.0.web().acquire().await?;
        let (name, state, roles) = store::person(&mut conn, id).await?.ok_or(Error::NotFound)?;
        Ok(Access {
            user_id: id,
            name,
            is_active: state == UserState::Active,
            fields: fields(&mut conn, id).await?,
            permissions: permissions(&roles),
        })
    }
}

async fn fields(conn: &mut PgConnection, id: UserId) -> Result<Vec<FieldAccess>> {
    let secured = switches::store::secured(conn).await?;
    let ways = store::ways(conn, id).await?;
    let access = |field: &SecuredField| {
        let of_field = ways.iter().filter(|(of, path)| of == field && !path.rights.is_nothing());
        let paths: Vec<AccessPath> = of_field.map(|(_, path)| path.clone()).collect();
        let rights = paths.iter().fold(FieldRights::default(), |rights, path| rights.union(path.rights));
        FieldAccess { field: *field, is_secured: !field.is_personal() || secured.contains(field), rights, paths }
    };
    Ok(SecuredField::ALL.iter().map(access).collect())
}

fn permissions(roles: &[Role]) -> Vec<(Permission, Vec<Role>)> {
    let bringing = |permission: &Permission| -> Vec<Role> {
        roles.iter().copied().filter(|role| role.permissions().contains(permission)).collect()
    };
    let all = Permission::ALL.iter().map(|permission| (*permission, bringing(permission)));
    all.filter(|(_, roles)| !roles.is_empty()).collect()
}
