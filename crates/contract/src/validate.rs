//! Rules of forms, written once: the browser checks on leaving a field, the server checks again.

use crate::{CommodityForm, FieldProblem, InviteUserForm, LocationForm, SetupForm, SupplierForm};

/// Shortest password (NIST SP 800-63B, section 3.1.1.2: at least 15 without a second factor, 8 with one;
/// 12 until a second factor can be required).
pub const PASSWORD_MIN_CHARS: usize = 12;
/// Longest password, so that hashing stays bounded.
pub const PASSWORD_MAX_CHARS: usize = 256;
/// Longest name of a payee or supplier. Longer cells are refused with their row.
pub const NAME_MAX_CHARS: usize = 1_000;

/// Checks a form; the fields at fault in the order of the form, none when it is acceptable.
pub trait Validate {
    /// The fields at fault.
    fn problems(&self) -> Vec<FieldProblem>;
}

/// Checks an e-mail address for the form `local@domain.tld`, without a claim that it exists.
pub fn email(text: &str) -> Result<(), &'static str> {
    const MESSAGE: &str = "Enter an e-mail address such as ada@example.com";
    let (local, domain) = text.trim().rsplit_once('@').ok_or(MESSAGE)?;
    let label_is_bad = |label: &str| label.is_empty() || label.starts_with('-') || label.ends_with('-');
    let bad = local.is_empty()
        || text.chars().count() > 254
        || text.trim().chars().any(|c| c.is_whitespace() || c.is_control())
        || local.contains('@')
        || !domain.contains('.')
        || domain.split('.').any(label_is_bad);
    if bad { Err(MESSAGE) } else { Ok(()) }
}

/// Checks a password's length; the server also looks it up in a list of breached ones.
pub fn password(text: &str) -> Result<(), &'static str> {
    match text.chars().count() {
        n if n < PASSWORD_MIN_CHARS => Err("Use at least 12 characters; a few unrelated words work well"),
        n if n > PASSWORD_MAX_CHARS => Err("Use at most 256 characters"),
        _ => Ok(()),
    }
}

/// Checks a text that must be there and be of reasonable length.
pub fn required(text: &str, max_chars: usize) -> Result<(), &'static str> {
    if text.trim().is_empty() {
        Err("Fill this in")
    } else if text.chars().count() > max_chars {
        Err("Shorten this")
    } else if text.contains('\0') {
        Err("Remove the NUL character")
    } else {
        Ok(())
    }
}

/// Checks an optional text.
pub fn optional(text: &str, max_chars: usize) -> Result<(), &'static str> {
    if text.trim().is_empty() {
        Ok(())
    } else {
        required(text, max_chars)
    }
}

/// Whether a text is an IBAN in capitals: its form and its check digits (ISO 13616: moved by four characters, the number modulo
/// 97 is 1). Spaces do not matter.
pub fn is_iban(text: &str) -> bool {
    let compact: Vec<u8> = text.bytes().filter(|b| *b != b' ').collect();
    if !(15..=34).contains(&compact.len())
        || !compact.iter().all(u8::is_ascii_alphanumeric)
        || !begins_as_iban(&compact)
    {
        return false;
    }
    let remainder = compact[4..]
        .iter()
        .chain(&compact[..4])
        .fold(0_u32, |remainder, &byte| match byte {
            b'0'..=b'9' => (remainder * 10 + u32::from(byte - b'0')) % 97,
            _ => (remainder * 100 + u32::from(byte.to_ascii_uppercase() - b'A') + 10) % 97,
        });
    remainder == 1
}

fn begins_as_iban(compact: &[u8]) -> bool {
    compact.len() >= 4
        && compact[..2].iter().all(u8::is_ascii_uppercase)
        && compact[2..4].iter().all(u8::is_ascii_digit)
}

/// Checks a bank account: what begins as an IBAN must be one. Other account numbers have no common form.
pub fn bank_account(text: &str, max_chars: usize) -> Result<(), &'static str> {
    optional(text, max_chars)?;
    let capitals = text.to_ascii_uppercase();
    let compact: Vec<u8> = capitals.bytes().filter(|b| *b != b' ').collect();
    if begins_as_iban(&compact) && !is_iban(&capitals) {
        return Err("This IBAN is mistyped: its length or its check digits do not fit");
    }
    Ok(())
}

fn collect(checks: &[(&str, Result<(), &'static str>)]) -> Vec<FieldProblem> {
    checks
        .iter()
        .filter_map(|(field, result)| {
            let message = result.err()?;
            Some(FieldProblem {
                field: (*field).to_owned(),
                message: message.to_owned(),
            })
        })
        .collect()
}

impl Validate for SetupForm {
    fn problems(&self) -> Vec<FieldProblem> {
        collect(&[
            ("organization_name", required(&self.organization_name, 200)),
            ("name", required(&self.name, 200)),
            ("email", email(&self.email)),
            ("password", password(&self.password)),
        ])
    }
}

impl Validate for InviteUserForm {
    fn problems(&self) -> Vec<FieldProblem> {
        collect(&[("name", required(&self.name, 200)), ("email", email(&self.email))])
    }
}

impl Validate for SupplierForm {
    fn problems(&self) -> Vec<FieldProblem> {
        collect(&[
            ("name", required(&self.name, NAME_MAX_CHARS)),
            ("external_id", optional(&self.external_id, 100)),
            ("aliases", optional(&self.aliases, 10_000)),
            ("address", optional(&self.address, 500)),
            ("city", optional(&self.city, 200)),
            ("state", optional(&self.state, 100)),
            ("postcode", optional(&self.postcode, 40)),
            ("country", optional(&self.country, 100)),
            ("tax_id", optional(&self.tax_id, 60)),
            ("vat_id", optional(&self.vat_id, 60)),
            ("iban", bank_account(&self.iban, 60)),
        ])
    }
}

impl Validate for LocationForm {
    fn problems(&self) -> Vec<FieldProblem> {
        collect(&[("code", required(&self.code, 40)), ("name", required(&self.name, 200))])
    }
}

impl Validate for CommodityForm {
    fn problems(&self) -> Vec<FieldProblem> {
        collect(&[
            ("code", required(&self.code, 40)),
            ("name", required(&self.name, 200)),
            ("gl_code", optional(&self.gl_code, 40)),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ibans_are_known_by_their_check_digits() {
        assert!(is_iban("DE89 3704 0044 0532 0130 00"));
        assert!(is_iban("GB82WEST12345698765432"));
        assert!(!is_iban("DE88370400440532013000"));
        assert!(!is_iban("Deutsche Bank Frankfurt"));
        assert_eq!(bank_account("gb82 west 1234 5698 7654 32", 60), Ok(()));
        assert_eq!(bank_account("0012-345678", 60), Ok(()));
        assert!(bank_account("DE00 1234", 60).is_err());
    }

    #[test]
    fn email_needs_local_part_and_dotted_domain() {
        for good in ["ada@example.com", "a.b+c@mail.example.co.uk", " ada@example.com "] {
            assert_eq!(email(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "ada",
            "@example.com",
            "ada@",
            "ada@example",
            "a b@example.com",
            "ada@.com",
            "ada@-x.com",
        ] {
            assert!(email(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn password_length_is_counted_in_characters() {
        assert!(password("ééééééééééé").is_err());
        assert_eq!(password("éééééééééééé"), Ok(()));
        assert!(password(&"x".repeat(257)).is_err());
    }

    #[test]
    fn supplier_form_names_each_field_at_fault() {
        let form = SupplierForm {
            name: " ".into(),
            city: "\0x".into(),
            ..SupplierForm::default()
        };
        let fields: Vec<_> = form.problems().into_iter().map(|p| p.field).collect();
        assert_eq!(fields, ["name", "city"]);
    }
}
