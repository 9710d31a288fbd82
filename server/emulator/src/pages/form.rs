//! Fields, and what is wrong with them.

use leptos::prelude::*;

use crate::{problem::Problem, visitor::Visitor};

/// What is wrong with a form that came back.
#[derive(Debug, Clone, Default)]
pub(crate) struct Problems(pub(crate) Vec<Problem>);

impl Problems {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn at(&self, field: &str, visitor: &Visitor) -> Option<String> {
        let problem = self.0.iter().find(|problem| problem.field() == field)?;
        Some((visitor.words().problems.text)(problem))
    }

    /// The list above the form, with a link to each field.
    pub(crate) fn summary(&self, visitor: &Visitor) -> Option<AnyView> {
        let words = visitor.words();
        if self.is_empty() {
            return None;
        }
        let items = self
            .0
            .iter()
            .map(|problem| {
                let href = format!("#{}", problem.field());
                view! { <li><a href=href>{(words.problems.text)(problem)}</a></li> }
            })
            .collect::<Vec<_>>();
        Some(
            view! {
                <div class="banner bad" role="alert">
                    <strong>{(words.frame.problem_summary)(self.0.len())}</strong>
                    <ul>{items}</ul>
                </div>
            }
            .into_any(),
        )
    }
}

/// One labelled line of text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Field<'a> {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) value: &'a str,
    pub(crate) is_optional: bool,
    pub(crate) is_code: bool,
    pub(crate) is_url: bool,
}

impl Field<'_> {
    pub(crate) fn view(self, visitor: &Visitor, problems: &Problems) -> AnyView {
        let error = problems.at(self.name, visitor);
        let hint_id = format!("{}-hint", self.name);
        let error_id = format!("{}-error", self.name);
        let described =
            [(!self.hint.is_empty()).then_some(hint_id.as_str()), error.is_some().then_some(error_id.as_str())];
        let described = described.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let described = (!described.is_empty()).then_some(described);
        let optional = self.is_optional.then(|| {
            view! { <span class="optional">" ("{visitor.words().frame.optional}")"</span> }
        });
        let hint = (!self.hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{self.hint}</p> });
        let invalid = error.is_some().then_some("true");
        let error = error.map(|text| view! { <p class="error" id=error_id>{text}</p> });
        view! {
            <div class="field">
                <label for=self.name>{self.label}{optional}</label>
                {hint}
                {error}
                <input
                    type="text"
                    id=self.name
                    name=self.name
                    value=self.value.to_owned()
                    class=if self.is_code { "code" } else { "" }
                    inputmode=self.is_url.then_some("url")
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby=described
                    aria-invalid=invalid
                />
            </div>
        }
        .into_any()
    }
}

/// A small form that is one button.
pub(crate) fn button(action: String, text: &'static str, about: &str) -> AnyView {
    let about = about.to_owned();
    view! {
        <form method="post" action=action class="inline">
            <button class="small">{text}<span class="hidden">" "{about}</span></button>
        </form>
    }
    .into_any()
}
