//! Reading times and days as the server writes them.
//!
//! The reader that chrono brings takes every form that RFC 3339 and RFC 2822 allow, and the browser would download it with
//! every page. What programs send, such as the bounds of [`crate::EventFilter`], is still read by that one.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, de::Error};

/// Reads a day such as `2026-11-21`, in the years 0000 to 9999.
///
/// ```
/// assert!(contract::day("2026-11-21").is_some());
/// assert!(contract::day("2026-02-30").is_none());
/// ```
pub fn day(text: &str) -> Option<NaiveDate> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let year = i32::try_from(number(year, 4)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(month, 2)?, number(day, 2)?)
}

/// Reads a field such as `2026-11-21T08:30:00.25Z`. The hour is that of UTC, there are no leap seconds, and of a fraction
/// longer than nine digits the rest is dropped.
pub(crate) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
    time(&String::deserialize(deserializer)?).ok_or_else(not_a_time)
}

/// The same of a field that may be empty.
pub(crate) fn read_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| time(&text).ok_or_else(not_a_time)).transpose()
}

fn not_a_time<E: Error>() -> E {
    E::custom("this is not a time in UTC such as 2026-11-21T08:30:00Z")
}

fn time(text: &str) -> Option<DateTime<Utc>> {
    let (date, clock) = text.strip_suffix('Z')?.split_once('T')?;
    let (clock, nanoseconds) = match clock.split_once('.') {
        Some((clock, fraction)) => (clock, nanoseconds(fraction)?),
        None => (clock, 0),
    };
    let (hour, rest) = clock.split_once(':')?;
    let (minute, second) = rest.split_once(':')?;
    let (hour, minute, second) = (number(hour, 2)?, number(minute, 2)?, number(second, 2)?);
    Some(
        day(date)?
            .and_hms_nano_opt(hour, minute, second, nanoseconds)?
            .and_utc(),
    )
}

/// Reads a number of exactly this many digits.
fn number(text: &str, digits: usize) -> Option<u32> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| {
        text.bytes()
            .fold(0, |number, byte| number * 10 + u32::from(byte - b'0'))
    })
}

fn nanoseconds(fraction: &str) -> Option<u32> {
    let is_number = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
    is_number.then(|| digits.fold(0, |number, byte| number * 10 + u32::from(byte - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Serialize, Deserialize, PartialEq, Debug)]
    struct Times {
        #[serde(deserialize_with = "read")]
        at: DateTime<Utc>,
        #[serde(default, deserialize_with = "read_option")]
        then: Option<DateTime<Utc>>,
    }

    #[test]
    fn time_is_read_as_it_is_written() {
        let leap_day = "2024-02-29T23:59:59Z";
        for (seconds, nanoseconds) in [
            (0, 0),
            (951_782_400, 1),
            (1_772_000_000, 250_000_000),
            (1_772_000_000, 123_456_000),
            (-62_167_219_200, 0),
            (253_402_300_799, 999_999_999),
        ] {
            let at = DateTime::from_timestamp(seconds, nanoseconds).expect("in range");
            for times in [Times { at, then: None }, Times { at, then: Some(at) }] {
                let json = serde_json::to_string(&times).expect("it can be written");
                assert_eq!(
                    serde_json::from_str::<Times>(&json).expect("it can be read"),
                    times,
                    "{json}"
                );
            }
        }
        assert_eq!(
            time(leap_day).map(|at| at.to_rfc3339()).as_deref(),
            Some("2024-02-29T23:59:59+00:00")
        );
    }

    #[test]
    fn fraction_has_any_length() {
        for (fraction, nanoseconds) in [
            ("2", 200_000_000),
            ("25", 250_000_000),
            ("000001", 1_000),
            ("123456789", 123_456_789),
            ("1234567899999", 123_456_789),
        ] {
            let at = time(&format!("2026-11-21T08:30:00.{fraction}Z"));
            assert_eq!(
                at.map(|at| at.timestamp_subsec_nanos()),
                Some(nanoseconds),
                "{fraction}"
            );
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "Z",
            "2026-11-21",
            "2026-11-21T08:30:00",
            "2026-11-21 08:30:00Z",
            "2026-11-21T08:30:00+00:00",
            "2026-11-21T08:30Z",
            "2026-11-21T8:30:00Z",
            "2026-11-21T24:00:00Z",
            "2026-11-21T23:60:00Z",
            "2026-12-31T23:59:60Z",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-11-21T08:30:00.Z",
            "2026-11-21T08:30:00.1x2Z",
            "2026-11-21T08:30:00.123456789xZ",
            "2026-11-21T08:30:00.12345678äZ",
            "+2026-11-21T08:30:00Z",
            "-001-11-21T08:30:00Z",
            "12026-11-21T08:30:00Z",
            "２026-11-21T08:30:00Z",
        ] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn refusal_says_what_a_time_is() {
        for json in [r#"{"at":"noon"}"#, r#"{"at":"2026-11-21T08:30:00Z","then":""}"#] {
            let refused = serde_json::from_str::<Times>(json)
                .expect_err("it is refused")
                .to_string();
            assert!(refused.starts_with("this is not a time in UTC"), "{refused}");
        }
        let refused = serde_json::from_str::<Times>("{}")
            .expect_err("it is refused")
            .to_string();
        assert!(refused.starts_with("missing field `at`"), "{refused}");
    }
}
