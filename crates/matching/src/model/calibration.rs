//! From the model's own probability to one that holds on sources it has not seen.

/// Monotone, piecewise linear in log-odds, for pairs that only the name supports and for corroborated ones.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calibration {
    name_only: Vec<(f32, f32)>,
    corroborated: Vec<(f32, f32)>,
}

impl Calibration {
    /// Adds a point from the text form `name_only|corroborated from to`; points ascend.
    pub(crate) fn push(&mut self, text: &str) -> Option<()> {
        let mut parts = text.split_ascii_whitespace();
        let points = match parts.next()? {
            "name_only" => &mut self.name_only,
            "corroborated" => &mut self.corroborated,
            _ => return None,
        };
        let point: (f32, f32) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let ascends = points.last().is_none_or(|last| last.0 < point.0 && last.1 <= point.1);
        (ascends && point.0.is_finite() && point.1.is_finite()).then(|| points.push(point))
    }

    #[cfg(feature = "train")]
    pub(crate) fn set(&mut self, corroborated: bool, points: Vec<(f32, f32)>) {
        if corroborated {
            self.corroborated = points;
        } else {
            self.name_only = points;
        }
    }

    #[cfg(feature = "train")]
    pub(crate) fn lines(&self) -> impl Iterator<Item = String> {
        let lines = |name, points: &[(f32, f32)]| {
            points
                .iter()
                .map(move |(from, to)| format!("calibration {name} {from} {to}"))
                .collect::<Vec<_>>()
        };
        lines("name_only", &self.name_only)
            .into_iter()
            .chain(lines("corroborated", &self.corroborated))
    }

    /// The calibrated probability of the best candidate.
    pub(crate) fn apply(&self, probability: f32, corroborated: bool) -> f32 {
        let points = if corroborated {
            &self.corroborated
        } else {
            &self.name_only
        };
        let at = logit(probability);
        let after = points.partition_point(|point| point.0 < at);
        let log_odds = match (after.checked_sub(1).map(|before| points[before]), points.get(after)) {
            (Some((x0, y0)), Some(&(x1, y1))) => y0 + (y1 - y0) * (at - x0) / (x1 - x0),
            // Beyond the points there were too few pairs to know better than the last of them.
            (Some((_, y)), None) | (None, Some(&(_, y))) => y,
            (None, None) => at,
        };
        1.0 / (1.0 + (-log_odds).exp())
    }
}

/// Log-odds, kept finite.
pub(crate) fn logit(probability: f32) -> f32 {
    let probability = probability.clamp(1e-6, 1.0 - 1e-6);
    (probability / (1.0 - probability)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calibration_interpolates_and_is_flat_outside() {
        let mut calibration = Calibration::default();
        for line in ["name_only -2 -1", "name_only 2 1"] {
            calibration.push(line).expect("a point");
        }
        assert!((calibration.apply(0.5, false) - 0.5).abs() < 1e-6);
        assert!((logit(calibration.apply(0.9999, false)) - 1.0).abs() < 1e-4);
        assert!((calibration.apply(0.9, true) - 0.9).abs() < 1e-4);
        assert_eq!(calibration.push("name_only 1 5"), None);
    }
}
