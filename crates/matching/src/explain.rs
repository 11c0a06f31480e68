//! The evidence for people: the same answer as the fast path, with what each element contributed.

use contract::{
    ElementEvidence, Grade, MatchCandidate, MatchDecision, MatchElement, MatchEvidence, SupplierId, percent,
};

use crate::{
    Query, Scored, Snapshot, Thresholds,
    accumulate::Scratch,
    identifier::Kind,
    keys::Identified,
    model::Model,
    normalize::Name,
    score::{Compared, compare_all, score},
};

impl Snapshot {
    /// The `k` most probable suppliers with their evidence, and what `thresholds` make of them. Probabilities, order and
    /// grades are those of [`Snapshot::candidates`].
    pub fn explain(
        &self,
        query: &Query<'_>,
        k: usize,
        excluded: &[SupplierId],
        thresholds: &Thresholds,
        scratch: &mut Scratch,
    ) -> MatchEvidence {
        let model = Model::shipped();
        let (_, mut compared) = compare_all(&self.layers, query, excluded, scratch);
        score(&mut compared, model);
        let scored: Vec<Scored> = compared.iter().map(Compared::scored).collect();
        let decision = thresholds.decide(&scored);
        let candidates: Vec<MatchCandidate> = compared
            .iter()
            .take(k)
            .map(|it| self.candidate(query, it, model))
            .collect();
        let probability = |at: usize| scored.get(at).map_or(0.0, |it| it.probability);
        let runner_up_gap = (probability(0) - probability(1)).max(0.0);
        let sentence = sentence(decision, &candidates);
        MatchEvidence {
            sentence,
            decision,
            candidates,
            runner_up_gap,
        }
    }

    fn candidate(&self, query: &Query<'_>, compared: &Compared, model: &Model) -> MatchCandidate {
        let index = &self.layers[compared.hit.layer as usize].index;
        let name = index.name_text(compared.hit.name);
        let record = index.record(index.owner(compared.hit.name));
        let (name_element, legal_element) = compared.name_elements(model);
        let mut elements = vec![
            evidence(MatchElement::Name, name_element, query.name, name),
            evidence(
                MatchElement::LegalForm,
                legal_element,
                Name::parse(query.name).legal.canonical(),
                compared.pair.legal.canonical(),
            ),
        ];
        let shared = Kind::ALL
            .into_iter()
            .find(|kind| {
                let own = kind.normalize(query.identifier(*kind));
                own.is_some() && own == kind.normalize(record.identifier(*kind))
            })
            .or_else(|| Kind::ALL.into_iter().find(|kind| !query.identifier(*kind).is_empty()))
            .unwrap_or(Kind::TaxId);
        for (element, it) in compared.corroboration.elements() {
            let (own, other) = match element {
                MatchElement::Street => (query.address, record.address()),
                MatchElement::City => (query.city, record.city()),
                MatchElement::State => (query.state, record.state()),
                MatchElement::Postcode => (query.postcode, record.postcode()),
                MatchElement::Country => (query.country, record.country()),
                MatchElement::Name | MatchElement::LegalForm | MatchElement::Identifier => {
                    (query.identifier(shared), record.identifier(shared))
                }
            };
            elements.push(evidence(element, it, own, other));
        }
        MatchCandidate {
            supplier_id: compared.supplier_id,
            supplier_name: name.to_owned(),
            probability: compared.probability,
            grade: compared.scored().grade.to_string(),
            elements,
        }
    }
}

fn evidence(element: MatchElement, it: crate::corroborate::Element, query: &str, candidate: &str) -> ElementEvidence {
    ElementEvidence {
        element,
        grade: it.grade,
        query: query.to_owned(),
        candidate: candidate.to_owned(),
        weight: it.weight,
    }
}

/// A runner-up is nearly as likely from this share of the best candidate's probability on.
const NEARLY_AS_LIKELY: f32 = 0.67;

/// "Acme Ltd (98.2 %): the same name, the same city."
fn sentence(decision: MatchDecision, candidates: &[MatchCandidate]) -> String {
    let Some(best) = candidates.first() else {
        return "No supplier of the master resembles this payee.".to_owned();
    };
    let percent = percent(best.probability.into());
    let name = &best.supplier_name;
    let reasons = reasons(best);
    match (decision, candidates.get(1)) {
        (MatchDecision::Match, _) => format!("{name} ({percent}): {reasons}."),
        (MatchDecision::None, _) => {
            format!("No supplier of the master is this payee; the nearest, {name}, has {percent}: {reasons}.")
        }
        (MatchDecision::Review, Some(second)) if second.probability >= NEARLY_AS_LIKELY * best.probability => {
            format!(
                "{name} ({percent}) or {}: they are nearly as likely; {reasons}.",
                second.supplier_name
            )
        }
        (MatchDecision::Review, _) => format!("Perhaps {name} ({percent}): {reasons}."),
    }
}

fn reasons(candidate: &MatchCandidate) -> String {
    let mut said: Vec<String> = Vec::new();
    for it in &candidate.elements {
        let noun = match it.element {
            MatchElement::Name => "name",
            MatchElement::LegalForm => "legal form",
            MatchElement::Street => "street",
            MatchElement::City => "city",
            MatchElement::State => "state",
            MatchElement::Postcode => "postcode",
            MatchElement::Country => "country",
            MatchElement::Identifier => "identifier",
        };
        match it.grade {
            Grade::Same => said.push(format!("the same {noun}")),
            Grade::Similar => said.push(format!("a similar {noun}")),
            Grade::Different => said.push(format!("another {noun}")),
            Grade::Missing => {}
        }
    }
    if said.is_empty() {
        "nothing to compare".to_owned()
    } else {
        said.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(supplier_name: &str, probability: f32) -> MatchCandidate {
        MatchCandidate {
            supplier_id: SupplierId(uuid::Uuid::nil()),
            supplier_name: supplier_name.to_owned(),
            probability,
            grade: String::new(),
            elements: Vec::new(),
        }
    }

    #[test]
    fn only_a_likely_runner_up_is_called_so() {
        let review = |best, second| {
            sentence(
                MatchDecision::Review,
                &[candidate("Acme", best), candidate("Apex", second)],
            )
        };
        assert_eq!(
            review(0.51, 0.44),
            "Acme (51.0 %) or Apex: they are nearly as likely; nothing to compare."
        );
        assert_eq!(review(0.114, 0.001), "Perhaps Acme (11.4 %): nothing to compare.");
    }
}
