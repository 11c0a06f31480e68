//! Forms: fields with label, hint and error, checked on leaving a field by the code that the server runs too.
//!
//! A form is a [`super::PostForm`] (so it works before the wasm has loaded) around [`FormFields`]. Its server function takes one
//! argument called `form`, and each field has the name of one of its parts.

use contract::{FieldProblem, Problem};
use leptos::{context::Provider, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement, HtmlFormElement};

use super::{
    check::{Check, contents_of, part_of},
    icon::{Icon, IconName},
    unsaved::Unsaved,
};

/// What is wrong with a form, for the fields in it.
#[derive(Clone, Copy)]
pub struct FormState {
    /// What the server answered last.
    answer: Signal<Option<Problem>>,
    /// What the browser found on leaving fields since; an empty message: this field is right now.
    checked: RwSignal<Vec<FieldProblem>>,
    /// The fields that have a place for their message.
    placed: StoredValue<Vec<&'static str>>,
}

impl FormState {
    /// Gives the message for a field: the newer of the browser's and the server's.
    fn message(self, field: &str) -> Option<String> {
        let checked = self
            .checked
            .with(|checked| checked.iter().find(|c| c.field == field).map(|c| c.message.clone()));
        match checked {
            Some(message) => (!message.is_empty()).then_some(message),
            None => self
                .answer
                .with(|answer| answer.as_ref()?.field(field).map(str::to_owned)),
        }
    }

    /// Notes what is right and wrong about the field that was just left.
    fn check(self, event: &FocusEvent, check: Check) {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        let name = input.get_attribute("name").unwrap_or_default();
        let Some(field) = part_of(&name) else {
            return;
        };
        let form = input
            .closest("form")
            .ok()
            .flatten()
            .and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        let Some(contents) = form.and_then(|form| contents_of(&form)) else {
            return;
        };
        let problem = check(contents.as_bytes())
            .into_iter()
            .find(|problem| problem.field == field);
        let found = problem.unwrap_or_else(|| FieldProblem {
            field: field.to_owned(),
            message: String::new(),
        });
        self.checked.update(|checked| {
            checked.retain(|c| c.field != found.field);
            checked.push(found);
        });
    }
}

/// The fields of a form, and above them what the server said of the form as a whole.
#[component]
pub fn FormFields(
    /// What the server answered last; see [`super::Submission::problem`].
    #[prop(into)]
    problem: Signal<Option<Problem>>,
    /// Run on leaving a field; see [`super::problems_of`].
    #[prop(optional)]
    check: Option<Check>,
    /// Whether to say so and to ask before the page is left while there are changes.
    #[prop(optional)]
    watch: bool,
    /// The fields and the buttons.
    children: Children,
) -> impl IntoView {
    let state = FormState {
        answer: problem,
        checked: RwSignal::new(Vec::new()),
        placed: StoredValue::new(Vec::new()),
    };
    let unsaved = use_context::<Unsaved>().filter(|_| watch);
    let note_changes = move |has_changes| {
        if let Some(unsaved) = unsaved {
            unsaved.set(has_changes);
        }
    };
    on_cleanup(move || note_changes(false));
    let summary = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        let Some(problem) = problem.get() else { return };
        state.checked.update(Vec::clear);
        note_changes(true);
        let first = problem
            .fields
            .first()
            .and_then(|field| document().get_element_by_id(&format!("field-{}", field.field)));
        match first.and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
            Some(input) => drop(input.focus()),
            None => drop(summary.get().map(|summary| summary.focus())),
        }
    });
    let leave = move |event: FocusEvent| {
        if let Some(check) = check {
            state.check(&event, check);
        }
    };
    view! {
        <Provider value=state>
            <div class="form" data-watched=watch.then_some("") on:focusout=leave on:input=move |_| note_changes(true)>
                <div class="form-problem" role="alert" tabindex="-1" node_ref=summary>
                    {move || problem.get().map(|problem| view! { <ProblemBox problem placed=state.placed /> })}
                </div>
                {children()}
                {unsaved
                    .map(|unsaved| {
                        view! {
                            <p class="form-unsaved" role="status">
                                {move || unsaved.get().then_some("Not saved yet")}
                            </p>
                        }
                    })}
            </div>
        </Provider>
    }
}

/// What went wrong, in a box above a form.
#[component]
fn ProblemBox(
    /// What.
    problem: Problem,
    /// The fields that show their message themselves.
    placed: StoredValue<Vec<&'static str>>,
) -> impl IntoView {
    let others = problem.fields.into_iter();
    let others = others.filter(|field| !placed.with_value(|placed| placed.contains(&field.field.as_str())));
    let others: Vec<_> = others.map(|field| view! { <p>{field.message}</p> }).collect();
    let error_id = (!problem.error_id.is_empty()).then_some(problem.error_id);
    view! {
        <div class="callout callout-danger">
            <Icon name=IconName::Alert />
            <div>
                <strong>{problem.title}</strong>
                {others}
                <p>{problem.detail}</p>
                {error_id.map(|id| view! { <p class="text-muted">"Error id " <code>{id}</code></p> })}
            </div>
        </div>
    }
}

/// Label, hint and error around an input.
#[component]
pub fn FieldFrame(
    /// Name within `form`.
    name: &'static str,
    /// What to put in.
    label: &'static str,
    /// What helps to put it in.
    hint: &'static str,
    /// The input; its id is `field-<name>`.
    children: Children,
) -> impl IntoView {
    let state = use_context::<FormState>();
    if let Some(state) = state {
        state.placed.update_value(|placed| placed.push(name));
    }
    let message = move || state.and_then(|state| state.message(name));
    view! {
        <div class="field">
            <label class="field-label" for=format!("field-{name}")>{label}</label>
            {children()}
            <p class="field-note" id=format!("note-{name}") class:field-error=move || message().is_some()>
                {move || message().unwrap_or_else(|| hint.to_owned())}
            </p>
        </div>
    }
}

/// Whether a field is at fault now, as `aria-invalid` wants it.
fn invalid(name: &'static str) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync + 'static {
    let state = use_context::<FormState>();
    move || state.and_then(|state| state.message(name)).map(|_| "true")
}

/// One line of text.
#[component]
pub fn Field(
    /// Name within `form`; empty `form[…]` parts arrive as empty texts.
    name: &'static str,
    /// What to put in.
    label: &'static str,
    /// What helps to put it in.
    #[prop(default = "")]
    hint: &'static str,
    /// `text`, `email`, `password` …
    #[prop(default = "text")]
    kind: &'static str,
    /// What a browser or password manager may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// What is in it at first.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    view! {
        <FieldFrame name label hint>
            <input
                class="input"
                id=format!("field-{name}")
                name=format!("form[{name}]")
                type=kind
                autocomplete=autocomplete
                required=required
                value=value
                aria-describedby=format!("note-{name}")
                aria-invalid=invalid(name)
            />
        </FieldFrame>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// Name within `form`.
    name: &'static str,
    /// What to put in.
    label: &'static str,
    /// What helps to put it in.
    #[prop(default = "")]
    hint: &'static str,
    /// Height in lines.
    #[prop(default = 3)]
    rows: u32,
    /// What is in it at first.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    view! {
        <FieldFrame name label hint>
            <textarea
                class="input"
                id=format!("field-{name}")
                name=format!("form[{name}]")
                rows=rows.to_string()
                aria-describedby=format!("note-{name}")
                aria-invalid=invalid(name)
            >
                {value}
            </textarea>
        </FieldFrame>
    }
}

/// A choice of one among few.
#[component]
pub fn Select(
    /// Name within `form`.
    name: &'static str,
    /// What to choose.
    label: &'static str,
    /// What helps to choose.
    #[prop(default = "")]
    hint: &'static str,
    /// Value and words of each choice.
    options: Vec<(String, String)>,
    /// The value chosen at first.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    view! {
        <FieldFrame name label hint>
            <select
                class="input"
                id=format!("field-{name}")
                name=format!("form[{name}]")
                aria-describedby=format!("note-{name}")
                aria-invalid=invalid(name)
            >
                <Options options value />
            </select>
        </FieldFrame>
    }
}

/// The choices inside a `<select>`.
#[component]
pub fn Options(
    /// Value and words of each.
    options: Vec<(String, String)>,
    /// The value chosen at first.
    value: String,
) -> impl IntoView {
    options
        .into_iter()
        .map(|(key, words)| {
            let selected = key == value;
            view! { <option value=key selected=selected>{words}</option> }
        })
        .collect::<Vec<_>>()
}

/// A yes or no.
#[component]
pub fn Checkbox(
    /// Name within `form`.
    name: &'static str,
    /// What yes means.
    label: &'static str,
    /// More about it.
    #[prop(default = "")]
    hint: &'static str,
    /// Whether it is yes at first.
    #[prop(optional)]
    checked: bool,
) -> impl IntoView {
    view! {
        <div class="field field-check">
            <input
                type="checkbox"
                id=format!("field-{name}")
                name=format!("form[{name}]")
                value="true"
                checked=checked
                aria-describedby=format!("note-{name}")
            />
            <label for=format!("field-{name}")>{label}</label>
            <p class="field-note" id=format!("note-{name}")>{hint}</p>
        </div>
    }
}
