//! Accepting an invitation.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{EntryBox, Notice};
use crate::{
    serverfns::identity::AcceptInvitation,
    text::identity as text,
    ui::{Button, Field, FormFields, Look, PostForm, Submission, query::param},
};

/// The page behind the link of an invitation.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let query = use_query_map();
    let token = move || query.with(|query| param::<String>(query, "token"));
    let content = move || match token() {
        Some(token) => view! { <Fields token /> }.into_any(),
        None => view! { <Notice text=text::INVITATION_NO_TOKEN /> }.into_any(),
    };
    view! {
        <EntryBox title=text::INVITATION_TITLE note=text::INVITATION_NOTE>
            {content}
        </EntryBox>
    }
}

#[component]
fn Fields(
    /// From the link.
    token: String,
) -> impl IntoView {
    let accept = Submission::<AcceptInvitation>::new();
    view! {
        <PostForm to=accept>
            <FormFields problem=accept.problem()>
                <input type="hidden" name="form[token]" value=token />
                <Field
                    name="password"
                    label="Password"
                    hint=text::PASSWORD_HINT
                    kind="password"
                    autocomplete="new-password"
                    required=true
                />
                <div class="form-foot">
                    <Button kind="submit" look=Look::Primary disabled=accept.pending()>
                        "Set the password and sign in"
                    </Button>
                </div>
            </FormFields>
        </PostForm>
    }
}
