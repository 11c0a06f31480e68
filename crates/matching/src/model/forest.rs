//! A forest of symmetric trees: all nodes of a level ask the same question, so a tree is a few comparisons and a table.

use crate::features::{COUNT, Feature, Vector};

/// Sums the answers of its trees: the log-odds of a name pair against "no supplier at all".
#[derive(Clone, Debug, Default)]
pub(crate) struct Forest {
    pub(crate) bias: f32,
    pub(crate) trees: Vec<Tree>,
}

impl Forest {
    pub(crate) fn log_odds(&self, values: &Vector) -> f32 {
        self.bias + self.trees.iter().map(|tree| tree.value(values)).sum::<f32>()
    }

    /// As [`Self::log_odds`] for many at once, some ten times as fast: each question is put to all of them together.
    pub(crate) fn log_odds_of_all(&self, all: &[&Vector]) -> Vec<f32> {
        let columns: Vec<f32> = (0..COUNT)
            .flat_map(|feature| all.iter().map(move |values| values[feature]))
            .collect();
        let mut sums = vec![0.0; all.len()];
        let mut leaves = vec![0_u32; all.len()];
        for tree in &self.trees {
            leaves.fill(0);
            for (level, &(feature, threshold)) in tree.questions.iter().enumerate() {
                let column = &columns[usize::from(feature) * all.len()..];
                for (leaf, value) in leaves.iter_mut().zip(column) {
                    *leaf |= u32::from(*value > threshold) << level;
                }
            }
            for (sum, leaf) in sums.iter_mut().zip(&leaves) {
                *sum += tree.values[*leaf as usize];
            }
        }
        sums.into_iter().map(|sum| self.bias + sum).collect()
    }
}

/// Questions "is the feature above the threshold?", the first in the lowest bit, and a value for each combination.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tree {
    pub(crate) questions: Vec<(u8, f32)>,
    pub(crate) values: Vec<f32>,
}

impl Tree {
    #[inline]
    pub(crate) fn value(&self, values: &Vector) -> f32 {
        let mut leaf = 0;
        for (level, &(feature, threshold)) in self.questions.iter().enumerate() {
            leaf |= usize::from(values[usize::from(feature)] > threshold) << level;
        }
        self.values[leaf]
    }

    /// Reads `feature>threshold … : value …`; `None` unless features exist and the values fit the questions.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (questions, values) = text.split_once(':')?;
        let questions: Vec<(u8, f32)> = questions
            .split_ascii_whitespace()
            .map(|question| {
                let (feature, threshold) = question.split_once('>')?;
                Some((feature.parse().ok()?, threshold.parse().ok()?))
            })
            .collect::<Option<_>>()?;
        let values: Vec<f32> = values
            .split_ascii_whitespace()
            .map(|value| value.parse().ok())
            .collect::<Option<_>>()?;
        let fits =
            values.len() == 1 << questions.len() && questions.iter().all(|(feature, _)| usize::from(*feature) < COUNT);
        fits.then_some(Self { questions, values })
    }
}

impl std::fmt::Display for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (feature, threshold) in &self.questions {
            write!(f, "{feature}>{threshold} ")?;
        }
        f.write_str(":")?;
        self.values.iter().try_for_each(|value| write!(f, " {value}"))
    }
}

/// The values with the legal forms made neutral, to tell what they contribute.
pub(crate) fn without_legal_form(values: &Vector) -> Vector {
    let mut neutral = *values;
    neutral[Feature::LegalForms as usize] = 3.0;
    let exactness = &mut neutral[Feature::Exactness as usize];
    *exactness = exactness.min(2.0);
    neutral
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_survive_their_text_form() {
        let tree = Tree {
            questions: vec![(0, 0.5), (3, -1.25)],
            values: vec![0.0, 1.0, 2.0, 3.5],
        };
        assert_eq!(Tree::parse(&tree.to_string()), Some(tree.clone()));
        let mut values = [0.0; COUNT];
        values[0] = 0.6;
        assert!((tree.value(&values) - 3.5).abs() < 1e-6);
        let mut other = values;
        other[3] = -2.0;
        assert!((tree.value(&other) - 1.0).abs() < 1e-6);
        let forest = Forest {
            bias: 0.5,
            trees: vec![tree.clone(), tree],
        };
        for (one, values) in forest.log_odds_of_all(&[&values, &other]).iter().zip([values, other]) {
            assert!((one - forest.log_odds(&values)).abs() < 1e-5);
        }
    }

    #[test]
    fn damaged_trees_are_refused() {
        for text in ["0>0.5 : 1", "99>0.5 : 1 2", "0>x : 1 2", "0 : 1 2", ""] {
            assert_eq!(Tree::parse(text), None, "{text}");
        }
    }
}
