//! A filter of the results table, ready for the store.

use contract::PayeeFilter;
use store::tables::payee::Matching;

/// A filter with its search text normalized.
#[derive(Clone, Debug)]
pub(crate) struct MatchingRows<'a> {
    filter: &'a PayeeFilter,
    text: Option<&'a str>,
    name_key: Option<String>,
}

impl<'a> MatchingRows<'a> {
    /// The rows that the filter lets through; its order, cursor and limit are not looked at.
    pub(crate) fn of(filter: &'a PayeeFilter) -> Self {
        let text = filter.q.as_deref().map(str::trim).filter(|text| !text.is_empty());
        Self {
            filter,
            text,
            name_key: text.map(matching::normalize_name),
        }
    }

    /// As the store asks.
    pub(crate) fn rows(&self) -> Matching<'_> {
        Matching {
            text: self.text,
            name_key: self.name_key.as_deref(),
            payee_type: self.filter.payee_type,
            decision: self.filter.decision,
            in_review: self.filter.in_review,
            decided_by: self.filter.decided_by,
        }
    }

    /// How many parts of the filter narrow.
    pub(crate) fn parts(&self) -> usize {
        let filter = self.filter;
        [
            self.text.is_some(),
            filter.payee_type.is_some(),
            filter.decision.is_some(),
            filter.in_review.is_some(),
            filter.decided_by.is_some(),
        ]
        .into_iter()
        .filter(|narrows| *narrows)
        .count()
    }
}
