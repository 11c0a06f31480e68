//! Choosing rows of a table: some by hand, or everything that matches without sending a single id.

use contract::Selection;

/// Which rows are chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope<Id> {
    /// These; none when empty.
    These(Vec<Id>),
    /// All that match the filter, on every page.
    All,
}

impl<Id: PartialEq + Copy> Scope<Id> {
    /// Nothing.
    pub const fn none() -> Self {
        Self::These(Vec::new())
    }

    /// Whether a row is chosen.
    pub fn contains(&self, id: Id) -> bool {
        match self {
            Self::These(ids) => ids.contains(&id),
            Self::All => true,
        }
    }

    /// Chooses a row or lets go of it. `page` is what is on screen: when all were chosen, the others on screen stay chosen.
    pub fn toggle(&mut self, id: Id, page: &[Id]) {
        match self {
            Self::These(ids) => {
                if ids.contains(&id) {
                    ids.retain(|other| *other != id);
                } else {
                    ids.push(id);
                }
            }
            Self::All => *self = Self::These(page.iter().copied().filter(|other| *other != id).collect()),
        }
    }

    /// How many rows are chosen, given how many match.
    pub fn count(&self, matching: i64) -> i64 {
        match self {
            Self::These(ids) => i64::try_from(ids.len()).unwrap_or(i64::MAX),
            Self::All => matching,
        }
    }

    /// As a bulk action wants it.
    pub fn into_selection<Filter>(self, filter: Filter) -> Selection<Id, Filter> {
        match self {
            Self::These(ids) => Selection::These { ids },
            Self::All => Selection::All { filter },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letting_go_of_one_keeps_the_rest_of_the_page() {
        let mut scope = Scope::All;
        scope.toggle(2, &[1, 2, 3]);
        assert_eq!(scope, Scope::These(vec![1, 3]));
        assert_eq!(scope.count(12_000), 2);
    }

    #[test]
    fn all_sends_no_ids() {
        let selection: Selection<i32, &str> = Scope::All.into_selection("q");
        assert_eq!(selection, Selection::All { filter: "q" });
    }
}
