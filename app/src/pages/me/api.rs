//! The server functions of what people set for themselves. Language and appearance are for guests too, who carry them in a
//! cookie.

use backend::Backend;
use domain::{
    Checks, Invalid, Lang, Name,
    user::{OwnChange, Person, Theme},
};
use islands::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    cookies,
    forms::{Done, Reply},
    gate, paths,
    words::words,
};

/// What a person sets for themselves, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MeForm {
    pub name: String,
    pub language: String,
    pub theme: String,
    pub time_zone: String,
}

impl MeForm {
    fn check(&self) -> Result<OwnChange, Invalid> {
        let mut checks = Checks::default();
        let name = checks.field("name", Name::parse(&self.name));
        let language = checks.field("language", self.language.parse());
        let theme = checks.field("theme", self.theme.parse());
        let time_zone = self.time_zone.clone();
        let change = name.zip(language).zip(theme);
        checks.finish(change.map(|((name, language), theme)| OwnChange { name, language, theme, time_zone }))
    }
}

/// A language to read from now on, and the page to return to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LanguageForm {
    pub lang: String,
    pub back: String,
}

/// How the pages look from now on, and the page to return to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ThemeForm {
    pub theme: String,
    pub back: String,
}

#[server(endpoint = "me/get")]
pub async fn get_me() -> Result<Person, AppError> {
    Ok(gate::desk().await?.person)
}

#[server(endpoint = "me/change")]
pub async fn change_me(form: MeForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let change = form.check()?;
        let language = change.language;
        desk.backend.users().change_own(&desk.actor, change).await?;
        Ok(language)
    };
    // The message is in the language that was just chosen.
    Reply::to(paths::ME)
        .typed(&form)
        .settle(outcome.await, |language| Done::at(paths::ME).saying(|_| words(language).common.saved.to_owned()))
        .await
}

/// For everybody.
#[server(endpoint = "me/language")]
pub async fn set_language(form: LanguageForm) -> Result<(), AppError> {
    let (backend, _) = gate::hall()?;
    let outcome = async {
        let language: Lang = form.lang.parse().map_err(|fault| Invalid::one("lang", fault))?;
        cookies::prefer("lang", language.as_str());
        change_own(&backend, |own| own.language = language).await
    };
    back(&form.back, outcome.await).await
}

/// For everybody.
#[server(endpoint = "me/theme")]
pub async fn set_theme(form: ThemeForm) -> Result<(), AppError> {
    let (backend, _) = gate::hall()?;
    let outcome = async {
        let theme: Theme = form.theme.parse().map_err(|fault| Invalid::one("theme", fault))?;
        cookies::prefer("theme", theme.as_str());
        change_own(&backend, |own| own.theme = theme).await
    };
    back(&form.back, outcome.await).await
}

async fn back(path: &str, outcome: backend::Result<()>) -> Result<(), AppError> {
    let path = paths::own(path);
    Reply::to(path).settle(outcome, |()| Done::at(path)).await
}

/// Changes one thing of the person who is signed in; of a guest there is nothing to change.
async fn change_own(backend: &Backend, change: impl FnOnce(&mut OwnChange)) -> backend::Result<()> {
    let Some(visitor) = gate::visitor() else { return Ok(()) };
    let Some(person) = visitor.person else { return Ok(()) };
    let name = Name::parse(&person.name).map_err(|fault| Invalid::one("name", fault))?;
    let Person { language, theme, time_zone, .. } = person;
    let mut own = OwnChange { name, language, theme, time_zone };
    change(&mut own);
    backend.users().change_own(&visitor.actor, own).await
}
