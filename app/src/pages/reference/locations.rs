//! The organization's locations.

use contract::{Location, LocationForm, LocationId, Permission};
use leptos::prelude::*;

use super::Tabs;
use crate::{
    layout::Allowed,
    serverfns::reference::{SaveLocation, list_locations},
    text::reference as text,
    ui::{
        Button, Card, Column, EmptyState, Field, FormFields, Here, IconName, LinkButton, Load, Look, PageHeader,
        PostForm, Submission, Table, load::Loading, problems_of, use_here, use_toasts,
    },
};

/// The page: the list, and beside it the form that adds one or changes the one that the address names.
#[component]
pub fn LocationsPage() -> impl IntoView {
    let here = use_here();
    let locations = Loading::new(|| (), |()| list_locations());
    let toasts = use_toasts();
    let saved = Callback::new(move |name: String| {
        toasts.done(format!("{name} saved"));
        locations.refetch();
    });
    view! {
        <div class="page">
            <PageHeader title=text::LOCATIONS_TITLE note=text::LOCATIONS_NOTE />
            <Tabs current="/settings/locations" />
            <Load from=locations let:locations>
                {move || view! { <Content locations=locations.clone() here=here.get() saved /> }}
            </Load>
        </div>
    }
}

#[component]
fn Content(
    /// By code.
    locations: Vec<Location>,
    /// The current address.
    here: Here,
    /// Called with the name of what was saved.
    saved: Callback<String>,
) -> impl IntoView {
    let edited: Option<LocationId> = here.param("edit");
    let edited = locations.iter().find(|location| Some(location.id) == edited).cloned();
    let list = if locations.is_empty() {
        view! { <EmptyState icon=IconName::Settings title=text::LOCATIONS_EMPTY_TITLE detail=text::LOCATIONS_EMPTY /> }
            .into_any()
    } else {
        let columns = vec![Column::text("Code"), Column::text("Name")];
        let rows: Vec<_> = locations.into_iter().map(|location| row(location, &here)).collect();
        view! {
            <Table caption=text::LOCATIONS_TITLE columns>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <div class="columns">
            {list} <Allowed to=Permission::WriteReference>
                <EditForm edited=edited.clone() saved />
            </Allowed>
        </div>
    }
}

fn row(location: Location, here: &Here) -> impl IntoView + use<> {
    view! {
        <tr>
            <td>
                <a data-row class="mono" href=here.with("edit", Some(&location.id.to_string()))>
                    {location.code}
                </a>
            </td>
            <td>{location.name}</td>
        </tr>
    }
}

#[component]
fn EditForm(
    /// The one to change; a new one when absent.
    edited: Option<Location>,
    /// Called with the name of what was saved.
    saved: Callback<String>,
) -> impl IntoView {
    // Each form has its own: what one is refused with is no answer to the next.
    let save = Submission::<SaveLocation>::new();
    Effect::new(move |_| {
        if let Some(Ok(answer)) = save.answer() {
            saved.run(answer.name);
        }
    });
    let title = edited
        .as_ref()
        .map_or_else(|| "Add a location".to_owned(), |edited| format!("Edit {}", edited.name));
    let hidden = edited.as_ref().map(|edited| {
        view! {
            <input type="hidden" name="id" value=edited.id.to_string() />
            <input type="hidden" name="row_version" value=edited.row_version.to_string() />
        }
    });
    let changes = edited.is_some();
    let form = edited.map_or_else(LocationForm::default, |edited| LocationForm {
        code: edited.code,
        name: edited.name,
    });
    view! {
        <Card title>
            <PostForm to=save>
                <FormFields problem=save.problem() check={problems_of::<LocationForm>} watch=true>
                    {hidden} <Field name="code" label="Code" hint=text::CODE_HINT required=true value=form.code />
                    <Field name="name" label="Name" required=true value=form.name />
                    <div class="form-foot">
                        <Button kind="submit" look=Look::Primary disabled=save.pending()>
                            "Save location"
                        </Button>
                        {changes.then(|| view! { <LinkButton href="/settings/locations">"Cancel"</LinkButton> })}
                    </div>
                </FormFields>
            </PostForm>
        </Card>
    }
}
