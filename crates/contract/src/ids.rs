//! Newtyped identifiers. All are version 7 UUIDs: they sort by creation time.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, de::Error};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self)
            }
        }

        // Written out because uuid's own reader also says which character is wrong and why, which nobody asks in a browser.
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(|_| D::Error::custom(format_args!("{text:?} is not an id")))
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// A tenant company.
    OrganizationId,
    /// A site of an organization.
    LocationId,
    /// A spend category of an organization.
    CommodityId,
    /// An entry of the supplier master.
    SupplierId,
    /// A proposal to merge suppliers.
    SupplierDuplicateId,
    /// A person who signs in.
    UserId,
    /// A signed-in browser.
    SessionId,
    /// A credential of a program.
    ApiKeyId,
    /// A file being uploaded in chunks.
    UploadId,
    /// An uploaded file, kept byte for byte.
    DocumentId,
    /// An uploaded vendor or payment list.
    PayeeFileId,
    /// One row of a payee file.
    PayeeId,
    /// An import of suppliers from a file.
    SupplierImportId,
    /// One doubt to be settled by a person.
    ReviewItemId,
    /// One act of a person that settled one or many payees; the unit of undo.
    DecisionId,
    /// A unit of background work.
    JobId,
    /// One entry of the audit trail.
    EventId,
}
