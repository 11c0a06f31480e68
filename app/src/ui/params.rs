//! The variable parts of a page's path.

use std::str::FromStr;

use contract::{Problem, ProblemKind};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::error::UiError;

/// Follows an id in the path; a text that is no id can not be found.
pub fn use_id<Id>(name: &'static str) -> Memo<Result<Id, UiError>>
where
    Id: FromStr + PartialEq + Send + Sync + 'static,
{
    let params = use_params_map();
    Memo::new(move |_| {
        params
            .with(|params| params.get_str(name)?.parse().ok())
            .ok_or_else(no_such_thing)
    })
}

fn no_such_thing() -> UiError {
    let problem = Problem::new(
        ProblemKind::NotFound,
        "There is no such page",
        "The address may be mistyped.",
    );
    #[cfg(feature = "ssr")]
    return UiError::refused(problem);
    #[cfg(not(feature = "ssr"))]
    UiError::from(problem)
}
