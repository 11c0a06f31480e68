//! People and their roles.

#![expect(missing_docs, reason = "each text speaks for itself")]

pub const TITLE: &str = "People";
pub const INVITE_TITLE: &str = "Invite a person";
pub const INVITE_NOTE: &str = "You get a link that works once. Send it to them yourself.";
pub const LINK_TITLE: &str = "The invitation link";
pub const LINK_NOTE: &str = "It is shown only now and works once. Copy it and send it to the person.";
pub const DISABLE_NOTE: &str =
    "can not sign in any more, and is signed out everywhere. What they did stays in the audit trail.";
pub const ROLE_HINT: &str = "Reviewers decide; managers approve as well; auditors read; integrators use keys";
