//! People and their roles.

use std::future::ready;

use contract::{InviteUserForm, Permission, Role, User, UserId, UserStatus};
use leptos::prelude::*;

use crate::{
    error::UiError,
    layout::{Allowed, use_may},
    pages::lazy::lazy_pages,
    serverfns::users::{InviteUser, SetUserEnabled, SetUserRole, list_users},
    text::users as text,
    ui::{
        Button, Card, Column, ConfirmButton, CopyButton, Field, FormFields, ListCount, Load, Look, Moment, Options,
        PageHeader, PostForm, Select, Status, Submission, Table, load::Loading, problems_of, status, use_toasts,
    },
};

lazy_pages! {
    /// People.
    pub enum UsersPages in people { List: UsersPage }
}

/// The page.
#[component]
pub fn UsersPage() -> impl IntoView {
    let invite = Submission::<InviteUser>::new();
    let actions = Actions {
        role: Submission::new(),
        enabled: Submission::new(),
    };
    let users = Loading::new(move || invite.version(), |_| list_users());
    let may_write = use_may(Permission::WriteUsers);
    let carried = Loading::new(|| (), |()| ready(Ok(carried_link())));
    let toasts = use_toasts();
    let done = move |answer: Option<Result<User, UiError>>| {
        let Some(answer) = answer else { return };
        match answer {
            Ok(user) => toasts.done(format!(
                "{}: {}, {}",
                user.name,
                status::role(user.role),
                status::user(user.status).word
            )),
            Err(error) => toasts.failed(error.to_string()),
        }
        users.refetch();
    };
    Effect::new(move |_| done(actions.role.answer()));
    Effect::new(move |_| done(actions.enabled.answer()));
    view! {
        <div class="page">
            <PageHeader title=text::TITLE />
            <div class="columns">
                <Load from=may_write let:may_write>
                    <Load from=users let:users>
                        <Users users actions=may_write.then_some(actions) />
                    </Load>
                </Load>
                <Allowed to=Permission::WriteUsers>
                    <Invite invite carried />
                </Allowed>
            </div>
        </div>
    }
}

#[derive(Clone, Copy)]
struct Actions {
    role: Submission<SetUserRole>,
    enabled: Submission<SetUserEnabled>,
}

/// The roles that can be given within an organization, and the one that is held.
fn role_options(held: Role) -> Vec<(String, String)> {
    let within = Role::ALL
        .iter()
        .filter(|role| **role != Role::SuperAdmin || **role == held);
    within
        .map(|role| (role.as_str().to_owned(), status::role(*role).to_owned()))
        .collect()
}

#[component]
fn Users(
    /// By name.
    users: Vec<User>,
    /// What the person may do.
    actions: Option<Actions>,
) -> impl IntoView {
    let columns = vec![
        Column::text("Name"),
        Column::text("E-mail address"),
        Column::text("Role"),
        Column::text("Status"),
        Column::text("Last sign-in"),
        Column::hidden("Actions"),
    ];
    let shown = users.len();
    let only = only_administrator(&users);
    let row = |user: User| {
        let may_disable = only != Some(user.id);
        row(user, actions, may_disable)
    };
    let rows: Vec<_> = users.into_iter().map(row).collect();
    view! {
        <div class="stack">
            <ListCount total=u64::try_from(shown).ok() shown one="person" many="people" />
            <Table caption=text::TITLE columns>
                {rows}
            </Table>
        </div>
    }
}

/// The one without whom nobody could add people any more, if there is only one.
fn only_administrator(users: &[User]) -> Option<UserId> {
    let mut able = users
        .iter()
        .filter(|user| user.status != UserStatus::Disabled && user.role.allows(Permission::WriteUsers));
    able.next().filter(|_| able.next().is_none()).map(|user| user.id)
}

fn row(user: User, actions: Option<Actions>, may_disable: bool) -> impl IntoView {
    view! {
        <tr>
            <td class="clip">
                <bdi>{user.name.clone()}</bdi>
            </td>
            <td class="clip">{user.email.clone()}</td>
            <td>
                {match actions {
                    Some(actions) => view! { <RoleForm user=user.clone() set_role=actions.role /> }.into_any(),
                    None => status::role(user.role).into_any(),
                }}
            </td>
            <td>
                <Status mark=status::user(user.status) />
            </td>
            <td>{user.last_sign_in_at.map(|at| view! { <Moment at /> })}</td>
            <td class="actions">
                {actions
                    .filter(|_| may_disable)
                    .map(|actions| view! { <EnabledForm user set_enabled=actions.enabled /> })}
            </td>
        </tr>
    }
}

#[component]
fn RoleForm(
    /// The person.
    user: User,
    /// What to call.
    set_role: Submission<SetUserRole>,
) -> impl IntoView {
    view! {
        <PostForm to=set_role>
            <input type="hidden" name="id" value=user.id.to_string() />
            <div class="flex items-center gap-1">
                <select class="input w-auto" name="role" aria-label=format!("Role of {}", user.name)>
                    <Options options=role_options(user.role) value=user.role.as_str().to_owned() />
                </select>
                <Button kind="submit" look=Look::Quiet>
                    "Change"
                </Button>
            </div>
        </PostForm>
    }
}

#[component]
fn EnabledForm(
    /// The person.
    user: User,
    /// What to call.
    set_enabled: Submission<SetUserEnabled>,
) -> impl IntoView {
    let disabled = user.status == UserStatus::Disabled;
    let question = format!("{} {}", user.name, text::DISABLE_NOTE);
    let button = if disabled {
        view! {
            <Button kind="submit" look=Look::Quiet>
                "Enable"
            </Button>
        }
        .into_any()
    } else {
        view! { <ConfirmButton label="Disable" question look=Look::Quiet /> }.into_any()
    };
    view! {
        <PostForm to=set_enabled>
            <input type="hidden" name="id" value=user.id.to_string() />
            <input type="hidden" name="enabled" value=disabled.to_string() />
            {button}
        </PostForm>
    }
}

/// Gives the link of an invitation that was made just before without JavaScript: the server has it.
fn carried_link() -> Option<String> {
    #[cfg(feature = "ssr")]
    return crate::shown_once::take();
    #[cfg(not(feature = "ssr"))]
    None
}

#[component]
fn Invite(
    /// What to call.
    invite: Submission<InviteUser>,
    /// The link of an invitation that was made without JavaScript.
    carried: Loading<Option<String>>,
) -> impl IntoView {
    // The browser knows this site's address; the server answers only the path.
    let made = move || {
        let invitation = invite.answer().and_then(Result::ok)?;
        let origin = window().location().origin().unwrap_or_default();
        Some(format!("{origin}{}", invitation.link))
    };
    view! {
        <div class="stack">
            {carried.show(|link| link.ok().flatten().map(|link| view! { <InvitationLink link /> }).into_any())}
            // Here before the link is, so that the link is read aloud.
            <div role="status">{move || made().map(|link| view! { <InvitationLink link /> })}</div>
            <Card title=text::INVITE_TITLE>
                <PostForm to=invite empty_after=true>
                    <FormFields problem=invite.problem() check={problems_of::<InviteUserForm>} watch=true>
                        <p class="text-muted">{text::INVITE_NOTE}</p>
                        <Field name="name" label="Name" required=true />
                        <Field name="email" label="E-mail address" kind="email" required=true />
                        <Select
                            name="role"
                            label="Role"
                            hint=text::ROLE_HINT
                            options=role_options(Role::Reviewer)
                            value=Role::Reviewer.as_str()
                        />
                        <div class="form-foot">
                            <Button kind="submit" look=Look::Primary disabled=invite.pending()>
                                "Invite"
                            </Button>
                        </div>
                    </FormFields>
                </PostForm>
            </Card>
        </div>
    }
}

/// The link that an invitation made.
#[component]
fn InvitationLink(
    /// The whole address.
    link: String,
) -> impl IntoView {
    view! {
        <div class="card">
            <h2 class="card-title">{text::LINK_TITLE}</h2>
            <p class="text-muted">{text::LINK_NOTE}</p>
            <p>
                <code>{link.clone()}</code>
            </p>
            <div class="form-foot with-js">
                <CopyButton text=link label="Copy link" />
            </div>
        </div>
    }
}
