//! The model card: what was learned from what, how well it holds, and where it fails.

use super::measure::{self, Answer};
use crate::model::Model;

/// The card as Markdown. `judged` are the out-of-source answers by which the threshold is chosen.
pub(crate) fn write(model: &Model, report: &str, lists: usize, judged: &[(usize, Answer)]) -> String {
    let trees = model.forest.trees.len();
    let match_at = model
        .operating_points
        .probability_for(crate::decide::DEFAULT_TARGET_ERROR);
    let (error, share) = held_out_error(judged);
    format!(
        "\
# Model card: supplier match

Written by `./x train matching --data DIR`; the same data give the same bytes.

## What it is
{trees} symmetric regression trees over {features} numbers about two aligned names (`src/features.rs`), boosted under a
list-wise loss: the candidates of a query and \"none of them\" share one unit of probability. The other columns add fixed
Fellegi-Sunter log-odds (`src/corroborate.rs`); a missing column adds nothing. The best candidate's probability is calibrated
apart for pairs that only the name supports and for corroborated ones. It never sees the words of a name. How
common words are at large (`src/model/words.txt`, counted in the names of the same master) only counts for masters of fewer
than 3,000 names, which can not tell it themselves.

## What it learned from
{lists} lists of candidates of the labelled development queries against a master of 483,227 suppliers. Queries: `ror_alias`
(ror-community/ror-records, CC0), `patstat_leuven_clusters` (dedupeio/dedupe-examples, MIT), `uk_gov_register_name_map`
(openregister/government-organisation-data, MIT/OGL), `uk_sheffield_supplier_id` and `uk_calderdale_supplier_id`
(odileeds/council-spending-data, OGL upstream), generated distortions (`synthetic_*`), names without a match, and
{generated} made from the names of the master without any label (`src/train/generate.rs`: acronyms, parent bodies, places, words
left out or put in). One in six is asked again with its supplier hidden, one in three without columns again with the columns
of its supplier or, one in eight of those, of another.

## Validation
Every source is answered by weights that have not seen it; 30 % of the queries of each row have no true match.

{report}
Probabilities are calibrated, and the threshold of automatic matches is chosen, on names that people wrote; a program's
distortions are easier. At the default target error of 1 % (probability from {match_at:.4}): {error:.2} % of the automatic matches
by such a name alone are wrong and {share:.1} % of these queries are matched automatically; threshold chosen on one half of the
answers, measured on the other.

## Known weaknesses
- Bodies that the master has twice under nearly one name (\"HM Revenue & Customs\", \"H M REVENUE & CUSTOMS\"): only letters
  tell them apart, and the label names one of them.
- General names without a place (\"Institute of Physics\", \"Department of Education\"): the label is one of many.
- A parent beside its unit (\"National Oceanic and Atmospheric Administration Climate Program Office\"): the parent may win, with
  a middling probability.
- The city of a supplier is not compared with places inside a name: in the development data the suppliers that have labelled
  queries have invented addresses or none, the others often their own, so that a model would learn the invention.
- Renamed bodies (\"University of Pune\", \"Savitribai Phule Pune University\") and acronyms with words left out are found only
  through aliases, addresses or identifiers.
- Another legal form weighs little against a pair: in the data it mostly is a clerk's slip.
- The columns beside the name were simulated; their weights are estimates.
",
        features = crate::features::COUNT,
        generated = super::GENERATED,
        error = error * 100.0,
        share = share * 100.0,
    )
}

/// Share wrong among the automatic matches, and share of all queries that they are, with the threshold for 1 % chosen on
/// every second answer and measured on the others.
fn held_out_error(judged: &[(usize, Answer)]) -> (f32, f32) {
    let half = |parity: usize| {
        let mut half: Vec<Answer> = judged
            .iter()
            .filter(|(at, _)| at % 2 == parity)
            .map(|(_, it)| *it)
            .collect();
        measure::weigh(&mut half);
        half
    };
    let points = super::calibrate::operating_points(&half(0));
    let threshold = points
        .iter()
        .rfind(|(error, _)| *error <= 0.01)
        .map_or(1.0, |(_, threshold)| *threshold);
    measure::error_at(&half(1), threshold)
}
