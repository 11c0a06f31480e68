//! Authorization: every use case begins with it.

use contract::{Actor, Permission};

use crate::{Error, Result};

/// Asks for a permission.
pub trait Authorize {
    /// Goes on only when the actor's role allows `permission` within the actor's organization.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    fn require(&self, permission: Permission) -> Result<()>;
}

impl Authorize for Actor {
    fn require(&self, permission: Permission) -> Result<()> {
        if self.role.allows(permission) {
            Ok(())
        } else {
            Err(Error::Forbidden(permission))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use contract::{OrganizationId, Role};
    use uuid::Uuid;

    use super::*;

    /// The whole matrix as it is published; a change of it is a change of the product.
    #[test]
    fn the_matrix_of_roles_and_permissions_is_as_reviewed() {
        let mut table = format!("{:<22}", "");
        for role in Role::ALL {
            write!(table, "{role:<13}").expect("writing to a String succeeds");
        }
        for permission in Permission::ALL {
            write!(table, "\n{permission:<22}").expect("writing to a String succeeds");
            for role in Role::ALL {
                let actor = Actor {
                    role: *role,
                    ..Actor::system(OrganizationId(Uuid::from_u128(1)), "test")
                };
                let mark = if actor.require(*permission).is_ok() { "yes" } else { "-" };
                write!(table, "{mark:<13}").expect("writing to a String succeeds");
            }
        }
        let table = table.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        insta::assert_snapshot!(table);
    }
}
