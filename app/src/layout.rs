//! The frame around every page, and the document around the frame.
//!
//! Pure: whoever calls it says who is signed in, what they may open and where the forms post.

mod document;
mod navigation;
mod top;

pub use self::{
    document::{Assets, shell},
    navigation::{NavGroup, NavItem},
};

use domain::{lang::Lang, user::Theme};
use leptos::prelude::*;

use self::{navigation::Navigation, top::Top};
use crate::{
    components::{Flash, FlashBanner},
    words,
};

/// The person who is signed in, as the frame shows them.
#[derive(Clone, Debug)]
pub struct Person {
    pub name: String,
    pub email: String,
}

/// How loud the badge in the top bar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// Loud: nothing here is real.
    Test,
    /// Calm.
    Production,
}

/// Where the frame's own forms post. `language` takes `form[lang]` and `theme` takes `form[theme]`; both take
/// `form[back]`, the path to return to. `sign_out` takes nothing.
#[derive(Clone, Copy, Debug)]
pub struct FrameActions {
    pub language: &'static str,
    pub theme: &'static str,
    pub sign_out: &'static str,
}

/// Everything the frame needs to know.
#[derive(Clone, Debug)]
pub struct Frame {
    pub lang: Lang,
    pub theme: Theme,
    /// Nobody: a bare frame with a narrow column, as for signing in.
    pub person: Option<Person>,
    /// The path of the page, with its query.
    pub path: String,
    /// Only what exists and what this person may open.
    pub navigation: Vec<NavGroup>,
    pub environment: Environment,
    pub flash: Option<Flash>,
    pub actions: FrameActions,
    /// The page's help, below the standing text. Empty for none.
    pub help: &'static str,
}

/// Top bar, navigation, flash and the page.
#[component]
pub fn Shell(frame: Frame, children: Children) -> impl IntoView {
    let words = &words::words(frame.lang).common;
    let bare = frame.person.is_none();
    let navigation = frame.navigation.clone();
    let path = frame.path.clone();
    let flash = frame.flash.clone();
    view! {
        <a class="skip" href="#main">{words.skip}</a>
        <Top frame/>
        <div class="frame" class:bare=bare>
            {(!bare).then(|| view! { <Navigation groups=navigation path/> })}
            <main class="main" id="main" tabindex="-1">
                <div class="content">
                    {flash.map(|flash| view! { <FlashBanner flash/> })}
                    {children()}
                </div>
            </main>
        </div>
    }
}
