//! The queries whose best candidate out of source was not the true supplier, to be read by people.

use std::fmt::Write as _;

use contract::SupplierId;

use super::{data::LabelledQuery, lists::Lists, measure::Answer};
use crate::{Snapshot, live::Layer};

/// One line a miss, columns parted by tabs: source, variant, probability of the best candidate, position of the true supplier
/// among the candidates ("-" when it is not among them), query, true supplier, best candidate.
pub(crate) fn write(
    snapshot: &Snapshot,
    lists: &Lists,
    queries: &[LabelledQuery],
    answers: &[(usize, Answer)],
) -> String {
    let mut text = String::from("source\tvariant\tprobability\tposition\tquery\texpected\tfound\n");
    let describe = |id: Option<SupplierId>| id.map_or(String::new(), |id| describe(&snapshot.layers, id));
    for (at, answer) in answers.iter().filter(|(_, answer)| answer.is_match && !answer.correct) {
        let list = &lists.all[*at];
        let query = &queries[list.query];
        let position = list
            .truth
            .map_or("-".to_owned(), |row| (row - list.rows.start).to_string());
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{}\t{:?}\t{:.3}\t{position}\t{}\t{}\t{}",
            query.source,
            list.variant,
            answer.probability,
            query.name,
            describe(query.expected),
            describe(answer.row.map(|row| lists.suppliers[row])),
        );
    }
    text
}

/// Name and place of a supplier.
fn describe(layers: &[Layer], id: SupplierId) -> String {
    let found = layers
        .iter()
        .find_map(|layer| Some(layer.index.record(layer.index.find(id)?)));
    found.map_or(String::new(), |record| {
        let names: Vec<&str> = record.names().collect();
        format!(
            "{} [{}, {}, {}]",
            names.join(" = "),
            record.city(),
            record.state(),
            record.country()
        )
    })
}
