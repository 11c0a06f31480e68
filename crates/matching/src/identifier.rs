//! Identifiers: tax ids, VAT ids, bank accounts and the customer's own numbers, compared without their punctuation.

/// The kinds of identifier; a tax id never equals a bank account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    TaxId = 1,
    VatId = 2,
    Iban = 3,
    ExternalId = 4,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::TaxId, Self::VatId, Self::Iban, Self::ExternalId];

    /// The fewest characters that can identify anyone; placeholders such as "0" or "N/A" are shorter.
    fn min_length(self) -> usize {
        match self {
            Self::TaxId | Self::VatId => 5,
            Self::Iban => 8,
            Self::ExternalId => 1,
        }
    }

    /// `raw` in upper case without punctuation; `None` when it is missing or a placeholder ("N/A", "000000000").
    pub(crate) fn normalize(self, raw: &str) -> Option<String> {
        let text: String = raw
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(64)
            .map(|character| character.to_ascii_uppercase())
            .collect();
        let placeholder = self != Self::ExternalId && text.bytes().all(|byte| byte == text.as_bytes()[0]);
        (text.len() >= self.min_length() && !placeholder).then_some(text)
    }
}

/// The letters that begin the VAT ids of the European Union, its neighbours and Northern Ireland.
const VAT_COUNTRIES: &[&str] = &[
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GB", "HR", "HU", "IE", "IT", "LT",
    "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "XI",
];

/// Whether a text has the form of a VAT id: a country's letters, then 8 to 12 characters, mostly digits. A national tax id
/// has no country.
pub(crate) fn is_vat_id(raw: &str) -> bool {
    let Some(text) = Kind::VatId.normalize(raw) else {
        return false;
    };
    let (country, number) = text.split_at(2);
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    VAT_COUNTRIES.contains(&country) && (8..=12).contains(&number.len()) && digits * 2 > number.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vat_ids_are_known_by_their_form() {
        for raw in ["DE 129273398", "GB111111111", "NL 8592.33.201 B01", "ATU12345678"] {
            assert!(is_vat_id(raw), "{raw}");
        }
        for raw in ["80-2126468", "129273398", "DE1234", "ZZ123456789", "", "Deutschland"] {
            assert!(!is_vat_id(raw), "{raw}");
        }
    }

    #[test]
    fn punctuation_does_not_matter() {
        assert_eq!(Kind::TaxId.normalize("80-2126468"), Kind::TaxId.normalize("802126468"));
        assert_eq!(
            Kind::Iban.normalize("de89 3704 0044 0532 0130 00").as_deref(),
            Some("DE89370400440532013000")
        );
    }

    #[test]
    fn placeholders_are_missing() {
        for raw in ["", "N/A", "000-00-0000", "99999999"] {
            assert_eq!(Kind::TaxId.normalize(raw), None, "{raw}");
        }
        assert_eq!(Kind::ExternalId.normalize("7").as_deref(), Some("7"));
    }
}
