//! From pairs of suppliers to groups that a person can settle at one look.

use std::collections::{HashMap, HashSet};

use contract::SupplierId;
use store::tables::supplier_duplicate::FoundPair;

/// The most suppliers of one group. Chains of pairs may connect hundreds; whoever settles a part of them finds the next
/// part after the next search.
const MOST_MEMBERS: usize = 12;

/// Suppliers connected by pairs.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    /// Two or more, by id.
    pub(super) suppliers: Vec<SupplierId>,
    /// Why, most probable first.
    pub(super) pairs: Vec<FoundPair>,
}

/// Connects pairs, the most probable first, into groups, the most probable first. Pairs in `distinct` (the smaller id
/// first) are left out, and so are those that would make a group too large.
pub(super) fn grouped(mut pairs: Vec<FoundPair>, distinct: &HashSet<(SupplierId, SupplierId)>) -> Vec<Group> {
    pairs.retain(|pair| !distinct.contains(&(pair.first, pair.second)));
    pairs.sort_by(|a, b| {
        b.probability
            .total_cmp(&a.probability)
            .then((a.first, a.second).cmp(&(b.first, b.second)))
    });
    let mut group_of: HashMap<SupplierId, usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for pair in pairs {
        let (first, second) = (group_of.get(&pair.first).copied(), group_of.get(&pair.second).copied());
        let into = match (first, second) {
            (None, None) => {
                groups.push(Group {
                    suppliers: Vec::new(),
                    pairs: Vec::new(),
                });
                groups.len() - 1
            }
            (Some(one), None) | (None, Some(one)) if groups[one].suppliers.len() < MOST_MEMBERS => one,
            (Some(one), Some(other)) if one == other => one,
            (Some(one), Some(other)) if groups[one].suppliers.len() + groups[other].suppliers.len() <= MOST_MEMBERS => {
                let (into, from) = (one.min(other), one.max(other));
                let taken = std::mem::replace(
                    &mut groups[from],
                    Group {
                        suppliers: Vec::new(),
                        pairs: Vec::new(),
                    },
                );
                group_of.extend(taken.suppliers.iter().map(|id| (*id, into)));
                groups[into].suppliers.extend(taken.suppliers);
                groups[into].pairs.extend(taken.pairs);
                into
            }
            _ => continue,
        };
        for id in [pair.first, pair.second] {
            if group_of.insert(id, into) != Some(into) {
                groups[into].suppliers.push(id);
            }
        }
        groups[into].pairs.push(pair);
    }
    groups.retain(|group| !group.pairs.is_empty());
    for group in &mut groups {
        group.suppliers.sort_unstable();
        group.pairs.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    }
    groups
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn id(n: u128) -> SupplierId {
        SupplierId(Uuid::from_u128(n))
    }

    fn pair(first: u128, second: u128, probability: f32) -> FoundPair {
        FoundPair {
            first: id(first),
            second: id(second),
            probability,
            grade: String::new(),
        }
    }

    fn members(groups: &[Group]) -> Vec<Vec<u128>> {
        groups
            .iter()
            .map(|group| group.suppliers.iter().map(|id| id.0.as_u128()).collect())
            .collect()
    }

    #[test]
    fn pairs_connect_and_the_most_probable_group_is_first() {
        let pairs = vec![pair(1, 2, 0.91), pair(5, 6, 0.99), pair(3, 4, 0.95), pair(2, 3, 0.9)];
        let groups = grouped(pairs, &HashSet::new());
        assert_eq!(members(&groups), [vec![5, 6], vec![1, 2, 3, 4]]);
        assert_eq!(groups[1].pairs.len(), 3);
        assert!((groups[1].pairs[0].probability - 0.95).abs() < f32::EPSILON);
    }

    #[test]
    fn what_a_person_called_distinct_is_not_evidence() {
        let distinct = HashSet::from([(id(1), id(2))]);
        assert_eq!(grouped(vec![pair(1, 2, 1.0)], &distinct), []);
    }

    #[test]
    fn a_chain_is_cut_where_it_is_least_probable() {
        let chain: Vec<_> = (0_u16..30)
            .map(|n| pair(u128::from(n), u128::from(n) + 1, 1.0 - f32::from(n) / 100.0))
            .collect();
        let groups = grouped(chain, &HashSet::new());
        let sizes: Vec<_> = groups.iter().map(|group| group.suppliers.len()).collect();
        assert!(sizes.iter().all(|size| (2..=MOST_MEMBERS).contains(size)), "{sizes:?}");
        let all: Vec<_> = groups.iter().flat_map(|group| &group.suppliers).collect();
        let different: HashSet<_> = all.iter().collect();
        assert_eq!(all.len(), different.len(), "no supplier is in two groups");
    }
}
