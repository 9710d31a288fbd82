//! Buttons do something, links go somewhere; both may look like either.

use leptos::prelude::*;

use super::{Icon, IconName, Text, given};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing this page is for.
    Primary,
    #[default]
    Default,
    Quiet,
    Danger,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Default => "button",
            Self::Quiet => "button quiet",
            Self::Danger => "button danger",
        }
    }
}

/// Submits the form around it. Several in one form are told apart by `name` and `value`.
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] icon: Option<IconName>,
    #[prop(optional, into)] name: Text,
    #[prop(optional, into)] value: Text,
    /// Posts to another address than the form's own.
    #[prop(optional, into)]
    action: Text,
    /// The form's id, where the button stands outside the form.
    #[prop(optional, into)]
    form: Text,
    #[prop(optional)] small: bool,
    /// A fuller name for assistive technology (“Delete queue Invoices”).
    #[prop(optional, into)]
    label: Text,
    children: Children,
) -> impl IntoView {
    view! {
        <button class=kind.class() class:small=small type="submit" name=given(name) value=given(value)
            formaction=given(action) form=given(form) aria-label=given(label)>
            {icon.map(|name| view! { <Icon name/> })}
            {children()}
        </button>
    }
}

#[component]
pub fn LinkButton(
    #[prop(into)] href: Text,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] icon: Option<IconName>,
    #[prop(optional)] small: bool,
    #[prop(optional, into)] label: Text,
    /// Opens beside the page; the label says so.
    #[prop(optional)]
    new_tab: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <a class=kind.class() class:small=small href=href aria-label=given(label) target=new_tab.then_some("_blank")
            rel=new_tab.then_some("noopener")>
            {icon.map(|name| view! { <Icon name/> })}
            {children()}
        </a>
    }
}

/// A submit button that shows only a drawing; `label` is its name and its tooltip.
#[component]
pub fn IconButton(
    icon: IconName,
    #[prop(into)] label: Text,
    #[prop(optional, into)] name: Text,
    #[prop(optional, into)] value: Text,
    #[prop(optional, into)] action: Text,
) -> impl IntoView {
    view! {
        <button class="button quiet icon-only" type="submit" title=label.clone() aria-label=label name=given(name)
            value=given(value) formaction=given(action)>
            <Icon name=icon/>
        </button>
    }
}

/// Buttons in a row, the main one first.
#[component]
pub fn Buttons(children: Children) -> impl IntoView {
    view! { <div class="buttons">{children()}</div> }
}
