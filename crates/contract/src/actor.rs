//! Who acts, for whom, and from where.

use serde::{Deserialize, Serialize};

use crate::{ApiKeyId, OrganizationId, SessionId, UserId, named_enum::named_enum};

named_enum! {
    /// What a member of an organization may do.
    Role {
        /// Everything, in every organization.
        SuperAdmin = "super_admin",
        /// Everything within the organization.
        Admin = "admin",
        /// Approves, and all that a reviewer does.
        Manager = "manager",
        /// Uploads and reviews.
        Reviewer = "reviewer",
        /// Reads all, changes nothing.
        Auditor = "auditor",
        /// Keys and the API only.
        Integrator = "integrator",
    }
}

named_enum! {
    /// One thing that a role may allow. The use case asks for it, never the page.
    Permission {
        /// See suppliers.
        ReadSuppliers = "suppliers:read",
        /// Create, change, merge and import suppliers.
        WriteSuppliers = "suppliers:write",
        /// See payee files and their rows.
        ReadPayees = "payees:read",
        /// Upload payee files, cancel them, export them.
        WritePayees = "payees:write",
        /// Decide review items and payees, and undo it.
        Review = "reviews:write",
        /// See locations, commodities and the organization itself.
        ReadReference = "reference:read",
        /// Change locations, commodities and the organization itself.
        WriteReference = "reference:write",
        /// See jobs.
        ReadJobs = "jobs:read",
        /// Cancel and retry jobs.
        WriteJobs = "jobs:write",
        /// See users and their roles.
        ReadUsers = "users:read",
        /// Invite, change and disable users.
        WriteUsers = "users:write",
        /// Read the audit trail.
        ReadAudit = "audit:read",
        /// Create and revoke API keys.
        WriteKeys = "keys:write",
        /// Create and see every organization.
        ManageOrganizations = "organizations:write",
    }
}

impl Role {
    /// Whether this role allows `permission` within its organization.
    pub fn allows(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Self::SuperAdmin => true,
            Self::Admin => permission != P::ManageOrganizations,
            Self::Manager | Self::Reviewer => matches!(
                permission,
                P::ReadSuppliers
                    | P::WriteSuppliers
                    | P::ReadPayees
                    | P::WritePayees
                    | P::Review
                    | P::ReadReference
                    | P::ReadJobs
            ),
            Self::Auditor => matches!(
                permission,
                P::ReadSuppliers | P::ReadPayees | P::ReadReference | P::ReadJobs | P::ReadUsers | P::ReadAudit
            ),
            Self::Integrator => matches!(
                permission,
                P::ReadSuppliers
                    | P::WriteSuppliers
                    | P::ReadPayees
                    | P::WritePayees
                    | P::ReadReference
                    | P::ReadJobs
                    | P::WriteKeys
            ),
        }
    }
}

/// Where a request came from, for the audit trail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Address of the client, as far as trusted proxies tell.
    pub ip: Option<String>,
    /// The `User-Agent` header, cut at 300 characters.
    pub user_agent: Option<String>,
    /// Ties the event to the log lines of the same request.
    pub request_id: Option<String>,
}

/// Who or what is behind an [`Actor`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Principal {
    /// A signed-in person.
    User {
        /// The person.
        user_id: UserId,
        /// For display in the audit trail.
        name: String,
        /// The browser session.
        session_id: Option<SessionId>,
    },
    /// A program with an API key.
    ApiKey {
        /// The key.
        api_key_id: ApiKeyId,
        /// The key's name.
        name: String,
    },
    /// The program itself: a job, or a command on the server's own shell.
    System {
        /// Such as `job` or `cli`.
        name: String,
    },
}

/// Who acts, within which organization, with which role. Every use case takes one and authorizes by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Who.
    pub principal: Principal,
    /// The tenant whose data the request touches; nothing else is visible.
    pub organization_id: OrganizationId,
    /// The role within that organization.
    pub role: Role,
    /// From where.
    pub origin: Origin,
}

impl Actor {
    /// The program itself acting within an organization.
    pub fn system(organization_id: OrganizationId, name: &str) -> Self {
        Self {
            principal: Principal::System { name: name.to_owned() },
            organization_id,
            role: Role::SuperAdmin,
            origin: Origin::default(),
        }
    }

    /// The person, when it is one.
    pub fn user_id(&self) -> Option<UserId> {
        match &self.principal {
            Principal::User { user_id, .. } => Some(*user_id),
            Principal::ApiKey { .. } | Principal::System { .. } => None,
        }
    }

    /// The name shown in the audit trail.
    pub fn display_name(&self) -> &str {
        match &self.principal {
            Principal::User { name, .. } | Principal::ApiKey { name, .. } | Principal::System { name } => name,
        }
    }
}
