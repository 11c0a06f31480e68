//! The first start: one organization, one administrator.

use contract::SetupForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{EntryBox, Notice};
use crate::{
    serverfns::identity::{CompleteSetup, get_setup_needed},
    text::identity as text,
    ui::{Button, Field, FormFields, LinkButton, Loading, Look, PostForm, Submission, problems_of, query::param},
};

/// The page behind the one-time link that the server prints.
#[component]
pub fn SetupPage() -> impl IntoView {
    let query = use_query_map();
    let token = move || query.with(|query| param::<String>(query, "token"));
    let needed = Loading::new(|| (), |()| get_setup_needed());
    let content = move |needed: Result<bool, _>| match token() {
        // After the first start no link leads in any more.
        _ if needed == Ok(false) => view! {
            <Notice text=text::SETUP_DONE />
            <div class="form-foot">
                <LinkButton href="/sign-in" look=Look::Primary>
                    "Sign in"
                </LinkButton>
            </div>
        }
        .into_any(),
        Some(token) => view! { <Fields token /> }.into_any(),
        None => view! { <Notice text=text::SETUP_NO_TOKEN /> }.into_any(),
    };
    view! {
        <EntryBox title=text::SETUP_TITLE note=text::SETUP_NOTE>
            {needed.show(content)}
        </EntryBox>
    }
}

#[component]
fn Fields(
    /// From the link.
    token: String,
) -> impl IntoView {
    let setup = Submission::<CompleteSetup>::new();
    view! {
        <PostForm to=setup>
            <FormFields problem=setup.problem() check={problems_of::<SetupForm>}>
                <input type="hidden" name="form[token]" value=token />
                <Field
                    name="organization_name"
                    label="Organization"
                    hint=text::ORGANIZATION_HINT
                    autocomplete="organization"
                    required=true
                />
                <Field name="name" label="Your name" autocomplete="name" required=true />
                <Field name="email" label="E-mail address" kind="email" autocomplete="username" required=true />
                <Field
                    name="password"
                    label="Password"
                    hint=text::PASSWORD_HINT
                    kind="password"
                    autocomplete="new-password"
                    required=true
                />
                <div class="form-foot">
                    <Button kind="submit" look=Look::Primary disabled=setup.pending()>
                        "Create the organization"
                    </Button>
                </div>
            </FormFields>
        </PostForm>
    }
}
