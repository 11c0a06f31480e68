//! Text that follows the state: what differs is changed in the page, and nothing else.
//!
//! A view costs the browser code for each element, attribute and handler in it; text costs its characters. So a part of a page
//! with much to show and some things to press is a function from the state to text. It is written anew with every change, and
//! `patch` carries over what differs: an element that stays keeps its focus, and what is typed into it. What is pressed says by
//! a `data-` attribute what it does, which one handler on the frame reads by [`pressed`].

use std::sync::Arc;

use leptos::{
    attr::{
        Attribute,
        any_attribute::{AnyAttribute, IntoAnyAttribute},
    },
    html,
    prelude::*,
    tachys::{
        html::{element::InnerHtmlValue, event},
        hydration::Cursor,
        renderer::types,
        view::{Position, PositionState},
    },
};
use maud::Markup;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlInputElement, HtmlOptionElement, Node};

/// A frame whose contents are the text that a function gives, now and after every change of what it reads.
#[component]
pub fn FollowingText(
    /// Of the frame, where it has a look of its own.
    #[prop(optional, into)]
    class: Option<&'static str>,
    /// Writes the contents. Elements are told apart by their place: what comes and goes is best hidden, or the last.
    text: impl Fn() -> Markup + Send + Sync + 'static,
    /// Handlers of the frame: [`handler`]. See [`Press`](super::button::Press) for why they are a prop.
    #[prop(optional)]
    handlers: Vec<AnyAttribute>,
) -> impl IntoView {
    // The macro takes no attribute values but Leptos' own.
    html::div()
        .class(class)
        .inner_html(move || Following(text().into_string().into()))
        .add_any_attr(handlers)
}

/// A handler of a frame, for the events of one kind that come from what is in it.
pub fn handler<E>(event: E, act: impl FnMut(E::EventType) + 'static) -> AnyAttribute
where
    E: event::EventDescriptor + Clone + Send + 'static,
    E::EventType: From<JsValue> + 'static,
{
    event::on(event, act).into_any_attr()
}

/// Text for `inner_html` that is carried over to the page by its differences.
#[derive(Clone)]
struct Following(Arc<str>);

impl InnerHtmlValue for Following {
    type AsyncOutput = Self;
    type State = (types::Element, Arc<str>);
    type Cloneable = Self;
    type CloneableOwned = Self;

    fn html_len(&self) -> usize {
        self.0.len()
    }

    fn to_html(self, buf: &mut String) {
        buf.push_str(&self.0);
    }

    fn to_template(_buf: &mut String) {}

    fn hydrate<const FROM_SERVER: bool>(self, element: &types::Element) -> Self::State {
        InnerHtmlValue::hydrate::<FROM_SERVER>(self.0, element)
    }

    fn build(self, element: &types::Element) -> Self::State {
        InnerHtmlValue::build(self.0, element)
    }

    fn rebuild(self, (element, shown): &mut Self::State) {
        if self.0 != *shown {
            patch(element, &self.0);
            *shown = self.0;
        }
    }

    fn into_cloneable(self) -> Self {
        self
    }

    fn into_cloneable_owned(self) -> Self {
        self
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }
}

/// A table of text, carried over to the page by its differences also where the view around it is rendered again. (Erased
/// elements lose their `inner_html` then, and with it the focus.)
pub struct FollowingTable(pub Arc<str>);

/// [`FollowingTable`] in the page.
pub struct ShownTable {
    element: types::Element,
    /// Empty when the server wrote the table: its text is not carried a second time.
    text: Arc<str>,
}

impl Mountable for ShownTable {
    fn unmount(&mut self) {
        self.element.unmount();
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        self.element.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.element.insert_before_this(child)
    }

    fn elements(&self) -> Vec<types::Element> {
        vec![self.element.clone()]
    }
}

impl Render for FollowingTable {
    type State = ShownTable;

    fn build(self) -> ShownTable {
        let element = document().create_element("table").expect("a table can be made");
        element.set_class_name("table");
        element.set_inner_html(&self.0);
        ShownTable { element, text: self.0 }
    }

    fn rebuild(self, shown: &mut ShownTable) {
        if self.0 != shown.text {
            patch(&shown.element, &self.0);
            shown.text = self.0;
        }
    }
}

impl AddAnyAttr for FollowingTable {
    type Output<NewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _attr: NewAttr) -> Self {
        self
    }
}

impl RenderHtml for FollowingTable {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn html_len(&self) -> usize {
        self.0.len()
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
        buf.extend(["<table class=\"table\">", &self.0, "</table>"]);
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> ShownTable {
        match position.get() {
            Position::FirstChild => cursor.child(),
            Position::Current => {}
            _ => cursor.sibling(),
        }
        position.set(Position::NextChild);
        let element = cursor.current().dyn_into().expect("the server wrote a table");
        ShownTable { element, text: self.0 }
    }

    fn into_owned(self) -> Self {
        self
    }
}

/// Makes an element contain what a text says.
fn patch(frame: &Element, text: &str) {
    let wanted = frame.clone_node().ok().and_then(|node| node.dyn_into::<Element>().ok());
    let wanted = wanted.expect("an element can be cloned");
    wanted.set_inner_html(text);
    align(frame, &wanted);
}

/// Makes the children of `old` equal those of `new`, some of which it takes.
fn align(old: &Node, new: &Node) {
    // Fails only for nodes that are no longer where they were just seen.
    let done = |outcome: Result<Node, _>| drop(outcome);
    let (mut rest, mut wanted) = (old.first_child(), new.first_child());
    while let Some(node) = wanted {
        wanted = node.next_sibling();
        let Some(current) = rest else {
            done(old.append_child(&node));
            continue;
        };
        rest = current.next_sibling();
        if current.is_equal_node(Some(&node)) {
            continue;
        }
        if current.node_name() != node.node_name() {
            done(old.replace_child(&node, &current));
        } else if let (Some(current), Some(node)) = (current.dyn_ref::<Element>(), node.dyn_ref::<Element>()) {
            align_attributes(current, node);
            align(current, node);
        } else {
            current.set_node_value(node.node_value().as_deref());
        }
    }
    while let Some(surplus) = rest {
        rest = surplus.next_sibling();
        done(old.remove_child(&surplus));
    }
}

fn align_attributes(current: &Element, wanted: &Element) {
    let names = wanted.get_attribute_names().concat(&current.get_attribute_names());
    for name in names.iter().filter_map(|name| name.as_string()) {
        match wanted.get_attribute(&name) {
            Some(value) if current.get_attribute(&name).as_ref() == Some(&value) => {}
            // Fails only for names that no text can have.
            Some(value) => {
                // What was typed gives way to what is wanted now, but not under the person's hands.
                let input = current.dyn_ref::<HtmlInputElement>().filter(|_| name == "value");
                let in_hand = |input: &&HtmlInputElement| {
                    let typed = Some(input.value()) != input.get_attribute("value");
                    typed && document().active_element().as_ref() == Some(current)
                };
                if let Some(input) = input.filter(|input| !in_hand(input)) {
                    input.set_value(&value);
                }
                drop(current.set_attribute(&name, &value));
            }
            // Whether details are open is up to the person who looks at them.
            None if name == "open" => {}
            None => drop(current.remove_attribute(&name)),
        }
    }
    // Once a box was ticked or an option chosen by hand, its attribute no longer says how it looks.
    if let Some(input) = current.dyn_ref::<HtmlInputElement>() {
        input.set_checked(wanted.has_attribute("checked"));
    } else if let Some(option) = current.dyn_ref::<HtmlOptionElement>() {
        option.set_selected(wanted.has_attribute("selected"));
    }
}

/// Gives the value of an attribute, such as `data-act`, of what was pressed.
pub fn pressed<T: std::str::FromStr>(event: &Event, attribute: &str) -> Option<T> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let holder = target.closest(&format!("[{attribute}]")).ok()??;
    holder.get_attribute(attribute)?.parse().ok()
}
