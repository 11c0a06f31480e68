//! Answers that a browser saves as a file.

use std::fmt::Write;

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};

/// An answer to be saved as `file_name`.
pub fn file(file_name: &str, media_type: &'static str, body: Body) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CONTENT_DISPOSITION, attachment(file_name));
    response
}

/// The name in both forms: plain for old programs, and percent-encoded UTF-8 (RFC 6266, section 4.3; RFC 8187).
fn attachment(file_name: &str) -> HeaderValue {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " ._-()".contains(c);
    let plain: String = file_name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let mut encoded = String::new();
    for byte in file_name.bytes() {
        if byte.is_ascii_alphanumeric() || b"._-".contains(&byte) {
            encoded.push(byte.into());
        } else {
            write!(encoded, "%{byte:02X}").expect("writing to a String succeeds");
        }
    }
    let value = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    HeaderValue::from_str(&value).expect("only printable ASCII is left")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_of_a_file_can_not_break_the_header() {
        assert_eq!(
            attachment("Liefer\"anten\r\n é.csv"),
            "attachment; filename=\"Liefer_anten__ _.csv\"; filename*=UTF-8''Liefer%22anten%0D%0A%20%C3%A9.csv"
        );
    }
}
