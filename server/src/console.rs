//! The console: pages rendered by Leptos, its server functions, and the upload form for browsers without scripts.

use std::sync::Arc;

use app::{
    App,
    context::PageWritten,
    error::UiError,
    paths::{UPLOAD_FORM, mapping_path},
    shell::{Assets, shell},
};
use axum::{
    Extension, Router,
    extract::{Multipart, State},
    response::Redirect,
    routing::post,
};
use contract::{Actor, Problem};
use http::{HeaderMap, header, request::Parts};
use leptos::{prelude::*, server_fn::error::ServerFnUrlError};
use leptos_axum::{LeptosRoutes, generate_route_list, render_app_async_with_context};

use crate::{
    assets::Manifest,
    ports,
    problem::ApiError,
    rest::{Received, receive_form},
    wiring::AppState,
};

/// Pages and server functions.
pub fn pages(services: &AppState) -> Router<AppState> {
    let ports = ports::ports(services);
    let live = services.env.live.clone();
    // Runs for each request, before a page is rendered and before a server function is called.
    let context = move || {
        provide_context(ports.clone());
        if let Some(actor) = use_context::<Parts>().and_then(|request| request.extensions.get::<Actor>().cloned()) {
            let live_position = live.position(actor.organization_id).to_string();
            provide_context(PageWritten { live_position });
            provide_context(actor);
        }
    };
    let bundled = assets(&Manifest::read());
    let document = move || {
        // While the console is being worked on, the bundle changes under the running server.
        let assets = if cfg!(debug_assertions) {
            assets(&Manifest::read())
        } else {
            bundled.clone()
        };
        shell(assets)
    };
    Router::new()
        .leptos_routes_with_context(services, generate_route_list(App), context.clone(), document.clone())
        .fallback(render_app_async_with_context(context, document))
}

/// Takes the files of a form without scripts.
pub fn upload_form() -> Router<AppState> {
    Router::new().route(UPLOAD_FORM, post(upload))
}

async fn upload(
    actor: Option<Extension<Actor>>,
    State(services): State<AppState>,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Redirect, ApiError> {
    let Some(Extension(actor)) = actor else {
        return Ok(Redirect::to("/sign-in"));
    };
    match receive_form(&services, &actor, None, form).await {
        Ok(Received { purpose, document, .. }) => Ok(Redirect::to(&mapping_path(purpose, document.id))),
        Err(refused) => match page_of_form(&headers) {
            Some(page) => back_with(refused.into_problem(), page),
            None => Err(refused),
        },
    }
}

/// The page with the form, when a browser has sent it.
fn page_of_form(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    text(header::ACCEPT).filter(|accept| accept.contains("text/html"))?;
    text(header::REFERER).map(str::to_owned)
}

/// Leads back to the page with the form, which shows the problem: as server functions do with theirs.
fn back_with(problem: Problem, mut page: String) -> Result<Redirect, ApiError> {
    // From an attempt before.
    ServerFnUrlError::<UiError>::strip_error_info(&mut page);
    match ServerFnUrlError::new(UPLOAD_FORM, UiError::from(problem.clone())).to_url(&page) {
        Ok(url) => Ok(Redirect::to(&format!(
            "{}?{}",
            url.path(),
            url.query().unwrap_or_default()
        ))),
        Err(_) => Err(problem.into()),
    }
}

fn assets(manifest: &Manifest) -> Assets {
    let url = |name: &str| Arc::from(manifest.url(name).unwrap_or_default());
    Assets {
        style: url("frontend.css"),
        script: url("boot.js"),
        modules: vec![url("frontend.js"), url("__wasm_split.js")],
        wasm: url("frontend_bg.wasm"),
        fonts: vec![url("fonts/source-sans-3-latin.woff2")],
        parts: Arc::new(manifest.parts()),
    }
}

#[cfg(test)]
mod tests {
    use contract::Role;
    use http::StatusCode;

    use crate::testing::for_each_server;

    #[tokio::test]
    async fn page_brings_a_policy_with_a_nonce_that_allows_no_other_inline_code() {
        for_each_server(async |server| {
            let page = server.get("/sign-in").send().await?;
            assert_eq!(
                (page.status, page.header("content-type")),
                (StatusCode::OK, "text/html; charset=utf-8")
            );
            let policy = page.header("content-security-policy");
            assert!(policy.contains("script-src 'self' 'nonce-"), "{policy}");
            for forbidden in ["unsafe-inline", "'unsafe-eval'", "http:", "https:", "*"] {
                assert!(!policy.contains(forbidden), "{forbidden} in {policy}");
            }
            let nonce = policy
                .split("'nonce-")
                .nth(1)
                .and_then(|rest| rest.split('\'').next())
                .unwrap_or_default();
            let text = page.text();
            for script in text.split("<script").skip(1) {
                let tag = script.split('>').next().unwrap_or_default();
                assert!(
                    tag.contains("src=") || tag.contains(nonce),
                    "inline script without the nonce: {tag}"
                );
            }
            assert!(
                !text.contains(" style=\""),
                "an inline style would be refused by the browser"
            );
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn form_without_scripts_leads_to_the_mapping_of_its_file() {
        for_each_server(async |server| {
            let form = |purpose| {
                let request = server.post("/uploads").by_role(Role::Reviewer);
                request.form("v.csv", "name\nAcorn Ltd\n", &[("purpose", purpose)])
            };
            let stored = form("payee_file").send().await?;
            assert_eq!(stored.status, StatusCode::SEE_OTHER, "{}", stored.text());
            assert!(
                stored.header("location").starts_with("/payee-files/new/"),
                "{}",
                stored.header("location")
            );
            assert_eq!(form("nonsense").send().await?.status, StatusCode::UNPROCESSABLE_ENTITY);
            let empty = server.post("/uploads").by_role(Role::Reviewer);
            let empty = empty
                .form("v.csv", "", &[("purpose", "payee_file")])
                .header("accept", "text/html")
                .header(
                    "referer",
                    "http://localhost/payee-files/new?__path=%2Fuploads&__err=before",
                );
            let refused = empty.send().await?;
            assert_eq!(refused.status, StatusCode::SEE_OTHER, "{}", refused.text());
            let back = refused.header("location");
            assert!(
                back.starts_with("/payee-files/new?__path=%2Fuploads&__err=") && !back.contains("before"),
                "{back}"
            );
            let nobody = server
                .post("/uploads")
                .form("v.csv", "name\nA\n", &[("purpose", "payee_file")])
                .send()
                .await?;
            assert_eq!(nobody.header("location"), "/sign-in");
            Ok(())
        })
        .await;
    }
}
