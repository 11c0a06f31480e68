//! Signing in, people and their roles.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{ApiKeyId, OrganizationId, Permission, Role, UserId, named_enum::named_enum, time};

/// The first start: the organization and its first administrator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupForm {
    /// From the one-time link.
    pub token: String,
    /// Name of the company.
    pub organization_name: String,
    /// The administrator's name.
    pub name: String,
    /// The administrator's e-mail address.
    pub email: String,
    /// The administrator's password.
    pub password: String,
}

/// An e-mail address and a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInForm {
    /// The e-mail address.
    pub email: String,
    /// The password.
    pub password: String,
}

/// A person who follows an invitation and chooses a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptInvitationForm {
    /// From the one-time link.
    pub token: String,
    /// The new password.
    pub password: String,
}

/// An organization in which a person has a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Membership {
    /// The organization.
    pub organization_id: OrganizationId,
    /// Its name.
    pub organization_name: String,
    /// The role there.
    pub role: Role,
}

/// The signed-in person as the console shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// The person.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// The organization at work, with the role there.
    pub current: Membership,
    /// Every organization the person can switch to.
    pub memberships: Vec<Membership>,
}

impl Viewer {
    /// Whether to show what needs `permission`. The use case decides again.
    pub fn may(&self, permission: Permission) -> bool {
        self.current.role.allows(permission)
    }
}

named_enum! {
    /// Whether a person can sign in.
    UserStatus {
        /// Invited, has no password yet.
        Invited = "invited",
        /// Can sign in.
        Active = "active",
        /// Can not sign in.
        Disabled = "disabled",
    }
}

/// A person with a role in the organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// The person.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// The role in this organization.
    pub role: Role,
    /// Whether they can sign in.
    pub status: UserStatus,
    /// When they last signed in.
    #[serde(default, deserialize_with = "time::read_option")]
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// When they were invited.
    #[serde(deserialize_with = "time::read")]
    pub created_at: DateTime<Utc>,
}

/// Invites a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteUserForm {
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// The role in this organization.
    pub role: Role,
}

/// An invitation that was made. The link works once and is shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    /// The new person.
    pub user_id: UserId,
    /// Path and query of the link, such as `/invitation?token=…`.
    pub link: String,
}

named_enum! {
    /// What an API key may do.
    KeyPreset {
        /// All that an administrator of the organization may.
        Full = "full",
        /// Suppliers and payee files, read and write.
        Integration = "integration",
        /// Read only.
        ReadOnly = "read_only",
    }
}

impl KeyPreset {
    /// The role whose permissions the key has.
    pub const fn role(self) -> Role {
        match self {
            Self::Full => Role::Admin,
            Self::Integration => Role::Integrator,
            Self::ReadOnly => Role::Auditor,
        }
    }
}

/// An API key without its secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKey {
    /// The key.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// The first characters, to recognize it by.
    pub prefix: String,
    /// What it may do.
    pub preset: KeyPreset,
    /// When it was made.
    #[serde(deserialize_with = "time::read")]
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    #[serde(default, deserialize_with = "time::read_option")]
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    #[serde(default, deserialize_with = "time::read_option")]
    pub revoked_at: Option<DateTime<Utc>>,
}
