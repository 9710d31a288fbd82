//! What people set for themselves.

pub mod api;

use domain::{
    Lang,
    user::{Person, Theme},
};
use leptos::prelude::*;

use self::api::{ChangeMe, get_me};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::page,
    words,
};

/// Name, language, theme and time zone.
#[component]
pub fn MePage() -> impl IntoView {
    let load = async {
        let me = get_me().await?;
        let form = draft_or(filled(&me)).await?;
        Ok((me, form))
    };
    page(load, |(me, form)| {
        let words = words::here();
        view! {
            <PageHeader title=words.users.me purpose=words.users.me_text problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <form class="form" method="post" action={action::<ChangeMe>()}>
                <div class="field"><p class="label">{words.users.email}</p><p>{me.email}</p></div>
                <TextInput form=&form name="name" label=words.users.name autocomplete="name"/>
                <Select form=&form name="language" label=words.common.language choices=languages() no_empty=true
                    width=Width::Medium/>
                <Select form=&form name="theme" label=words.common.theme choices=themes() no_empty=true
                    width=Width::Medium/>
                <Select form=&form name="time_zone" label=words.users.time_zone hint=words.users.time_zone_hint
                    choices=time_zones() no_empty=true width=Width::Medium/>
                <Buttons><Button kind=ButtonKind::Primary>{words.common.save}</Button></Buttons>
            </form>
        }
    })
}

fn filled(me: &Person) -> FormView {
    FormView::filled([
        ("name", me.name.clone()),
        ("language", me.language.to_string()),
        ("theme", me.theme.to_string()),
        ("time_zone", me.time_zone.clone()),
    ])
}

fn languages() -> Vec<Choice> {
    Lang::ALL.iter().map(|lang| Choice::new(lang.as_str(), lang.own_name())).collect()
}

fn themes() -> Vec<Choice> {
    let words = &words::here().common;
    let label = |theme: Theme| match theme {
        Theme::System => words.theme_system,
        Theme::Light => words.theme_light,
        Theme::Dark => words.theme_dark,
    };
    Theme::ALL.iter().map(|theme| Choice::new(theme.as_str(), label(*theme))).collect()
}

/// Places, and `UTC`; not the old names and abbreviations that mean the same.
fn time_zones() -> Vec<Choice> {
    const AREAS: [&str; 10] = [
        "Africa/",
        "America/",
        "Antarctica/",
        "Arctic/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    ];
    let names = jiff::tz::db().available().map(|name| name.to_string());
    let places = names.filter(|name| name == "UTC" || AREAS.iter().any(|area| name.starts_with(area)));
    places.map(|name| Choice::new(name.clone(), name.replace('_', " "))).collect()
}
