//! Adding up what names share with a query, list by list, within a budget.

use std::{cmp::Reverse, collections::BinaryHeap};

use crate::{Index, postings::Postings};

/// Units of a score per unit of a list's weight.
const UNITS: f32 = 4.0;

/// Memory that queries reuse; one per thread.
#[derive(Debug, Default)]
pub struct Scratch {
    /// Per name; all zero between queries.
    scores: Vec<u16>,
    touched: Vec<u32>,
    pub(crate) words: Vec<(u32, u8)>,
}

/// A list with what each of its names gains.
pub(crate) type Weighted<'a> = (Postings<'a>, f32);

impl Scratch {
    /// Adds up the weights of `lists`, the shortest first, until the visits are spent; gives the visits left and the sum
    /// of the weights that were added.
    pub(crate) fn add_up(&mut self, index: &Index, lists: &mut [Weighted<'_>], visits: usize) -> (usize, f32) {
        if self.scores.len() < index.names() {
            self.scores.resize(index.names(), 0);
        }
        lists.sort_by_key(|(list, _)| list.count);
        let mut left = visits;
        let mut added = 0.0;
        for (list, weight) in lists {
            // The shortest list is always read in full, else a query of common words would find nothing.
            if list.count as usize > left && !self.touched.is_empty() {
                break;
            }
            left = left.saturating_sub(list.count as usize);
            added += *weight;
            let units = (*weight * UNITS).max(1.0) as u16;
            list.for_each(|name| {
                let score = &mut self.scores[name as usize];
                if *score == 0 {
                    self.touched.push(name);
                }
                *score = score.saturating_add(units);
            });
        }
        (left, added)
    }

    /// Hands out each name with its sum of weights, and forgets them.
    pub(crate) fn drain(&mut self, mut each: impl FnMut(u32, f32)) {
        for name in self.touched.drain(..) {
            each(name, f32::from(std::mem::take(&mut self.scores[name as usize])) / UNITS);
        }
    }
}

/// The names with the highest scores; of equal ones those with the lowest numbers.
pub(crate) struct Best {
    heap: BinaryHeap<Reverse<(u32, Reverse<u32>)>>,
    most: usize,
    /// A score that is lower has no chance; below every score while there is room.
    pub(crate) worst: f32,
}

impl Best {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            heap: BinaryHeap::with_capacity(most + 1),
            most,
            worst: -1.0,
        }
    }

    /// Takes a name in if it is among the best. Scores are not negative.
    pub(crate) fn offer(&mut self, score: f32, name: u32, alive: impl Fn(u32) -> bool) {
        // Positive floats order like their bits.
        let entry = (score.to_bits(), Reverse(name));
        let full = self.heap.len() == self.most;
        if full && self.heap.peek().is_some_and(|worst| entry <= worst.0) || !alive(name) {
            return;
        }
        if full {
            self.heap.pop();
        }
        self.heap.push(Reverse(entry));
        if self.heap.len() == self.most
            && let Some(Reverse((bits, _))) = self.heap.peek()
        {
            self.worst = f32::from_bits(*bits);
        }
    }

    /// The names with their scores, in no order.
    pub(crate) fn into_names(self) -> impl Iterator<Item = (u32, f32)> {
        self.heap
            .into_iter()
            .map(|Reverse((bits, Reverse(name)))| (name, f32::from_bits(bits)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn best_keeps_the_highest_and_lowest_numbered() {
        let mut best = Best::new(2);
        for (name, score) in [(4, 1.0), (3, 1.0), (9, 2.0), (1, 0.5)] {
            best.offer(score, name, |_| true);
        }
        best.offer(9.0, 7, |_| false);
        let mut names: Vec<u32> = best.into_names().map(|(name, _)| name).collect();
        names.sort_unstable();
        assert_eq!(names, [3, 9]);
    }
}
