//! Signing in and out, and what belongs to the signed-in person.

mod accept_invitation;
mod change_password;
mod complete_setup;
mod get_setup_needed;
mod get_viewer;
mod hide_columns;
mod set_preference;
mod sign_in;
mod sign_out;
mod switch_organization;

pub use accept_invitation::{AcceptInvitation, accept_invitation};
pub use change_password::{ChangePassword, change_password};
pub use complete_setup::{CompleteSetup, complete_setup};
pub use get_setup_needed::{GetSetupNeeded, get_setup_needed};
pub use get_viewer::{GetViewer, get_viewer};
pub use hide_columns::{HideColumns, hide_columns};
pub use set_preference::{SetPreference, set_preference};
pub use sign_in::{SignIn, sign_in};
pub use sign_out::{SignOut, sign_out};
pub use switch_organization::{SwitchOrganization, switch_organization};

use serde::{Deserialize, Serialize};

/// The person's own password, old and new.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangePasswordForm {
    /// The one in use.
    pub current: String,
    /// The one to use from now on.
    pub new: String,
}

impl contract::validate::Validate for ChangePasswordForm {
    fn problems(&self) -> Vec<contract::FieldProblem> {
        let problem = contract::validate::password(&self.new).err();
        problem
            .map(|message| contract::FieldProblem {
                field: "new".into(),
                message: message.into(),
            })
            .into_iter()
            .collect()
    }
}
