//! The link of an invitation, on its way from a form that was sent without JavaScript to the page that shows it.
//!
//! Such a form is answered with a redirect to its page. In the address of that page the link would stay in the browser's history
//! and in logs. So it goes with a cookie: out of reach for scripts, sent to that page only, and removed by showing the link.

use http::{
    HeaderValue,
    header::{REFERER, SET_COOKIE},
    request::Parts,
};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use crate::{
    context::is_form_post,
    preferences::{cookie, cookies},
};

const COOKIE: &str = "invitation_link";

/// Sends the path and query of a link along with the answer to a form that was sent without JavaScript.
pub(crate) fn carry(link: &str) {
    let Some(request) = use_context::<Parts>() else { return };
    if is_form_post() {
        let secure = if origin(&request).starts_with("https://") {
            "; Secure"
        } else {
            ""
        };
        set(link, &format!("Max-Age=60{secure}"));
    }
}

/// Gives the link that came with the request, and removes it from the browser.
pub(crate) fn take() -> Option<String> {
    let request = use_context::<Parts>()?;
    let cookies = cookies();
    let link = cookie(&cookies, COOKIE).filter(|link| link.starts_with('/'))?;
    set("", "Max-Age=0");
    Some(format!("{}{link}", origin(&request)))
}

fn set(value: &str, attributes: &str) {
    let cookie = format!("{COOKIE}={value}; Path=/users; HttpOnly; SameSite=Strict; {attributes}");
    if let (Ok(cookie), Some(response)) = (HeaderValue::from_str(&cookie), use_context::<ResponseOptions>()) {
        response.append_header(SET_COOKIE, cookie);
    }
}

/// Scheme and host of the page that the request comes from; empty when the browser does not say it.
fn origin(request: &Parts) -> &str {
    let page = request.headers.get(REFERER).and_then(|page| page.to_str().ok());
    let page = page.unwrap_or_default();
    page.match_indices('/').nth(2).map_or("", |(end, _)| &page[..end])
}
