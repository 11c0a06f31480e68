//! The learned part: a small forest for the names, and the calibration of its answers.

mod calibration;
mod forest;
mod operating_points;

use std::sync::LazyLock;

pub(crate) use calibration::Calibration;
pub(crate) use forest::{Forest, Tree, without_legal_form};
pub(crate) use operating_points::OperatingPoints;

/// What the training program wrote, see `weights.txt` for its provenance.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) forest: Forest,
    pub(crate) calibration: Calibration,
    pub(crate) operating_points: OperatingPoints,
}

static SHIPPED: LazyLock<Model> =
    LazyLock::new(|| Model::parse(include_str!("weights.txt")).expect("the shipped weights are read by a test"));

impl Model {
    /// The weights that ship with the program.
    pub(crate) fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Reads the text form: lines of `bias`, `tree`, `calibration` and `operating_point`; `#` starts a comment.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut forest = Forest::default();
        let mut calibration = Calibration::default();
        let mut operating_points = OperatingPoints::default();
        for line in text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            let (kind, rest) = line.split_once(' ')?;
            match kind {
                "bias" => forest.bias = rest.parse().ok()?,
                "tree" => forest.trees.push(Tree::parse(rest)?),
                "calibration" => calibration.push(rest)?,
                "operating_point" => operating_points.push(rest)?,
                _ => return None,
            }
        }
        Some(Self {
            forest,
            calibration,
            operating_points,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_weights_are_readable() {
        let model = Model::parse(include_str!("weights.txt")).expect("readable weights");
        assert!(!model.forest.trees.is_empty());
    }
}
