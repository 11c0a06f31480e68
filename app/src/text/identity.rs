//! Setting up, signing in, invitations, the own account.

#![expect(missing_docs, reason = "each text speaks for itself")]

pub const SETUP_TITLE: &str = "Set up Vouch";
pub const SETUP_NOTE: &str = "This makes the first organization and its administrator. The link works once.";
pub const SETUP_NO_TOKEN: &str = "This page needs the one-time link that the server printed when it started. Open that link, or start the server again for a new one.";
pub const SETUP_DONE: &str =
    "This link is used up: the first organization is there. Sign in, or ask its administrator for an invitation.";
pub const SETUP_NEEDED: &str =
    "Nobody has been set up here yet. Open the one-time link that the server printed when it started.";
pub const ORGANIZATION_HINT: &str = "The company whose payees and suppliers these are";
pub const PASSWORD_HINT: &str = "At least 12 characters; a few unrelated words work well";
pub const SIGN_IN_TITLE: &str = "Sign in";
pub const INVITATION_TITLE: &str = "Accept your invitation";
pub const INVITATION_NOTE: &str = "Choose a password. Afterwards you sign in with your e-mail address.";
pub const INVITATION_NO_TOKEN: &str =
    "This page needs the link from your invitation. Ask your administrator for a new one.";
pub const ACCOUNT_TITLE: &str = "Your account";
pub const PASSWORD_TITLE: &str = "Change your password";
pub const PASSWORD_CHANGED: &str = "Your password is changed. You are signed out everywhere else.";
pub const PASSWORD_CHANGE_NOTE: &str = "Changing it signs you out everywhere else.";
