//! What happens after a form was posted: done → a message and the next page; refused → back to the form, which shows what was
//! typed and what is wrong. The draft of a refused form and the message wait in the session for the next page.

use domain::{Fault, FieldFault};
use islands::AppError;
use serde::Serialize;
use serde_json::Value;
use server_fn::ServerFn;

use crate::{
    components::{Flash, FormView, sentence},
    gate,
    reader::Reader,
    words::Words,
};

/// Where the form of a server function posts to.
pub fn action<F: ServerFn>() -> &'static str {
    F::PATH
}

const DRAFT: &str = "draft";
const FLASH: &str = "flash";

/// What to do with a posted form.
pub struct Reply<'a> {
    back: String,
    typed: FormView,
    sentence: Option<&'a Sentence<'a>>,
}

/// A noun's own sentence for a fault at a field; `None` takes the general one.
pub type Sentence<'a> = dyn Fn(&Words, &FieldFault) -> Option<String> + Sync + 'a;

/// Where a form that was accepted leads.
pub struct Done {
    pub path: String,
    pub flash: Option<Flash>,
}

impl Done {
    /// To a page without a message.
    pub fn at(path: impl Into<String>) -> Self {
        Self { path: path.into(), flash: None }
    }

    /// With a message that the next page shows.
    #[must_use]
    pub fn saying(mut self, text: impl FnOnce(&Words) -> String) -> Self {
        self.flash = Some(Flash::done(text(Reader::here().words())));
        self
    }
}

impl<'a> Reply<'a> {
    /// A form that is shown at `back`, with nothing to show again.
    pub fn to(back: impl Into<String>) -> Self {
        Self { back: back.into(), typed: FormView::default(), sentence: None }
    }

    /// Shows again what was typed. Give a struct without secrets.
    #[must_use]
    pub fn typed(mut self, form: &impl Serialize) -> Self {
        self.typed = view_of(form);
        self
    }

    /// Shows again what was typed, where no struct has it field by field.
    #[must_use]
    pub fn shown(mut self, typed: FormView) -> Self {
        self.typed = typed;
        self
    }

    /// With the noun's own sentences.
    #[must_use]
    pub fn sentences(mut self, sentence: &'a Sentence<'a>) -> Self {
        self.sentence = Some(sentence);
        self
    }

    /// Ends the server function: redirects to the next page, or back to the form with what is wrong. Who posted
    /// without being a browser's form gets the error itself.
    pub async fn settle<T>(self, outcome: backend::Result<T>, done: impl FnOnce(T) -> Done) -> Result<(), AppError> {
        let words = Reader::here().words();
        match outcome {
            Ok(value) => {
                let done = done(value);
                if let Some(flash) = done.flash {
                    say(&flash).await?;
                }
                gate::redirect(&done.path);
                Ok(())
            }
            Err(backend::Error::Invalid(invalid)) => {
                let faults = invalid.faults.iter();
                let errors = faults.map(|fault| (fault.field.clone(), self.sentence_for(words, fault))).collect();
                self.send_back(errors).await
            }
            Err(backend::Error::Stale) => {
                let errors = vec![(String::new(), words.common.stale_form.to_owned())];
                self.leave(FormView { errors, is_stale: true, ..FormView::default() }).await
            }
            Err(error @ (backend::Error::Conflict(_) | backend::Error::Blocked(_))) => {
                let sentence = conflict(words, &error);
                self.send_back(vec![(String::new(), sentence)]).await
            }
            Err(error) => {
                let error = gate::told(error);
                if !gate::is_form_post() {
                    return Err(error);
                }
                self.send_back(vec![(String::new(), sentence(&error))]).await
            }
        }
    }

    /// Shows the form again with what was typed and nothing said about it, as when a row was added.
    pub async fn again(self) -> Result<(), AppError> {
        self.send_back(Vec::new()).await
    }

    fn sentence_for(&self, words: &Words, fault: &FieldFault) -> String {
        self.sentence.and_then(|sentence| sentence(words, fault)).unwrap_or_else(|| words.faults.sentence(&fault.fault))
    }

    async fn send_back(self, errors: Vec<(String, String)>) -> Result<(), AppError> {
        self.leave(FormView { errors, ..FormView::default() }).await
    }

    /// Leaves the draft with what was typed for the form's page, and leads there.
    async fn leave(self, draft: FormView) -> Result<(), AppError> {
        let draft = FormView { values: self.typed.values, ..draft };
        save(DRAFT, &(path_only(&self.back), draft)).await?;
        gate::redirect(&self.back);
        Ok(())
    }
}

/// The general sentence for something that stands in the way.
fn conflict(words: &Words, error: &backend::Error) -> String {
    match error {
        backend::Error::Conflict(code) => words.faults.conflict(code),
        backend::Error::Blocked(blockers) => {
            let names: Vec<&str> = blockers.iter().map(|b| b.name.as_str()).collect();
            (words.faults.blocked)(&names.join(", "))
        }
        _ => words.common.conflict_text.to_owned(),
    }
}

/// The draft that a refused post of the form on this page left behind, else `fresh`. A draft is shown once.
pub async fn draft_or(fresh: FormView) -> Result<FormView, AppError> {
    let saved: Option<(String, FormView)> = load(DRAFT).await?;
    let here = path_only(&gate::address());
    match saved {
        Some((path, draft)) if path == here => {
            drop_value(DRAFT).await?;
            // What the person could not type stays as it is.
            Ok(draft.over(fresh))
        }
        _ => Ok(fresh),
    }
}

/// Leaves a message for the next page.
pub async fn say(flash: &Flash) -> Result<(), AppError> {
    save(FLASH, flash).await
}

/// Takes the message that was left for this page.
pub async fn take_flash() -> Result<Option<Flash>, AppError> {
    let flash = load(FLASH).await?;
    if flash.is_some() {
        drop_value(FLASH).await?;
    }
    Ok(flash)
}

/// A form's fields as text: booleans as `true`, absent ones as nothing.
fn view_of(form: &impl Serialize) -> FormView {
    let mut view = FormView::default();
    if let Ok(Value::Object(fields)) = serde_json::to_value(form) {
        for (name, value) in fields {
            let text = match value {
                Value::String(text) => text,
                Value::Bool(true) => "true".to_owned(),
                Value::Number(number) => number.to_string(),
                _ => String::new(),
            };
            view.values.insert(name, text);
        }
    }
    view
}

/// A required text that was left out, as `Checks` takes it.
pub fn required(raw: &str) -> Result<&str, Fault> {
    if raw.trim().is_empty() { Err(Fault::Missing) } else { Ok(raw.trim()) }
}

fn path_only(address: &str) -> String {
    address.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// Keeps a value in the session.
pub async fn save(key: &str, value: &impl Serialize) -> Result<(), AppError> {
    gate::session()?.insert(key, value).await.map_err(session_failed)
}

/// A value that was kept in the session.
pub async fn load<T: serde::de::DeserializeOwned>(key: &str) -> Result<Option<T>, AppError> {
    gate::session()?.get(key).await.map_err(session_failed)
}

/// Forgets a value of the session.
pub async fn drop_value(key: &str) -> Result<(), AppError> {
    gate::session()?.remove_value(key).await.map(drop).map_err(session_failed)
}

fn session_failed(error: tower_sessions::session::Error) -> AppError {
    gate::told(backend::Error::Unavailable(error.into()))
}
