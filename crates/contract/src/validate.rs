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
            ("iban", optional(&self.iban, 60)),
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
