//! The review queue: one doubt after the other, from the keyboard.

mod candidates;
mod choice;
mod decisions;
mod desk;
mod history;
mod keymap;
mod keys;
mod plain_form;
mod queue;
mod reason;
#[cfg(test)]
mod sample;
mod search;
mod source;
mod summary;

use contract::{ReviewBatch, ReviewFilter};
use leptos::prelude::*;

use self::desk::Desk;
use crate::{
    pages::lazy::lazy_pages,
    serverfns::reviews::next_reviews,
    ui::{
        load::{Load, Loading},
        query::{Here, use_here},
    },
};

/// Items to ask for at once: the one on screen and those to have at hand.
#[expect(clippy::cast_possible_truncation, reason = "a handful")]
const BATCH: u32 = queue::PREFETCH as u32 + 1;

lazy_pages! {
    /// The review queue.
    pub enum ReviewsPages in reviews { Queue: ReviewPage }
}

/// The page.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let here = use_here();
    let filter = Memo::new(move |_| filter_of(&here.get()));
    let batch: Loading<ReviewBatch> = Loading::new(move || filter.get(), |filter| next_reviews(filter, BATCH));
    view! {
        <Load from=batch rows=6 let:batch>
            {
                let filter = filter.get_untracked();
                view! { <Desk batch filter /> }
            }
        </Load>
    }
}

fn filter_of(here: &Here) -> ReviewFilter {
    ReviewFilter {
        payee_file_id: here.param("file"),
        blocker: here.param("blocker"),
        postponed: here.param("postponed").unwrap_or_default(),
    }
}
