//! Which probability keeps the error rate of automatic matches down to which share.

/// Measured pairs of (share of wrong matches, probability from which on matches were taken), from strict to loose.
#[derive(Clone, Debug, Default)]
pub(crate) struct OperatingPoints(Vec<(f32, f32)>);

impl OperatingPoints {
    /// Adds a point from the text form `error probability`; errors ascend, probabilities descend.
    pub(crate) fn push(&mut self, text: &str) -> Option<()> {
        let (error, probability) = text.split_once(' ')?;
        let point: (f32, f32) = (error.parse().ok()?, probability.parse().ok()?);
        let loosens = self.0.last().is_none_or(|last| last.0 < point.0 && last.1 >= point.1);
        (loosens && (0.0..=1.0).contains(&point.0) && (0.0..=1.0).contains(&point.1)).then(|| self.0.push(point))
    }

    #[cfg(feature = "train")]
    pub(crate) fn lines(&self) -> impl Iterator<Item = String> {
        self.0
            .iter()
            .map(|(error, probability)| format!("operating_point {error} {probability}"))
    }

    /// The probability from which on at most a share of `error` is wrong.
    pub(crate) fn probability_for(&self, error: f32) -> f32 {
        let after = self.0.partition_point(|point| point.0 <= error);
        match (after.checked_sub(1).map(|before| self.0[before]), self.0.get(after)) {
            (Some((e0, p0)), Some(&(e1, p1))) => p0 + (p1 - p0) * (error - e0) / (e1 - e0),
            (Some((_, p)), None) => p,
            // Stricter than anything measured: only certainty will do.
            (None, first) => first.map_or(1.0 - error.clamp(0.0, 1.0), |(_, p)| p.max(0.999)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_interpolated() {
        let mut points = OperatingPoints::default();
        points.push("0.01 0.95").expect("a point");
        points.push("0.03 0.85").expect("a point");
        assert!((points.probability_for(0.02) - 0.9).abs() < 1e-6);
        assert!((points.probability_for(0.5) - 0.85).abs() < 1e-6);
        assert!(points.probability_for(0.001) >= 0.999);
        assert_eq!(points.push("0.04 0.99"), None);
    }
}
