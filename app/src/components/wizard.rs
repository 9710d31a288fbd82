//! Tasks of several pages: the list of steps, the answers to check, and the page that asks “are you sure?”.

use leptos::prelude::*;

use super::{Button, ButtonKind, DescList, Fact, FormView, Icon, IconName, LinkButton, Text, TextInput, given};
use crate::words;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    Done,
    Current,
    Problem,
    Todo,
}

/// A step; done and problem steps are links.
#[derive(Clone, Debug)]
pub struct Step {
    label: Text,
    href: Text,
    state: StepState,
}

impl Step {
    pub fn new(label: impl Into<Text>, href: impl Into<Text>, state: StepState) -> Self {
        Self { label: label.into(), href: href.into(), state }
    }

    fn render(self) -> impl IntoView {
        let words = &words::here().common;
        let (class, note, icon) = match self.state {
            StepState::Done => ("done", words.step_done, Some(IconName::Check)),
            StepState::Current => ("current", words.step_current, None),
            StepState::Problem => ("problem", words.step_problem, Some(IconName::Close)),
            StepState::Todo => ("todo", words.step_todo, None),
        };
        let is_link = matches!(self.state, StepState::Done | StepState::Problem);
        let label =
            if is_link { view! { <a href=self.href>{self.label}</a> }.into_any() } else { self.label.into_any() };
        view! {
            <li class=class aria-current=(self.state == StepState::Current).then_some("step")>
                <span class="mark" aria-hidden="true">{icon.map(|name| view! { <Icon name/> })}</span>
                <span class="name">{label}</span>
                <span class="note">{note}</span>
            </li>
        }
    }
}

#[component]
pub fn StepList(steps: Vec<Step>) -> impl IntoView {
    view! {
        <nav class="steps" aria-label=words::here().common.steps>
            <ol>{steps.into_iter().map(Step::render).collect_view()}</ol>
        </nav>
    }
}

/// The steps beside (on a phone: above) the present step's form.
#[component]
pub fn Wizard(steps: Vec<Step>, children: Children) -> impl IntoView {
    view! { <div class="wizard"><StepList steps/><div class="stack">{children()}</div></div> }
}

/// An answer that can be changed before it counts.
pub struct Answer {
    label: Text,
    value: AnyView,
    href: Text,
}

impl Answer {
    pub fn new(label: impl Into<Text>, value: impl IntoAny, href: impl Into<Text>) -> Self {
        Self { label: label.into(), value: value.into_any(), href: href.into() }
    }
}

/// The last step: every answer with a link that changes it. An answer without an address is fixed.
#[component]
pub fn CheckAnswers(answers: Vec<Answer>) -> impl IntoView {
    let words = &words::here().common;
    let rows = answers
        .into_iter()
        .map(|Answer { label, value, href }| match given(href) {
            Some(href) => {
                let name = (words.change_of)(&label);
                let change = view! { <a href=href aria-label=name>{words.change}</a> };
                view! { <Fact label action=change.into_any()>{value}</Fact> }.into_any()
            }
            None => view! { <Fact label>{value}</Fact> }.into_any(),
        })
        .collect_view();
    view! { <DescList>{rows}</DescList> }
}

/// The form of a page that asks before something dangerous. What stops working is told above it; hidden fields may
/// be given as children. With `type_name` the person types it, into the field `form[confirm]`.
#[component]
pub fn ConfirmForm(
    #[prop(into)] action: Text,
    #[prop(into)] form: FormView,
    /// What the button says: verb and object.
    #[prop(into)]
    confirm: Text,
    /// Where to go instead.
    #[prop(into)]
    cancel: Text,
    #[prop(optional, into)] type_name: Text,
    #[prop(default = ButtonKind::Danger)] kind: ButtonKind,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let words = &words::here().common;
    let typed = given(type_name).map(|name| {
        let label = (words.type_to_confirm)(&name);
        view! { <TextInput form=&form name="confirm" label autocomplete="off"/> }
    });
    view! {
        <form class="form" method="post" action=action>
            {children.map(|children| children())}
            {typed}
            <div class="buttons">
                <Button kind>{confirm}</Button>
                <LinkButton href=cancel kind=ButtonKind::Quiet>{words.cancel}</LinkButton>
            </div>
        </form>
    }
}
