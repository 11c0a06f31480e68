//! Numbers, money and times in words and figures. Pure: the same text on the server and in the browser.

use chrono::{DateTime, Timelike, Utc};
pub use contract::percent;

/// Writes a whole number with groups of three: `1,234,567`.
pub fn integer(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        text.push('\u{2212}');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Writes an amount of money in minor units: `1,234.50 EUR`. Currencies are taken to have two decimals, save those that
/// ISO 4217 lists with none or three.
pub fn money(amount_minor: i64, currency: &str) -> String {
    let decimals = match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND" | "VUV"
        | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    };
    let unit = 10_u64.pow(decimals);
    let whole = i64::try_from(amount_minor.unsigned_abs() / unit).unwrap_or(i64::MAX);
    let sign = if amount_minor < 0 { "\u{2212}" } else { "" };
    let whole = integer(whole);
    if decimals == 0 {
        return format!("{sign}{whole} {currency}");
    }
    let rest = amount_minor.unsigned_abs() % unit;
    format!("{sign}{whole}.{rest:0width$} {currency}", width = decimals as usize)
}

/// Writes a size: `12.4 MB` (powers of ten).
#[expect(clippy::cast_precision_loss, reason = "one decimal is shown")]
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut value = bytes as f64 / 1000.0;
    let mut unit = 0;
    while value >= 999.95 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    format!("{value:.1} {}", UNITS[unit])
}

/// Writes a time to the minute, UTC: `2026-03-05 14:02`.
pub fn minute(at: DateTime<Utc>) -> String {
    format!("{} {:02}:{:02}", at.date_naive(), at.hour(), at.minute())
}

/// Writes a time of the day to the minute, UTC: `14:02`.
pub fn clock(at: DateTime<Utc>) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// Writes a time to the second: `2026-03-05 14:02:07 UTC`.
pub fn second(at: DateTime<Utc>) -> String {
    format!("{}:{:02} UTC", minute(at), at.second())
}

/// Writes a time as the attribute `datetime` wants it: `2026-03-05T14:02:07Z`.
pub fn machine(at: DateTime<Utc>) -> String {
    second(at).replacen(' ', "T", 1).replace(" UTC", "Z")
}

/// Writes a day, UTC: `2026-03-05`.
pub fn day(at: DateTime<Utc>) -> String {
    at.date_naive().to_string()
}

/// Writes how long something takes or took: `45 s`, `3 min`, `2 h 5 min`, `4 days`.
pub fn duration(seconds: i64) -> String {
    match seconds.max(0) {
        s @ 0..60 => format!("{s} s"),
        s @ 60..3600 => format!("{} min", s / 60),
        s @ 3600..86_400 if s % 3600 < 60 => format!("{} h", s / 3600),
        s @ 3600..86_400 => format!("{} h {} min", s / 3600, s % 3600 / 60),
        s if s < 2 * 86_400 => "1 day".to_owned(),
        s => format!("{} days", s / 86_400),
    }
}

/// Writes how far `at` is from `now`: `3 min ago`, `in 2 h`, `just now`; a day after 30 days.
pub fn relative(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let seconds = (now - at).num_seconds();
    match seconds.abs() {
        0..45 => "just now".to_owned(),
        2_592_000.. => day(at),
        length => {
            // Past an hour the minutes no longer matter.
            let length = if length >= 3600 {
                length / 3600 * 3600
            } else {
                length.max(60)
            };
            if seconds > 0 {
                format!("{} ago", duration(length))
            } else {
                format!("in {}", duration(length))
            }
        }
    }
}

/// Writes a count with its noun: `1 row`, `2,000 rows`.
pub fn count(value: i64, one: &str, many: &str) -> String {
    format!("{} {}", integer(value), if value == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn integers_are_grouped() {
        assert_eq!(integer(0), "0");
        assert_eq!(integer(999), "999");
        assert_eq!(integer(1_234_567), "1,234,567");
        assert_eq!(integer(-1000), "\u{2212}1,000");
        assert_eq!(integer(i64::MIN), "\u{2212}9,223,372,036,854,775,808");
    }

    #[test]
    fn money_has_the_decimals_of_its_currency() {
        assert_eq!(money(123_450, "EUR"), "1,234.50 EUR");
        assert_eq!(money(-5, "USD"), "\u{2212}0.05 USD");
        assert_eq!(money(1234, "JPY"), "1,234 JPY");
        assert_eq!(money(1234, "KWD"), "1.234 KWD");
    }

    #[test]
    fn sizes_never_show_four_digits() {
        assert_eq!(size(999), "999 B");
        assert_eq!(size(12_400_000), "12.4 MB");
        assert_eq!(size(999_960), "1.0 MB");
    }

    #[test]
    fn relative_time_names_its_direction() {
        let now = DateTime::from_timestamp(1_772_000_000, 0).expect("in range");
        assert_eq!(relative(now - TimeDelta::seconds(10), now), "just now");
        assert_eq!(relative(now - TimeDelta::seconds(50), now), "1 min ago");
        assert_eq!(relative(now - TimeDelta::minutes(125), now), "2 h ago");
        assert_eq!(relative(now + TimeDelta::days(3), now), "in 3 days");
        assert_eq!(relative(now - TimeDelta::days(40), now), day(now - TimeDelta::days(40)));
    }
}
