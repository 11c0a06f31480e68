//! Signing in.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{EntryBox, Notice};
use crate::{
    serverfns::identity::{SignIn, get_setup_needed},
    text::identity as text,
    ui::{Button, Field, FormFields, Look, PostForm, Submission, load::Loading, query::param},
};

/// E-mail address and password; goes on to where the person wanted to be.
#[component]
pub fn SignInPage() -> impl IntoView {
    let sign_in = Submission::<SignIn>::new();
    let setup_needed = Loading::new(|| (), |()| get_setup_needed());
    let query = use_query_map();
    let next = move || query.with(|query| param::<String>(query, "next")).unwrap_or_default();
    let notice = setup_needed.show(|needed| {
        matches!(needed, Ok(true))
            .then(|| view! { <Notice text=text::SETUP_NEEDED /> })
            .into_any()
    });
    view! {
        <EntryBox title=text::SIGN_IN_TITLE>
            {notice}
            <PostForm to=sign_in>
                <FormFields problem=sign_in.problem()>
                    <input type="hidden" name="next" value=next />
                    <Field name="email" label="E-mail address" kind="email" autocomplete="username" required=true />
                    <Field
                        name="password"
                        label="Password"
                        kind="password"
                        autocomplete="current-password"
                        required=true
                    />
                    <div class="form-foot">
                        <Button kind="submit" look=Look::Primary disabled=sign_in.pending()>
                            "Sign in"
                        </Button>
                    </div>
                </FormFields>
            </PostForm>
        </EntryBox>
    }
}
