//! From candidates to probabilities.
//!
//! Each candidate has log-odds against "no supplier at all": the forest's for the names, plus the Fellegi–Sunter weights
//! of the other columns. The candidates and "none" then share one unit of probability, so homonyms split it and a strong
//! runner-up takes from the best. The best one's share is calibrated on sources that were not trained on.

use std::cmp::Ordering;

use contract::{Grade, MatchElement, SupplierId};

use crate::{
    GradeString, Index, Query,
    accumulate::Scratch,
    candidates::{self, Hit},
    corroborate::{Corroboration, Element},
    features::{Feature, NamePair, Vector, compare, set_in_list},
    live::Layer,
    model::{Model, without_legal_form},
    query::Prepared,
    spelling::Buffers,
    weights::{Statistics, WordCache},
};

/// A candidate with its probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// The supplier.
    pub supplier_id: SupplierId,
    /// Calibrated probability that this is the true supplier, 0..=1; over all candidates at most 1.
    pub probability: f32,
    /// How each element compares.
    pub grade: GradeString,
    /// Whether each name has a number that the other has not: "Holdings 2" beside "Holdings 3".
    pub other_number: bool,
    /// Whether a street, city, postcode or identifier agrees; if not, only the name speaks for the pair.
    pub corroborated: bool,
}

/// A candidate with everything that its evidence needs.
#[derive(Clone, Debug)]
pub(crate) struct Compared {
    pub(crate) supplier_id: SupplierId,
    pub(crate) hit: Hit,
    pub(crate) pair: NamePair,
    pub(crate) corroboration: Corroboration,
    pub(crate) probability: f32,
}

/// Finds and compares the candidates of a query, most similar first; probabilities are still 0.
pub(crate) fn compare_all(
    layers: &[Layer],
    query: &Query<'_>,
    excluded: &[SupplierId],
    scratch: &mut Scratch,
) -> (Prepared, Vec<Compared>) {
    let indexes: Vec<&Index> = layers.iter().map(|layer| &*layer.index).collect();
    let statistics = Statistics::new(&indexes);
    let query = Prepared::new(query, &statistics);
    let mut cache = WordCache::new(statistics);
    let mut hits = Vec::with_capacity(2 * candidates::CHOSEN);
    for (number, layer) in (0..).zip(layers) {
        candidates::collect(number, layer, &query, &mut cache, scratch, &mut hits);
    }
    let mut words = std::mem::take(&mut scratch.words);
    let mut buffers = Buffers::default();
    let mut pairs: Vec<(SupplierId, Hit, NamePair)> = hits
        .into_iter()
        .filter_map(|hit| {
            let index = indexes[hit.layer as usize];
            let id = index.id(index.owner(hit.name));
            (!excluded.contains(&id)).then(|| {
                (
                    id,
                    hit,
                    compare(&query, index, hit, &mut cache, &mut words, &mut buffers),
                )
            })
        })
        .collect();
    scratch.words = words;
    // The best name of each supplier; equal ones in the order of ids, so that nothing depends on the order of input.
    pairs.sort_by(|a, b| a.0.cmp(&b.0).then(by_similarity(&a.2, &b.2)));
    pairs.dedup_by_key(|(id, ..)| *id);
    let suppliers: f32 = indexes.iter().map(|index| index.len() as f32).sum();
    let in_city = |hash| indexes.iter().map(|index| index.in_city(hash) as f32).sum::<f32>() / suppliers;
    let mut compared: Vec<Compared> = pairs
        .into_iter()
        .map(|(supplier_id, hit, pair)| {
            let index = indexes[hit.layer as usize];
            let corroboration = Corroboration::of(&query, &index.record(index.owner(hit.name)), in_city);
            Compared {
                supplier_id,
                hit,
                pair,
                corroboration,
                probability: 0.0,
            }
        })
        .collect();
    compared.sort_by(|a, b| {
        let rank = |it: &Compared| it.pair.similarity + 0.1 * it.corroboration.log_odds();
        rank(b).total_cmp(&rank(a)).then(a.supplier_id.cmp(&b.supplier_id))
    });
    set_in_list(&mut compared);
    (query, compared)
}

fn by_similarity(a: &NamePair, b: &NamePair) -> Ordering {
    b.similarity
        .total_cmp(&a.similarity)
        .then(b.get(Feature::Exactness).total_cmp(&a.get(Feature::Exactness)))
}

/// The log-odds of candidates against "no supplier", before the others are considered.
pub(crate) fn log_odds(compared: &[Compared], model: &Model) -> Vec<f32> {
    let vectors: Vec<&Vector> = compared.iter().map(|it| &it.pair.values).collect();
    let of_names = model.forest.log_odds_of_all(&vectors);
    let sum = |(it, of_name): (&Compared, f32)| it.at_least(of_name) + it.corroboration.log_odds();
    compared.iter().zip(of_names).map(sum).collect()
}

/// Gives the candidates their probabilities and orders them by it.
pub(crate) fn score(compared: &mut [Compared], model: &Model) {
    let log_odds = log_odds(compared, model);
    let highest = log_odds.iter().copied().fold(0.0, f32::max);
    let total: f32 = (-highest).exp() + log_odds.iter().map(|value| (value - highest).exp()).sum::<f32>();
    for (it, value) in compared.iter_mut().zip(log_odds) {
        it.probability = (value - highest).exp() / total;
    }
    compared.sort_by(|a, b| {
        b.probability
            .total_cmp(&a.probability)
            .then(a.supplier_id.cmp(&b.supplier_id))
    });
    if let Some(best) = compared.first() {
        let calibrated = model.calibration.apply(best.probability, best.corroboration.agrees());
        let mut shares: Vec<f32> = compared.iter().map(|it| it.probability).collect();
        recalibrate(&mut shares, (-highest).exp() / total, calibrated);
        for (it, share) in compared.iter_mut().zip(shares) {
            it.probability = share;
        }
    }
}

/// Moves the first (largest) of the `shares`, which with `none` make one, to `calibrated` as far as the others allow, and
/// keeps their order: equal shares stay equal, so homonyms never get more than their part.
fn recalibrate(shares: &mut [f32], none: f32, calibrated: f32) {
    let best = shares[0];
    if best < none || best <= 0.0 {
        let total: f32 = shares.iter().sum();
        let factor = if total > 0.0 {
            (calibrated / best.max(1e-9)).min(1.0 / total)
        } else {
            1.0
        };
        for share in shares {
            *share *= factor;
        }
        return;
    }
    // Sharper or flatter: shares to the power of β, with β such that the first becomes what it should.
    let negligible = 1e-4 * best;
    let first_at = |beta: f32| {
        let others = shares[1..].iter().chain([&none]).filter(|share| **share > negligible);
        1.0 / (1.0 + others.map(|share| (share / best).powf(beta)).sum::<f32>())
    };
    let (mut low, mut high) = (0.1_f32, 8.0_f32);
    for _ in 0..16 {
        let middle = low.midpoint(high);
        if first_at(middle) < calibrated {
            low = middle;
        } else {
            high = middle;
        }
    }
    let first = first_at(high).min(calibrated.max(first_at(low)));
    for share in shares {
        *share = if *share > negligible {
            first * (*share / best).powf(high)
        } else {
            0.0
        };
    }
}

/// Bodies change their names and trade under others: with the same identifier no name speaks more strongly against a pair.
const RENAMED: f32 = -6.0;

impl Compared {
    /// What the names say, given as the `values` of their comparison.
    fn name_log_odds(&self, model: &Model, values: &Vector) -> f32 {
        self.at_least(model.forest.log_odds(values))
    }

    /// `of_name`, unless an identifier says that the body was renamed.
    fn at_least(&self, of_name: f32) -> f32 {
        if self.corroboration.identifier.grade == Grade::Same {
            of_name.max(RENAMED)
        } else {
            of_name
        }
    }

    /// The name and the legal form as elements: what the forest makes of the pair, with and without the form.
    pub(crate) fn name_elements(&self, model: &Model) -> (Element, Element) {
        let with = self.name_log_odds(model, &self.pair.values);
        let (name, legal) = name_grades(&self.pair);
        let without = match legal {
            Grade::Missing => with,
            _ => self.name_log_odds(model, &without_legal_form(&self.pair.values)),
        };
        (
            Element {
                grade: name,
                weight: without,
            },
            Element {
                grade: legal,
                weight: with - without,
            },
        )
    }

    pub(crate) fn scored(&self) -> Scored {
        let mut grade = GradeString::default();
        let (name, legal) = name_grades(&self.pair);
        grade.set(MatchElement::Name, name);
        grade.set(MatchElement::LegalForm, legal);
        for (element, it) in self.corroboration.elements() {
            grade.set(element, it.grade);
        }
        Scored {
            supplier_id: self.supplier_id,
            probability: self.probability,
            grade,
            other_number: self.pair.has_other_number(),
            corroborated: self.corroboration.agrees(),
        }
    }
}

/// Names whose plain similarity is below this share little more than a common word.
const SIMILAR: f32 = 0.7;

fn name_grades(pair: &NamePair) -> (Grade, Grade) {
    let name = if pair.get(Feature::QueryWords) == 0.0 || pair.get(Feature::CandidateWords) == 0.0 {
        Grade::Missing
    } else if pair.get(Feature::Exactness) >= 1.0 {
        Grade::Same
    } else if pair.similarity >= SIMILAR {
        Grade::Similar
    } else {
        Grade::Different
    };
    let legal = match pair.get(Feature::LegalForms) as i32 {
        0 => Grade::Different,
        1 => Grade::Similar,
        4 => Grade::Same,
        _ => Grade::Missing,
    };
    (name, legal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recalibration_reaches_its_target_where_it_can() {
        let mut shares = [0.8, 0.15];
        recalibrate(&mut shares, 0.05, 0.95);
        assert!((shares[0] - 0.95).abs() < 1e-3 && shares[1] < 0.05, "{shares:?}");
        let mut shares = [0.9, 0.04];
        recalibrate(&mut shares, 0.06, 0.7);
        assert!((shares[0] - 0.7).abs() < 1e-3 && shares[1] > 0.04, "{shares:?}");
    }

    #[test]
    fn equal_shares_stay_equal() {
        let mut shares = [0.33, 0.33, 0.33];
        recalibrate(&mut shares, 0.01, 0.9);
        assert!(
            shares
                .iter()
                .all(|share| (share - shares[0]).abs() < 1e-6 && *share <= 0.3334),
            "{shares:?}"
        );
    }
}
