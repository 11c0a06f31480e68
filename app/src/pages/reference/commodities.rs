//! The organization's commodities.

use contract::{Commodity, CommodityForm, CommodityId, Permission};
use leptos::prelude::*;

use super::Tabs;
use crate::{
    layout::Allowed,
    serverfns::reference::{SaveCommodity, list_commodities},
    text::reference as text,
    ui::{
        Button, Card, Column, EmptyState, Field, FormFields, Here, IconName, LinkButton, Load, Look, PageHeader,
        PostForm, Submission, Table, load::Loading, problems_of, use_here, use_toasts,
    },
};

/// The page: the list, and beside it the form that adds one or changes the one that the address names.
#[component]
pub fn CommoditiesPage() -> impl IntoView {
    let here = use_here();
    let commodities = Loading::new(|| (), |()| list_commodities());
    let toasts = use_toasts();
    let saved = Callback::new(move |name: String| {
        toasts.done(format!("{name} saved"));
        commodities.refetch();
    });
    view! {
        <div class="page">
            <PageHeader title=text::COMMODITIES_TITLE note=text::COMMODITIES_NOTE />
            <Tabs current="/settings/commodities" />
            <Load from=commodities let:commodities>
                {move || view! { <Content commodities=commodities.clone() here=here.get() saved /> }}
            </Load>
        </div>
    }
}

#[component]
fn Content(
    /// By code.
    commodities: Vec<Commodity>,
    /// The current address.
    here: Here,
    /// Called with the name of what was saved.
    saved: Callback<String>,
) -> impl IntoView {
    let edited: Option<CommodityId> = here.param("edit");
    let edited = commodities
        .iter()
        .find(|commodity| Some(commodity.id) == edited)
        .cloned();
    let list = if commodities.is_empty() {
        view! { <EmptyState icon=IconName::Settings title=text::COMMODITIES_EMPTY_TITLE detail=text::COMMODITIES_EMPTY /> }
            .into_any()
    } else {
        let columns = vec![Column::text("Code"), Column::text("Name"), Column::text("GL account")];
        let rows: Vec<_> = commodities.into_iter().map(|commodity| row(commodity, &here)).collect();
        view! {
            <Table caption=text::COMMODITIES_TITLE columns>
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

fn row(commodity: Commodity, here: &Here) -> impl IntoView + use<> {
    view! {
        <tr>
            <td>
                <a data-row class="mono" href=here.with("edit", Some(&commodity.id.to_string()))>
                    {commodity.code}
                </a>
            </td>
            <td>{commodity.name}</td>
            <td class="mono">{commodity.gl_code}</td>
        </tr>
    }
}

#[component]
fn EditForm(
    /// The one to change; a new one when absent.
    edited: Option<Commodity>,
    /// Called with the name of what was saved.
    saved: Callback<String>,
) -> impl IntoView {
    // Each form has its own: what one is refused with is no answer to the next.
    let save = Submission::<SaveCommodity>::new();
    Effect::new(move |_| {
        if let Some(Ok(answer)) = save.answer() {
            saved.run(answer.name);
        }
    });
    let title = edited.as_ref().map_or_else(
        || "Add a commodity".to_owned(),
        |edited| format!("Edit {}", edited.name),
    );
    let hidden = edited.as_ref().map(|edited| {
        view! {
            <input type="hidden" name="id" value=edited.id.to_string() />
            <input type="hidden" name="row_version" value=edited.row_version.to_string() />
        }
    });
    let changes = edited.is_some();
    let form = edited.map_or_else(CommodityForm::default, |edited| CommodityForm {
        code: edited.code,
        name: edited.name,
        gl_code: edited.gl_code,
    });
    view! {
        <Card title>
            <PostForm to=save>
                <FormFields problem=save.problem() check={problems_of::<CommodityForm>} watch=true>
                    {hidden} <Field name="code" label="Code" hint=text::CODE_HINT required=true value=form.code />
                    <Field name="name" label="Name" required=true value=form.name />
                    <Field name="gl_code" label="GL account" hint=text::GL_HINT value=form.gl_code />
                    <div class="form-foot">
                        <Button kind="submit" look=Look::Primary disabled=save.pending()>
                            "Save commodity"
                        </Button>
                        {changes.then(|| view! { <LinkButton href="/settings/commodities">"Cancel"</LinkButton> })}
                    </div>
                </FormFields>
            </PostForm>
        </Card>
    }
}
