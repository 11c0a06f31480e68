//! Addresses that differ from the current one in a part of their query: filters, sorting and paging live in the URL.

use leptos::prelude::*;
use leptos_router::{hooks::use_location, params::ParamsMap};

use crate::paths::encode;

/// The error of a form that was sent without JavaScript: not part of what is shown.
const ANSWER: [&str; 2] = ["__path", "__err"];

/// Where a page of the list starts.
const CURSOR: &str = "cursor";

/// Gives `path` with the query, one parameter changed (`None` takes it away), from the first page on.
pub fn changed(path: &str, query: &ParamsMap, name: &str, value: Option<&str>) -> String {
    without(path, query, &[name, CURSOR], value.map(|value| (name, value)))
}

/// Gives `path` with the query, some parameters taken away and one added.
fn without(path: &str, query: &ParamsMap, dropped: &[&str], added: Option<(&str, &str)>) -> String {
    let kept = query.latest_values().map(|(key, value)| (key.as_ref(), value));
    let kept = kept.filter(|(key, _)| !dropped.contains(key) && !ANSWER.contains(key));
    link(
        path,
        kept.chain(added).map(|(key, value)| (key.to_owned(), value.to_owned())),
    )
}

/// Gives `path` with these parameters; empty ones are left out.
pub fn link(path: &str, parameters: impl IntoIterator<Item = (String, String)>) -> String {
    let mut href = path.to_owned();
    for (key, value) in parameters.into_iter().filter(|(_, value)| !value.is_empty()) {
        href.push(if href.len() == path.len() { '?' } else { '&' });
        href.push_str(&encode(&key));
        href.push('=');
        href.push_str(&encode(&value));
    }
    href
}

/// The current address, to make others of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Here {
    /// The path.
    pub path: String,
    /// The query.
    pub query: ParamsMap,
}

/// Follows the current address.
pub fn use_here() -> Memo<Here> {
    let location = use_location();
    Memo::new(move |_| Here {
        path: location.pathname.get(),
        query: location.query.get(),
    })
}

impl Here {
    /// The whole address, as it is linked to.
    pub fn address(&self) -> String {
        format!("{}{}", self.path, self.query.to_query_string())
    }

    /// Reads an address; what can not be read of it is left out.
    #[cfg(feature = "ssr")]
    pub fn read(address: &str) -> Self {
        let url = leptos_router::location::RequestUrl::new(address)
            .parse()
            .unwrap_or_default();
        Self {
            path: url.path().to_owned(),
            query: url.search_params().clone(),
        }
    }

    /// Gives the address with one parameter changed; see [`changed`].
    pub fn with(&self, name: &str, value: Option<&str>) -> String {
        changed(&self.path, &self.query, name, value)
    }

    /// Gives the address with one parameter changed, on the same page of the list: for what is shown beside the list.
    pub fn beside(&self, name: &str, value: Option<&str>) -> String {
        without(&self.path, &self.query, &[name], value.map(|value| (name, value)))
    }

    /// Gives the path and the page of the list: what is the same for all that is shown beside the list.
    pub fn place(&self) -> String {
        format!("{}?{}", self.path, self.query.get_str(CURSOR).unwrap_or_default())
    }

    /// Reads a parameter; an empty or unreadable one counts as absent.
    pub fn param<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        param(&self.query, name)
    }
}

/// Reads a parameter of a query; an empty or unreadable one counts as absent.
pub fn param<T: std::str::FromStr>(query: &ParamsMap, name: &str) -> Option<T> {
    query.get_str(name).filter(|value| !value.is_empty())?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&str, &str)]) -> ParamsMap {
        pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn changing_a_filter_goes_back_to_the_first_page() {
        let query = query(&[("q", "a b"), ("cursor", "xyz"), ("__err", "e")]);
        assert_eq!(
            changed("/suppliers", &query, "status", Some("active")),
            "/suppliers?q=a%20b&status=active"
        );
        assert_eq!(changed("/suppliers", &query, "q", None), "/suppliers");
    }

    #[test]
    fn what_is_beside_the_list_keeps_its_page() {
        let here = Here {
            path: "/audit".into(),
            query: query(&[("cursor", "xyz"), ("event", "1")]),
        };
        assert_eq!(here.beside("event", Some("2")), "/audit?cursor=xyz&event=2");
        let other = Here {
            query: query(&[("cursor", "xyz"), ("event", "2")]),
            ..here.clone()
        };
        assert_eq!(here.place(), other.place());
        let next = Here {
            query: query(&[("cursor", "zyx")]),
            ..here.clone()
        };
        assert_ne!(here.place(), next.place());
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn an_address_is_read_as_it_was_written() {
        let here = Here {
            path: "/suppliers".into(),
            query: query(&[("q", "a&b \u{e9}"), ("status", "active")]),
        };
        assert_eq!(Here::read(&here.address()), here);
    }

    #[test]
    fn unreadable_parameter_counts_as_absent() {
        let query = query(&[("limit", "many"), ("q", ""), ("page", "3")]);
        assert_eq!(param::<u32>(&query, "limit"), None);
        assert_eq!(param::<String>(&query, "q"), None);
        assert_eq!(param::<u32>(&query, "page"), Some(3));
    }
}
