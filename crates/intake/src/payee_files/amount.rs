//! Amounts as people write them.

/// The amount in minor units of `currency` (ISO 4217), or `None` when the text is no amount.
///
/// Currency signs and letters around the number are left out. Of two kinds of separator the last is the decimal one;
/// a single kind separates thousands when it stands more than once or before exactly three digits, unless the
/// currency itself has three decimals. Parentheses and a minus sign on either side mean a negative amount. More
/// decimals than the currency has are rounded half away from zero.
pub(crate) fn parse_minor(text: &str, currency: &str) -> Option<i64> {
    let text = text.trim();
    let first = text.find(|c: char| c.is_ascii_digit())?;
    let last = text.rfind(|c: char| c.is_ascii_digit())?;
    let (before, number, after) = (&text[..first], &text[first..=last], &text[last + 1..]);
    let around_is_plain = |part: &str| {
        part.chars()
            .all(|c| !c.is_ascii_digit() && !matches!(c, '/' | ':' | '%'))
    };
    if !around_is_plain(before) || !around_is_plain(after) {
        return None;
    }
    let leading_point = before.ends_with(['.', ',']);
    let negative = before.contains(['-', '−', '(']) || after.contains(['-', '−']);
    let decimals = decimals(currency);
    let (whole, fraction) = if leading_point {
        ("", number)
    } else {
        split(number, decimals)?
    };
    let mut minor: i64 = 0;
    for digit in whole.chars().filter_map(|c| c.to_digit(10)) {
        minor = minor.checked_mul(10)?.checked_add(i64::from(digit))?;
    }
    let mut digits = fraction.chars().map(|c| c.to_digit(10));
    for _ in 0..decimals {
        let digit = digits.next().unwrap_or(Some(0))?;
        minor = minor.checked_mul(10)?.checked_add(i64::from(digit))?;
    }
    if digits.next().flatten().is_some_and(|digit| digit >= 5) {
        minor = minor.checked_add(1)?;
    }
    Some(if negative { -minor } else { minor })
}

/// Digits after the decimal point (ISO 4217, table A.1, 2024); 2 where the currency is unknown.
pub(crate) fn decimals(currency: &str) -> u32 {
    match currency.trim().to_ascii_uppercase().as_str() {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// The digits before and after the decimal separator; separators of thousands are still within the first.
fn split(number: &str, decimals: u32) -> Option<(&str, &str)> {
    let is_separator = |c: char| matches!(c, '.' | ',');
    let is_grouping = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’' | '_');
    if !number
        .chars()
        .all(|c| c.is_ascii_digit() || is_separator(c) || is_grouping(c))
    {
        return None;
    }
    let Some(at) = number.rfind(is_separator) else {
        return Some((number, ""));
    };
    let (whole, fraction) = (&number[..at], &number[at + 1..]);
    if !fraction.chars().all(|c| c.is_ascii_digit()) {
        // Such as `1,234 567`.
        return Some((number, ""));
    }
    let separator = &number[at..=at];
    let others = whole.chars().filter(|&c| is_separator(c));
    let is_decimal = match others.clone().next() {
        // More than one of the same kind: `1.234.567`; of two kinds the last is the decimal one.
        Some(_) => !others.clone().any(|c| separator.starts_with(c)),
        None => fraction.len() != 3 || decimals == 3 || whole.len() > 3 || whole == "0",
    };
    Some(if is_decimal { (whole, fraction) } else { (number, "") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_in_the_ways_people_write_them() {
        for (text, minor) in [
            ("1234.56", 123_456),
            ("1,234.56", 123_456),
            ("1.234,56", 123_456),
            ("1 234,56", 123_456),
            ("1'234.56", 123_456),
            ("1,234", 123_400),
            ("1.234", 123_400),
            ("1,234,567", 123_456_700),
            ("1.234.567,8", 123_456_780),
            ("12,5", 1_250),
            ("0.125", 13),
            (".5", 50),
            ("$1,234.50", 123_450),
            ("USD 12.00", 1_200),
            ("12.00 €", 1_200),
            ("(12.50)", -1_250),
            ("-12.50", -1_250),
            ("12.50-", -1_250),
            ("0", 0),
        ] {
            assert_eq!(parse_minor(text, "USD"), Some(minor), "{text}");
        }
    }

    #[test]
    fn the_currency_decides_how_many_decimals_there_are() {
        assert_eq!(parse_minor("1,500", "JPY"), Some(1_500));
        assert_eq!(parse_minor("1.500", "KWD"), Some(1_500));
        assert_eq!(parse_minor("2.5", "KWD"), Some(2_500));
        assert_eq!(parse_minor("10.999", "EUR"), Some(1_099_900));
        assert_eq!(parse_minor("0.999", "EUR"), Some(100));
    }

    #[test]
    fn what_is_no_amount_is_none() {
        for text in [
            "",
            "n/a",
            "2024-01-05",
            "01/02/2024",
            "12:30",
            "1a2",
            "99999999999999999999",
            "50%",
        ] {
            assert_eq!(parse_minor(text, "USD"), None, "{text}");
        }
    }
}
