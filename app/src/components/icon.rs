//! Our own drawings, on a 20 px grid with a 1.5 px stroke.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconName {
    Account,
    Audit,
    Back,
    Channel,
    Check,
    Clock,
    Close,
    Conversation,
    Delete,
    Edit,
    Error,
    External,
    Grip,
    Help,
    Home,
    Info,
    Key,
    Language,
    Lock,
    Menu,
    Ok,
    Person,
    Phone,
    Plus,
    Privacy,
    Queue,
    Receipt,
    Refresh,
    Search,
    Settings,
    SignOut,
    Users,
    Warning,
    Workstream,
}

impl IconName {
    pub const ALL: [Self; 34] = [
        Self::Account,
        Self::Audit,
        Self::Back,
        Self::Channel,
        Self::Check,
        Self::Clock,
        Self::Close,
        Self::Conversation,
        Self::Delete,
        Self::Edit,
        Self::Error,
        Self::External,
        Self::Grip,
        Self::Help,
        Self::Home,
        Self::Info,
        Self::Key,
        Self::Language,
        Self::Lock,
        Self::Menu,
        Self::Ok,
        Self::Person,
        Self::Phone,
        Self::Plus,
        Self::Privacy,
        Self::Queue,
        Self::Receipt,
        Self::Refresh,
        Self::Search,
        Self::Settings,
        Self::SignOut,
        Self::Users,
        Self::Warning,
        Self::Workstream,
    ];

    const fn path(self) -> &'static str {
        match self {
            Self::Account => "M3.5 5.5h13v9h-13zM3.5 8.5h13M6.5 12h3",
            Self::Audit => "M5 3.5h7l3 3v10H5zM12 3.5v3h3M7.5 10h5M7.5 13h5",
            Self::Back => "M16 10H4.5M9 5.5 4.5 10 9 14.5",
            Self::Channel => "M3.5 10a6.5 6.5 0 0 1 13 0M6 10a4 4 0 0 1 8 0M10 10v6.5M8 16.5h4",
            Self::Check => "m4.5 10.5 3.5 3.5 7.5-8",
            Self::Clock => "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14M10 6v4.2l2.8 1.8",
            Self::Close => "m5.5 5.5 9 9m0-9-9 9",
            Self::Conversation => "M3.5 4.5h13v9H9l-3.5 3v-3h-2z",
            Self::Delete => "M4 6h12M8 6V4h4v2M5.5 6l.7 10.5h7.6L14.5 6M8.5 9v4.5m3-4.5v4.5",
            Self::Edit => "m4 16 .8-3.3 8.4-8.4 2.5 2.5-8.4 8.4zM11.5 6l2.5 2.5",
            Self::Error => "M7 3.5h6l3.5 3.5v6L13 16.5H7L3.5 13V7zM10 6.5v4.3M10 13.3v.1",
            Self::External => "M8.5 5H5v10h10v-3.5M11 4h5v5M16 4l-7 7",
            Self::Grip => "M7.5 5v.1M12.5 5v.1M7.5 10v.1M12.5 10v.1M7.5 15v.1M12.5 15v.1",
            Self::Help => "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14M8 8.2c0-2.6 4-2.6 4 0 0 1.5-2 1.6-2 3.1M10 13.7v.1",
            Self::Home => "M3.5 9.5 10 4l6.5 5.5M5.5 8.5v7.5h9V8.5M8.5 16v-4h3v4",
            Self::Info => "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14M10 9.3v4.2M10 6.6v.1",
            Self::Key => "M13 3.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7M10.5 9.5l-6.5 6.5M5.5 14.5 7.5 16.5M8 12l1.5 1.5",
            Self::Language => {
                "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14M3.3 10h13.4M10 3c-5 4.5-5 9.5 0 14M10 3c5 4.5 5 9.5 0 14"
            }
            Self::Lock => "M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9M10 12v1.5",
            Self::Menu => "M3.5 5.5h13M3.5 10h13M3.5 14.5h13",
            Self::Ok => "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14M7 10.3l2.2 2.2L13.2 8",
            Self::Person => "M10 3.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6M4 16.5c.3-6 11.7-6 12 0",
            Self::Phone => "M6 2.5h8v15H6zM9 15h2",
            Self::Plus => "M10 4v12M4 10h12",
            Self::Privacy => "M10 3l6 2v4.5c0 4-3 6.5-6 7.5-3-1-6-3.5-6-7.5V5zM7.5 9.7l1.8 1.8 3.2-3.5",
            Self::Queue => "M3.5 4.5h13v3h-13zM3.5 9.5h13M3.5 12.8h13M3.5 16h8",
            Self::Receipt => {
                "M5 3.5l1.7 1 1.6-1 1.7 1 1.7-1 1.6 1 1.7-1v13l-1.7-1-1.6 1-1.7-1-1.7 1-1.6-1-1.7 1zM8 8h4M8 11h4"
            }
            Self::Refresh => "M15.5 7.5A6 6 0 1 0 16 10.5M16 4v3.5h-3.5",
            Self::Search => "M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11M13 13l3.5 3.5",
            Self::Settings => {
                "M3.5 6h6m4 0h3M3.5 14h3m4 0h6M11.5 4a2 2 0 1 1 0 4 2 2 0 0 1 0-4M8.5 12a2 2 0 1 1 0 4 2 2 0 0 1 0-4"
            }
            Self::SignOut => "M8 3.5H4.5v13H8M8.5 10H17M13.5 6.5 17 10l-3.5 3.5",
            Self::Users => {
                "M7.5 4a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5M2.5 16c.2-5.5 9.8-5.5 10 0M13 4.3a2.5 2.5 0 0 1 0 4.6M14.5 11.7c1.8.6 2.9 2 3 4.3"
            }
            Self::Warning => "M10 3.5 17.5 16.5h-15zM10 8v4.2M10 14.3v.1",
            Self::Workstream => "M3.5 10h4c3 0 3-5 6-5h3M7.5 10c3 0 3 5 6 5h3M14.5 3l2 2-2 2M14.5 13l2 2-2 2",
        }
    }
}

/// Decoration: the word beside it says the same.
#[component]
pub fn Icon(name: IconName) -> impl IntoView {
    view! { <svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d=name.path()/></svg> }
}
