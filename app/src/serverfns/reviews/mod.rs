//! The review queue. The outbox of the page talks to the REST endpoint; these are for loading, for undo, and for a browser without
//! scripts.

mod next_reviews;
mod settle_review;
mod undo_review;

pub use next_reviews::{NextReviews, next_reviews};
pub use settle_review::{NO_SUPPLIER, ReviewForm, SettleReview, settle_review};
pub use undo_review::{ReviewUndo, UndoReview, undo_review};
