//! What a server function answered, without its type.
//!
//! A browser downloads every generic function once for each type it is used with. So the machines that fetch and post hold
//! answers as these, and the type is known only where a page looks at one.

use std::{any::Any, convert::Infallible, fmt, str::FromStr, sync::Arc};

use leptos::server_fn::{
    Bytes,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Serialize, de::DeserializeOwned, de::IgnoredAny};

use super::written::WrittenPage;
use crate::error::UiError;

/// What crosses from the server to the browser as JSON.
pub trait Readable: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {}
impl<T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static> Readable for T {}

/// An answer of any type.
#[derive(Clone)]
pub(super) enum Answer {
    /// What was asked for, as it was fetched here.
    Held {
        data: Arc<dyn Any + Send + Sync>,
        /// Writes the data as JSON, for the page.
        #[cfg(feature = "ssr")]
        encode: fn(&(dyn Any + Send + Sync)) -> String,
    },
    /// The server refused, or was not reached.
    Refused(UiError),
    /// What was asked for, as JSON: left in the page by the server's rendering, or the body of a response.
    Json(Arc<str>),
}

impl Answer {
    /// Holds what was fetched.
    pub(super) fn new<T: Readable>(answer: Result<T, UiError>) -> Self {
        match answer {
            Ok(data) => Self::Held {
                data: Arc::new(data),
                #[cfg(feature = "ssr")]
                encode: |data| encoded(held::<T>(data)),
            },
            Err(error) => Self::Refused(error),
        }
    }

    /// Like [`Answer::new`], but the page does not carry over the table that it shows.
    pub(super) fn written(answer: Result<WrittenPage, UiError>) -> Self {
        match answer {
            Ok(page) => Self::Held {
                data: Arc::new(page),
                #[cfg(feature = "ssr")]
                encode: |page| encoded(&held::<WrittenPage>(page).without_table()),
            },
            Err(error) => Self::Refused(error),
        }
    }

    /// Takes the body of a response of a server function, whose status says what it is.
    pub(super) fn of_response(status: u16, body: String) -> Self {
        if status >= 400 {
            return Self::Refused(UiError::de(Bytes::from(body)));
        }
        match serde_json::from_slice::<IgnoredAny>(body.as_bytes()) {
            Ok(_) => Self::Json(body.into()),
            Err(error) => Self::Refused(not_understood(&error)),
        }
    }

    /// Gives the answer as the type that the server function has.
    pub(super) fn read<T: Readable>(&self) -> Result<T, UiError> {
        match self {
            Self::Held { data, .. } => Ok(held::<T>(&**data).clone()),
            Self::Refused(error) => Err(error.clone()),
            // From bytes, as answers of server functions are read: the same generic code serves both.
            Self::Json(json) => serde_json::from_slice(json.as_bytes()).map_err(|error| not_understood(&error)),
        }
    }

    /// Tells whether what was asked for was done, and else why not.
    pub(super) fn outcome(&self) -> Result<(), UiError> {
        match self {
            Self::Held { .. } | Self::Json(_) => Ok(()),
            Self::Refused(error) => Err(error.clone()),
        }
    }
}

fn held<T: 'static>(data: &(dyn Any + Send + Sync)) -> &T {
    data.downcast_ref()
        .expect("an answer is read as the type it was made of")
}

#[cfg(feature = "ssr")]
fn encoded(data: &impl Serialize) -> String {
    serde_json::to_string(data).expect("what crosses the wire can be written as JSON")
}

fn not_understood(error: &serde_json::Error) -> UiError {
    UiError::from_server_fn_error(ServerFnErrorErr::Deserialization(error.to_string()))
}

/// Precedes a refusal in the page; no JSON begins with it.
const REFUSED: char = '!';

/// As the page carries it: the JSON of what was asked for, or of the problem.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            #[cfg(feature = "ssr")]
            Self::Held { data, encode } => f.write_str(&encode(&**data)),
            #[cfg(feature = "ssr")]
            Self::Refused(error) => write!(f, "{REFUSED}{}", encoded(error)),
            // Only the server writes answers into a page.
            #[cfg(not(feature = "ssr"))]
            Self::Held { .. } | Self::Refused(_) => Ok(()),
            Self::Json(json) => f.write_str(json),
        }
    }
}

impl FromStr for Answer {
    type Err = Infallible;

    fn from_str(json: &str) -> Result<Self, Infallible> {
        Ok(match json.strip_prefix(REFUSED) {
            Some(error) => Self::Refused(UiError::de(Bytes::from(error.to_owned()))),
            None => Self::Json(json.into()),
        })
    }
}

#[cfg(test)]
mod tests {
    use contract::{Problem, ProblemKind};

    use super::*;

    fn refusal() -> UiError {
        UiError::from(Problem::new(ProblemKind::Conflict, "Someone was faster", "Look again."))
    }

    #[test]
    fn an_answer_is_read_as_it_was_made() {
        assert_eq!(Answer::new(Ok(7_u32)).read::<u32>(), Ok(7));
        assert_eq!(Answer::new::<u32>(Err(refusal())).read::<u32>(), Err(refusal()));
    }

    #[test]
    fn an_answer_in_the_page_is_read_from_its_text() {
        let Ok(answer) = r#"["a","b"]"#.parse::<Answer>();
        assert_eq!(answer.read::<Vec<String>>(), Ok(vec!["a".to_owned(), "b".to_owned()]));
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn the_page_gets_the_answer_as_json() {
        assert_eq!(Answer::new(Ok(vec![1_u8, 2])).to_string(), "[1,2]");
        let Ok(refused) = Answer::new::<u8>(Err(refusal())).to_string().parse::<Answer>();
        assert_eq!(refused.outcome(), Err(refusal()));
        assert_eq!(refused.read::<u8>(), Err(refusal()));
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn the_page_gets_no_table_a_second_time() {
        let page = contract::Page {
            items: vec![7],
            next_cursor: None,
            total: Some(1),
        };
        let written = WrittenPage::new("Numbers", &[], page, |number| maud::html! { tr { td { (number) } } });
        let json = Answer::written(Ok(written)).to_string();
        assert_eq!(json, r#"{"table":"","shown":1,"total":1,"next_cursor":null}"#);
    }

    #[test]
    fn a_response_is_what_its_status_says() {
        let done = Answer::of_response(200, "[1,2]".to_owned());
        assert_eq!(done.outcome(), Ok(()));
        assert_eq!(done.read::<Vec<u8>>(), Ok(vec![1, 2]));

        let body = serde_json::to_string(&refusal()).expect("a problem can be written");
        let refused = Answer::of_response(409, body);
        assert_eq!(refused.outcome(), Err(refusal()));
        assert_eq!(refused.read::<Vec<u8>>(), Err(refusal()));
    }

    #[test]
    fn a_response_of_something_else_is_refused() {
        for status in [200, 502] {
            let outcome = Answer::of_response(status, "<html>".to_owned()).outcome();
            assert_eq!(outcome.map_err(|error| error.kind()), Err(ProblemKind::Internal));
        }
    }
}
