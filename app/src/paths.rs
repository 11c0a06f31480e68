//! Addresses that more than one place has to agree on.

use contract::{DocumentId, UploadPurpose};

/// Where a form without scripts sends its files.
pub const UPLOAD_FORM: &str = "/uploads";

/// Where a person names the columns of a file that has just arrived; the server sends a plain form upload there too.
pub fn mapping_path(purpose: UploadPurpose, document_id: DocumentId) -> String {
    match purpose {
        UploadPurpose::PayeeFile => format!("/payee-files/new/{document_id}"),
        UploadPurpose::SupplierImport => format!("/suppliers/imports/new/{document_id}"),
    }
}

/// Makes of `next` an address that is safe to go to after signing in: a path of this site, else `/`.
///
/// `//host` and `/\host` are other sites to a browser. What is no visible ASCII is encoded, as a header wants it.
pub fn safe_next(next: &str) -> String {
    let is_local =
        next.starts_with('/') && !next.starts_with("//") && !next.contains(|c: char| c == '\\' || c.is_control());
    if !is_local {
        return "/".to_owned();
    }
    let visible = |c: char| c.is_ascii_graphic();
    next.chars()
        .map(|c| {
            if visible(c) {
                c.to_string()
            } else {
                encode(c.encode_utf8(&mut [0; 4]))
            }
        })
        .collect()
}

/// Encodes a text for use as a value in a query string.
pub fn encode(text: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(byte.into());
        } else {
            encoded.push('%');
            encoded.push(DIGITS[usize::from(byte >> 4)].into());
            encoded.push(DIGITS[usize::from(byte & 15)].into());
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_stays_on_this_site() {
        assert_eq!(safe_next("/suppliers?q=a%20b"), "/suppliers?q=a%20b");
        assert_eq!(safe_next("/suppliers?q=é b"), "/suppliers?q=%C3%A9%20b");
        for elsewhere in [
            "",
            "https://example.com",
            "//example.com",
            "/\\example.com",
            "javascript:alert(1)",
            "/a\nb",
        ] {
            assert_eq!(safe_next(elsewhere), "/", "{elsewhere:?}");
        }
    }

    #[test]
    fn encoded_text_has_no_reserved_characters() {
        assert_eq!(encode("a b&c=d/é"), "a%20b%26c%3Dd%2F%C3%A9");
    }
}
