//! The bar on top: name, environment, help, and who is signed in.

use domain::{lang::Lang, user::Theme};
use leptos::prelude::*;

use super::{Environment, Frame, FrameActions, Person, navigation::Navigation};
use crate::{
    components::{FormView, Icon, IconName},
    words::{self, common::Common},
};

#[component]
pub fn Top(frame: Frame) -> impl IntoView {
    let words = &words::words(frame.lang).common;
    let (class, environment) = match frame.environment {
        Environment::Test => ("environment test", words.environment_test),
        Environment::Production => ("environment", words.environment_production),
    };
    let menu = frame.person.is_some().then(|| {
        view! {
            <details class="pop menu">
                <summary aria-label=words.menu><Icon name=IconName::Menu/></summary>
                <div class="pop-body"><Navigation groups=frame.navigation.clone() path=frame.path.clone()/></div>
            </details>
        }
    });
    view! {
        <header class="top">
            {menu}
            <a class="brand" href="/"><Mark/>{words.product}</a>
            <span class=class>{environment}</span>
            <div class="top-tools">
                {(!frame.help.is_empty()).then(|| view! {
                    <Pop icon=IconName::Help label=words.help><p>{frame.help}</p></Pop>
                })}
                <Personal frame/>
            </div>
        </header>
    }
}

/// Language, theme and signing out; for a guest only the first two.
#[component]
fn Personal(frame: Frame) -> impl IntoView {
    let words = &words::words(frame.lang).common;
    let (icon, label) = match &frame.person {
        Some(person) => (IconName::Person, person.name.clone()),
        None => (IconName::Language, words.language.to_owned()),
    };
    let signed_in = frame.person.as_ref().map(|person| who(person, words));
    let sign_out = frame.person.is_some().then(|| sign_out(frame.actions, words));
    view! {
        <Pop icon label>
            {signed_in}
            <LanguageSwitch lang=frame.lang path=frame.path.clone() action=frame.actions.language/>
            <ThemeSwitch theme=frame.theme lang=frame.lang path=frame.path.clone() action=frame.actions.theme/>
            {sign_out}
        </Pop>
    }
}

fn who(person: &Person, words: &'static Common) -> impl IntoView + use<> {
    view! {
        <p class="who">
            <span>{words.signed_in_as}</span><strong>{person.name.clone()}</strong><span>{person.email.clone()}</span>
        </p>
        <hr/>
    }
}

fn sign_out(actions: FrameActions, words: &'static Common) -> impl IntoView + use<> {
    view! {
        <hr/>
        <form method="post" action=actions.sign_out>
            <button class="button" type="submit"><Icon name=IconName::SignOut/>{words.sign_out}</button>
        </form>
    }
}

/// Something that opens from the bar; plain HTML, closed by its own button. Opening one closes the others.
#[component]
fn Pop(icon: IconName, #[prop(into)] label: String, children: Children) -> impl IntoView {
    view! {
        <details class="pop" name="top">
            <summary><Icon name=icon/><span class="wide">{label}</span></summary>
            <div class="pop-body">{children()}</div>
        </details>
    }
}

#[component]
fn LanguageSwitch(lang: Lang, path: String, action: &'static str) -> impl IntoView {
    let words = &words::words(lang).common;
    let choices = Lang::ALL.iter().map(|&other| Segment {
        value: other.tag(),
        label: other.own_name(),
        lang: Some(other.tag()),
        on: other == lang,
    });
    view! { <Segmented title=words.language action path field="lang" segments=choices.collect()/> }
}

#[component]
fn ThemeSwitch(theme: Theme, lang: Lang, path: String, action: &'static str) -> impl IntoView {
    let words = &words::words(lang).common;
    let segments = Theme::ALL.iter().map(|&other| Segment {
        value: other.as_str(),
        label: match other {
            Theme::System => words.theme_system,
            Theme::Light => words.theme_light,
            Theme::Dark => words.theme_dark,
        },
        lang: None,
        on: other == theme,
    });
    view! { <Segmented title=words.theme action path field="theme" segments=segments.collect()/> }
}

#[derive(Clone)]
struct Segment {
    value: &'static str,
    label: &'static str,
    lang: Option<&'static str>,
    on: bool,
}

/// A form of a few buttons of which one is on.
#[component]
fn Segmented(
    title: &'static str,
    action: &'static str,
    path: String,
    field: &'static str,
    segments: Vec<Segment>,
) -> impl IntoView {
    let name = FormView::field(field);
    let buttons = segments
        .into_iter()
        .map(|Segment { value, label, lang, on }| {
            let pressed = if on { "true" } else { "false" };
            view! {
                <button type="submit" name=name.clone() value=value lang=lang aria-pressed=pressed>{label}</button>
            }
        })
        .collect_view();
    view! {
        <form method="post" action=action>
            <input type="hidden" name=FormView::field("back") value=path/>
            <h2>{title}</h2>
            <div class="segmented">{buttons}</div>
        </form>
    }
}

/// The product's mark: two lines that cross on a switchboard.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="7" fill="currentColor"/>
            <g class="mark-lines">
                <path d="M9 10.5c0 7 14 4 14 11"/>
                <path d="M23 10.5c0 2.2-1.4 3.4-3.2 4.4M9 21.5c0-2.2 1.4-3.4 3.2-4.4"/>
                <circle cx="9" cy="9" r="2"/><circle cx="23" cy="9" r="2"/>
                <circle cx="9" cy="23" r="2"/><circle cx="23" cy="23" r="2"/>
            </g>
        </svg>
    }
}
