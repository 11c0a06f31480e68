//! How long to wait before the next attempt.

use std::time::Duration;

/// The first pause.
const FIRST: Duration = Duration::from_secs(2);
/// The longest pause.
const LONGEST: Duration = Duration::from_mins(10);

/// The pause after the `attempt`th failure (from 1): doubles each time, half of it fixed and half by `fraction`
/// (0..1), so that jobs that failed together do not come back together ("equal jitter").
pub(super) fn pause(attempt: u32, fraction: f64) -> Duration {
    let doubled = FIRST.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
    doubled.min(LONGEST).mul_f64(0.5 + fraction / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_doubles_and_has_a_bound() {
        let longest: Vec<_> = (1..=12).map(|attempt| pause(attempt, 1.0).as_secs()).collect();
        assert_eq!(longest, [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600]);
        assert_eq!(pause(u32::MAX, 1.0), LONGEST);
    }

    #[test]
    fn jitter_takes_at_most_half() {
        assert_eq!(pause(3, 0.0), Duration::from_secs(4));
        assert_eq!(pause(3, 0.5), Duration::from_secs(6));
    }
}
