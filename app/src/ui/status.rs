//! The mark of each enumeration that has states: one table for all pages.

use contract::{
    DecidedBy, FileStatus, JobStatus, MatchDecision, Payee, PayeeType, ReviewStatus, Role, Severity, SupplierStatus,
    UserStatus,
};

use super::{
    badge::{Mark, Tone},
    icon::IconName as I,
};

/// A file of rows.
pub const fn file(status: FileStatus) -> Mark {
    match status {
        FileStatus::Queued => Mark::new(Tone::Neutral, I::Clock, "Queued"),
        FileStatus::Working => Mark::new(Tone::Info, I::Bolt, "Working"),
        FileStatus::Done => Mark::new(Tone::Ok, I::Check, "Done"),
        FileStatus::Failed => Mark::new(Tone::Danger, I::Alert, "Failed"),
        FileStatus::Cancelled => Mark::new(Tone::Neutral, I::Stop, "Cancelled"),
    }
}

/// A job.
pub const fn job(status: JobStatus) -> Mark {
    match status {
        JobStatus::Queued => Mark::new(Tone::Neutral, I::Clock, "Queued"),
        JobStatus::Running => Mark::new(Tone::Info, I::Bolt, "Running"),
        JobStatus::Done => Mark::new(Tone::Ok, I::Check, "Done"),
        JobStatus::Dead => Mark::new(Tone::Danger, I::Alert, "Out of attempts"),
        JobStatus::Cancelled => Mark::new(Tone::Neutral, I::Stop, "Cancelled"),
    }
}

/// A supplier.
pub const fn supplier(status: SupplierStatus) -> Mark {
    match status {
        SupplierStatus::Active => Mark::new(Tone::Ok, I::Check, "Active"),
        SupplierStatus::Inactive => Mark::new(Tone::Neutral, I::Pause, "Inactive"),
        SupplierStatus::Merged => Mark::new(Tone::Neutral, I::ArrowDown, "Merged"),
    }
}

/// A person's access.
pub const fn user(status: UserStatus) -> Mark {
    match status {
        UserStatus::Invited => Mark::new(Tone::Info, I::Clock, "Invited"),
        UserStatus::Active => Mark::new(Tone::Ok, I::Check, "Active"),
        UserStatus::Disabled => Mark::new(Tone::Neutral, I::Stop, "Disabled"),
    }
}

/// A decision about a supplier.
pub const fn decision(decision: MatchDecision) -> Mark {
    match decision {
        MatchDecision::Match => Mark::new(Tone::Ok, I::Check, "Matched"),
        MatchDecision::Review => Mark::new(Tone::Attention, I::Eye, "In review"),
        MatchDecision::None => Mark::new(Tone::Neutral, I::Minus, "No supplier"),
    }
}

/// Who decided.
pub const fn decided_by(by: DecidedBy) -> Mark {
    match by {
        DecidedBy::Machine => Mark::new(Tone::Neutral, I::Bolt, "Machine"),
        DecidedBy::Person => Mark::new(Tone::Info, I::Person, "Person"),
        DecidedBy::Memory => Mark::new(Tone::Info, I::History, "Remembered"),
    }
}

/// Who settled a row: a person if one had a hand in it.
pub fn settled_by(payee: &Payee) -> Mark {
    let hands = [payee.type_decided_by, payee.match_decided_by];
    let by = [DecidedBy::Person, DecidedBy::Memory]
        .into_iter()
        .find(|by| hands.contains(by));
    decided_by(by.unwrap_or(DecidedBy::Machine))
}

/// A review item.
pub const fn review(status: ReviewStatus) -> Mark {
    match status {
        ReviewStatus::Open => Mark::new(Tone::Attention, I::Eye, "Open"),
        ReviewStatus::Postponed => Mark::new(Tone::Neutral, I::Pause, "Postponed"),
        ReviewStatus::Decided => Mark::new(Tone::Ok, I::Check, "Decided"),
    }
}

/// The weight of an event.
pub const fn severity(severity: Severity) -> Mark {
    match severity {
        Severity::Info => Mark::new(Tone::Neutral, I::Info, "Info"),
        Severity::Warning => Mark::new(Tone::Attention, I::Alert, "Warning"),
        Severity::Error => Mark::new(Tone::Danger, I::Alert, "Error"),
        Severity::Critical => Mark::new(Tone::Danger, I::Bolt, "Critical"),
    }
}

/// What a payee is.
pub const fn payee_type(payee_type: PayeeType) -> Mark {
    match payee_type {
        PayeeType::Business => Mark::new(Tone::Neutral, I::Suppliers, "Business"),
        PayeeType::Individual => Mark::new(Tone::Neutral, I::Person, "Individual"),
        PayeeType::Government => Mark::new(Tone::Neutral, I::Shield, "Government"),
        PayeeType::Unknown => Mark::new(Tone::Attention, I::Question, "Unknown"),
    }
}

/// The word for a role.
pub const fn role(role: Role) -> &'static str {
    match role {
        Role::SuperAdmin => "Super administrator",
        Role::Admin => "Administrator",
        Role::Manager => "Manager",
        Role::Reviewer => "Reviewer",
        Role::Auditor => "Auditor",
        Role::Integrator => "Integrator",
    }
}
