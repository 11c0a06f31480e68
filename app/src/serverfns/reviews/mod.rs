//! The review queue. The outbox of the page talks to the REST endpoint; these are for loading, and for a browser without scripts.

mod get_review_item;
mod next_reviews;
mod settle_review;

pub use get_review_item::{GetReviewItem, get_review_item};
pub use next_reviews::{NextReviews, next_reviews};
pub use settle_review::{NO_SUPPLIER, ReviewForm, SettleReview, settle_review};
