//! Reference data: locations and commodities, which invoices are coded with.

mod commodities;
mod locations;

use crate::{Env, Error};

/// The organization's locations and commodities.
#[derive(Clone, Debug)]
pub struct Reference {
    env: Env,
}

impl Reference {
    /// Over an environment.
    pub fn new(env: Env) -> Self {
        Self { env }
    }
}

/// What a taken code is for the person who typed it.
fn taken_code(error: store::Error) -> Error {
    if error.is_unique_violation() {
        Error::field("code", "This code is in use already")
    } else {
        error.into()
    }
}

#[cfg(test)]
mod tests;
