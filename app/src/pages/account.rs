//! The signed-in person's own account.

use leptos::prelude::*;

use crate::{
    layout::use_viewer,
    pages::lazy::lazy_pages,
    serverfns::identity::{ChangePassword, ChangePasswordForm},
    text::identity as text,
    ui::{
        Button, Card, Facts, Field, FormFields, Load, Look, PageHeader, PostForm, Submission, problems_of, status,
        use_toasts,
    },
};

lazy_pages! {
    /// One's own account.
    pub enum AccountPages in people { Account: AccountPage }
}

/// Who one is here, and changing the password.
#[component]
pub fn AccountPage() -> impl IntoView {
    let viewer = use_viewer();
    let change = Submission::<ChangePassword>::new();
    let toasts = use_toasts();
    Effect::new(move |_| {
        if matches!(change.outcome(), Some(Ok(()))) {
            toasts.done(text::PASSWORD_CHANGED);
        }
    });
    view! {
        <div class="page page-narrow">
            <PageHeader title=text::ACCOUNT_TITLE />
            <Card>
                <Load from=viewer rows=2 let:viewer>
                    <Facts facts=vec![
                        ("Name", viewer.name),
                        ("E-mail address", viewer.email),
                        ("Organization", viewer.current.organization_name),
                        ("Role", status::role(viewer.current.role).to_owned()),
                    ] />
                </Load>
            </Card>
            <Card title=text::PASSWORD_TITLE>
                <PostForm to=change empty_after=true>
                    <FormFields problem=change.problem() check={problems_of::<ChangePasswordForm>}>
                        <Field
                            name="current"
                            label="Current password"
                            kind="password"
                            autocomplete="current-password"
                            required=true
                        />
                        <Field
                            name="new"
                            label="New password"
                            hint=text::PASSWORD_HINT
                            kind="password"
                            autocomplete="new-password"
                            required=true
                        />
                        <p class="text-muted">{text::PASSWORD_CHANGE_NOTE}</p>
                        <div class="form-foot">
                            <Button kind="submit" look=Look::Primary disabled=change.pending()>
                                "Change password"
                            </Button>
                        </div>
                    </FormFields>
                </PostForm>
            </Card>
        </div>
    }
}
