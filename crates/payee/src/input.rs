//! What a caller knows about a payee.

/// A payee as it stands in a file: the name, and whatever other columns there are.
///
/// Only `name` is needed. A missing column is no evidence, never negative evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PayeeInput<'a> {
    /// The payee's name, in any case, script and column order.
    pub name: &'a str,
    /// A tax or registration number; its *shape* is evidence, its value is never looked up.
    pub tax_id: Option<&'a str>,
    /// A form of address from a column of its own, such as `Mr` or `Dr`.
    pub title: Option<&'a str>,
    /// The postal address.
    pub address: Option<&'a str>,
    /// The country, as an ISO 3166 alpha-2 code or an English name.
    pub country: Option<&'a str>,
}

impl<'a> PayeeInput<'a> {
    /// Gives an input of which only the name is known.
    pub fn from_name(name: &'a str) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }
}
