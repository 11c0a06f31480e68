//! Shares in words, the same in a sentence of the evidence and on the badge beside it.

/// Writes a share (0..=1) as a percentage with one decimal: `99.5 %`. Only a true 1 becomes `100 %`, only a true 0 becomes
/// `0 %`.
pub fn percent(share: f64) -> String {
    if share >= 1.0 {
        "100 %".to_owned()
    } else if share > 0.0 {
        format!("{:.1} %", (share * 100.0).clamp(0.1, 99.9))
    } else {
        "0 %".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_certainty_is_written_as_such() {
        assert_eq!(percent(0.9999), "99.9 %");
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent(0.000_01), "0.1 %");
        assert_eq!(percent(0.0), "0 %");
        assert_eq!(percent(0.5), "50.0 %");
    }
}
