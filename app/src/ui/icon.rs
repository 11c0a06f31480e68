//! The icons: strokes on a 16-pixel grid, drawn for this console.

use leptos::{prelude::*, tachys::html::InertElement};

/// Which icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each icon is named as what it shows")]
pub enum IconName {
    Alert,
    ArrowDown,
    ArrowUp,
    Bolt,
    Check,
    ChevronDown,
    ChevronRight,
    Clock,
    Copy,
    Cross,
    Dashboard,
    Dot,
    Download,
    Edit,
    Eye,
    Files,
    Filter,
    Help,
    History,
    Inbox,
    Info,
    Jobs,
    Key,
    Menu,
    Minus,
    Moon,
    Pause,
    Person,
    Plus,
    Question,
    Retry,
    Search,
    Settings,
    Shield,
    SignOut,
    Sidebar,
    Stop,
    Sun,
    System,
    Suppliers,
    Undo,
    Upload,
    Users,
}

impl IconName {
    /// The strokes, as the `d` of an SVG path.
    const fn path(self) -> &'static str {
        match self {
            Self::Alert => "M8 2.2 14.4 13.4H1.6ZM8 6.3v3.4M8 11.6v.1",
            Self::ArrowDown => "M8 3v10M4 9l4 4 4-4",
            Self::ArrowUp => "M8 13V3M4 7l4-4 4 4",
            Self::Bolt => "M9 1.5 3.5 9H8l-1 5.5L12.5 7H8Z",
            Self::Check => "m3 8.5 3.3 3.3L13 4.8",
            Self::ChevronDown => "m4 6 4 4 4-4",
            Self::ChevronRight => "m6 4 4 4-4 4",
            Self::Clock => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8V8l2.2 1.6",
            Self::Copy => "M5.5 5.5h8v8h-8ZM10.5 5.5v-3h-8v8h3",
            Self::Cross => "m4 4 8 8M12 4l-8 8",
            Self::Dashboard => "M2.5 2.5h4.6v6H2.5ZM8.9 2.5h4.6v3.4H8.9ZM8.9 7.7h4.6v5.8H8.9ZM2.5 10.3h4.6v3.2H2.5Z",
            Self::Dot => "M8 10.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
            Self::Download => "M8 2v8M4.7 7 8 10.3 11.3 7M2.5 13.5h11",
            Self::Edit => "m10.6 2.9 2.5 2.5-7.6 7.6-3.1.6.6-3.1Z",
            Self::Eye => {
                "M1.5 8S4 3.7 8 3.7 14.5 8 14.5 8 12 12.3 8 12.3 1.5 8 1.5 8ZM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z"
            }
            Self::Files => "M3 1.8h6.2L13 5.6v8.6H3ZM9 1.8v4h4M5.5 9h5M5.5 11.5h5",
            Self::Filter => "M2 3h12M4.5 8h7M6.8 13h2.4",
            Self::Help | Self::Question => {
                "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM6.2 6.3a1.9 1.9 0 1 1 2.6 1.8c-.6.3-.8.6-.8 1.2M8 11.3v.1"
            }
            Self::History => "M2.2 8a5.8 5.8 0 1 0 1.9-4.3L2.2 5.4M2.2 2.4v3h3M8 5v3.2l2.2 1.3",
            Self::Inbox => "M2 9h3.4l1 2h3.2l1-2H14M2 9l2-6.2h8L14 9v4.4H2Z",
            Self::Info => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.3v3.6M8 5v.1",
            Self::Jobs => "M2.5 3.5h11M2.5 8h11M2.5 12.5h11M5 2.2v2.6M10.5 6.7v2.6M7 11.2v2.6",
            Self::Key => "M5.2 13.6a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM7.2 8.8l5.6-5.6 1.4 1.4M10.4 5.6l1.6 1.6",
            Self::Menu => "M2.5 4h11M2.5 8h11M2.5 12h11",
            Self::Minus => "M3.5 8h9",
            Self::Moon => "M13.4 9.6A5.8 5.8 0 0 1 6.4 2.6a5.8 5.8 0 1 0 7 7Z",
            Self::Pause => "M5.5 3.5v9M10.5 3.5v9",
            Self::Person => "M8 7.8a2.9 2.9 0 1 0 0-5.8 2.9 2.9 0 0 0 0 5.8ZM2.6 14c.4-3 2.4-4.5 5.4-4.5s5 1.5 5.4 4.5",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Retry => "M13.8 8a5.8 5.8 0 1 1-1.9-4.3l1.9 1.7M13.8 2.4v3h-3",
            Self::Search => "M7 11.6A4.6 4.6 0 1 0 7 2.4a4.6 4.6 0 0 0 0 9.2ZM10.4 10.4l3.4 3.4",
            Self::Settings => "M2 4.5h6M11 4.5h3M9.5 6.2V2.8M2 11.5h3M8 11.5h6M6.5 13.2V9.8",
            Self::Shield => "M8 1.8 13.2 3.6v4.2c0 3-2 5.2-5.2 6.4-3.2-1.2-5.2-3.4-5.2-6.4V3.6ZM5.8 8l1.6 1.6L10.4 6.4",
            Self::SignOut => "M6.5 2.5h-4v11h4M6 8h8M11 5l3 3-3 3",
            Self::Sidebar => "M2 3h12v10H2ZM6 3v10",
            Self::Stop => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM3.8 3.8l8.4 8.4",
            Self::Sun => {
                "M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M3.2 12.8l1.1-1.1M11.7 4.3l1.1-1.1"
            }
            Self::System => "M2 2.8h12v8H2ZM5.5 13.6h5M8 10.8v2.8",
            Self::Suppliers => "M2 14V5.5l5-3.3V14M7 6.5h7V14M1 14h14M4.3 7v.1M4.3 10v.1M10.5 9.5v.1M10.5 12v.1",
            Self::Undo => "M2.5 6.5h7a4 4 0 0 1 0 8h-4M2.5 6.5l3.2-3.2M2.5 6.5l3.2 3.2",
            Self::Upload => "M8 10.5v-8M4.7 5.6 8 2.3l3.3 3.3M2.5 13.5h11",
            Self::Users => {
                "M6 7.6a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM1.3 13.6c.3-2.8 2-4.2 4.7-4.2s4.4 1.4 4.7 4.2M10.6 2.9a2.5 2.5 0 0 1 0 4.5M12.2 9.8c1.5.6 2.3 1.9 2.5 3.8"
            }
        }
    }
}

impl maud::Render for IconName {
    /// Written out, since lists have one in each row.
    fn render_to(&self, buffer: &mut String) {
        buffer.push_str(r#"<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=""#);
        buffer.push_str(self.path());
        buffer.push_str(r#""></path></svg>"#);
    }
}

/// An icon. It is decoration: the word beside it, or the label of its button, says what it means.
#[component]
pub fn Icon(
    /// Which one.
    name: IconName,
) -> impl IntoView {
    InertElement::new(maud::Render::render(&name).into_string())
}
