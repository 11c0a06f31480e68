//! Choosing rows of a table: some by hand, or everything that matches without sending a single id.

use std::collections::BTreeSet;

use contract::Selection;
use leptos::prelude::*;

use super::format;

/// Which rows are chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope<Id> {
    /// These; none when empty.
    These(BTreeSet<Id>),
    /// All that match the filter, on every page.
    All,
}

impl<Id: Ord + Copy> Scope<Id> {
    /// Nothing.
    pub const fn none() -> Self {
        Self::These(BTreeSet::new())
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
                if !ids.remove(&id) {
                    ids.insert(id);
                }
            }
            Self::All => *self = Self::These(page.iter().copied().filter(|other| *other != id).collect()),
        }
    }

    /// Chooses all rows on screen, or lets go of all rows when these were chosen.
    pub fn toggle_page(&mut self, page: &[Id]) {
        let all_chosen = page.iter().all(|id| self.contains(*id));
        *self = Self::These(if all_chosen {
            BTreeSet::new()
        } else {
            page.iter().copied().collect()
        });
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
            Self::These(ids) => Selection::These {
                ids: ids.into_iter().collect(),
            },
            Self::All => Selection::All { filter },
        }
    }
}

/// The bar that appears while rows are chosen: how many, and what can be done with them.
#[component]
pub fn BulkBar(
    /// How many are chosen.
    #[prop(into)]
    count: Signal<i64>,
    /// How many match in all; offers to choose them when it is more.
    #[prop(into)]
    matching: Signal<i64>,
    /// Chooses everything that matches.
    #[prop(into)]
    on_all: Callback<()>,
    /// Lets go of everything.
    #[prop(into)]
    on_none: Callback<()>,
    /// The actions.
    children: Children,
) -> impl IntoView {
    let more = move || count.get() < matching.get();
    view! {
        <div class="bulk-bar" role="region" aria-label="Chosen rows" hidden=move || count.get() == 0>
            <strong aria-live="polite">{move || format::count(count.get(), "row chosen", "rows chosen")}</strong>
            <button type="button" class="link-button" hidden=move || !more() on:click=move |_| on_all.run(())>
                {move || format!("Choose all {} that match", format::integer(matching.get()))}
            </button>
            <button type="button" class="link-button" on:click=move |_| on_none.run(())>
                "Clear"
            </button>
            <span class="grow" />
            {children()}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letting_go_of_one_keeps_the_rest_of_the_page() {
        let mut scope = Scope::All;
        scope.toggle(2, &[1, 2, 3]);
        assert_eq!(scope, Scope::These(BTreeSet::from([1, 3])));
        assert_eq!(scope.count(12_000), 2);
    }

    #[test]
    fn choosing_a_page_twice_chooses_nothing() {
        let mut scope = Scope::none();
        scope.toggle_page(&[1, 2]);
        assert!(scope.contains(2));
        scope.toggle_page(&[1, 2]);
        assert_eq!(scope, Scope::none());
    }

    #[test]
    fn all_sends_no_ids() {
        let selection: Selection<i32, &str> = Scope::All.into_selection("q");
        assert_eq!(selection, Selection::All { filter: "q" });
    }
}
