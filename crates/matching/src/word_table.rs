//! Numbers the distinct words of the names being indexed, without an allocation a word.

use rustc_hash::FxHasher;
use std::hash::Hasher;

const FREE: u32 = u32::MAX;

/// An open-addressing map from word to number, its texts in one arena.
#[derive(Debug)]
pub(crate) struct WordTable {
    texts: Vec<u8>,
    ends: Vec<u32>,
    slots: Vec<u32>,
}

impl WordTable {
    pub(crate) fn new() -> Self {
        Self {
            texts: Vec::new(),
            ends: vec![0],
            slots: vec![FREE; 64],
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len() - 1
    }

    pub(crate) fn text(&self, word: u32) -> &[u8] {
        &self.texts[self.ends[word as usize] as usize..self.ends[word as usize + 1] as usize]
    }

    /// The number of `word`, a new one when it has none.
    pub(crate) fn intern(&mut self, word: &[u8]) -> u32 {
        if (self.len() + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let slot = self.slot(word);
        if self.slots[slot] == FREE {
            self.slots[slot] = self.len() as u32;
            self.texts.extend_from_slice(word);
            self.ends.push(self.texts.len() as u32);
        }
        self.slots[slot]
    }

    /// The words' numbers in the order of their texts.
    pub(crate) fn sorted(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.len() as u32).collect();
        order.sort_unstable_by(|a, b| self.text(*a).cmp(self.text(*b)));
        order
    }

    /// The slot of `word`, or the free one where it belongs.
    fn slot(&self, word: &[u8]) -> usize {
        let mask = self.slots.len() - 1;
        let mut hasher = FxHasher::default();
        hasher.write(word);
        let mut slot = hasher.finish() as usize & mask;
        while self.slots[slot] != FREE && self.text(self.slots[slot]) != word {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        self.slots = vec![FREE; self.slots.len() * 2];
        for word in 0..self.len() as u32 {
            let slot = self.slot(self.text(word));
            self.slots[slot] = word;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_number() {
        let mut table = WordTable::new();
        let words: Vec<String> = (0..1000).map(|index| format!("w{}", index % 500)).collect();
        let numbers: Vec<u32> = words.iter().map(|word| table.intern(word.as_bytes())).collect();
        assert_eq!(table.len(), 500);
        assert_eq!(numbers[..500], numbers[500..]);
        assert!(table.sorted().is_sorted_by_key(|word| table.text(*word)));
    }
}
