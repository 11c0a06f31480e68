//! Errors as text for the log.

use std::error::Error;

/// An error with its causes, in one line. For the log, whose JSON has no place for causes: they may be text of the database,
/// which no client is told.
pub fn in_words(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("reading failed")]
    struct Outer(#[source] io::Error);

    #[test]
    fn causes_follow_the_error() {
        let error = Outer(io::Error::other("the disk is full"));
        assert_eq!(in_words(&error), "reading failed: the disk is full");
    }
}
