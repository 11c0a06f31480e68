//! Signing in as a browser does: plain form posts to the server functions, the cookie in between.

use chrono::TimeDelta;
use contract::{KeyPreset, Role};
use http::{Method, StatusCode};
use serde_json::json;

use crate::testing::{TestAnswer, TestRequest, TestServer, for_each_server};

const PASSWORD: &str = "violet+tundra+ladder+9";

/// The address of a server function: its name and a hash.
fn server_fn(name: &str) -> String {
    let mut paths = leptos::server_fn::axum::server_fn_paths();
    let found = paths.find(|(path, method)| *method == Method::POST && path.starts_with(&format!("/api/{name}")));
    found
        .unwrap_or_else(|| panic!("there is no server function {name}"))
        .0
        .to_owned()
}

async fn post(server: &TestServer, name: &str, cookie: &str, form: &str) -> anyhow::Result<TestAnswer> {
    let request = server
        .post(&server_fn(name))
        .header("sec-fetch-site", "same-origin")
        .header("cookie", cookie);
    let request = request
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "text/html");
    request.bytes(form.to_owned()).send().await
}

/// Sets up, and gives the cookie.
async fn set_up(server: &TestServer) -> anyhow::Result<String> {
    let link = server
        .services
        .identity
        .new_setup_link()
        .await?
        .map(|link| link.0)
        .unwrap_or_default();
    let token = link.rsplit('=').next().unwrap_or_default();
    let form = format!(
        "form[token]={token}&form[organization_name]=Acorn&form[name]=Ada&form[email]=ada@example.com&form[password]={PASSWORD}"
    );
    Ok(cookie_of(&post(server, "complete_setup", "", &form).await?))
}

async fn sign_in(server: &TestServer, cookie: &str) -> anyhow::Result<TestAnswer> {
    post(
        server,
        "sign_in",
        cookie,
        &format!("form[email]=ada@example.com&form[password]={PASSWORD}"),
    )
    .await
}

/// Name and value of the cookie that an answer sets.
fn cookie_of(answer: &TestAnswer) -> String {
    let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default();
    assert!(
        cookie.starts_with("__Host-vouch="),
        "{} {}",
        answer.status,
        answer.text()
    );
    cookie.to_owned()
}

fn as_browser<'a>(request: TestRequest<'a>, cookie: &str) -> TestRequest<'a> {
    request.header("cookie", cookie).header("sec-fetch-site", "same-origin")
}

async fn status_with(server: &TestServer, cookie: &str) -> anyhow::Result<StatusCode> {
    Ok(server
        .get("/api/v1/users")
        .header("cookie", cookie)
        .send()
        .await?
        .status)
}

#[tokio::test]
async fn setup_signs_in_with_a_cookie_that_scripts_and_other_sites_can_not_use() {
    for_each_server(async |server| {
        let link = server.services.identity.new_setup_link().await?;
        assert!(link.is_some());
        let cookie = set_up(&server).await?;
        assert_eq!(status_with(&server, &cookie).await?, StatusCode::OK);
        let again = sign_in(&server, "").await?;
        let attributes = again.header("set-cookie");
        for attribute in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
            assert!(attributes.contains(attribute), "{attribute} in {attributes}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn sign_in_gives_a_new_secret_and_ends_the_old_one() {
    for_each_server(async |server| {
        let first = set_up(&server).await?;
        let second = cookie_of(&sign_in(&server, &first).await?);
        assert_ne!(first, second);
        assert_eq!(status_with(&server, &first).await?, StatusCode::UNAUTHORIZED);
        assert_eq!(status_with(&server, &second).await?, StatusCode::OK);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn sign_out_ends_the_session_and_removes_the_cookie() {
    for_each_server(async |server| {
        let cookie = set_up(&server).await?;
        let out = post(&server, "sign_out", &cookie, "").await?;
        let removal = out.header("set-cookie");
        assert!(
            removal.starts_with("__Host-vouch=;") && removal.contains("Secure"),
            "{removal}"
        );
        assert_eq!(status_with(&server, &cookie).await?, StatusCode::UNAUTHORIZED);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn idle_and_absolute_limits_end_a_session() {
    for_each_server(async |server| {
        let cookie = set_up(&server).await?;
        server.bench.clock.advance(TimeDelta::minutes(8 * 60));
        assert_eq!(
            status_with(&server, &cookie).await?,
            StatusCode::UNAUTHORIZED,
            "idle for too long"
        );

        let cookie = cookie_of(&sign_in(&server, "").await?);
        for _ in 0..23 {
            server.bench.clock.advance(TimeDelta::hours(1));
            assert_eq!(status_with(&server, &cookie).await?, StatusCode::OK);
        }
        server.bench.clock.advance(TimeDelta::hours(1));
        assert_eq!(
            status_with(&server, &cookie).await?,
            StatusCode::UNAUTHORIZED,
            "signed in for too long"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn session_is_written_at_most_once_a_minute() {
    for_each_server(async |server| {
        let cookie = set_up(&server).await?;
        let is_written = async || -> anyhow::Result<bool> {
            let answer = server.get("/api/v1/users").header("cookie", &cookie).send().await?;
            Ok(!answer.header("set-cookie").is_empty())
        };
        assert!(!is_written().await?, "just signed in");
        server.bench.clock.advance(TimeDelta::seconds(61));
        assert!(is_written().await?);
        assert!(!is_written().await?, "just written");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn disabled_person_is_out_at_once() {
    for_each_server(async |server| {
        let cookie = set_up(&server).await?;
        let form = json!({ "name": "Bo", "email": "bo@example.com", "role": "admin" });
        let invited = as_browser(server.post("/api/v1/users"), &cookie)
            .json(&form)
            .send()
            .await?
            .json();
        let token = invited["link"]
            .as_str()
            .and_then(|link| link.rsplit('=').next())
            .unwrap_or_default();
        let form = format!("form[token]={token}&form[password]={PASSWORD}");
        let guest = cookie_of(&post(&server, "accept_invitation", "", &form).await?);
        assert_eq!(status_with(&server, &guest).await?, StatusCode::OK);

        let path = format!(
            "/api/v1/users/{}/enabled",
            invited["user_id"].as_str().unwrap_or_default()
        );
        let disabled = as_browser(server.put(&path), &cookie)
            .json(&json!({ "enabled": false }))
            .send()
            .await?;
        assert_eq!(disabled.status, StatusCode::OK, "{}", disabled.text());
        assert_eq!(status_with(&server, &guest).await?, StatusCode::UNAUTHORIZED);
        assert_eq!(status_with(&server, &cookie).await?, StatusCode::OK);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn change_from_another_site_is_refused() {
    for_each_server(async |server| {
        let cookie = set_up(&server).await?;
        let form = json!({ "name": "Acorn Ltd" });
        let from = |site: &str| {
            let request = server.post("/api/v1/suppliers").header("cookie", &cookie);
            request.header("sec-fetch-site", site).json(&form)
        };
        for site in ["cross-site", "same-site"] {
            assert_eq!(from(site).send().await?.status, StatusCode::FORBIDDEN, "{site}");
        }
        let silent = server
            .post("/api/v1/suppliers")
            .header("cookie", &cookie)
            .json(&form)
            .send()
            .await?;
        assert_eq!(silent.status, StatusCode::FORBIDDEN);
        assert_eq!(from("same-origin").send().await?.status, StatusCode::CREATED);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn request_of_somebody_else_is_refused() {
    for_each_server(async |server| {
        let cookie = set_up(&server).await?;
        let read = |path: &str| server.get(path).header("cookie", &cookie);
        let people = read("/api/v1/users").send().await?.json();
        let organization = read("/api/v1/organizations/current").send().await?.json();
        let user_id = people[0]["id"].as_str().unwrap_or_default();
        let organization_id = organization["id"].as_str().unwrap_or_default();
        let other = uuid::Uuid::nil();
        for (stated, status) in [
            (format!("{user_id}/{organization_id}"), StatusCode::OK),
            (format!("{other}/{organization_id}"), StatusCode::UNAUTHORIZED),
            (format!("{user_id}/{other}"), StatusCode::UNAUTHORIZED),
            (String::new(), StatusCode::UNAUTHORIZED),
        ] {
            let answer = read("/api/v1/users").header("vouch-actor", &stated).send().await?;
            assert_eq!(answer.status, status, "{stated}");
        }
        assert_eq!(
            status_with(&server, &cookie).await?,
            StatusCode::OK,
            "the session goes on"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn wrong_passwords_are_slowed_down() {
    for_each_server(async |server| {
        set_up(&server).await?;
        let wrong = "form[email]=ada@example.com&form[password]=not+the+password";
        let mut statuses = Vec::new();
        for _ in 0..6 {
            let request = server
                .post(&server_fn("sign_in"))
                .header("sec-fetch-site", "same-origin");
            let request = request.header("content-type", "application/x-www-form-urlencoded");
            statuses.push(request.bytes(wrong).send().await?.status.as_u16());
        }
        assert_eq!(statuses, [401, 401, 401, 401, 401, 429]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn key_is_judged_alone_and_ends_with_its_revocation() {
    for_each_server(async |server| {
        let cookie = set_up(&server).await?;
        let admin = server.actor(Role::Admin);
        let made = server.services.api_keys.create(&admin, "test", KeyPreset::Full).await?;
        let with = |key: &str| {
            server
                .get("/api/v1/suppliers")
                .header("authorization", &format!("Bearer {key}"))
        };
        assert_eq!(with(&made.text).send().await?.status, StatusCode::OK);
        let header = server
            .get("/api/v1/suppliers")
            .header("x-api-key", &made.text)
            .send()
            .await?;
        assert_eq!(header.status, StatusCode::OK);
        let wrong = with("vk_wrong").header("cookie", &cookie).send().await?;
        assert_eq!(
            wrong.status,
            StatusCode::UNAUTHORIZED,
            "a good cookie does not help a wrong key"
        );
        server.services.api_keys.revoke(&admin, made.key.id).await?;
        assert_eq!(with(&made.text).send().await?.status, StatusCode::UNAUTHORIZED);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn invitation_by_a_plain_form_shows_its_link_once_and_in_no_address() {
    for_each_server(async |server| {
        let session = set_up(&server).await?;
        let as_page = |request, cookie: &str| {
            as_browser(request, cookie)
                .header("accept", "text/html")
                .header("referer", "http://localhost/users")
        };
        let form = "form[name]=Ivy&form[email]=ivy@example.com&form[role]=reviewer";
        let invited = as_page(server.post(&server_fn("invite_user")), &session)
            .header("content-type", "application/x-www-form-urlencoded")
            .bytes(form)
            .send()
            .await?;
        assert_eq!(invited.status, StatusCode::FOUND, "{}", invited.text());
        assert!(!invited.header("location").contains("token"));
        let carried = |answer: &TestAnswer| {
            let cookies = answer.headers.get_all("set-cookie").iter();
            let mut texts = cookies.filter_map(|cookie| cookie.to_str().ok());
            let found = texts.find(|cookie| cookie.starts_with("invitation_link="));
            found.unwrap_or_default().to_owned()
        };
        let cookie = carried(&invited);
        assert!(
            cookie.contains("=/invitation?token=") && cookie.contains("HttpOnly") && cookie.contains("Path=/users"),
            "{cookie}"
        );

        let link = "http://localhost/invitation?token=";
        let both = format!("{session}; {}", cookie.split(';').next().unwrap_or_default());
        let page = as_page(server.get("/users"), &both).send().await?;
        assert!(page.text().contains(link), "{}", page.text());
        assert!(carried(&page).starts_with("invitation_link=;"), "it is removed");
        let later = as_page(server.get("/users"), &session).send().await?;
        assert!(later.text().contains("Ivy") && !later.text().contains(link));
        Ok(())
    })
    .await;
}
