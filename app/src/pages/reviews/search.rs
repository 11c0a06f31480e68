//! Looking a supplier up when none of the candidates is right.

use contract::SupplierFilter;
use leptos::{ev, prelude::*, task::spawn_local};

use super::desk::Bench;
use crate::{serverfns::suppliers::list_suppliers, ui::states::ErrorState};

/// Suppliers that the list under the field shows.
const SHOWN: u32 = 6;

/// The field, and what it finds.
#[component]
pub(super) fn SupplierSearch(
    /// The desk.
    bench: Bench,
) -> impl IntoView {
    let text = RwSignal::new(String::new());
    // Not a resource: read during the server's rendering, it would keep the whole page in its loading state.
    let found = RwSignal::new(None);
    Effect::new(move |_| {
        let q = text.get().trim().to_owned();
        if q.is_empty() {
            return found.set(None);
        }
        let filter = SupplierFilter {
            q: Some(q.clone()),
            limit: Some(SHOWN),
            ..SupplierFilter::default()
        };
        spawn_local(async move {
            let answer = list_suppliers(filter).await.map(|page| page.items);
            // An answer to what the field said before comes too late; so does one after the page was left.
            if text.try_with_untracked(|text| text.trim() == q) == Some(true) {
                found.set(Some(answer));
            }
        });
    });
    // What was found belongs to the item that was on screen.
    Effect::watch(
        move || bench.current.with(|item| item.as_ref().map(|item| item.id)),
        move |_, _, _| text.set(String::new()),
        false,
    );
    let leave = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            text.set(String::new());
            if let Some(field) = bench.search.get_untracked() {
                // Fails only when the field is not in the page.
                drop(field.blur());
            }
        }
    };
    let results = move || match found.get() {
        None => ().into_any(),
        Some(Err(error)) => view! { <ErrorState error /> }.into_any(),
        Some(Ok(suppliers)) if suppliers.is_empty() => {
            view! { <p class="text-muted" role="status">"No supplier has a name like this."</p> }.into_any()
        }
        Some(Ok(suppliers)) => suppliers
            .into_iter()
            .map(|supplier| {
                let name = supplier.name.clone();
                let place = [supplier.city, supplier.country]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>();
                let take = move |_| {
                    bench.take_found(supplier.id, name.clone());
                    text.set(String::new());
                };
                view! {
                    <li>
                        <button type="button" class="candidate" on:click=take>
                            <span class="candidate-name">
                                <bdi>{supplier.name}</bdi>
                            </span>
                            <span class="text-muted">{place.join(", ")}</span>
                            <code>{supplier.external_id}</code>
                        </button>
                    </li>
                }
            })
            .collect::<Vec<_>>()
            .into_any(),
    };
    view! {
        <section class="card with-js" aria-label="Another supplier">
            <label class="field-label" for="supplier-search">
                "Another supplier " <kbd>"/"</kbd>
            </label>
            <input
                class="input"
                id="supplier-search"
                type="search"
                autocomplete="off"
                placeholder="Name or id"
                data-search=""
                node_ref=bench.search
                prop:value=text
                on:input:target=move |event| text.set(event.target().value())
                on:keydown=leave
            />
            <ul class="candidates" aria-label="Suppliers found">
                {results}
            </ul>
        </section>
    }
}
