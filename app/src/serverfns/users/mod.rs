//! People and their roles.

mod invite_user;
mod list_users;
mod set_user_enabled;
mod set_user_role;

pub use invite_user::{InviteUser, invite_user};
pub use list_users::{ListUsers, list_users};
pub use set_user_enabled::{SetUserEnabled, set_user_enabled};
pub use set_user_role::{SetUserRole, set_user_role};
