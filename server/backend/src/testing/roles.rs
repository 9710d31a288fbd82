//! Which roles have what.

use domain::user::{Permission, Role};

/// The roles that lack a permission.
pub fn without(permission: Permission) -> Vec<Role> {
    Role::ALL.iter().copied().filter(|role| !role.permissions().contains(&permission)).collect()
}
