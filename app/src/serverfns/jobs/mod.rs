//! Background work.

mod cancel_job;
mod get_job_counts;
mod list_jobs;
mod retry_job;

pub use cancel_job::{CancelJob, cancel_job};
pub use get_job_counts::{GetJobCounts, get_job_counts};
pub use list_jobs::{ListJobs, list_jobs};
pub use retry_job::{RetryJob, retry_job};
